"""Steps at the card: what is left of one after a cut, and a disk that fails keeps nobody from a card."""

import pytest

from kiosk.identity.api import CardStep
from kiosk.records.card_journal import CardJournal
from kiosk.state_db import StateDb, StoreError, StoreFullError


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state.db"


@pytest.mark.parametrize("step", CardStep)
def test_a_step_that_was_cut_off_is_told_once(path, step):
    before = StateDb(path)
    CardJournal(before, lambda: 1.0).begun(step)
    before.close()
    after = StateDb(path)
    journal = CardJournal(after, lambda: 2.0)
    assert journal.left() is step
    assert journal.left() is None
    after.close()


def test_a_step_that_ended_leaves_nothing_and_the_next_one_takes_its_place(path):
    db = StateDb(path)
    journal = CardJournal(db, lambda: 1.0)
    journal.begun(CardStep.READING)
    journal.ended()
    journal.ended()
    assert journal.left() is None
    journal.begun(CardStep.READING)
    journal.begun(CardStep.PIN)
    assert journal.left() is CardStep.PIN
    db.close()


def test_a_disk_that_fails_stops_nobody(path, monkeypatch, caplog):
    def broken(*_):
        raise StoreError("SQLITE_IOERR")

    db = StateDb(path)
    monkeypatch.setattr(db, "write", broken)
    monkeypatch.setattr(db, "reading", broken)
    journal = CardJournal(db, lambda: 1.0)
    journal.begun(CardStep.PIN)
    journal.ended()
    assert journal.left() is None
    assert caplog.text.count("card_journal_broke StoreError") == 2
    db.close()


def test_a_full_disk_does_not_make_a_step_that_ended_one_that_was_cut_off(path, monkeypatch):
    db = StateDb(path)
    journal, change, full = CardJournal(db, lambda: 1.0), db.change, [1]

    def full_once():
        if full:
            full.pop()
            raise StoreFullError("SQLITE_FULL")
        return change()

    journal.begun(CardStep.PIN)
    monkeypatch.setattr(db, "change", full_once)
    journal.ended()
    assert journal.left() is None
    db.close()
