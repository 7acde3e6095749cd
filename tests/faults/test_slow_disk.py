"""A disk that takes two seconds for what it makes durable: the person waits for "angenommen", the screen for nothing.

Everything that the thread of the screen asks of the outbox is asked over and over meanwhile. The whole window with such
a disk is measured by `make bench`.
"""

import threading
import time

import pytest

from kiosk.outbox import Delivered, Outbox, Receipts, Seal, Sealed, Store, read_pinned
from kiosk.state_db import SqliteConnection, StateDb
from tests.contract.outbox.conftest import CODE, QUICK, key_file, new_key
from tests.contract.outbox.payloads import payload

SLOW_S = 2.0
AT_MOST_S = 0.1
"""A frame that comes later than this is seen as a halt."""


class SlowConnection(SqliteConnection):
    """Every commit takes its time."""

    def commit(self) -> None:
        time.sleep(SLOW_S)
        super().commit()


@pytest.fixture
def desk(tmp_path, town):
    keys = read_pinned(key_file(town))
    said: list[tuple[float, object]] = []
    heard = threading.Semaphore(0)

    def listen(event: object) -> None:
        said.append((time.monotonic(), event))
        heard.release()

    store = Store(StateDb(tmp_path / "state.db", connect=SlowConnection))
    outbox = Outbox(store, Seal(keys), Receipts(keys), town.client(), listen, schedule=QUICK)
    outbox.start()
    yield outbox, said, heard
    outbox.stop(patience_s=3 * SLOW_S)


def test_nobody_but_the_outbox_waits(desk):
    outbox, said, heard = desk
    asked = (outbox.room, outbox.troubles, outbox.waiting)
    key, longest = new_key(), 0.0
    begun = time.monotonic()
    outbox.submit(key, payload(), code=CODE)
    longest = time.monotonic() - begun
    while len(said) < 2:
        for ask in asked:
            before = time.monotonic()
            ask()
            longest = max(longest, time.monotonic() - before)
        assert time.monotonic() - begun < 10 * SLOW_S
        heard.acquire(timeout=0.005)
    (sealed_at, sealed), (_, delivered) = said[:2]
    assert sealed == Sealed(key)
    assert sealed_at - begun >= SLOW_S  # not said before the disk has it
    assert isinstance(delivered, Delivered)
    assert longest < AT_MOST_S
