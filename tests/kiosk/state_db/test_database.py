"""The database file: how durable it is, who may open it, damage, versions, and turns of threads."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading

import pytest

from kiosk.state_db import (
    DuplicateError,
    SqliteConnection,
    StateDb,
    StoreBusyError,
    StoreError,
    StoreFullError,
    StoreVersionError,
    opening,
)
from kiosk.state_db.schema import STEPS, VERSION

OPENS = "import sys; from pathlib import Path; from kiosk.state_db import StateDb; db = StateDb(Path(sys.argv[1]))"


@pytest.fixture
def db(path):
    db = StateDb(path)
    yield db
    db.close()


def insert(tables, key, sealed):
    tables.rows(
        "INSERT INTO outbox (key, destination, created, tries, next_try, state, size, sealed)"
        " VALUES (?, 'd', 1.0, 0, 1.0, 'waiting', 1, ?)",
        (key, sealed),
    )


def add(db, key="key", sealed="a.b.c.d.e"):
    with db.change() as tables:
        insert(tables, key, sealed)


def count(db):
    with db.reading() as tables:
        return tables.rows("SELECT count(*) FROM outbox")[0][0]


def test_every_commit_is_as_durable_as_sqlite_can(path):
    connection = SqliteConnection(path)
    asked = {
        name: connection.rows(f"PRAGMA {name}")[0][0]
        for name in ("synchronous", "journal_mode", "locking_mode", "secure_delete", "temp_store")
    }
    connection.close()
    # EXTRA, https://www.sqlite.org/pragma.html#pragma_synchronous
    assert asked == {
        "synchronous": 3,
        "journal_mode": "delete",
        "locking_mode": "exclusive",
        "secure_delete": 1,
        "temp_store": 2,
    }


def test_only_the_owner_may_read_it(db, path):
    add(db)
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


def test_permissions_of_an_older_file_are_put_right(path):
    path.touch(0o644)
    path.chmod(0o644)
    StateDb(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_second_process_is_refused_and_the_lock_dies_with_the_first(db, path):
    second = subprocess.run([sys.executable, "-c", OPENS, str(path)], capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert "StoreBusyError" in second.stderr
    assert "another process" in second.stderr
    db.close()
    wait = OPENS + "; import time; print('open', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", wait, str(path)], stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout.readline() == "open\n"
        with pytest.raises(StoreBusyError):
            StateDb(path)
        first.kill()
    StateDb(path).close()


def test_second_opening_in_this_process_is_refused_and_harms_nothing(db, path):
    with pytest.raises(StoreBusyError):
        StateDb(path)
    add(db)
    assert count(db) == 1


@pytest.mark.parametrize(
    ("damage", "left"), [("not a database", 0), ("torn in the middle", 19), ("header gone", 20), ("lost its end", 12)]
)
def test_damaged_file_is_set_aside_and_a_fresh_one_has_what_can_be_read(db, path, damage, left):
    for number in range(20):
        add(db, str(number), "x" * 20_000)  # a chain of pages each: a gap in it shows
    db.close()
    whole = path.read_bytes()
    middle = len(whole) // 2 // 4096 * 4096
    broken = {
        "not a database": b"<html>" * 1000,
        "torn in the middle": whole[:middle] + bytes(2 * 4096) + whole[middle + 2 * 4096 :],
        "header gone": bytes(100) + whole[100:],
        "lost its end": whole[: len(whole) * 2 // 3],
    }[damage]
    path.write_bytes(broken)
    fresh = StateDb(path)
    assert fresh.set_aside is not None
    assert fresh.set_aside.name.startswith("state.db.damaged-")
    assert fresh.set_aside.read_bytes() == broken
    assert count(fresh) == left
    add(fresh)
    assert count(fresh) == left + 1
    fresh.close()
    again = StateDb(path)
    assert again.set_aside is not None, "until somebody takes it away"
    again.close()


def test_whole_file_is_not_set_aside(db, path):
    add(db)
    db.close()
    again = StateDb(path)
    assert again.set_aside is None
    again.close()


def test_newer_version_is_left_alone(db, path):
    db.close()
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE later (position INTEGER PRIMARY KEY)")
        raw.execute(f"PRAGMA user_version = {VERSION + 1}")
    raw.close()
    with pytest.raises(StoreVersionError, match=f"version {VERSION + 1}"):
        StateDb(path)
    assert path.exists()


def test_folder_that_is_not_there_is_a_store_error(tmp_path):
    with pytest.raises(StoreError, match="No such file"):
        StateDb(tmp_path / "nowhere" / "state.db")


def test_failed_open_gives_the_lock_back(path):
    def broken(_path):
        raise StoreError("no disk")

    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(StoreError, match="no disk"):
        StateDb(path, broken)
    assert len(os.listdir("/proc/self/fd")) == before
    StateDb(path).close()


def test_full_disk_changes_nothing(path, monkeypatch):
    monkeypatch.setattr(opening, "MAX_SIZE", 16 * 4096)
    db = StateDb(path)
    add(db)
    with pytest.raises(StoreFullError):
        add(db, "other", "x" * 100_000)
    assert count(db) == 1
    with db.change() as tables:
        tables.rows("DELETE FROM outbox")
    assert count(db) == 0
    db.close()


def test_change_that_raises_has_no_effect(db):
    def twice():
        with db.change() as tables:
            tables.rows("DELETE FROM outbox")
            insert(tables, "two", "x")
            insert(tables, "two", "x")

    def broken_code():
        with db.change() as tables:
            tables.rows("DELETE FROM outbox")
            raise ZeroDivisionError

    add(db)
    with pytest.raises(DuplicateError):
        twice()
    with pytest.raises(ZeroDivisionError):
        broken_code()
    assert count(db) == 1


def test_file_of_the_first_release_is_brought_up_with_what_is_in_it(path):
    raw = sqlite3.connect(path)
    for statement in STEPS[0]:
        raw.execute(statement)
    raw.execute("INSERT INTO outbox VALUES (1, 'k', 's', 'd', 1.0, 0, 1.0, 'waiting', NULL, 5, 'a.b.c')")
    raw.execute("PRAGMA user_version = 1")
    raw.commit()
    raw.close()
    db = StateDb(path)
    assert db.set_aside is None
    assert count(db) == 1
    with db.reading() as tables:
        assert tables.rows("PRAGMA user_version") == [(VERSION,)]
        assert tables.rows("SELECT count(*) FROM print_jobs") == [(0,)]
    db.close()
    again = StateDb(path)
    assert again.set_aside is None, "its tables are those of a file that this version made"
    assert count(again) == 1
    again.close()


def test_two_threads_take_turns(db):
    inside, order = threading.Event(), []

    def second():
        inside.wait(5)
        with db.change() as tables:
            order.append("second")
            insert(tables, "two", "x")

    thread = threading.Thread(target=second)
    thread.start()
    with db.change() as tables:
        inside.set()
        insert(tables, "one", "x")
        thread.join(0.1)
        order.append("first")
    thread.join(5)
    assert order == ["first", "second"]
    assert count(db) == 2


def test_closed_database_says_so_and_a_hanging_disk_does_not_hold_the_exit(path):
    db = StateDb(path)
    with db.reading():
        db.close(patience_s=0.01)
    assert count(db) == 0
    db.close()
    db.close()
    with pytest.raises(StoreError, match="closed"):
        count(db)
