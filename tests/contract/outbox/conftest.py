"""An outbox on real disk in front of a real town hall over real TLS."""

import queue
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from kiosk.dialogue.clock import uuid7
from kiosk.outbox import Outbox, OutboxEvent, Receipts, Schedule, Seal, Store, read_pinned
from kiosk.outbox.receipts import Expected
from kiosk.portal import ApplicationReceipt, ApplicationRequest, PortalClient, PortalFailure
from kiosk.state_db import StateDb
from tests.contract.outbox.payloads import SERVICE, payload
from tests.contract.portal.conftest import (  # noqa: F401 - fixtures
    Hostile,
    Process,
    TownHall,
    _town_process,
    cable,
    hostile,
    identity,
    new_town,
    town,
)

QUICK = Schedule(first_s=0.05, longest_s=0.3, attend_s=2.0, later_s=2.0, look_s=0.1)
CODE = "K7F3P9XD"


def new_key() -> UUID:
    """A key as the terminal makes it."""
    return uuid7(datetime.now().astimezone())


def key_file(town: TownHall) -> Path:  # noqa: F811
    """The pinned keys."""
    return town.directory / "state" / "portal-keys.json"


def sealed(town: TownHall, key: UUID, content: dict[str, Any], service: str = SERVICE) -> ApplicationRequest:  # noqa: F811
    """A sealed application that no outbox carries."""
    content = {"provisional": {"code": CODE}} | content | {"service": service}
    return ApplicationRequest(jwe=Seal(read_pinned(key_file(town))).seal(key, content, time.time()))


def apply(
    town: TownHall,  # noqa: F811
    key: UUID,
    request: ApplicationRequest,
    **options: Any,
) -> ApplicationReceipt | PortalFailure:
    """Hands in once more or less, as the options say, and believes the receipt as an outbox would."""
    answer = town.client(**options).apply(key, request)
    if isinstance(answer, PortalFailure):
        return answer
    now = time.time()
    return Receipts(read_pinned(key_file(town))).checked(answer, Expected(key, request), now)


class Terminal:
    """An outbox with a folder of its own."""

    def __init__(self, folder: Path, keys: Path, client: PortalClient) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.events: queue.SimpleQueue[OutboxEvent] = queue.SimpleQueue()
        pinned = read_pinned(keys)
        store = Store(StateDb(folder / "state.db"))
        self.outbox = Outbox(store, Seal(pinned), Receipts(pinned), client, self.events.put, schedule=QUICK)
        self.outbox.start()

    def submit(self, **answers: Any) -> UUID:
        """Hands in an application of the marked person."""
        key = new_key()
        self.outbox.submit(key, payload(**answers), code=CODE)
        return key

    def next(self) -> OutboxEvent:
        """The next event."""
        return self.events.get(timeout=10)

    def drained(self) -> None:
        """Waits until nothing waits."""
        end = time.monotonic() + 10
        while self.outbox.waiting().count:
            assert time.monotonic() < end
            time.sleep(0.005)

    def written(self) -> bytes:
        """Every byte in the folder."""
        return b"".join(file.read_bytes() for file in self.folder.rglob("*") if file.is_file())


@pytest.fixture
def new_terminal(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Makes terminals; all are stopped at the end."""
    made: list[Terminal] = []

    def make(keys: Path, client: PortalClient, name: str = "terminal") -> Terminal:
        made.append(Terminal(tmp_path / name, keys, client))
        return made[-1]

    yield make
    for each in made:
        each.outbox.stop()


@pytest.fixture
def terminal(new_terminal: Callable[..., Terminal], town: TownHall) -> Terminal:  # noqa: F811
    """A terminal of this town."""
    return new_terminal(key_file(town), town.client(backoff_s=0.05))
