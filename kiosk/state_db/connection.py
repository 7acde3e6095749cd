"""Port to the database: five methods, so that fault tests can put another SQLite under the tables (power cuts, errors).

The one here is the standard library's sqlite3 in the mode that lost nothing in 1,000 simulated power cuts: rollback
journal with `synchronous=EXTRA` (https://www.sqlite.org/pragma.html#pragma_synchronous).
"""

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from kiosk.state_db.errors import DuplicateError, StoreBusyError, StoreDamagedError, StoreError, StoreFullError

Value = str | bytes | int | float | None

PRAGMAS = (
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = EXTRA",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA trusted_schema = OFF",
)


class Connection(Protocol):
    """One connection, used by one thread at a time. Every method raises a StoreError and nothing else.

    Bytes of a text that are not UTF-8 (the disk gave other bits back) come as surrogates, PEP 383.
    """

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[Value, ...]]:
        """Runs one statement and gives its rows."""
        ...

    def begin(self) -> None:
        """Begins a transaction that may write."""
        ...

    def commit(self) -> None:
        """Ends it; returns when it is durable."""
        ...

    def rollback(self) -> None:
        """Ends it without effect. Does nothing when none is open."""
        ...

    def close(self) -> None:
        """Closes the connection."""
        ...


class SqliteConnection:
    """The port over sqlite3.

    Args:
        path: database file; made with mode 0600 when it is not there.

    Raises:
        StoreError: see `kiosk.state_db.errors`.
    """

    def __init__(self, path: Path) -> None:
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            path.chmod(0o600)
            self._db = sqlite3.connect(path, timeout=0.0, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{path}: {type(error).__name__}") from error
        try:
            for pragma in PRAGMAS:
                self.rows(pragma)
        except StoreError:
            self._db.close()
            raise

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[Value, ...]]:
        """See Connection."""
        return run(self._db, sql, values)

    def begin(self) -> None:
        """See Connection."""
        self.rows("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """See Connection."""
        self.rows("COMMIT")

    def rollback(self) -> None:
        """See Connection."""
        if self._db.in_transaction:  # a full disk makes SQLite roll back by itself
            self.rows("ROLLBACK")

    def close(self) -> None:
        """See Connection."""
        self._db.close()


def run(db: sqlite3.Connection, sql: str, values: Sequence[Value] = ()) -> list[tuple[Value, ...]]:
    """Runs one statement and gives its rows.

    Raises:
        StoreError: see `kiosk.state_db.errors`.
    """
    db.text_factory = _text
    try:
        return db.execute(sql, values).fetchall()
    except sqlite3.Error as error:
        raise _translated(error) from error
    except UnicodeDecodeError as error:
        # Rubbish in a column's name; not chained: the error carries the bytes.
        raise StoreDamagedError(type(error).__name__) from None


def _text(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogateescape")


_UNREADABLE = {sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS}


def _translated(error: sqlite3.Error) -> StoreError:
    """By the result code (https://www.sqlite.org/rescode.html). The text stays behind: it may quote values.

    Our statements are right and our file was opened for writing; so SQLITE_ERROR and SQLITE_READONLY say that the
    file's header or list of tables is not what we wrote.
    """
    code = getattr(error, "sqlite_errorcode", 0)
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    if code in {sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE}:
        return DuplicateError(name)
    if code in {*_UNREADABLE, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_ERROR}:
        return StoreDamagedError(name)
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreBusyError(name)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return StoreDamagedError(name)
        case sqlite3.SQLITE_FULL:
            return StoreFullError(name)
        case _:
            return StoreError(name)
