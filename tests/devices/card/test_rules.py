"""The pure rules: which reader, which presence, and when a change is told."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.card.api import CardPresence
from devices.card.codes import StateBit
from devices.card.presence import Settling, choose_reader, presence_of

NO_READER, EMPTY, PRESENT, MUTE = (
    CardPresence.NO_READER,
    CardPresence.EMPTY,
    CardPresence.PRESENT,
    CardPresence.MUTE,
)


@pytest.mark.parametrize(
    ("wanted", "listed", "chosen"),
    [
        ("", [], None),
        ("", ["A 00 00", "B 00 00"], "A 00 00"),
        ("B", ["A 00 00", "B 00 00", "B 01 00"], "B 00 00"),
        ("b", ["B 00 00"], None),
        ("00", ["A 00 00"], None),
    ],
)
def test_choose_reader(wanted, listed, chosen):
    assert choose_reader(wanted, listed) == chosen


@pytest.mark.parametrize(
    ("bits", "presence"),
    [
        (StateBit.EMPTY, EMPTY),
        (StateBit.PRESENT, PRESENT),
        (StateBit.PRESENT | StateBit.UNPOWERED, PRESENT),
        (StateBit.PRESENT | StateBit.INUSE | StateBit.EXCLUSIVE, PRESENT),
        (StateBit.PRESENT | StateBit.MUTE, MUTE),
        (StateBit.UNKNOWN | StateBit.IGNORE, NO_READER),
        (StateBit.UNAVAILABLE, NO_READER),
    ],
)
def test_presence_of(bits, presence):
    counter = 0x0007_0000
    assert presence_of(counter | StateBit.CHANGED | bits) is presence


def test_the_first_state_is_told_at_once():
    assert Settling(0.2).seen(PRESENT, 10.0).due(10.0) is PRESENT


@pytest.mark.parametrize(("before", "after"), [(NO_READER, PRESENT), (PRESENT, NO_READER), (NO_READER, EMPTY)])
def test_a_reader_that_goes_or_comes_is_told_at_once(before, after):
    assert Settling(0.2, before).seen(after, 10.0).due(10.0) is after


def test_a_card_has_to_lie_still():
    settling = Settling(0.25, EMPTY).seen(PRESENT, 10.0)
    assert settling.due(10.125) is None
    assert settling.remaining(10.125) == 0.125
    assert settling.due(10.25) is PRESENT
    assert settling.told().due(11.0) is None


def test_a_repeated_observation_does_not_begin_anew():
    assert Settling(0.25, EMPTY).seen(PRESENT, 10.0).seen(PRESENT, 10.2).due(10.25) is PRESENT


def test_back_before_it_was_told_is_nothing():
    settling = Settling(0.25, PRESENT).seen(EMPTY, 10.0).seen(PRESENT, 10.1)
    assert settling.remaining(99.0) is None
    assert settling.due(99.0) is None


@given(st.lists(st.tuples(st.sampled_from(CardPresence), st.integers(0, 8)), min_size=1))
def test_each_change_is_told_once_and_the_last_state_wins(observations):
    settling, now, told = Settling(4.0), 0.0, []
    for presence, pause in observations:
        settling = settling.seen(presence, now)
        for _ in range(pause + 1):
            if due := settling.due(now):
                told.append(due)
                settling = settling.told()
            now += 1.0
    if due := settling.due(now + 4.0):
        told.append(due)
    assert told[-1] is observations[-1][0]
    assert all(one is not other for one, other in itertools.pairwise(told))
