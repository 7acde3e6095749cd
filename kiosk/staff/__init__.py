"""The staff area: who may enter (PIN, lock-out), what survives a restart. Pages and rules are in `kiosk.dialogue`.

Light to import: the cryptography comes in when the first PIN is checked, on a worker thread.
"""

from kiosk.staff.access import StaffAccess
from kiosk.staff.memory import StaffMemory
from kiosk.staff.pin_file import PinFileError, check_pin_file, weakness, write_pin_file

__all__ = ["PinFileError", "StaffAccess", "StaffMemory", "check_pin_file", "weakness", "write_pin_file"]
