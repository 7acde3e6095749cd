"""The outbox with a portal that says what the test wants: events, quarantine, limits, troubles, privacy."""

import dataclasses
import gc
import json
import logging
import queue
import time
import weakref
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from kiosk.outbox import (
    Backlog,
    Delivered,
    NotAccepted,
    Outbox,
    Reason,
    Receipts,
    Refused,
    Schedule,
    Seal,
    Sealed,
    Store,
    Trouble,
    Waiting,
)
from kiosk.outbox.store import MAX_ROWS, Usage
from kiosk.portal import FailureKind, PortalFailure, provisional_number
from kiosk.state_db import StateDb
from tests.kiosk.outbox.conftest import Portal
from tests.kiosk.outbox.desk import BUSY, CODE, DOWN, QUICK, SHUT, WRONG, Desk, ScriptedPortal


def test_sealed_first_then_delivered_and_nothing_is_left(desk):
    here = desk()
    key = here.submit(session_id="visit-0001")
    assert here.next() == Sealed(key)
    done = here.next()
    assert isinstance(done, Delivered)
    assert (done.key, done.receipt.case_number) == (key, "MY-2026-004711")
    assert here.outbox.waiting() == Backlog(0, None, 0)
    ((sent_key, _, session_id, deadline_s, tries),) = here.portal.sent
    assert (sent_key, session_id, deadline_s, tries) == (key, "visit-0001", 8.0, None)


def test_what_waits_is_delivered_later_with_the_same_body(desk):
    here = desk(DOWN, DOWN, SHUT)
    key = here.submit()
    assert [here.next(), here.next()] == [Sealed(key), Waiting(key, DOWN)]
    assert isinstance(here.next(), Delivered)
    assert len({(sent[0], sent[1].jwe) for sent in here.portal.sent}) == 1
    assert [sent[4] for sent in here.portal.sent] == [None, 1, 1, 1]


def test_after_a_restart_it_goes_on_by_itself(tmp_path, key_file, portal_keys):
    first = Desk(tmp_path, key_file, ScriptedPortal(portal_keys, BUSY))
    key = first.submit()
    assert [first.next(), first.next()] == [Sealed(key), Waiting(key, BUSY)]
    backlog = first.outbox.waiting()
    assert (backlog.count, backlog.quarantined) == (1, 0)
    assert 0 <= backlog.oldest_s < 5
    first.outbox.stop()
    later = time.time() + 2 * 3600

    def late(key, request):
        return portal_keys.answer(key, request, received_at=datetime.fromtimestamp(later, tz=UTC))

    second = Desk(tmp_path, key_file, ScriptedPortal(portal_keys, late), wall=lambda: later)
    done = second.next()
    assert isinstance(done, Delivered)
    assert second.portal.sent[0][:2] == first.portal.sent[0][:2]
    second.outbox.stop()


def test_retry_after_is_honoured_by_the_next_person_too(desk):
    here = desk(BUSY)
    first = here.submit()
    assert [here.next(), here.next()] == [Sealed(first), Waiting(first, BUSY)]
    second = here.submit()
    assert [here.next(), here.next()] == [Sealed(second), Waiting(second, BUSY)]
    time.sleep(0.1)
    assert len(here.portal.sent) == 1


def test_what_the_portal_asked_for_holds_after_a_restart_for_all_that_waits(desk):
    here = desk(DOWN, BUSY, schedule=Schedule(first_s=60, longest_s=60, uniform=lambda low, high: high))
    for _ in range(3):  # before the portal asked, the one that was answered so, and one after
        here.submit()
        assert [type(here.next()), type(here.next())] == [Sealed, Waiting]
    here.outbox.stop()
    again = desk()
    time.sleep(0.3)
    assert again.portal.sent == []
    assert again.outbox.waiting().count == 3


