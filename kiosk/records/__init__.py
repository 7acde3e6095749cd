"""What the terminal writes down about itself: event types and faults, never what somebody typed."""

from kiosk.records.crash import crash_lines
from kiosk.records.log import LogError, open_log
from kiosk.records.run_marker import RunMarker

__all__ = ["LogError", "RunMarker", "crash_lines", "open_log"]
