"""The outbox's table: what is kept, in which order, and its limits."""

from uuid import UUID, uuid4

import pytest

from kiosk.outbox import Store
from kiosk.outbox.store import MAX_AGE_S, MAX_BYTES, MAX_ROWS, SENDABLE_S, Usage
from kiosk.state_db import DuplicateError, StateDb

KEY = UUID("019a0000-0000-7000-8000-000000000001")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state.db"


@pytest.fixture
def store(path):
    store = Store(StateDb(path))
    yield store
    store.close()


def add(store, key=KEY, now=1000.0, sealed="a.b.c.d.e"):
    store.add(key, "mayen.example", sealed, now)


def test_what_was_added_is_there_after_a_restart(store, path):
    add(store)
    store.postpone(KEY, 3, 1234.5)
    store.close()
    again = Store(StateDb(path))
    (row,) = again.waiting()
    assert (row.key, row.destination, row.created, row.tries, row.next_try) == (
        KEY,
        "mayen.example",
        1000.0,
        3,
        1234.5,
    )
    assert again.sealed(KEY) == "a.b.c.d.e"
    assert again.usage == Usage(rows=1, size=9, waiting=1, oldest=1000.0)
    assert "a.b.c.d.e" not in repr(row)
    again.close()


def test_next_one_due_comes_first(store):
    keys = [uuid4() for _ in range(3)]
    for at, key in zip((30.0, 10.0, 20.0), keys, strict=True):
        add(store, key, at)
    assert [row.key for row in store.waiting()] == [keys[1], keys[2], keys[0]]
    store.hasten(5.0)
    assert [row.next_try for row in store.waiting()] == [5.0, 5.0, 5.0]


def test_the_same_key_is_kept_once(store):
    add(store)
    with pytest.raises(DuplicateError):
        add(store, sealed="f.g.h.i.j")
    assert store.sealed(KEY) == "a.b.c.d.e"
    assert store.usage.rows == 1


@pytest.mark.parametrize(
    ("column", "before", "after"),
    [
        ("sealed", b"f.g.h.i.j", b"f.g.h.\xe9.j"),
        ("destination", b"trier.example", b"tr\xe9er.example"),
        ("key", b"019b0000-0000-7000", b"019b0000-0000-70p0"),
    ],
)
def test_row_with_other_bits_goes_into_quarantine_and_the_others_go_on(store, path, column, before, after):
    other = UUID("019b0000-0000-7000-8000-000000000002")
    add(store)
    store.add(other, "trier.example", "f.g.h.i.j", 999.0)
    store.keep_slip(other, b"salt", b"proof")
    store.close()
    whole = path.read_bytes()
    assert whole.count(before) >= 1
    path.write_bytes(whole.replace(before, after))  # in the index of keys as well: SQLite finds nothing wrong
    again = Store(StateDb(path))
    assert not again.set_aside
    for row in again.waiting():
        again.sealed(row.key)
    assert [row.key for row in again.waiting()] == [KEY]
    assert again.sealed(KEY) == "a.b.c.d.e"
    assert again.usage.quarantined == 1
    assert [slip.refused for slip in again.slips()] == ([] if column == "key" else [True])
    again.close()


def test_clock_that_was_set_dates_anew_what_it_is_told(store):
    other = uuid4()
    add(store, now=1000.0)
    add(store, other, now=1000.0)
    store.clock_was_set(-500.0, [KEY])
    assert {row.key: row.created for row in store.waiting()} == {KEY: 500.0, other: 1000.0}
    assert store.usage.oldest == 500.0


def test_what_waits_for_longer_than_keys_are_remembered_is_stale():
    usage = Usage(rows=1, size=9, waiting=1, oldest=1000.0)
    assert not usage.stale(1000.0 + SENDABLE_S)
    assert usage.stale(1001.0 + SENDABLE_S)
    assert not Usage(rows=1, size=9, waiting=0, oldest=None).stale(1e12)


def test_quarantine_keeps_and_remove_overwrites(store, path):
    sealed = "QUITTENSTIEG" * 1000
    add(store, sealed=sealed)
    store.quarantine(KEY, "validation")
    assert store.waiting() == []
    assert store.sealed(KEY) == sealed
    assert (store.usage.rows, store.usage.waiting, store.usage.quarantined, store.usage.oldest) == (1, 0, 1, None)
    store.remove(KEY)
    assert store.sealed(KEY) is None
    assert store.usage == Usage(0, 0, 0, None)
    store.close()
    assert b"QUITTENSTIEG" not in path.read_bytes()


@pytest.mark.parametrize(
    ("usage", "now", "room"),
    [
        (Usage(0, 0, 0, None), 0.0, True),
        (Usage(MAX_ROWS - 1, 0, 0, None), 0.0, True),
        (Usage(MAX_ROWS, 0, 0, None), 0.0, False),
        (Usage(1, MAX_BYTES - 100_000, 1, 0.0), 0.0, False),
        (Usage(1, MAX_BYTES // 2, 1, 0.0), MAX_AGE_S, True),
        (Usage(1, 9, 1, 0.0), MAX_AGE_S + 1, False),
        (Usage(1, 9, 0, None), MAX_AGE_S + 1, True),
        (Usage(1, 9, 1, 1000.0), 0.0, True),
    ],
)
def test_limits_are_known_before(usage, now, room):
    assert usage.room(now) is room
