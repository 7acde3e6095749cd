"""What the staff area must know after a restart: wrong PINs in a row, and since when the terminal is out of service.

One small JSON file in the state folder, mode 0600, replaced at once and synced. Nothing personal, nothing secret.
A file that is not whole counts as three wrong PINs just now: whoever damages it gains nothing.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from kiosk.durable_files import replace_file
from kiosk.staff.api import FREE_TRIES

log = logging.getLogger(__name__)

_LONGEST_FILE = 4096


class Remembered(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Content of the file.

    Args:
        failures: wrong PINs since the last right one.
        failed_at: seconds since 1970 of the last of them.
        closed_since: when staff took the terminal out of service, None while it is in service.
    """

    failures: int = 0
    failed_at: float = 0.0
    closed_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """The file as it was found; `damaged`: it was not whole."""

    content: Remembered
    damaged: bool = False


class StaffMemory:
    """The file `staff.json`. To be used by one thread at a time.

    Args:
        folder: the state folder; it exists.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "staff.json"
        found = self._read()
        self.content = found.content
        self.damaged = found.damaged

    def note_failures(self, failures: int, failed_at: float) -> bool:
        """Writes down how many PINs were wrong. Gives whether it is durable."""
        return self._keep(msgspec.structs.replace(self.content, failures=failures, failed_at=failed_at))

    def note_closed(self, since: datetime | None) -> bool:
        """Writes down that the terminal is out of service (or in service again). Gives whether it is durable."""
        return self._keep(msgspec.structs.replace(self.content, closed_since=since))

    def _keep(self, content: Remembered) -> bool:
        self.content = content
        try:
            replace_file(self._path, msgspec.json.encode(content))
        except OSError as error:
            log.error("staff_memory_not_written %s", error.errno)
            return False
        self.damaged = False
        return True

    def _read(self) -> Memory:
        try:
            with self._path.open("rb") as file:
                raw = file.read(_LONGEST_FILE)
            content = msgspec.json.decode(raw, type=Remembered)
        except FileNotFoundError:
            return Memory(Remembered())
        except (OSError, msgspec.MsgspecError) as error:
            log.error("staff_memory_damaged %s", type(error).__name__)
            return Memory(Remembered(failures=FREE_TRIES), damaged=True)
        if content.failures < 0 or (content.closed_since is not None and content.closed_since.tzinfo is None):
            log.error("staff_memory_damaged values")
            return Memory(Remembered(failures=FREE_TRIES), damaged=True)
        return Memory(content)