def test_refused_for_good_is_kept_and_not_sent_again(desk):
    here = desk(WRONG)
    key = here.submit()
    assert [here.next(), here.next()] == [Sealed(key), Refused(key, WRONG)]
    here.settled()
    assert here.outbox.waiting() == Backlog(0, None, 1)
    other = here.submit()
    assert here.next() == Sealed(other)
    assert isinstance(here.next(), Delivered)
    assert len(here.portal.sent) == 2
    assert here.outbox.waiting().quarantined == 1


def test_all_that_waits_follows_the_first_that_got_through(desk):
    here = desk(*[DOWN] * 4, schedule=Schedule(first_s=0.1, longest_s=30, uniform=lambda low, high: high))
    keys = {here.submit() for _ in range(3)}
    here.settled(3)
    delivered = set()
    while len(delivered) < 3:
        event = here.next()
        if isinstance(event, Delivered):
            delivered.add(event.key)
    assert delivered == keys
    here.settled()


def test_a_person_does_not_wait_behind_a_retry(tmp_path, key_file, portal_keys):
    """The retry of an older application hangs; the next person's goes through meanwhile."""

    class Hanging(ScriptedPortal):
        def apply(self, key, request, **options):
            if options["tries"] == 1:
                hung.put(key)
                free.get(timeout=5)
            return super().apply(key, request, **options)

    hung, free = queue.SimpleQueue(), queue.SimpleQueue()
    here = Desk(tmp_path, key_file, Hanging(portal_keys, DOWN))
    old = here.submit()
    assert hung.get(timeout=5) == old
    new = here.submit()
    events = [here.next() for _ in range(4)]
    assert [type(event) for event in events] == [Sealed, Waiting, Sealed, Delivered]
    assert events[3].key == new
    free.put(None)
    assert here.next().key == old
    here.outbox.stop()


def test_pressing_twice_is_one_application(desk):
    here = desk(BUSY)
    key = here.submit()
    assert [here.next(), here.next()] == [Sealed(key), Waiting(key, BUSY)]
    here.outbox.submit(key, {"name": "another"}, code=CODE)
    assert here.next() == Sealed(key)
    assert here.outbox.waiting().count == 1


def test_what_was_delivered_is_not_taken_again_under_its_key(desk):
    here = desk()
    key = here.submit()
    assert isinstance([here.next(), here.next()][1], Delivered)
    here.outbox.submit(key, {"name": "another"}, code=CODE)
    other = here.submit()
    assert here.next() == Sealed(other)
    assert len({sent[0] for sent in here.portal.sent}) <= 2


def test_no_room_is_known_before_and_said_after(desk):
    here = desk()
    assert here.outbox.room()
    here.store.usage = Usage(MAX_ROWS, 0, 0, None)
    assert not here.outbox.room()
    key = here.submit()
    assert here.next() == NotAccepted(key, Reason.NO_ROOM)
    assert here.portal.sent == []


def test_too_large_keeps_nothing(desk):
    here = desk()
    key = here.submit({"text": "x" * 300_000})
    assert here.next() == NotAccepted(key, Reason.TOO_LARGE)
    assert here.store.usage.rows == 0
    assert here.outbox.room()


def test_the_slip_answers_as_soon_as_it_is_handed_out(desk):
    here = desk(BUSY)
    key = here.submit()
    assert [here.next(), here.next()] == [Sealed(key), Waiting(key, BUSY)]
    assert here.outbox.held(provisional_number(key), CODE) is not None


def test_forged_receipt_deletes_nothing_and_is_reported(desk, portal_keys, tmp_path):
    stranger = Portal(tmp_path / "stranger")
    here = desk(stranger.answer, stranger.answer)
    key = here.submit()
    assert here.next() == Sealed(key)
    assert here.next() == Waiting(key, PortalFailure(FailureKind.BROKEN, "receipt-forged"))
    assert here.outbox.waiting().count == 1
    assert isinstance(here.next(), Delivered)
    here.until(lambda: here.troubles[-1] == frozenset())
    assert {Trouble.RECEIPT} in here.troubles
    assert here.outbox.room() or not here.outbox.troubles()


