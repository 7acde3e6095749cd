"""A damaged database file in memory, so that its rows can be read whatever is wrong above them.

Rows lie on the leaves of their table's tree. All that leads to a leaf (header, list of tables, pages between, indexes)
is put aside: the first page is ours, and each page that looks like a leaf is made the only page of a table in turn
(https://www.sqlite.org/fileformat2.html#b_tree_pages). Sectors that the disk cannot read are zeros, and so is what a
file lacks at its end. Nothing of it is written to a disk that may be full or failing.
"""

import os
import sqlite3
from pathlib import Path

from kiosk.state_db.blueprint import PAGE, PAGE_COUNT, first_page
from kiosk.state_db.connection import Value, run
from kiosk.state_db.errors import StoreError

_LEAF = 0x0D
"""First byte of a page that holds rows of a table."""
_PATIENCE = 200_000
"""Readings of a row: twenty times what full tables need, each row being tried as one of every table. A file of rubbish
that looks like leaves must not hold up the start for hours."""


class Image:
    """One file.

    Args:
        path: of it.
        most: bytes after which nothing of ours comes any more.
        version: by whose tables it is read.

    Attributes:
        leaves: numbers of the pages on which rows may lie.

    Raises:
        OSError: the file cannot be opened.
    """

    def __init__(self, path: Path, most: int, version: int) -> None:
        content = _content(path, most)
        content[:PAGE] = first_page(version)
        self.leaves = [at // PAGE + 1 for at in range(PAGE, len(content), PAGE) if content[at] == _LEAF]
        self._patience = _PATIENCE
        self._db = sqlite3.connect(":memory:", isolation_level=None)
        self._db.deserialize(content)
        for pragma in ("trusted_schema = OFF", "journal_mode = OFF"):
            run(self._db, f"PRAGMA {pragma}")

    def columns(self, table: str) -> set[str]:
        """Those of this table in this version; none if it has no such table."""
        return {str(name) for _, name, *_ in run(self._db, f"PRAGMA table_info({table})")}

    def rows(self, table: str, columns: str, leaf: int) -> list[tuple[Value, ...]]:
        """What can be read of this leaf as rows of this table; it may be another one's."""
        run(self._db, "PRAGMA writable_schema = ON")
        run(self._db, "UPDATE sqlite_schema SET rootpage = ? WHERE name = ?", (leaf, table))
        run(self._db, "PRAGMA writable_schema = RESET")
        found = []
        count = min(self._count(table), self._patience)
        self._patience -= count
        for number in range(count):
            try:
                found += run(self._db, f"SELECT {columns} FROM {table} NOT INDEXED LIMIT 1 OFFSET ?", (number,))  # noqa: S608 - names of the schema
            except StoreError:
                continue  # this row's pages
        return found

    def close(self) -> None:
        """Gives the memory back."""
        self._db.close()

    def _count(self, table: str) -> int:
        try:
            return int(run(self._db, f"SELECT count(*) FROM {table} NOT INDEXED")[0][0] or 0)  # noqa: S608
        except StoreError:
            return 0


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
