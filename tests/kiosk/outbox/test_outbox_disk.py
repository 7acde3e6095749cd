"""The outbox over a disk that fails, hangs, is full, or gives other bits back; and mistakes of its own."""

import sqlite3
import threading
import time
from uuid import uuid4

import pytest

from kiosk.outbox import (
    Backlog,
    Delivered,
    NotAccepted,
    Reason,
    Schedule,
    Sealed,
    Store,
    Trouble,
    Waiting,
)
from kiosk.outbox.pending import Pending
from kiosk.portal import provisional_number
from kiosk.state_db import StoreError, StoreFullError, database
from tests.kiosk.outbox.desk import BUSY, CODE, DOWN, QUICK


def broken(*_):
    raise StoreError("SQLITE_IOERR_FSYNC")


def test_broken_disk_is_said_and_nothing_more_is_accepted_until_it_holds(desk, monkeypatch):
    here = desk()
    monkeypatch.setattr(here.store, "reopen", broken)
    monkeypatch.setattr(here.store, "add", broken)
    key = here.submit()
    assert here.next() == NotAccepted(key, Reason.STORE)
    assert not here.outbox.room()
    other = here.submit()
    assert here.next() == NotAccepted(other, Reason.NO_ROOM)
    assert here.portal.sent == []
    here.until(lambda: {Trouble.DISK_BROKE} in here.troubles)
    monkeypatch.undo()
    here.until(here.outbox.room)
    assert here.store.usage.rows == 0
    other = here.submit()
    assert here.next() == Sealed(other)


def test_what_a_failing_disk_kept_though_it_was_not_accepted_is_removed(desk, monkeypatch):
    """The commit reached the disk and its answer was an error: the person was told that nothing is kept."""
    here = desk()
    add = here.store.add

    def late_error(*row):
        add(*row)
        broken()

    monkeypatch.setattr(here.store, "add", late_error)
    key = here.submit()
    assert here.next() == NotAccepted(key, Reason.STORE)
    monkeypatch.undo()
    here.until(here.outbox.room)
    assert here.store.sealed(key) is None
    here.outbox.submit(key, {"name": "another"}, code=CODE)
    assert here.next() == Sealed(key)


def fails_once_late(store, monkeypatch, error):
    """The next application reaches the disk, and then there is an error."""
    add = store.add

    def once(*row):
        monkeypatch.undo()
        add(*row)
        raise error

    monkeypatch.setattr(store, "add", once)


def test_after_one_failure_the_person_is_told_when_it_is_sure_that_nothing_is_kept(desk, monkeypatch):
    here = desk()
    fails_once_late(here.store, monkeypatch, StoreError("SQLITE_IOERR_FSYNC"))
    key = here.submit()
    assert here.next() == NotAccepted(key, Reason.STORE)
    assert here.store.sealed(key) is None, "already, not at some later time"
    assert here.outbox.room()


class HangingDisk:
    """`Store.add` that returns when it is told to."""

    def __init__(self, store, monkeypatch):
        self.begun, self.goes_on = threading.Event(), threading.Event()
        add = store.add

        def slow(*row):
            self.begun.set()
            assert self.goes_on.wait(10)
            add(*row)

        monkeypatch.setattr(store, "add", slow)


def test_who_gives_up_waiting_for_the_disk_has_handed_in_nothing(desk, monkeypatch):
    here = desk()
    disk = HangingDisk(here.store, monkeypatch)
    key = here.submit()
    assert disk.begun.wait(5)
    here.outbox.withdraw(key)
    assert here.next() == NotAccepted(key, Reason.SLOW)
    assert here.troubles[-1] == {Trouble.DISK_BROKE}
    assert not here.outbox.room(), "nobody else begins meanwhile"
    disk.goes_on.set()
    here.until(here.outbox.room)
    here.until(lambda: here.troubles[-1] == frozenset())
    assert (here.store.usage.rows, here.portal.sent) == (0, [])
    assert here.events.empty()


