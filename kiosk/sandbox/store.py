"""The town hall's memory: SQLite with a rollback journal and EXTRA synchronisation, one process, one connection.

EXTRA also syncs the folder after the journal is gone: without it a power cut right after a commit may undo it
(https://www.sqlite.org/pragma.html#pragma_synchronous). A number that was answered is a number that stays.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.sandbox.idempotency import SCHEMA as IDEMPOTENCY

_SCHEMA = """
CREATE TABLE IF NOT EXISTS desk (
    day TEXT NOT NULL,
    letter TEXT NOT NULL,
    last_number INTEGER NOT NULL,
    crowd INTEGER NOT NULL CHECK (crowd >= 0),
    PRIMARY KEY (day, letter)
) STRICT;
CREATE TABLE IF NOT EXISTS ticket (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    day TEXT NOT NULL,
    letter TEXT NOT NULL,
    number TEXT NOT NULL,
    service TEXT NOT NULL,
    assistance TEXT NOT NULL,
    ahead INTEGER NOT NULL,
    wait_minutes INTEGER,
    issued_at TEXT NOT NULL,
    token TEXT NOT NULL UNIQUE,
    status_url TEXT NOT NULL,
    deliveries INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    outcome TEXT,
    outcome_reason TEXT,
    UNIQUE (day, number)
) STRICT;
CREATE INDEX IF NOT EXISTS waiting_by_desk ON ticket (day, letter) WHERE waiting;
CREATE TABLE IF NOT EXISTS case_sequence (
    year INTEGER PRIMARY KEY,
    last_number INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS application (
    position INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    service TEXT NOT NULL,
    case_number TEXT NOT NULL UNIQUE,
    receipt TEXT NOT NULL,
    content TEXT NOT NULL,
    received_at TEXT NOT NULL,
    deliveries INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS case_access (
    number TEXT PRIMARY KEY,
    code TEXT NOT NULL,
    case_number TEXT NOT NULL REFERENCES application (case_number)
) STRICT;
CREATE TABLE IF NOT EXISTS case_event (
    position INTEGER PRIMARY KEY,
    case_number TEXT NOT NULL REFERENCES application (case_number),
    state TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS events_of_case ON case_event (case_number, position);
CREATE TABLE IF NOT EXISTS status_query (
    position INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    case_number TEXT
) STRICT;
"""


_VERSION = 3
"""Of the tables, in `PRAGMA user_version`: 2 has the keys of applications in a table of their own, 3 names no
service beside them."""


class StoreBusyError(Exception):
    """Another process has this state folder open."""


class StoreVersionError(Exception):
    """Another release wrote this state folder."""


class Store:
    """One connection behind one lock; every access is a transaction of its own.

    Args:
        path: database file, made when it is not there.

    Raises:
        StoreBusyError, StoreVersionError: see there.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, timeout=1.0, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        try:
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._connection.execute("PRAGMA journal_mode = DELETE")
            self._connection.execute("PRAGMA synchronous = EXTRA")
            self._check_version(path)
            version = f"PRAGMA user_version = {_VERSION};"
            self._connection.executescript("BEGIN IMMEDIATE;" + _SCHEMA + IDEMPOTENCY + version + "COMMIT;")
        except sqlite3.OperationalError as error:
            self._connection.close()
            if error.sqlite_errorcode in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise StoreBusyError(f"{path}: another town hall works with this folder") from error
            raise
        path.chmod(0o600)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Commits when the block ends, rolls back when it raises. What was committed survives a power cut."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _check_version(self, path: Path) -> None:
        found = self._connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if found is not None and version != _VERSION:
            self._connection.close()
            raise StoreVersionError(f"{path}: version {version}, this town hall has {_VERSION}; take an empty folder")

    def close(self) -> None:
        """Closes the database."""
        with self._lock:
            self._connection.close()