def test_receipt_for_another_application_deletes_nothing(desk, portal_keys):
    here = desk(lambda key, request: portal_keys.answer(uuid4(), request))
    key = here.submit()
    assert here.next() == Sealed(key)
    assert here.next() == Waiting(key, PortalFailure(FailureKind.BROKEN, "receipt-of-another"))
    assert isinstance(here.next(), Delivered)


def test_without_a_valid_key_nothing_is_begun(desk, key_file):
    content = json.loads(key_file.read_bytes())
    content["keys"][0]["exp"] = int(time.time()) - 1
    key_file.write_text(json.dumps(content))
    here = desk()
    assert here.outbox.troubles() == {Trouble.NO_KEY}
    key = here.submit()
    assert here.next() == NotAccepted(key, Reason.NO_ROOM)


def test_end_of_a_key_is_noticed_while_nobody_is_there(desk, key_file):
    content = json.loads(key_file.read_bytes())
    content["keys"][0]["exp"] = 1000
    key_file.write_text(json.dumps(content))
    wall = [999.0]
    here = desk(wall=lambda: wall[0])
    here.until(lambda: here.troubles == [frozenset()])
    wall[0] = 1000.0
    here.until(lambda: here.troubles == [frozenset(), {Trouble.NO_KEY}])


def test_quarantine_is_told_at_once_and_after_a_restart(desk):
    here = desk(WRONG)
    here.submit()
    assert isinstance([here.next(), here.next()][1], Refused)
    here.until(lambda: here.troubles[-1] == {Trouble.QUARANTINE})
    assert here.outbox.room()
    here.outbox.stop()
    again = desk()
    again.until(lambda: again.troubles == [{Trouble.QUARANTINE}])


def test_database_that_was_set_aside_is_told_until_somebody_took_it_away(desk, tmp_path):
    (tmp_path / "state.db").write_bytes(b"<html>" * 1000)
    here = desk()
    here.until(lambda: here.troubles == [{Trouble.SET_ASIDE}])
    assert here.outbox.room()
    here.outbox.stop()
    again = desk()
    again.until(lambda: again.troubles == [{Trouble.SET_ASIDE}])
    again.outbox.stop()
    for each in tmp_path.glob("state.db.damaged-*"):
        each.unlink()
    last = desk()
    last.until(lambda: last.troubles == [frozenset()])


def test_number_and_code_of_a_slip_find_what_waits(desk):
    here = desk(BUSY)
    key = here.submit()
    assert [here.next(), here.next()] == [Sealed(key), Waiting(key, BUSY)]
    number = provisional_number(key)
    here.until(lambda: here.outbox.held(number, CODE) is not None)
    held = here.outbox.held(f" {number.lower().replace('-', ' ')}", f"{CODE[:4]} {CODE[4:].lower()}")
    assert (held.number, held.refused) == (number, False)
    assert abs(held.since - time.time()) < 60
    assert number not in repr(held)
    assert here.outbox.held(number, "AAAAAAAA") is None
    assert here.outbox.held(provisional_number(uuid4()), CODE) is None
    assert here.outbox.held("", "") is None
    here.outbox.stop()
    assert here.outbox.held(number, CODE) is None, "closed"


def test_slip_of_a_refused_one_says_so_and_of_a_delivered_one_is_gone(desk):
    here = desk(DOWN, DOWN, WRONG, schedule=Schedule(first_s=0.2, longest_s=0.3, uniform=lambda low, high: high))
    refused, delivered = here.submit(), here.submit()
    last = [here.next() for _ in range(6)]
    assert {type(event) for event in last} == {Sealed, Waiting, Refused, Delivered}
    there = {key: here.outbox.held(provisional_number(key), CODE) for key in (refused, delivered)}
    assert [each is not None and each.refused for each in there.values()] == [True, False]
    assert [each is None for each in there.values()] == [False, True]


