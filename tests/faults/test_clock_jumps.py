"""The clock of the machine jumps, forward and back, while applications are handed in and wait: none is lost or stuck.

The terminal's wall clock only: pauses are measured on a clock that never jumps. A receipt that seems to come from the
future is not believed: it waits until the clock is right, and staff are told (N-08). What seems to wait for longer than
the town hall remembers keys is not sent, and waits for the right clock as well (T-11).
"""

import queue
import time

import pytest

from kiosk.outbox import Delivered, Outbox, OutboxEvent, Receipts, Seal, Sealed, Store, Trouble, Waiting, read_pinned
from kiosk.state_db import StateDb
from tests.contract.outbox.conftest import CODE, QUICK, key_file, new_key
from tests.contract.outbox.payloads import payload

MINUTE, DAY, YEAR = 60.0, 86_400.0, 365 * 86_400.0
BELIEVED = {"minutes on": 30 * MINUTE, "minutes back": -30 * MINUTE, "days on": 20 * DAY}
"""After them a receipt is still believed: not from the future, as far as the terminal can tell."""
DOUBTED = {"days back": -2 * DAY, "a year back": -YEAR}
TOO_LONG = {"30 days on": 30 * DAY, "a year on": YEAR}


class Wall:
    """A wall clock that somebody sets."""

    def __init__(self) -> None:
        self.off = 0.0

    def __call__(self) -> float:
        return time.time() + self.off


class Desk:
    """An outbox with that clock, which can be started again on the same disk."""

    def __init__(self, folder, town, wall: Wall) -> None:
        self.folder, self.town, self.wall = folder, town, wall
        self.keys = read_pinned(key_file(town))
        self.events: queue.SimpleQueue[OutboxEvent] = queue.SimpleQueue()
        self.start()

    def start(self) -> None:
        store, client = Store(StateDb(self.folder / "state.db")), self.town.client(backoff_s=0.05)
        self.outbox = Outbox(
            store, Seal(self.keys), Receipts(self.keys), client, self.events.put, schedule=QUICK, wall=self.wall
        )
        self.outbox.start()

    def submit(self):
        key = new_key()
        self.outbox.submit(key, payload(), code=CODE)
        return key

    def next(self) -> OutboxEvent:
        return self.events.get(timeout=10)


@pytest.fixture
def desk(tmp_path, town):
    desk = Desk(tmp_path, town, Wall())
    yield desk
    desk.outbox.stop()


def arrived_once(town, key) -> bool:
    return [each["idempotency_key"] for each in town.do("export")["applications"]] == [str(key)]


def waits_at(desk, town):
    """Handed in while the town hall is away."""
    town.do("down")
    key = desk.submit()
    assert desk.next() == Sealed(key)
    assert isinstance(desk.next(), Waiting)
    return key


def jump_over(desk, off: float, *, restart: bool) -> None:
    """While the program runs, or while it is switched off."""
    if restart:
        desk.outbox.stop()
    desk.wall.off = off
    if restart:
        desk.start()


def told(desk, trouble: Trouble) -> None:
    """Staff are told, and it waits."""
    end = time.monotonic() + 10
    while trouble not in desk.outbox.troubles():
        assert time.monotonic() < end
        time.sleep(0.01)
    assert desk.outbox.waiting().count == 1


def is_doubted(desk) -> None:
    """The town hall has answered, and staff are told of two clocks that differ."""
    told(desk, Trouble.RECEIPT)
    assert desk.outbox.room()


@pytest.mark.parametrize("off", BELIEVED.values(), ids=BELIEVED.keys())
@pytest.mark.parametrize("restart", [False, True], ids=["running", "switched off"])
def test_jump_before_the_delivery(desk, town, off, restart):
    key = waits_at(desk, town)
    jump_over(desk, off, restart=restart)
    town.do("up")
    assert isinstance(desk.next(), Delivered)
    assert arrived_once(town, key)


@pytest.mark.parametrize("off", DOUBTED.values(), ids=DOUBTED.keys())
@pytest.mark.parametrize("restart", [False, True], ids=["running", "switched off"])
def test_jump_far_back_waits_for_the_right_time(desk, town, off, restart):
    key = waits_at(desk, town)
    jump_over(desk, off, restart=restart)
    town.do("up")
    is_doubted(desk)
    desk.wall.off = 0.0
    assert isinstance(desk.next(), Delivered)
    assert Trouble.RECEIPT not in desk.outbox.troubles()
    assert arrived_once(town, key)


@pytest.mark.parametrize("off", TOO_LONG.values(), ids=TOO_LONG.keys())
def test_jump_far_ahead_while_it_runs_is_seen_to_be_a_jump(desk, town, off):
    key = waits_at(desk, town)
    desk.wall.off = off
    time.sleep(3 * QUICK.look_s)
    assert Trouble.STALE not in desk.outbox.troubles()
    assert desk.outbox.waiting().oldest_s < MINUTE
    town.do("up")
    assert isinstance(desk.next(), Delivered)
    assert arrived_once(town, key)


@pytest.mark.parametrize("off", TOO_LONG.values(), ids=TOO_LONG.keys())
def test_jump_far_ahead_while_switched_off_waits_for_the_right_time(desk, town, off):
    """It cannot be told from a month in a cellar, after which the town hall may have forgotten the key."""
    key = waits_at(desk, town)
    jump_over(desk, off, restart=True)
    town.do("up")
    told(desk, Trouble.STALE)
    time.sleep(3 * QUICK.look_s)
    assert town.do("export")["applications"] == []
    desk.wall.off = 0.0
    assert isinstance(desk.next(), Delivered)
    assert Trouble.STALE not in desk.outbox.troubles()
    assert arrived_once(town, key)


@pytest.mark.parametrize("off", [2 * DAY, YEAR], ids=["days on", "a year on"])
def test_ahead_while_a_person_hands_in(desk, town, off):
    desk.wall.off = off
    key = desk.submit()
    assert desk.next() == Sealed(key)
    assert isinstance(desk.next(), Delivered)
    assert arrived_once(town, key)


def test_hours_ahead_while_a_person_hands_in_and_right_when_the_receipt_comes(desk, town):
    """Accepted later than received, as far as this terminal knows, and neither in the future: delivered."""
    town.do("down")
    desk.wall.off = 2 * 60 * MINUTE
    key = desk.submit()
    assert desk.next() == Sealed(key)
    assert isinstance(desk.next(), Waiting)
    desk.outbox.stop()
    desk.wall.off = 0.0
    desk.start()
    town.do("up")
    assert isinstance(desk.next(), Delivered)
    assert arrived_once(town, key)


@pytest.mark.parametrize("off", [-2 * DAY, -YEAR], ids=["days back", "a year back"])
def test_back_while_a_person_hands_in(desk, town, off):
    desk.wall.off = off
    key = desk.submit()
    assert desk.next() == Sealed(key)
    assert isinstance(desk.next(), Waiting)
    is_doubted(desk)
    desk.wall.off = 0.0
    assert isinstance(desk.next(), Delivered)
    assert Trouble.STALE not in desk.outbox.troubles(), "it is as old as the clock that never jumps says"
    assert arrived_once(town, key)
