"""`state.db`: the one file in which the terminal keeps what must survive a power cut.

Life cycle: opened once at start, by one process (a lock file that dies with it). The outbox's and the printer's thread
share the one connection; a mutex gives it to one of them for a transaction at a time, which keeps SQLite as simple as
a thread of its own would, without a queue between. A file that is not a whole database is set aside, never deleted, and
a fresh one takes its place, with the rows that could still be read: `set_aside` names the damaged one for staff, as
long as it lies there. After a failure of the disk the connection is `doubtful`: a second fsync may succeed though the
first one lost something, so only `reopen` clears it.

    db = StateDb(state_dir / "state.db")
    with db.change() as tables:
        tables.rows("UPDATE …")
    db.close()
"""

import fcntl
import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path

from kiosk.durable_files import rename_file
from kiosk.state_db.blueprint import PAGE, SCHEMA_QUERY, schema
from kiosk.state_db.connection import Connection, SqliteConnection, Value
from kiosk.state_db.errors import (
    DuplicateError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreVersionError,
)
from kiosk.state_db.image import Image
from kiosk.state_db.reserve import DiskReserve
from kiosk.state_db.salvage import salvage
from kiosk.state_db.schema import STEPS, VERSION

log = logging.getLogger(__name__)

MAX_SIZE = 96 * 1024 * 1024
"""Above what the limits of all tables add up to; a broken program must not fill the disk."""


class StateDb:
    """See the module.

    Args:
        path: database file; its folder exists. A `.lock` file is kept beside it.
        connect: opens the database; fault tests give another one.
        reserve: room on the disk; fault tests give another one.

    Attributes:
        set_aside: the newest damaged database that lies beside this one, None when there is none.
        doubtful: the disk failed since the database was opened.
        roomy: the disk had room when it was looked at last.

    Raises:
        StoreBusyError: another process has it.
        StoreVersionError: a newer program wrote it.
        StoreError: the disk or its permissions.
    """

    def __init__(
        self,
        path: Path,
        connect: Callable[[Path], Connection] = SqliteConnection,
        reserve: DiskReserve | None = None,
    ) -> None:
        self._path = path
        self._connect = connect
        self._lock = _lock(path)
        self._mutex = threading.Lock()
        self._closed = False
        self._reserve = reserve or DiskReserve(path.with_name(path.name + ".ballast"))
        try:
            self._db = self._opened()
        except BaseException:
            self._lock.close()
            raise
        self.doubtful = False
        self.roomy = self._reserve.keep()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The connection, for statements that change nothing."""
        with self._mutex, self._noticing():
            yield self._open_connection()

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """The connection within one transaction: durable when the block has ended, without effect when it raised."""
        with self._mutex, self._noticing():
            db = self._open_connection()
            db.begin()
            try:
                yield db
                db.commit()
            except BaseException:
                with suppress(StoreError):
                    db.rollback()
                raise

    def write(self, sql: str, *values: Value) -> None:
        """One statement in a transaction of its own; on a full disk once more, now that the reserve was given up."""
        try:
            self._write(sql, values)
        except StoreFullError:
            self._write(sql, values)

    def _write(self, sql: str, values: Sequence[Value]) -> None:
        with self.change() as tables:
            tables.rows(sql, values)

    def look(self) -> None:
        """Looks at the disk: whether there is room, for the ballast too if it was given up."""
        self.roomy = self._reserve.keep()

    def reopen(self) -> None:
        """Opens the file anew and checks it; what is not whole is set aside.

        Raises:
            StoreError: it cannot be opened; the database stays doubtful.
        """
        with self._mutex:
            self._open_connection().close()
            self._db = self._opened()
            self.doubtful = False

    @contextmanager
    def _noticing(self) -> Iterator[None]:
        """A full disk gets its reserve back; every other failure of the disk makes the connection doubtful."""
        try:
            yield
        except StoreFullError:
            self.roomy = False
            self._reserve.give_up()
            raise
        except DuplicateError:
            raise
        except StoreError:
            self.doubtful = True
            raise

    def close(self, patience_s: float = 1.0) -> None:
        """Closes the database and gives the lock back; a second time nothing happens.

        A thread that hangs in a dying disk keeps it open: the process ends anyway, and the journal heals the file.
        """
        if not self._mutex.acquire(timeout=patience_s):
            return
        try:
            if not self._closed:
                self._closed = True
                try:
                    self._db.close()
                finally:
                    self._lock.close()  # the disk may fail in the last moment too; nobody works with it any more
        finally:
            self._mutex.release()

    def _opened(self) -> Connection:
        try:
            db = self._opened_or_rescued()
            self.set_aside = _set_aside(self._path)
            return db
        except OSError as error:
            raise StoreError(f"{self._path}: {error.strerror}") from error

    def _opened_or_rescued(self) -> Connection:
        _finish_rescue(self._path)
        try:
            return _open(self._path, self._connect)
        except StoreDamagedError as error:
            log.critical("state_db_damaged %s", error)
        self._reserve.give_up()  # the fresh one needs room beside the damaged one
        _rescue(self._path, self._connect)
        return _open(self._path, self._connect)

    def _open_connection(self) -> Connection:
        if self._closed:
            raise StoreError("closed")
        return self._db


def _lock(path: Path) -> FileIO:
    """Holds the lock file; the kernel lets go of it with the process, however that ends (flock(2))."""
    try:
        file = FileIO(path.with_name(path.name + ".lock"), "a", opener=lambda name, flags: os.open(name, flags, 0o600))
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}") from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise StoreBusyError(f"{path}: another process works with this store; stop it first") from error
    return file


def _set_aside(path: Path) -> Path | None:
    """The newest damaged database in the folder: it stays until somebody has looked at it and taken it away."""
    found = sorted(each for each in path.parent.glob(f"{path.name}.damaged-*") if not each.name.endswith("-journal"))
    return found[-1] if found else None


def _open(path: Path, connect: Callable[[Path], Connection]) -> Connection:
    """Opens a whole file.

    Raises:
        StoreDamagedError: it is not whole, or not as we left it; see `_translated` of the connection too.
        StoreVersionError, StoreError: see StateDb.
    """
    db = connect(path)
    try:
        db.rows(f"PRAGMA max_page_count = {MAX_SIZE // PAGE}")
        if db.rows("PRAGMA integrity_check(1)") != [("ok",)]:
            raise StoreDamagedError(f"{path}: not whole")
        _bring_up(db, _known_version(db, path))
        db.rows("DELETE FROM outbox WHERE FALSE")  # writes nothing; one bit of the header makes a file for reading only
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


def _fresh(path: Path) -> Path:
    """Where the database grows that takes a damaged one's place."""
    return path.with_name(path.name + ".fresh")


