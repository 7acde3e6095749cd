"""The terminal's database port over apsw and a disk of the fault bench: same statements, another SQLite, a bad disk.

    disk = Disk(fault=...)
    db = StateDb(tmp_path / "state.db", connect=connector(disk))

The lock file is a real one beside the path; the database and its journal are in the disk's memory. This is SQLite 3.5x
inside apsw; Debian's own is under the tests that kill processes, fill file systems and use libfiu.
"""

import itertools
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import apsw

from kiosk.state_db import (
    Connection,
    DuplicateError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    Value,
)
from kiosk.state_db.connection import PRAGMAS
from tests.faults.disk import Call, Disk, File, PowerOffError, RefusedCallError

_CODES = {
    Call.WRITE: apsw.SQLITE_IOERR_WRITE,
    Call.TRUNCATE: apsw.SQLITE_IOERR_TRUNCATE,
    Call.SYNC: apsw.SQLITE_IOERR_FSYNC,
    Call.DELETE: apsw.SQLITE_IOERR_DELETE,
}
_NAMES = itertools.count()


def connector(disk: Disk, pragmas: Sequence[str] = PRAGMAS) -> Callable[[Path], Connection]:
    """What StateDb takes as `connect`; every connection that it opens is on this disk.

    Args:
        pragmas: other ones are for showing that the bench notices.
    """
    return lambda path: ApswConnection(disk, path.name, pragmas)


class ApswConnection:
    """See `kiosk.state_db.Connection`."""

    def __init__(self, disk: Disk, name: str, pragmas: Sequence[str]) -> None:
        self._vfs = _FileSystem(disk, f"bench-{next(_NAMES)}")
        self._db = apsw.Connection(name, vfs=self._vfs.name)
        try:
            for pragma in pragmas:
                self.rows(pragma)
        except StoreError:
            with suppress(StoreError):
                self.close()
            raise

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[Value, ...]]:
        """See Connection."""
        try:
            return list(self._db.execute(sql, tuple(values)))
        except apsw.Error as error:
            raise _translated(error) from error

    def begin(self) -> None:
        """See Connection."""
        self.rows("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """See Connection."""
        self.rows("COMMIT")

    def rollback(self) -> None:
        """See Connection."""
        if self._db.in_transaction:
            self.rows("ROLLBACK")

    def close(self) -> None:
        """See Connection. A disk without power is simply left."""
        try:
            self._db.close(True)
        except apsw.Error as error:
            raise _translated(error) from error


def _translated(error: Exception) -> StoreError:
    match error:
        case apsw.ConstraintError():
            return DuplicateError(type(error).__name__)
        case apsw.BusyError() | apsw.LockedError():
            return StoreBusyError(type(error).__name__)
        case apsw.CorruptError() | apsw.NotADBError():
            return StoreDamagedError(type(error).__name__)
        case apsw.FullError():
            return StoreFullError(type(error).__name__)
        case _:
            return StoreError(type(error).__name__)


class _FileSystem(apsw.VFS):
    """SQLite's view of the disk (https://www.sqlite.org/vfs.html)."""

    def __init__(self, disk: Disk, name: str) -> None:
        super().__init__(name, "", exclude={"xGetSystemCall", "xSetSystemCall", "xNextSystemCall"})
        self.name = name
        self._disk = disk

    def xFullPathname(self, name: str) -> str:  # noqa: N802 - SQLite's name
        return name

    def xAccess(self, pathname: str, flags: int) -> bool:  # noqa: N802
        return self._disk.exists(pathname)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        with _SqliteErrors(Call.DELETE):
            self._disk.delete(filename, sync=bool(syncdir))

    def xOpen(self, name: Any, flags: list[int]) -> "_OpenFile":  # type: ignore[override]  # noqa: N802
        path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        flags[1] = flags[0]
        return _OpenFile(self._disk, self._disk.open(path))


class _OpenFile:
    """One open file; apsw needs the methods, not a class of its own. Locks are the business of StateDb."""

    def __init__(self, disk: Disk, file: File) -> None:
        self._disk = disk
        self._file = file

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        return bytes(self._file.seen[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        with _SqliteErrors(Call.WRITE):
            self._disk.write(self._file, bytes(data), offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        with _SqliteErrors(Call.TRUNCATE):
            self._disk.truncate(self._file, size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        with _SqliteErrors(Call.SYNC):
            self._disk.sync(self._file)

    def xFileSize(self) -> int:  # noqa: N802
        return len(self._file.seen)

    def xClose(self) -> None:  # noqa: N802
        """The disk keeps what it has."""

    def xLock(self, level: int) -> None:  # noqa: N802
        """Nobody else is there."""

    def xUnlock(self, level: int) -> None:  # noqa: N802
        """Nobody else is there."""

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        return False

    def xFileControl(self, op: int, ptr: int) -> bool:  # noqa: N802
        return False

    def xSectorSize(self) -> int:  # noqa: N802
        return 4096

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        """None: nothing is promised, not even that a write leaves its neighbours alone."""
        return 0


class _SqliteErrors:
    """Turns a refusal of the disk into SQLite's code for it."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, error: BaseException | None, at: object) -> None:
        if isinstance(error, RefusedCallError):
            raise apsw.exception_for(apsw.SQLITE_FULL if error.full else _CODES[self._call]) from error
        if isinstance(error, PowerOffError):
            raise apsw.exception_for(apsw.SQLITE_IOERR) from error
