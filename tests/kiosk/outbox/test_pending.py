"""Whose turn it is: one probe while the portal is away, all when it is back, Retry-After, jumps of the clock."""

from uuid import UUID

import pytest

from kiosk.outbox.pending import Hold, Pending
from kiosk.outbox.schedule import FINAL_CODES, Schedule, final
from kiosk.outbox.store import SENDABLE_S, Row
from kiosk.portal import FailureKind, PortalFailure
from kiosk.portal.eid_contract import EID_PROBLEMS
from kiosk.sandbox.problems import CODES

A, B, C = (UUID(int=number) for number in (1, 2, 3))
DOWN = PortalFailure(FailureKind.UNREACHABLE, "connection-failed")
BUSY = PortalFailure(FailureKind.BUSY, "rate-limited", retry_after_s=100)
UPPER = Schedule(uniform=lambda low, high: high)


def pending(*keys, now=0.0):
    made = Pending(UPPER)
    for key in keys:
        made.add(key, now)
    return made


def test_pause_doubles_up_to_the_longest_and_is_drawn_from_zero():
    assert [UPPER.pause(tries, DOWN) for tries in (1, 2, 3, 9, 30, 10**6)] == [4, 8, 16, 900, 900, 900]
    bounds = []
    Schedule(uniform=lambda low, high: bounds.append((low, high)) or 0.0).pause(3, DOWN)
    assert bounds == [(0.0, 16.0)]


def test_wish_of_the_portal_comes_before_the_jitter():
    assert Schedule(uniform=lambda low, high: low).pause(1, BUSY) == 100
    assert UPPER.pause(1, BUSY) == 104


def test_only_the_portals_own_words_are_final():
    assert final(PortalFailure(FailureKind.REFUSED, "validation"))
    assert final(PortalFailure(FailureKind.REFUSED, "identity-required"))
    assert not final(PortalFailure(FailureKind.REFUSED, "http-422"))
    assert not final(PortalFailure(FailureKind.REFUSED, "unauthorized"))
    assert not final(PortalFailure(FailureKind.BUSY, "idempotency-in-progress"))
    assert not final(DOWN)


def test_while_away_one_after_the_other_is_the_probe():
    waiting = pending(A, B, C)
    probed, now = [], 0.0
    for _ in range(6):
        key, at = waiting.next_due(0.0, 1000.0)
        now = max(now, at)
        waiting.send(key)
        waiting.failed(key, DOWN, now, probe=True)
        probed.append((key, now))
    assert [key for key, _ in probed] == [A, B, C, A, B, C]
    assert [at for _, at in probed] == [0, 4, 12, 28, 60, 124]


def test_when_it_is_back_all_are_due():
    waiting = pending(A, B, C)
    waiting.send(A)
    waiting.failed(A, DOWN, 0.0, probe=True)
    assert waiting.next_due(0.0, 1000.0) == (B, 4.0)
    waiting.gone(B)
    assert waiting.back(5.0) is True
    assert waiting.next_due(0.0, 1000.0) == (C, 0.0)
    waiting.gone(C)
    assert waiting.next_due(0.0, 1000.0) == (A, 4.0)
    waiting.gone(A)
    assert waiting.next_due(0.0, 1000.0) is None
    assert waiting.back(6.0) is False


def test_what_is_under_way_is_not_sent_twice():
    waiting = pending(A)
    waiting.send(A)
    assert waiting.next_due(0.0, 1000.0) is None
    assert A in waiting


def test_person_who_waits_does_not_put_off_the_probe():
    waiting = pending(A)
    waiting.send(A)
    waiting.failed(A, DOWN, 0.0, probe=True)
    waiting.add(B, 1.0)
    waiting.send(B)
    waiting.failed(B, DOWN, 2.0, probe=False)
    assert waiting.next_due(0.0, 1000.0) == (A, 4.0)


def test_hold_lasts_as_long_as_the_portal_asked():
    waiting = pending(A)
    waiting.send(A)
    waiting.failed(A, BUSY, 0.0, probe=False)
    assert waiting.hold(99.9) == Hold(100.0, BUSY)
    assert waiting.next_due(0.0, 1000.0) == (A, 104.0)
    assert waiting.hold(100.0) is None


def test_hold_ends_when_something_got_through():
    waiting = pending(A, B)
    waiting.send(A)
    waiting.failed(A, BUSY, 0.0, probe=False)
    waiting.back(1.0)
    assert waiting.hold(1.0) is None


def test_what_is_known_is_not_taken_over_again():
    """After a failure of the disk the database is read anew, while something may be under way."""
    waiting = pending(A)
    waiting.send(A)
    waiting.load([Row(A, "mayen", 900.0, 4, 0.0), Row(B, "mayen", 900.0, 0, 0.0)], 5.0, 5.0)
    assert waiting.next_due(0.0, 1000.0) == (B, 5.0)
    waiting.send(B)


@pytest.mark.parametrize(
    ("wall", "due"),
    [
        (1000.0, 50.0 + 300.0),  # as it was written
        (1400.0, 50.0),  # its time has passed
        (1000.0 + 400 * 86400, 50.0),  # the clock jumped ahead
        (1000.0 - 10 * 365 * 86400, 50.0),  # and back: a pause of ten years is none
        (899.0, 50.0),  # a little back: accepted in the future, so the pause is as wrong
    ],
)
def test_jumps_of_the_clock_between_two_starts(wall, due):
    waiting = Pending(UPPER)
    waiting.load([Row(A, "mayen", 900.0, 4, 1300.0)], 50.0, wall)
    assert waiting.next_due(50.0, 1000.0) == (A, due)


def test_longer_than_the_portal_remembers_keys_nothing_is_sent():
    waiting = pending(A)
    waiting.load([Row(B, "mayen", 900.0, 4, 0.0)], 0.0, 1000.0)
    assert waiting.next_due(SENDABLE_S, 1000.0) == (A, 0.0)
    waiting.send(A)
    assert waiting.next_due(0.0, 900.0 + SENDABLE_S) == (B, 0.0)
    assert waiting.next_due(0.0, 901.0 + SENDABLE_S) is None
    assert waiting.next_due(SENDABLE_S + 1.0, 900.0) is None, "a clock that stands still does not keep it young"
    assert B in waiting, "kept: the clock may be wrong"


def test_what_is_accepted_here_is_as_old_as_the_clock_that_never_jumps_says():
    waiting = pending(A)
    assert waiting.next_due(1.0, 40 * SENDABLE_S) == (A, 0.0)
    assert waiting.next_due(SENDABLE_S + 1.0, 1000.0) is None
    waiting.load([Row(B, "mayen", 900.0, 4, 0.0)], 0.0, 1000.0)
    assert waiting.accepted_here() == [A]


def test_every_code_of_the_portal_is_either_about_this_application_or_about_the_moment():
    """A new code has to be put into one of the two."""
    moment = {"unauthorized", "not-found", "method-not-allowed", "request-timeout", "idempotency-in-progress"}
    moment |= {"rate-limited", "internal", "backend-unavailable"}
    elsewhere = {"queue-closed", "ticket-void"} | {code for code in EID_PROBLEMS if code.startswith("eid-")}
    assert set(CODES) - elsewhere == FINAL_CODES | moment
    assert not FINAL_CODES & moment
