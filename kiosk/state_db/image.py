"""A damaged database file in memory, with what it needs to be opened: no copy on a disk that is full or failing.

Every reading begins at the first page, so one bad bit there can hide everything. Its header is the same in every file
of ours, and its list of tables is the same in every file that was made by this version of the program; so a file is
read twice, with our header over its own, and with our whole first page. Sectors that the disk cannot read are zeros,
and so is what a file lacks at its end.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from kiosk.state_db.blueprint import HEADER, PAGE, PAGE_COUNT, first_page
from kiosk.state_db.connection import Value, run


class Image:
    """One database in memory. Reading from it raises a StoreError where it is damaged.

    Args:
        content: bytes of a whole number of pages.
    """

    def __init__(self, content: bytes) -> None:
        self._db = sqlite3.connect(":memory:", isolation_level=None)
        self._db.deserialize(content)
        run(self._db, "PRAGMA trusted_schema = OFF")

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[Value, ...]]:
        """See Connection."""
        return run(self._db, sql, values)

    def close(self) -> None:
        """Gives the memory back."""
        self._db.close()


def images(path: Path, most: int) -> Iterator[Image]:
    """The file as it can be read; each image is closed when the next one is asked for.

    Args:
        most: bytes after which nothing of ours comes any more.

    Raises:
        OSError: the file cannot be opened.
    """
    ours = first_page()
    for length in (HEADER, PAGE):
        content = _content(path, most)
        content[:length] = ours[:length]
        with closing(Image(bytes(content))) as image:
            del content
            yield image


def _content(path: Path, most: int) -> bytearray:
    content = bytearray()
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        size = min(os.fstat(file).st_size, most)
        for offset in range(0, max(size, 1), PAGE):
            content += _page(file, offset).ljust(PAGE, b"\0")
    finally:
        os.close(file)
    lacking = min(int.from_bytes(content[PAGE_COUNT]) * PAGE, most) - len(content)
    return content + bytes(max(0, lacking))


def _page(file: int, offset: int) -> bytes:
    try:
        return os.pread(file, PAGE, offset)
    except OSError:
        return b""  # a bad sector
