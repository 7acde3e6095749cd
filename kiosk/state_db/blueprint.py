"""What `state.db` looks like when nothing is wrong with it: a database in memory, made with the same statements.

Against it a file is checked for what SQLite takes for whole though it is not: a bit of the version, a letter of a
table's definition. And from it comes the first page that a damaged file may lack: a header, which is the same in every
file of ours, and the list of tables (https://www.sqlite.org/fileformat2.html#the_database_header).
"""

import sqlite3
from contextlib import closing
from typing import Final

from kiosk.state_db.schema import STEPS

PAGE: Final = 4096
"""Bytes of a page."""
PAGE_COUNT: Final = slice(28, 32)
"""Of the header. Zero: to be taken from the length of the file."""
_FREE_LIST: Final = slice(32, 40)
"""Of the header. Zero: there is none."""

SCHEMA_QUERY: Final = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"

Schema = list[tuple[object, ...]]


def schema(version: int) -> Schema:
    """What SCHEMA_QUERY gives in a whole file of this version, 0 to VERSION."""
    with closing(_built(version)) as db:
        return db.execute(SCHEMA_QUERY).fetchall()


def first_page(version: int) -> bytes:
    """The first page of a file that was made by this version: header and list of tables, for any number of pages."""
    with closing(_built(version)) as db:
        page = bytearray(db.serialize()[:PAGE])
    page[PAGE_COUNT], page[_FREE_LIST] = bytes(4), bytes(8)
    return bytes(page)


def _built(version: int) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.execute(f"PRAGMA page_size = {PAGE}")
    for step in STEPS[:version]:
        for statement in step:
            db.execute(statement)
    return db