def test_who_gives_up_and_tries_again_hands_in_once(desk, monkeypatch):
    here = desk()
    disk = HangingDisk(here.store, monkeypatch)
    key = here.submit()
    assert disk.begun.wait(5)
    here.outbox.withdraw(key)
    here.outbox.submit(key, {"name": "second"}, code=CODE)
    here.outbox.withdraw(key)
    here.outbox.submit(key, {"name": "third"}, code=CODE)
    disk.goes_on.set()
    assert [here.next() for _ in range(3)] == [*[NotAccepted(key, Reason.SLOW)] * 2, Sealed(key)]
    assert isinstance(here.next(), Delivered)
    ((_, request, *_),) = here.portal.sent
    assert here.portal.signer.open(request.jwe, key).content["name"] == "third"


def test_who_heard_that_it_is_safe_cannot_withdraw(desk):
    here = desk(BUSY)
    key = here.submit()
    assert [here.next(), here.next()] == [Sealed(key), Waiting(key, BUSY)]
    here.outbox.withdraw(key)
    here.outbox.withdraw(uuid4())
    assert here.outbox.waiting().count == 1
    assert here.outbox.room()
    assert here.events.empty()


def test_row_that_the_disk_spoilt_holds_up_nobody(desk):
    def spoilt_meanwhile(key, _request):
        with here.db.change() as tables:
            tables.rows("UPDATE outbox SET sealed = CAST(x'612ee92e63' AS TEXT) WHERE key = ?", (str(key),))
        return DOWN

    here = desk(spoilt_meanwhile, DOWN)
    spoilt, whole = here.submit(), here.submit()
    told = [here.next() for _ in range(4)]
    assert {type(event) for event in told} == {Sealed, Waiting}
    delivered = here.next()
    assert (type(delivered), delivered.key) == (Delivered, whole)
    here.until(lambda: here.troubles[-1] == {Trouble.QUARANTINE})
    assert here.outbox.waiting() == Backlog(0, None, 1)
    assert here.outbox.room()
    held = here.outbox.held(provisional_number(spoilt), CODE)
    assert held is not None
    assert held.refused


def test_slip_that_the_disk_did_not_take_is_noted_once_it_does(desk, monkeypatch):
    here = desk(BUSY)
    monkeypatch.setattr(here.store, "keep_slip", broken)
    key = here.submit()
    assert [here.next(), here.next()] == [Sealed(key), Waiting(key, BUSY)]
    assert here.outbox.held(provisional_number(key), CODE) is None
    monkeypatch.undo()
    here.until(here.outbox.room)
    assert here.outbox.held(provisional_number(key), CODE) is not None


def test_a_mistake_while_keeping_is_told_and_the_next_one_is_taken(desk, monkeypatch):
    here = desk()
    fails_once_late(here.store, monkeypatch, RuntimeError())
    key = here.submit()
    assert here.next() == NotAccepted(key, Reason.STORE)
    assert here.store.sealed(key) is None
    here.outbox.withdraw(key)
    assert here.outbox.room()
    other = here.submit()
    assert here.next() == Sealed(other)


def test_a_folder_that_fails_for_a_moment_does_not_end_the_outbox(desk, monkeypatch):
    def unreadable(_path):
        raise OSError(5, "Input/output error")

    here = desk()
    monkeypatch.setattr(database, "finish_rescue", unreadable)
    here.db.doubtful = True
    here.until(lambda: {Trouble.DISK_BROKE} in here.troubles)
    time.sleep(0.1)
    monkeypatch.undo()
    here.until(here.outbox.room)
    key = here.submit()
    assert here.next() == Sealed(key)


def test_broken_disk_after_the_receipt_is_not_the_persons_trouble(desk, monkeypatch):
    here = desk()
    monkeypatch.setattr(here.store, "remove", broken)
    key = here.submit()
    assert isinstance([here.next(), here.next()][1], Delivered)
    here.until(lambda: {Trouble.DISK_BROKE} in here.troubles)
    assert here.store.sealed(key) is not None
    monkeypatch.undo()
    here.until(here.outbox.room)
    assert here.store.usage.rows == 0, "removed as soon as the disk holds"
    assert len(here.portal.sent) == 1


