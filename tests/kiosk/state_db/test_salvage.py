"""What is saved out of a damaged database."""

import errno
import os
import random
import sqlite3
from collections import Counter
from uuid import uuid4

import pytest

from kiosk.outbox import Store
from kiosk.state_db import SqliteConnection, StateDb, StoreDamagedError
from kiosk.state_db import image as image_module
from kiosk.state_db.connection import run
from kiosk.state_db.schema import STEPS
from tests.kiosk.state_db.files import PAGE, ROWS, overwrite, raw, root, waiting

MOST_ON_A_LEAF = 5
INTERIOR = (2, 5, 10)
"""First byte of pages that lead to others, and of leaves of indexes."""
HEADER_THAT_MATTERS = (*range(16, 36), *range(40, 64))
"""https://www.sqlite.org/fileformat2.html#the_database_header, without its name and what SQLite does not look at."""


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


def test_pages_that_only_lead_to_rows_cost_nothing(path):
    wanted = {uuid4(): f"{number:03}." + "x" * 900 for number in range(300)}
    db = StateDb(path)
    store = Store(db)
    for key, sealed in wanted.items():
        store.add(key, "mayen.example", sealed, 1000.0)
    db.close()
    pages = path.read_bytes()
    for page in range(1, len(pages) // PAGE):
        if pages[page * PAGE] in INTERIOR:
            overwrite(path, page + 1)
    overwrite(path, root(path, "outbox"))
    db = StateDb(path)
    assert waiting(db) == wanted
    db.close()


def test_what_was_deleted_does_not_come_back(path):
    """Whatever order it went in; pages were given back and merged."""
    chance, wanted = random.Random(5), {}
    db = StateDb(path)
    store = Store(db)
    for number in range(600):
        if wanted and chance.random() < 0.45:
            key = chance.choice(list(wanted))
            store.remove(key)
            del wanted[key]
        else:
            key = uuid4()
            wanted[key] = f"{number}." + "x" * chance.choice((50, 900, 9000))
            store.add(key, "mayen.example", wanted[key], 1000.0)
    db.close()
    overwrite(path, 1)
    db = StateDb(path)
    assert waiting(db) == wanted
    db.close()


def test_two_rows_that_claim_one_place_are_both_kept(path, kept):
    pages = bytearray(path.read_bytes())
    at = pages.rindex(str(list(kept)[3]).encode())  # on the leaf, behind the index
    pages[pages.rindex(b"\x04\x0e", 0, at)] = 5  # the row's number, before the 14 bytes of its header
    path.write_bytes(pages)
    db = StateDb(path)
    assert db.set_aside is not None
    assert waiting(db) == kept
    db.close()


def test_a_table_that_is_gone_costs_only_what_was_in_it(path, kept):
    overwrite(path, root(path, "draws"))
    db = StateDb(path)
    assert waiting(db) == kept
    with db.reading() as tables:
        assert tables.rows("SELECT count(*) FROM draws") == [(0,)]
    db.close()


def with_one_bit_changed(whole, place, bit):
    spoilt = bytearray(whole)
    spoilt[place] ^= 1 << bit
    return spoilt


def test_any_one_bit_leaves_a_terminal_that_works_and_loses_nothing_unseen(path, kept):
    """Every row waits as it was, or waits with other bits (the portal sees that), or staff are told."""
    whole, chance, seen = path.read_bytes(), random.Random(7), set()
    for _ in range(400):
        path.write_bytes(with_one_bit_changed(whole, chance.randrange(PAGE, len(whole)), chance.randrange(8)))
        db = StateDb(path)
        found = waiting(db)
        quarantined = Store(db).usage.quarantined
        told = db.set_aside is not None or quarantined > 0
        assert told or len(found) == ROWS
        assert len(found) >= ROWS - MOST_ON_A_LEAF
        changed = sum(found.get(key) != sealed for key, sealed in kept.items())
        assert db.set_aside is not None or changed <= 1
        seen.add((db.set_aside is not None, quarantined > 0, changed > 0))
        if db.set_aside is not None:
            db.set_aside.unlink()
        db.close()
    assert len(seen) >= 4, "bits of several kinds were hit"


def test_any_one_bit_of_the_first_page_costs_nothing(path, kept):
    """Header and list of tables: what every reading and writing begins with."""
    whole, chance, seen = path.read_bytes(), random.Random(7), Counter()
    bits = [(place, bit) for place in HEADER_THAT_MATTERS for bit in chance.sample(range(8), 2)]
    bits += [(chance.randrange(PAGE), chance.randrange(8)) for _ in range(80)]
    for place, bit in bits:
        path.write_bytes(with_one_bit_changed(whole, place, bit))
        db = StateDb(path)
        assert waiting(db) == kept
        Store(db).add(uuid4(), "mayen.example", "one more", 1000.0)
        seen[db.set_aside is not None] += 1
        if db.set_aside is not None:
            db.set_aside.unlink()
        db.close()
    assert min(seen.values()) > 30, "some bits matter and some do not"


def test_a_first_page_that_cannot_be_read_costs_nothing(path, kept, monkeypatch):
    """A bad sector is an error of the disk (SQLITE_IOERR_READ), none that SQLite calls damage."""

    class BadSector(SqliteConnection):
        def __init__(self, where):
            self._bad = where == path and where.read_bytes() == whole
            super().__init__(where)

        def rows(self, sql, values=()):
            if self._bad and "integrity_check" in sql:
                raise StoreDamagedError("SQLITE_IOERR_READ")
            return super().rows(sql, values)

    whole = path.read_bytes()
    bad_sectors(monkeypatch, 1)
    db = StateDb(path, BadSector)
    assert db.set_aside is not None
    assert waiting(db) == kept
    db.close()


def bad_sectors(monkeypatch, *pages):
    real = os.pread

    def pread(file, size, offset):
        if offset // PAGE + 1 in pages:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(file, size, offset)

    monkeypatch.setattr(image_module.os, "pread", pread)


@pytest.mark.parametrize("code", ["SQLITE_IOERR_READ", "SQLITE_IOERR_SHORT_READ", "SQLITE_READONLY", "SQLITE_ERROR"])
def test_what_the_disk_cannot_read_or_our_program_did_not_write_is_damage(code):
    class Failing:
        text_factory = str

        def execute(self, *_):
            error = sqlite3.OperationalError("text")
            error.sqlite_errorcode = getattr(sqlite3, code)
            error.sqlite_errorname = code
            raise error

    with pytest.raises(StoreDamagedError, match=code):
        run(Failing(), "SELECT 1")


def test_two_bad_pages_do_not_cost_what_lies_between_them(path):
    db = StateDb(path)
    store = Store(db)
    for number in range(100):
        store.add(uuid4(), "mayen.example", f"{number:02}." + "x" * 1900, 1000.0)
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


def test_sectors_that_cannot_be_read_cost_their_rows_only(path, kept, monkeypatch):
    pages = path.read_bytes()
    bad = next(at // PAGE + 1 for at in range(0, len(pages), PAGE) if b"4.xxx" in pages[at:][:PAGE])
    overwrite(path, root(path, "outbox_usage"))
    bad_sectors(monkeypatch, bad)
    db = StateDb(path)
    left = waiting(db)
    assert ROWS - MOST_ON_A_LEAF <= len(left) < ROWS
    assert left.items() < kept.items()
    db.close()


def test_a_file_that_grew_with_older_versions_is_read_by_its_own_list_of_tables(path):
    """Its tables lie on other pages than those of a file that this version made."""
    wanted = {uuid4(): f"{number}." + "x" * 9000 for number in range(ROWS)}
    old = sqlite3.connect(path)
    for statement in STEPS[0]:
        old.execute(statement)
    for position, (key, sealed) in enumerate(wanted.items(), 1):
        values = (position, str(key), sealed)
        old.execute("INSERT INTO outbox VALUES (?, ?, 's', 'd', 1.0, 0, 1.0, 'waiting', NULL, 1, ?)", values)
    old.execute("PRAGMA user_version = 1")
    old.commit()
    old.close()
    db = StateDb(path)
    with db.change() as tables:
        tables.rows("INSERT INTO draws VALUES ('ticket-1', 1, 1.0)")
    db.close()
    whole = path.read_bytes()
    for spoilt in (bytes(100) + whole[100:], with_one_bit_changed(whole, 18, 3), whole[:-PAGE]):
        path.write_bytes(spoilt)
        db = StateDb(path)
        assert db.set_aside is not None
        found = waiting(db)
        assert found.keys() == wanted.keys()
        assert sum(found[key] != sealed for key, sealed in wanted.items()) <= (len(spoilt) < len(whole)), (
            "its last page"
        )
        with db.reading() as tables:
            assert tables.rows("SELECT ticket FROM draws") == [("ticket-1",)]
        db.close()


def as_version_5(path, wanted):
    """A file with these applications and a queue number."""
    old = sqlite3.connect(path)
    for statement in (each for step in STEPS[:5] for each in step):
        old.execute(statement)
    for key, sealed in wanted.items():
        old.execute(
            "INSERT INTO outbox (key, service, destination, created, tries, next_try, state, size, sealed)"
            " VALUES (?, 'hund_anmelden', 'd', 1.0, 0, 1.0, 'waiting', 1, ?)",
            (str(key), sealed),
        )
    old.execute("INSERT INTO draws VALUES ('ticket-1', 1, 1.0)")
    old.execute("PRAGMA user_version = 5")
    old.commit()
    old.close()


@pytest.mark.parametrize("page", [1, 2], ids=["header and tables", "root"])
def test_a_file_that_an_older_version_left_damaged_is_read_as_that_version_wrote_it(path, page):
    """Its rows have a column more."""
    wanted = {uuid4(): f"{number}." + "x" * 900 for number in range(ROWS)}
    as_version_5(path, wanted)
    overwrite(path, page)
    db = StateDb(path)
    assert db.set_aside is not None
    assert waiting(db) == wanted
    with db.reading() as tables:
        assert tables.rows("SELECT ticket FROM draws") == [("ticket-1",)]
    db.close()


def test_the_update_leaves_no_service_in_the_file(path):
    as_version_5(path, {uuid4(): f"{number}." + "x" * 9000 for number in range(ROWS)})
    assert b"hund_anmelden" in path.read_bytes()
    StateDb(path).close()
    assert b"hund_anmelden" not in path.read_bytes()
