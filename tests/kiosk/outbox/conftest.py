"""Pinned keys of a portal that opens what was sealed to it and signs what it got, and a marked person."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from kiosk.outbox import PinnedKeys, read_pinned
from kiosk.portal import ApplicationReceipt, ApplicationRequest, SignedReceipt, Text
from kiosk.sandbox.keys import TownKeys
from kiosk.sandbox.receipts import signed
from kiosk.sandbox.unsealing import Unsealing
from tests.kiosk.outbox.desk import Desk, ScriptedPortal

PERSON = {"name": "Ottokar Zwetschgenröder", "strasse": "Quittenstieg 77"}


def now() -> datetime:
    """Time of a portal."""
    return datetime.now(tz=UTC)


def receipt(key: UUID, request: ApplicationRequest, **changes: Any) -> ApplicationReceipt:
    """What a portal says about an application; `changes` make it a receipt for something else."""
    known: dict[str, Any] = {
        "idempotency_key": key,
        "digest": request.digest(),
        "service": "hund_anmelden",
        "state": "received",
        "case_number": "MY-2026-004711",
        "access_code": "K7F3P9ZZ",
        "received_at": now(),
        "office": Text(de="Steueramt"),
        "next_step": Text(de="Der Bescheid kommt per Post."),
    }
    return ApplicationReceipt(**(known | changes))


class Portal:
    """Opens and signs with its keys; `answer` is what it says to an application."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.keys = TownKeys(folder, now)
        self.open = Unsealing(self.keys).open

    def answer(self, key: UUID, request: ApplicationRequest, **changes: Any) -> SignedReceipt:
        """A true receipt, or one with changes, signed all the same."""
        return signed(receipt(key, request, **changes), self.keys)


@pytest.fixture(scope="session")
def portal_keys(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    """A portal with its keys."""
    return Portal(tmp_path_factory.mktemp("portal"))


@pytest.fixture
def key_file(portal_keys: Portal, tmp_path: Path) -> Path:
    """What the terminal pins."""
    path = tmp_path / "portal-keys.json"
    path.write_bytes(portal_keys.keys.public())
    return path


@pytest.fixture
def pinned(key_file: Path) -> PinnedKeys:
    """The same, read."""
    return read_pinned(key_file)


@pytest.fixture
def changed_key_file(key_file: Path) -> Callable[..., Path]:
    """The pinned file with members of its sealing key changed; None takes one away."""

    def change(**members: Any) -> Path:
        content = json.loads(key_file.read_bytes())
        key = content["keys"][0] | members
        content["keys"][0] = {name: value for name, value in key.items() if value is not None}
        key_file.write_text(json.dumps(content))
        return key_file

    return change


@pytest.fixture
def desk(tmp_path: Path, key_file: Path, portal_keys: Portal) -> Iterator[Callable[..., Desk]]:
    """Makes desks; all are closed at the end."""
    made: list[Desk] = []

    def make(*answers: Any, **options: Any) -> Desk:
        made.append(Desk(tmp_path, key_file, ScriptedPortal(portal_keys, *answers), **options))
        return made[-1]

    yield make
    for each in made:
        each.outbox.stop()
