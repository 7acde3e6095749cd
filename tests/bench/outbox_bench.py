"""How long "angenommen" takes, beside a bare insert in the same mode; and how fast a queue is delivered.

Accepting is sealing and durable commit of one application. The bare insert of equal size runs in turn with it, on the
same disk: the ratio says what sealing and the store cost.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from typing import Any
from uuid import uuid4

from kiosk.outbox import Delivered, Outbox, OutboxEvent, Receipts, Schedule, Seal, Sealed, Store, read_pinned
from kiosk.portal import FailureKind, PortalFailure, SignedReceipt
from kiosk.sandbox.keys import TownKeys
from kiosk.state_db import SqliteConnection, StateDb
from tests.contract.outbox.payloads import payload
from tests.contract.portal.conftest import TownHall

ROUNDS = 300
SIZES = (4_000, 200_000)
DELIVERED = 1_000
PATIENCE_S = 300.0


class Thinking:
    """A portal that does not answer before the end, so that only the accepting is measured."""

    def __init__(self) -> None:
        self.end = Event()

    def apply(self, *_: object, **__: object) -> SignedReceipt | PortalFailure:
        """See PortalClient."""
        self.end.wait()
        return PortalFailure(FailureKind.UNREACHABLE, "deadline")


def measure(folder: Path, size: int) -> dict[str, list[float]]:
    """Milliseconds of the accept and of the bare insert."""
    TownKeys(folder, lambda: datetime.now(tz=UTC))
    keys = read_pinned(folder / "portal-keys.json")
    events: SimpleQueue[object] = SimpleQueue()
    store = Store(StateDb(folder / "state.db"))
    portal, patient = Thinking(), Schedule(attend_s=PATIENCE_S, later_s=PATIENCE_S)
    outbox = Outbox(store, Seal(keys), Receipts(keys), portal, events.put, schedule=patient)
    outbox.start()
    payload = {"answers": {"text": "x" * (size - 40)}}

    def accept() -> None:
        outbox.submit(uuid4(), payload, code="K7F3P9XD")
        while not isinstance(events.get(), Sealed):
            continue

    accept()
    bare = SqliteConnection(folder / "bare.db")
    bare.rows("CREATE TABLE bare (key TEXT PRIMARY KEY, sealed TEXT) STRICT")
    content = "x" * store.usage.size

    def insert() -> None:
        bare.begin()
        bare.rows("INSERT INTO bare VALUES (?, ?)", (str(uuid4()), content))
        bare.commit()

    taken: dict[str, list[float]] = {"accept": [], "bare": []}
    rounds = min(ROUNDS, 60_000_000 // store.usage.size - 2)
    for _ in range(rounds):
        taken["accept"].append(_timed(accept))
        taken["bare"].append(_timed(insert))
    portal.end.set()
    outbox.stop()
    bare.close()
    return taken


def _timed(work: Callable[[], None]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def deliver(folder: Path, count: int) -> list[float]:
    """Milliseconds from one receipt to the next while a queue goes to a real town hall over real TLS.

    The queue is put into the store directly: an outbox takes 500 at most.
    """
    town = TownHall(folder / "town")
    try:
        keys = read_pinned(town.directory / "state" / "portal-keys.json")
        store, seal = Store(StateDb(folder / "state.db")), Seal(keys)
        content = payload() | {"provisional": {"code": "K7F3P9XD"}}
        for _ in range(count):
            key, now = uuid4(), time.time()
            store.add(key, keys.destination, seal.seal(key, content, now), now)
        events: SimpleQueue[OutboxEvent] = SimpleQueue()
        outbox = Outbox(store, seal, Receipts(keys), town.client(), events.put)
        moments = [time.perf_counter()]
        outbox.start()
        while store.usage.waiting and time.perf_counter() - moments[0] < PATIENCE_S:
            if isinstance(events.get(timeout=PATIENCE_S), Delivered):
                moments.append(time.perf_counter())
        outbox.stop()
    finally:
        town.kill()
    if len(moments) != count + 1:
        raise RuntimeError(f"{count - len(moments) + 1} of {count} were not delivered")
    return [(after - before) * 1000 for before, after in pairwise(moments)]


def rows() -> list[dict[str, Any]]:
    """Accepting, beside a bare insert; delivering."""
    found: list[dict[str, Any]] = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            taken = measure(Path(folder), size)
        what = f"outbox: sealed durable accept of {size // 1000} kB, p99 in the p95 column; peer: bare insert"
        line = _row(what, taken["accept"], "")
        bare = statistics.median(taken["bare"])
        found.append(line | {"peer": bare, "ratio": line["median"] / bare})
    with tempfile.TemporaryDirectory() as folder:
        taken_ms = deliver(Path(folder), DELIVERED)
    rate = 1000 * len(taken_ms) / sum(taken_ms)
    what = f"outbox: delivery of {DELIVERED} that wait, {rate:.0f} a second; p99 in the p95 column"
    found.append(_row(what, taken_ms, ""))
    return found


def _row(what: str, values: list[float], budget: str) -> dict[str, Any]:
    line: dict[str, Any] = {"what": what, "unit": "ms", "median": _at(values, 0.5), "p95": _at(values, 0.99)}
    return line | {"worst": max(values), "n": len(values), "budget": budget}


def _at(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]
