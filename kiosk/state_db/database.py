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
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

from kiosk.state_db.connection import Connection, SqliteConnection, Value
from kiosk.state_db.errors import (
    DuplicateError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
)
from kiosk.state_db.opening import open_whole
from kiosk.state_db.rescue import finish_rescue, rescue, set_aside
from kiosk.state_db.reserve import DiskReserve

log = logging.getLogger(__name__)


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
            self.set_aside = set_aside(self._path)
            return db
        except OSError as error:
            raise StoreError(f"{self._path}: {error.strerror}") from error

    def _opened_or_rescued(self) -> Connection:
        finish_rescue(self._path)
        try:
            return open_whole(self._path, self._connect)
        except StoreDamagedError as error:
            log.critical("state_db_damaged %s", error)
        self._reserve.give_up()  # the fresh one needs room beside the damaged one
        rescue(self._path, self._connect)
        return open_whole(self._path, self._connect)

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
