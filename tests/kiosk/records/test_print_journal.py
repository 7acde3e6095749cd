"""The durable journal of print jobs: no key twice, also after a cut, and nothing on disk that opens a receipt."""

import pytest

from devices.printer.api import NotPrinted, Printed, PrinterStatus, Unknown
from devices.printer.journal import JournalError, LeftOver
from kiosk.records.print_journal import KEPT, PrintJournal, Unfinished
from kiosk.state_db import StateDb, StoreError

KEY = "receipt:019a0000-0000-7000-8000-000000000001"
OUTCOMES = [Printed(), Unknown(PrinterStatus.COVER_OPEN), Unknown(PrinterStatus.NO_PAPER, cleared=True)]


class Clock:
    """Seconds that go on by themselves."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        self.now += 1
        return self.now


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state.db"


@pytest.fixture
def reopened(path):
    """A journal on the file, each time as after a start; what was open before is closed as a cut would do it."""
    opened = []

    def again():
        for db in opened:
            db.close()
        opened.append(StateDb(path))
        return PrintJournal(opened[-1], Clock())

    yield again
    for db in opened:
        db.close()


def run(journal, key=KEY, outcome=None):
    assert journal.begin(key, "receipt") is None
    journal.claimed(key, bytes(32), 700)
    journal.sent(key)
    if outcome is not None:
        journal.ended(key, outcome)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_key_that_left_keeps_its_outcome_over_a_restart(reopened, outcome):
    run(reopened(), outcome=outcome)
    journal = reopened()
    assert journal.recover() == Unfinished(0, 0)
    assert journal.begin(KEY, "receipt") == outcome


@pytest.mark.parametrize("last_step", ["claimed", "sent"])
@pytest.mark.parametrize("recovered", [True, False])
def test_a_cut_after_the_claim_makes_it_unknown_for_ever(reopened, last_step, recovered):
    journal = reopened()
    journal.begin(KEY, "ticket")
    journal.claimed(KEY, bytes(32), 300)
    if last_step == "sent":
        journal.sent(KEY)
    journal = reopened()
    if recovered:
        assert journal.recover() == Unfinished(0, 1)
        assert journal.recover() == Unfinished(0, 0), "told once"
    assert journal.begin(KEY, "ticket") == Unknown(PrinterStatus.OFFLINE)


def test_a_cut_before_the_claim_left_nothing_and_is_given_up(reopened):
    reopened().begin(KEY, "ticket")
    journal = reopened()
    assert journal.recover() == Unfinished(1, 0)
    assert journal.begin(KEY, "ticket") is None


def test_what_was_not_printed_may_be_tried_again_and_another_key_is_another_job(reopened):
    journal = reopened()
    assert journal.begin(KEY, "receipt") is None
    journal.ended(KEY, NotPrinted(PrinterStatus.NO_PAPER))
    run(journal, outcome=Printed())
    run(journal, KEY + ":2", Printed())


def test_the_file_does_not_hold_the_key(reopened, path):
    run(reopened(), outcome=Printed())
    reopened()
    content = path.read_bytes()
    assert b"019a0000" not in content
    assert b"receipt:" not in content
    assert bytes.fromhex("019a0000000070008000000000000001") not in content


@pytest.mark.parametrize("recovered", [True, False])
def test_what_a_killed_run_left_is_told_until_a_slip_is_confirmed(reopened, recovered):
    journal = reopened()
    assert journal.left_over() is None, "a new terminal has left nothing"
    run(journal, "1", Printed())
    run(journal, "2")
    journal = reopened()
    if recovered:
        journal.recover()
    assert journal.left_over() == LeftOver(Unknown(PrinterStatus.OFFLINE), 700)
    journal.begin("3", "ticket")
    journal.ended("3", NotPrinted(PrinterStatus.NO_PAPER))
    assert journal.left_over() is not None, "a job of which nothing left has cut nothing off"
    run(journal, "4", Unknown(PrinterStatus.COVER_OPEN, cleared=True))
    assert reopened().left_over() == LeftOver(Unknown(PrinterStatus.COVER_OPEN, cleared=True), 700)
    run(reopened(), "3", Printed())
    assert reopened().left_over() is None


def test_newest_is_what_began_last_although_the_clock_went_back(path):
    clock = Clock()
    db = StateDb(path)
    run(PrintJournal(db, clock), "1", Printed())
    clock.now = 5.0  # a terminal without a battery, after a power cut
    run(PrintJournal(db, clock), "2")
    assert PrintJournal(db, clock).left_over() is not None
    db.close()


def test_a_file_that_was_damaged_cannot_say_that_nothing_was_left(path, reopened):
    run(reopened(), outcome=Printed())
    reopened()._db.close()
    path.write_bytes(b"no database" * 1000)
    journal = reopened()
    assert journal.left_over() == LeftOver(Unknown(PrinterStatus.OFFLINE), 0)
    run(journal, outcome=Printed())
    assert journal.left_over() is None


def test_old_rows_go_and_the_newest_stay(reopened):
    journal = reopened()
    for number in range(KEPT + 5):
        journal.begin(str(number), "ticket")
        journal.ended(str(number), Printed())
    journal.recover()
    assert journal.begin("0", "ticket") is None
    assert journal.begin(str(KEPT + 4), "ticket") == Printed()


def test_a_disk_that_fails_is_a_journal_error_without_contents(tmp_path):
    db = StateDb(tmp_path / "state.db")
    journal = PrintJournal(db, Clock())
    db.close()
    for call in (
        lambda: journal.begin(KEY, "receipt"),
        lambda: journal.claimed(KEY, b"", 1),
        lambda: journal.sent(KEY),
        lambda: journal.ended(KEY, Printed()),
        journal.left_over,
        journal.recover,
    ):
        with pytest.raises(JournalError, match=f"^{StoreError.__name__}$"):
            call()
