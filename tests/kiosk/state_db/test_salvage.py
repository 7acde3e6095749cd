"""What is saved out of a damaged database, and that a rescue may be cut off at any moment."""

import random
import sqlite3
from uuid import uuid4

import pytest

from kiosk.outbox import Store
from kiosk.state_db import SqliteConnection, StateDb, StoreError, StoreVersionError
from kiosk.state_db import database as database_module

ROWS = 12
PAGE = 4096
VERSION_BYTES = range(60, 63)
"""The upper three of `user_version`, https://www.sqlite.org/fileformat2.html#user_version_number."""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state.db"


@pytest.fixture
def kept(path):
    """A closed database with applications, a print job and a queue number; gives the applications by key."""
    db = StateDb(path)
    store = Store(db)
    wanted = {uuid4(): f"{number}." + "x" * (400 if number % 2 else 9000) for number in range(ROWS)}
    for key, sealed in wanted.items():
        store.add(key, "hund_anmelden", "mayen.example", sealed, 1000.0)
    with db.change() as tables:
        tables.rows(
            "INSERT INTO print_jobs (job, kind, state, begun, changed) VALUES (x'01', 'ticket', 'sent', 1.0, 1.0)"
        )
        tables.rows("INSERT INTO draws VALUES ('ticket-1', 1, 1.0)")
    db.close()
    return wanted


def raw(path, *statements):
    """Changes the file as no program of ours would."""
    db = sqlite3.connect(path)
    db.execute("PRAGMA writable_schema = ON")
    db.execute("PRAGMA ignore_check_constraints = ON")
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


def root(path, name):
    db = sqlite3.connect(path)
    ((page,),) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchall()
    db.close()
    return page


def overwrite(path, page, content=bytes(PAGE)):
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(content)


def waiting(db):
    store = Store(db)
    return {row.key: store.sealed(row.key) for row in store.waiting()}


def test_damage_in_an_index_alone_costs_nothing(path, kept):
    for name in ("outbox_usage", "sqlite_autoindex_outbox_1", "sqlite_autoindex_print_jobs_1"):
        overwrite(path, root(path, name))
    db = StateDb(path)
    assert db.set_aside is not None
    assert waiting(db) == kept
    with db.reading() as tables:
        assert tables.rows("SELECT kind, state FROM print_jobs") == [("ticket", "sent")]
        assert tables.rows("SELECT ticket FROM draws") == [("ticket-1",)]
    db.close()


def test_entries_missing_in_an_index_cost_nothing(path, kept):
    raw(
        path,
        "UPDATE sqlite_schema SET sql = replace(sql, 'state, created', 'created, state') WHERE name = 'outbox_usage'",
    )
    db = StateDb(path)
    assert db.set_aside is not None
    assert waiting(db) == kept
    db.close()


def test_a_state_that_is_none_is_handed_in_again_and_never_printed_again(path, kept):
    raw(path, "UPDATE outbox SET state = 'waitinf'", "UPDATE print_jobs SET state = 'sens'")
    db = StateDb(path)
    assert waiting(db) == kept
    with db.reading() as tables:
        assert tables.rows("SELECT state FROM print_jobs") == [("unknown",)]
    db.close()


def test_a_table_that_is_gone_costs_only_what_was_in_it(path, kept):
    overwrite(path, root(path, "draws"))
    db = StateDb(path)
    assert waiting(db) == kept
    with db.reading() as tables:
        assert tables.rows("SELECT count(*) FROM draws") == [(0,)]
    db.close()


def test_any_one_bit_leaves_a_terminal_that_works_and_loses_nothing_unseen(path, kept):
    """Every row waits as it was, or waits with other bits (the portal sees that), or staff are told."""
    whole, chance, seen = path.read_bytes(), random.Random(7), set()
    for _ in range(400):
        place = chance.randrange(len(whole))
        spoilt = bytearray(whole)
        spoilt[place] ^= 1 << chance.randrange(8)
        path.write_bytes(spoilt)
        if place in VERSION_BYTES:
            with pytest.raises(StoreVersionError):  # by a newer program, it seems: refused and not touched
                StateDb(path)
            assert path.read_bytes() == spoilt
            continue
        db = StateDb(path)
        found = waiting(db)
        quarantined = Store(db).usage.quarantined
        told = db.set_aside is not None or quarantined > 0
        assert told or len(found) == ROWS
        changed = sum(found.get(key) != sealed for key, sealed in kept.items())
        assert db.set_aside is not None or changed <= 1
        seen.add((db.set_aside is not None, quarantined > 0, changed > 0))
        if db.set_aside is not None:
            db.set_aside.unlink()
        db.close()
    assert len(seen) >= 4, "bits of several kinds were hit"


def test_two_bad_pages_do_not_cost_what_lies_between_them(path):
    db = StateDb(path)
    store = Store(db)
    for number in range(100):
        store.add(uuid4(), "hund_anmelden", "mayen.example", f"{number:02}." + "x" * 1900, 1000.0)
    db.close()
    pages = path.read_bytes()
    bad = [page for page in range(len(pages) // PAGE) if b"05.xxx" in pages[page * PAGE : (page + 1) * PAGE]]
    bad += [page for page in range(len(pages) // PAGE) if b"90.xxx" in pages[page * PAGE : (page + 1) * PAGE]]
    for page in (bad[0], bad[-1]):
        overwrite(path, page + 1)
    again = StateDb(path)
    assert again.set_aside is not None
    assert len(waiting(again)) >= 100 - 2 * 2
    again.close()


def test_two_in_one_second_are_both_kept(path, kept):
    for _ in range(2):
        path.write_bytes(b"<html>" * 1000)
        StateDb(path).close()
    assert len(list(path.parent.glob("state.db.damaged-*"))) == 2


@pytest.mark.parametrize("step", ["salvage", "_put_aside", "rename"])
def test_cut_off_rescue_is_finished_at_the_next_start(path, kept, monkeypatch, step):
    overwrite(path, root(path, "outbox_usage"))

    def cut(*_):
        raise StoreError("the power went")

    with monkeypatch.context() as patch:
        if step == "rename":
            before = database_module._put_aside
            patch.setattr(database_module, "_put_aside", lambda where: (before(where), cut()))
        else:
            patch.setattr(database_module, step, cut)
        with pytest.raises(StoreError, match="the power went"):
            StateDb(path)
    db = StateDb(path)
    assert waiting(db) == kept
    assert db.set_aside is not None
    assert len(list(path.parent.glob("state.db.damaged-*"))) == 1
    assert not path.with_name("state.db.fresh").exists()
    db.close()


def test_sectors_that_cannot_be_read_cost_their_rows_only(path, kept):
    """A bad sector is an error of the disk (SQLITE_IOERR), none that SQLite calls damage."""
    unreadable = list(kept)[5]

    class BadSector(SqliteConnection):
        def rows(self, sql, values=()):
            if "NOT INDEXED WHERE rowid = ?" in sql and values == (6,) and "sealed" in sql:
                raise StoreError("SQLITE_IOERR_READ")
            return super().rows(sql, values)

    overwrite(path, root(path, "outbox_usage"))
    db = StateDb(path, BadSector)
    assert waiting(db) == {key: sealed for key, sealed in kept.items() if key != unreadable}
    db.close()
