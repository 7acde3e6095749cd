"""Room on the disk for the day on which it is full.

A full disk stops not only what is written but also what is deleted: SQLite needs room for its journal, and the queue
could never drain. So a file of 1 MB lies beside the database, made while there is room, given up when the disk is full,
and made again later. `keep` also says whether there is room enough for whatever a citizen may enter, before they begin.
"""

import os
from contextlib import suppress
from pathlib import Path

BALLAST = 1024 * 1024
SPARE = 4 * 1024 * 1024
"""Free bytes beside the ballast below which nothing new is taken: the largest application, its journal, and the log."""


class DiskReserve:
    """The ballast file.

    Args:
        path: of the file; its folder exists.
        size: of the file in bytes.
        spare: free bytes that must be left besides.
    """

    def __init__(self, path: Path, size: int = BALLAST, spare: int = SPARE) -> None:
        self._path = path
        self._size = size
        self._spare = spare

    def keep(self) -> bool:
        """Makes the file if it is missing and there is room for it. Gives whether it is there and room is left."""
        try:
            free = self._free()
            if self._there():
                return free >= self._spare
            if free < self._size + self._spare:
                return False
            self._make()
        except OSError:
            self.give_up()
            return False
        return True

    def give_up(self) -> None:
        """Removes the file: its room is for the queue now."""
        with suppress(OSError):
            self._path.unlink()

    def _there(self) -> bool:
        try:
            return self._path.stat().st_size == self._size
        except FileNotFoundError:
            return False

    def _free(self) -> int:
        seen = os.statvfs(self._path.parent)
        return seen.f_bavail * seen.f_frsize

    def _make(self) -> None:
        """Blocks of the disk, not just a length (posix_fallocate)."""
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            os.posix_fallocate(file, 0, self._size)
            os.fsync(file)
        finally:
            os.close(file)
