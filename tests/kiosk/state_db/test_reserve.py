"""Room for a bad day: the ballast file, and what a full disk, a failing disk and a second look do."""

import os
import stat

import pytest

from kiosk.state_db import SqliteConnection, StateDb, StoreDamagedError, StoreError, StoreFullError
from kiosk.state_db import reserve as reserve_module
from kiosk.state_db.reserve import BALLAST, SPARE, DiskReserve
from tests.kiosk.state_db.test_database import add, count


class Disk:
    """Says how much is free."""

    def __init__(self, monkeypatch, free):
        self.free = free
        monkeypatch.setattr(reserve_module.os, "statvfs", self.seen)

    def seen(self, _path):
        return os.statvfs_result((4096, 4096, 0, 0, self.free // 4096, 0, 0, 0, 0, 255))


@pytest.fixture
def disk(monkeypatch):
    """A disk with much room."""
    return Disk(monkeypatch, 10**9)


def test_made_of_blocks_and_for_nobody_else(tmp_path, disk):
    file = tmp_path / "ballast"
    assert DiskReserve(file).keep()
    seen = file.stat()
    assert (seen.st_size, seen.st_blocks * 512 >= BALLAST, stat.S_IMODE(seen.st_mode)) == (BALLAST, True, 0o600)


def test_given_up_and_made_again_only_when_both_fit(tmp_path, disk):
    file = tmp_path / "ballast"
    reserve = DiskReserve(file)
    assert reserve.keep()
    reserve.give_up()
    reserve.give_up()
    disk.free = BALLAST + SPARE - 4096
    assert not reserve.keep()
    assert not file.exists()
    disk.free = BALLAST + SPARE
    assert reserve.keep()
    assert file.exists()


def test_too_little_beside_it_is_no_room(tmp_path, disk):
    reserve = DiskReserve(tmp_path / "ballast")
    assert reserve.keep()
    disk.free = SPARE - 4096
    assert not reserve.keep()
    disk.free = SPARE
    assert reserve.keep()


def test_half_made_one_is_made_whole(tmp_path, disk):
    (tmp_path / "ballast").write_bytes(b"x")
    assert DiskReserve(tmp_path / "ballast").keep()
    assert (tmp_path / "ballast").stat().st_size == BALLAST


def test_disk_that_lies_about_its_room_leaves_no_half_file(tmp_path, disk, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(reserve_module.os, "posix_fallocate", full)
    assert not DiskReserve(tmp_path / "ballast").keep()
    assert list(tmp_path.iterdir()) == []


# --- The database with it ---


class Moody:
    """A connection that fails when it is told to, in whatever writes."""

    def __init__(self, path, mood):
        self._real = SqliteConnection(path)
        self._mood = mood

    def rows(self, sql, values=()):
        if self._mood and sql.split()[0] in {"INSERT", "DELETE"}:
            raise self._mood[0]
        return self._real.rows(sql, values)

    def __getattr__(self, name):
        return getattr(self._real, name)


@pytest.fixture
def mood():
    """The error that every write meets, if any."""
    return []


@pytest.fixture
def db(tmp_path, mood):
    db = StateDb(tmp_path / "state.db", lambda path: Moody(path, mood))
    yield db
    db.close()


def test_full_disk_gives_up_the_ballast_and_looks_again(db, tmp_path, mood):
    ballast = tmp_path / "state.db.ballast"
    assert db.roomy
    assert ballast.exists()
    mood.append(StoreFullError("SQLITE_FULL"))
    with pytest.raises(StoreFullError):
        add(db)
    assert (db.roomy, db.doubtful, ballast.exists()) == (False, False, False)
    mood.clear()
    add(db)
    db.look()
    assert (db.roomy, ballast.exists()) == (True, True)


@pytest.mark.parametrize("error", [StoreError("SQLITE_IOERR_FSYNC"), StoreDamagedError("SQLITE_CORRUPT")])
def test_failing_disk_is_doubted_until_the_file_was_opened_and_checked(db, mood, error):
    add(db)
    mood.append(error)
    with pytest.raises(StoreError):
        add(db, "other")
    mood.clear()
    assert db.doubtful
    add(db, "third")
    assert db.doubtful, "a write that works proves nothing"
    db.reopen()
    assert not db.doubtful
    assert count(db) == 2


def test_same_key_twice_is_no_fault_of_the_disk(db):
    add(db)
    with pytest.raises(StoreError):
        add(db)
    assert not db.doubtful


def test_damage_that_shows_at_reopening_is_set_aside(db, tmp_path):
    add(db)
    (tmp_path / "state.db").write_bytes(b"<html>" * 1000)
    db.reopen()
    assert db.set_aside is not None
    assert count(db) == 0
    add(db)


def test_reopening_that_fails_is_tried_again(tmp_path):
    connections = []

    def connect(path):
        connections.append(path)
        if len(connections) == 2:
            raise StoreError("SQLITE_CANTOPEN")
        return SqliteConnection(path)

    db = StateDb(tmp_path / "state.db", connect)
    add(db)
    db.doubtful = True
    with pytest.raises(StoreError):
        db.reopen()
    assert db.doubtful
    with pytest.raises(StoreError):
        count(db)
    db.reopen()
    assert (db.doubtful, count(db)) == (False, 1)
    db.close()
    with pytest.raises(StoreError, match="closed"):
        db.reopen()
