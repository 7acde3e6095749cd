"""The clock of the machine jumps, forward and back, while applications are handed in and wait: none is lost or stuck.

The terminal's wall clock only: pauses are measured on a clock that never jumps. A receipt that seems to come from the
future, or from before the application, is not believed: it waits until the clock is right, and staff are told (N-08).
"""

import queue
import time

import pytest

from kiosk.outbox import Delivered, Outbox, OutboxEvent, Receipts, Seal, Sealed, Store, Trouble, Waiting, read_pinned
from kiosk.state_db import StateDb
from tests.contract.outbox.conftest import CODE, QUICK, key_file, new_key
from tests.contract.outbox.payloads import SERVICE, payload

MINUTE, DAY, YEAR = 60.0, 86_400.0, 365 * 86_400.0
BELIEVED = {"minutes on": 30 * MINUTE, "minutes back": -30 * MINUTE, "a year on": YEAR}
"""After them a receipt is still believed: not from the future, as far as the terminal can tell."""
DOUBTED = {"days back": -2 * DAY, "a year back": -YEAR}


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
        self.outbox.submit(key, SERVICE, payload(), code=CODE)
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


def is_doubted(desk) -> None:
    """The town hall has answered, and staff are told of two clocks that differ."""
    end = time.monotonic() + 10
    while Trouble.RECEIPT not in desk.outbox.troubles():
        assert time.monotonic() < end
        time.sleep(0.01)
    assert desk.outbox.waiting().count == 1
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


@pytest.mark.parametrize(
    "off", [2 * DAY, -2 * DAY, YEAR, -YEAR], ids=["days on", "days back", "a year on", "a year back"]
)
def test_wrong_while_a_person_hands_in(desk, town, off):
    desk.wall.off = off
    key = desk.submit()
    assert desk.next() == Sealed(key)
    assert isinstance(desk.next(), Waiting)
    is_doubted(desk)
    desk.wall.off = 0.0
    assert isinstance(desk.next(), Delivered)
    assert arrived_once(town, key)