def test_delivered_at_once_leaves_no_proof_of_a_code(desk, monkeypatch):
    here = desk()
    monkeypatch.setattr(here.store, "keep_slip", lambda *_: pytest.fail("nobody needs it"))
    here.submit()
    assert isinstance([here.next(), here.next()][1], Delivered)
    here.settled()


def test_key_beside_the_curve_is_said(tmp_path, changed_key_file, portal_keys):
    here = Desk(tmp_path, changed_key_file(x="AAAA"), ScriptedPortal(portal_keys))
    here.outbox.prepare()
    key = here.submit()
    assert here.next() == NotAccepted(key, Reason.SEAL)
    here.outbox.stop()


def test_broken_client_and_broken_listener_lose_nothing(tmp_path, pinned, portal_keys):
    told = queue.SimpleQueue()

    def listener(event):
        told.put(event)
        raise RuntimeError(event)

    outbox = Outbox(
        Store(StateDb(tmp_path / "state.db")),
        Seal(pinned),
        Receipts(pinned),
        ScriptedPortal(portal_keys, RuntimeError("Zwetschgenröder")),
        listener,
        schedule=QUICK,
    )
    outbox.start()
    key = uuid4()
    outbox.submit(key, {"name": "Zwetschgenröder"}, code=CODE)
    events = [told.get(timeout=5) for _ in range(3)]
    assert events[1] == Waiting(key, PortalFailure(FailureKind.BROKEN, "client-broke"))
    assert isinstance(events[2], Delivered)
    outbox.stop()


def test_stop_before_start_closes_the_store(tmp_path, pinned, portal_keys):
    store = Store(StateDb(tmp_path / "state.db"))
    outbox = Outbox(store, Seal(pinned), Receipts(pinned), ScriptedPortal(portal_keys), print)
    outbox.stop()
    Store(StateDb(tmp_path / "state.db")).close()


class Payload(dict):
    """A mapping that a weak reference can watch."""


def test_what_was_entered_is_let_go_once_it_is_sealed(desk, caplog):
    caplog.set_level(logging.DEBUG)
    here = desk(DOWN)
    payload = Payload(name="Zwetschgenröder", self_reference=[])
    watch = weakref.ref(payload)
    here.outbox.submit(uuid4(), payload, code=CODE)
    del payload
    assert isinstance([here.next() for _ in range(3)][2], Delivered)
    here.settled()
    gc.collect()
    assert watch() is None
    assert "Zwetschgen" not in caplog.text
    assert {record.getMessage() for record in caplog.records if record.name.startswith("kiosk.outbox")} == {
        "outbox_sealed",
        "outbox_waiting connection-failed",
        "outbox_delivered",
        "outbox_troubles none",
    }


def test_no_repr_shows_number_code_or_content(desk):
    here = desk()
    here.submit()
    here.next()
    shown = repr(here.next()) + repr(here.portal.sent)
    assert "4711" not in shown
    assert "K7F3P9ZZ" not in shown
    assert here.portal.sent[0][1].jwe[-10:] not in shown


def test_events_are_values():
    for kind in (Sealed, Delivered, Waiting, Refused, NotAccepted):
        assert dataclasses.fields(kind)[0].name == "key"
        assert kind.__dataclass_params__.frozen
    assert Sealed(UUID(int=1)) == Sealed(UUID(int=1))


def test_people_who_come_meanwhile_do_not_put_off_the_probe(desk):
    """Each of them would double the pause: the sixth would have everybody wait for half a minute."""
    bounds = []
    here = desk(*[DOWN] * 6, schedule=Schedule(first_s=0.5, uniform=lambda low, high: bounds.append(high) or 100.0))
    for _ in range(6):
        here.submit()
        assert [type(here.next()) for _ in range(2)] == [Sealed, Waiting]
    assert bounds == [1.0] * 6
