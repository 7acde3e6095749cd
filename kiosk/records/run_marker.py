"""A file that stands while the program runs; found at the next start, the last run did not end properly."""

import os
from datetime import datetime
from pathlib import Path


class RunMarker:
    """The marker `running` in the state folder.

    Args:
        folder: the state folder, made with mode 0700 if it is missing.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "running"

    def found(self) -> datetime | None:
        """When the last run, which did not end properly, started; None if it did."""
        try:
            return datetime.fromtimestamp(self._path.stat().st_mtime).astimezone()
        except OSError:
            return None

    def set(self) -> None:
        """The program runs from now on."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path.write_text(f"{os.getpid()}\n", encoding="ascii")

    def clear(self) -> None:
        """The program ends on purpose."""
        self._path.unlink(missing_ok=True)