def _rescue(path: Path, connect: Callable[[Path], Connection]) -> None:
    """Puts a fresh database with all that is readable in the damaged one's place.

    The damaged file stays where it is until the fresh one is durable, so a power cut at any moment leaves one of them:
    the damaged one, and the rescue begins anew, or none, and `_finish_rescue` has the last step to do.
    """
    fresh = _fresh(path)
    for stale in (fresh, fresh.with_name(fresh.name + "-journal")):
        stale.unlink(missing_ok=True)
    db = _open(fresh, connect)
    try:
        with closing(Image(path, MAX_SIZE)) as image:
            log.warning("state_db_salvaged %d rows", salvage(image, db))
    except StoreFullError as error:
        raise StoreFullError(f"{path} is damaged, and the disk has no room to save what is in it") from error
    finally:
        db.close()
    _put_aside(path)
    _finish_rescue(path)


def _finish_rescue(path: Path) -> None:
    fresh = _fresh(path)
    if fresh.exists() and not path.exists():
        _rename(fresh, path)


def _put_aside(path: Path) -> None:
    """Renames the database and its journal; both are needed by whoever tries to rescue more of what was in it."""
    stamp = datetime.now(tz=UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    for suffix in ("-journal", ""):
        with suppress(FileNotFoundError):
            _rename(path.with_name(path.name + suffix), aside.with_name(aside.name + suffix))


def _rename(old: Path, new: Path) -> None:
    """Durably.

    Raises:
        FileNotFoundError: the old one is not there.
        StoreError: the disk.
    """
    try:
        rename_file(old, new)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StoreError(f"{old}: cannot be renamed: {error.strerror}") from error