def test_failure_that_another_part_met_is_mended_too(desk):
    here = desk(BUSY)
    key = here.submit()
    assert [here.next(), here.next()] == [Sealed(key), Waiting(key, BUSY)]
    here.db.doubtful = True  # the printer's journal failed
    assert not here.outbox.room()
    here.until(here.outbox.room)
    assert here.outbox.waiting().count == 1


def test_full_disk_stops_accepting_and_the_queue_drains(desk, monkeypatch):
    """The first attempt to delete finds the disk full; the reserve is given up for the second."""
    here = desk(DOWN, schedule=Schedule(first_s=0.01, longest_s=0.05, look_s=5))
    remove, failed = here.store.remove, []

    def full_once(key):
        if not failed:
            failed.append(key)
            raise StoreFullError("SQLITE_FULL")
        remove(key)

    monkeypatch.setattr(here.store, "remove", full_once)
    key = here.submit()
    assert isinstance([here.next() for _ in range(3)][2], Delivered)
    here.settled()
    assert (failed, here.store.usage.rows) == ([key], 0)
    assert here.outbox.room()

    def full(*_):
        here.db.roomy = False
        raise StoreFullError("SQLITE_FULL")

    monkeypatch.setattr(here.store, "add", full)
    monkeypatch.setattr(here.db, "look", lambda: None)  # it stays full, whenever it is looked at
    other = here.submit()
    assert here.next() == NotAccepted(other, Reason.STORE)
    assert not here.outbox.room()
    assert here.outbox.troubles() <= {Trouble.DISK_FULL}


@pytest.mark.parametrize("step", ["look_round", "send_due", "load"])
def test_a_mistake_between_two_applications_does_not_end_the_outbox(desk, tmp_path, monkeypatch, caplog, step):
    """Neither for those that come nor for those that wait."""
    first = desk(BUSY)
    waiting = first.submit()
    assert [first.next(), first.next()] == [Sealed(waiting), Waiting(waiting, BUSY)]
    first.outbox.stop()
    raw = sqlite3.connect(tmp_path / "state.db")
    raw.execute("UPDATE outbox SET next_try = 0")
    raw.commit()
    raw.close()
    part, name = {"look_round": (Store, "look"), "send_due": (Store, "sealed"), "load": (Pending, "load")}[step]
    failures = []

    def wrong(*_):
        failures.append(step)
        if len(failures) == 3:
            monkeypatch.undo()
        raise ZeroDivisionError

    monkeypatch.setattr(part, name, wrong)
    again = desk()
    delivered = again.next()
    assert (type(delivered), delivered.key) == (Delivered, waiting)
    key = again.submit()
    assert again.next() == Sealed(key)
    assert len(failures) == 3
    assert "outbox_broke" in caplog.text


def test_a_clock_that_was_set_while_the_disk_failed_is_noted_once_it_holds(desk, monkeypatch):
    """Without it the application would be held as too old to be sent."""
    off = [0.0]
    here = desk(*[DOWN] * 10_000, wall=lambda: time.time() + off[0])
    key = here.submit()
    assert [here.next(), here.next()] == [Sealed(key), Waiting(key, DOWN)]
    monkeypatch.setattr(here.store, "reopen", broken)
    here.db.doubtful = True
    here.until(lambda: not here.outbox.room())
    off[0] = 365 * 86_400.0
    time.sleep(5 * QUICK.look_s)
    monkeypatch.undo()
    here.until(here.outbox.room)
    here.until(lambda: Trouble.STALE not in here.outbox.troubles())
    here.portal.answers.clear()
    delivered = here.next()
    assert (type(delivered), delivered.key) == (Delivered, key)
