"""Opens a database file, if it is a whole one and as we left it, and brings it up to this version.

SQLite's own check finds broken pages. It does not find a bit of the version, a letter of a table's definition or a
header that allows reading only: such a terminal would start and then accept nothing, so the file is compared with the
blueprint, and a statement that writes nothing shows whether writing is possible.
"""

from collections.abc import Callable
from pathlib import Path

from kiosk.state_db.blueprint import PAGE, SCHEMA_QUERY, schema
from kiosk.state_db.connection import Connection
from kiosk.state_db.errors import StoreDamagedError, StoreVersionError
from kiosk.state_db.schema import STEPS, VERSION

MAX_SIZE = 96 * 1024 * 1024
"""Above what the limits of all tables add up to; a broken program must not fill the disk."""


def open_whole(path: Path, connect: Callable[[Path], Connection]) -> Connection:
    """Opens a whole file.

    Raises:
        StoreDamagedError: it is not whole, cannot be read, or is not as we left it.
        StoreVersionError: a newer program wrote it. StoreError: the disk or its permissions.
    """
    db = connect(path)
    try:
        db.rows(f"PRAGMA max_page_count = {MAX_SIZE // PAGE}")
        if db.rows("PRAGMA integrity_check(1)") != [("ok",)]:
            raise StoreDamagedError(f"{path}: not whole")
        _bring_up(db, _known_version(db, path))
        db.rows("DELETE FROM outbox WHERE FALSE")  # refused where only reading is allowed
    except BaseException:
        db.close()
        raise
    return db


def _known_version(db: Connection, path: Path) -> int:
    """The version of the file, whose tables are those of that version to the letter.

    Raises:
        StoreVersionError: a newer program has changed the tables.
        StoreDamagedError: version and tables do not belong together.
    """
    version = int(db.rows("PRAGMA user_version")[0][0] or 0)
    tables = db.rows(SCHEMA_QUERY)
    if version > VERSION and tables != schema(VERSION):
        raise StoreVersionError(f"{path}: version {version}, this program knows {VERSION}; install the newer one")
    if not 0 <= version <= VERSION or tables != schema(version):
        raise StoreDamagedError(f"{path}: not the tables of version {version}")
    return version


def _bring_up(db: Connection, version: int) -> None:
    """From the file's version to ours, all steps in one transaction."""
    if version == VERSION:
        return
    db.begin()
    for step in STEPS[version:]:
        for statement in step:
            db.rows(statement)
    db.rows(f"PRAGMA user_version = {VERSION}")
    db.commit()
