"""Queue numbers on their way: what is left of them after a cut, and a disk that fails keeps nobody from a number."""

from uuid import UUID

import pytest

from kiosk.portal.contract import QueueTicketOutcome
from kiosk.records.draw_journal import DrawJournal
from kiosk.state_db import StateDb, StoreError

FIRST, SECOND, THIRD = (UUID(int=number, version=4) for number in (1, 2, 3))
VOID = QueueTicketOutcome(outcome="void", reason="interrupted")
SHOWN = QueueTicketOutcome(outcome="shown", reason="interrupted")


@pytest.fixture
def db(tmp_path):
    db = StateDb(tmp_path / "state.db")
    yield db
    db.close()


def counted():
    moments = iter(range(1000))
    return lambda: float(next(moments))


def test_what_is_left_is_reported_by_how_far_it_was(db):
    journal = DrawJournal(db, counted())
    for ticket in (FIRST, SECOND, THIRD):
        journal.asked(ticket)
    journal.came(SECOND)
    journal.ended(THIRD)
    assert journal.left() == [(FIRST, VOID), (SECOND, SHOWN)]


def test_a_number_that_is_asked_for_once_more_stays_what_it_was(db):
    journal = DrawJournal(db, counted())
    journal.asked(FIRST)
    journal.came(FIRST)
    journal.asked(FIRST)
    assert journal.left() == [(FIRST, SHOWN)]
    journal.ended(FIRST)
    journal.ended(FIRST)
    assert journal.left() == []


def test_it_is_durable_before_it_is_asked_for(tmp_path):
    path = tmp_path / "state.db"
    before = StateDb(path)
    DrawJournal(before, counted()).asked(FIRST)
    before.close()
    after = StateDb(path)
    assert DrawJournal(after, counted()).left() == [(FIRST, VOID)]
    after.close()


def test_a_disk_that_fails_stops_nobody(db, monkeypatch, caplog):
    journal = DrawJournal(db, counted())

    def broken():
        raise StoreError("SQLITE_IOERR")

    monkeypatch.setattr(db, "change", broken)
    monkeypatch.setattr(db, "reading", broken)
    journal.asked(FIRST)
    journal.came(FIRST)
    journal.ended(FIRST)
    assert journal.left() == []
    assert str(FIRST) not in caplog.text
    assert caplog.text.count("draw_journal_broke StoreError") == 3
