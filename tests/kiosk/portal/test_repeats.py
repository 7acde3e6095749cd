"""When a request is sent again, in simulated time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.portal import FailureKind, PortalFailure
from kiosk.portal.repeats import Surroundings, repeat

AWAY = PortalFailure(FailureKind.UNREACHABLE, "connection-failed")


class World:
    """A clock that only sleeping and trying move."""

    def __init__(self, *, luck: float = 1.0, try_s: float = 0.0) -> None:
        self.now = 100.0
        self.pauses: list[float] = []
        self.left: list[float] = []
        self._try_s = try_s
        self.around = Surroundings(lambda: self.now, self._sleep, lambda low, high: low + luck * (high - low))

    def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds

    def run(self, outcomes, **options):
        """Plays the outcomes, the last one for ever."""
        queue = list(outcomes)

        def once(left: float):
            self.left.append(left)
            self.now += self._try_s
            return queue.pop(0) if len(queue) > 1 else queue[0]

        known = {"tries": 4, "backoff_s": 0.5, "seconds": 20.0} | options
        return repeat(once, around=self.around, **known)


def test_success_is_not_repeated():
    world = World()
    assert world.run(["ticket"]) == "ticket"
    assert world.left == [20.0]


def test_upper_ends_double_and_four_tries_are_the_end():
    world = World()
    assert world.run([AWAY]) == AWAY
    assert world.pauses == [0.5, 1.0, 2.0]
    assert world.left == [20.0, 19.5, 18.5, 16.5]


def test_none_is_a_success():
    assert World().run([AWAY, None]) is None


@pytest.mark.parametrize("kind", [FailureKind.REFUSED, FailureKind.BROKEN, FailureKind.UNTRUSTED])
def test_what_a_repeat_cannot_mend_is_not_repeated(kind):
    world = World()
    assert world.run([PortalFailure(kind, "x"), "ticket"]) == PortalFailure(kind, "x")


def test_the_portals_wish_is_the_least_pause():
    world = World(luck=0.0)
    assert world.run([PortalFailure(FailureKind.BUSY, "rate-limited", 3), AWAY, "ticket"]) == "ticket"
    assert world.pauses == [3.0, 0.0]


def test_pause_that_ends_after_the_deadline_is_not_begun():
    world = World(try_s=15.0)
    assert world.run([AWAY], backoff_s=20.0) == AWAY
    assert world.pauses == []


@given(
    luck=st.floats(0, 1),
    try_s=st.floats(0, 30),
    wishes=st.lists(st.one_of(st.none(), st.integers(0, 40)), min_size=1, max_size=6),
    tries=st.integers(1, 6),
)
def test_never_past_the_deadline_and_never_too_often(luck, try_s, wishes, tries):
    world = World(luck=luck, try_s=try_s)
    failures = [PortalFailure(FailureKind.BUSY, "rate-limited", wish) for wish in wishes]
    assert world.run(failures, tries=tries) in failures
    assert 1 <= len(world.left) <= tries
    assert min(world.left) > 0
    assert sum(world.pauses) < 20.0
    for wish, pause in zip(wishes, world.pauses, strict=False):
        assert pause >= (wish or 0)
