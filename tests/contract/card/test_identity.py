"""Identification through the real pcscd, with the virtual card behind it: passwords, losses, recoveries."""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from devices.card.private_pcscd import PrivatePcscd
from devices.eid.virtual_card.person import find_person, load_person
from kiosk.identity.api import Password
from tests.architecture.tree import ROOT
from tests.contract.card.conftest import Card, Watcher

PATIENCE_S = 30.0
ERIKA = load_person(find_person("erika_beispiel"))
PIN, CAN, PUK = (each.decode() for each in (ERIKA.pin, ERIKA.can, ERIKA.puk))
STEPS = 29
"""Commands of the first reading of a terminal, the probe for long commands among them."""


class Terminal:
    """`identity_client.py`: asks and waits for the answer."""

    def __init__(self, pcscd: PrivatePcscd, pki: Path, prove_s: float) -> None:
        client = Path(__file__).with_name("identity_client.py")
        self._process = subprocess.Popen(
            [sys.executable, str(client), str(pki), str(prove_s)],
            env=os.environ | pcscd.environment | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lines: queue.Queue[dict[str, Any]] = queue.Queue()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def tell(self, do: str, **arguments: Any) -> None:
        """Asks without waiting."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        self._process.stdin.flush()

    def ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        """Asks; gives the answer."""
        self.tell(do, **arguments)
        return self._lines.get(timeout=PATIENCE_S)

    def open(self, purpose: str = "identify") -> None:
        assert self.ask("open", purpose=purpose) == {"said": "Opened"}

    def look(self) -> dict[str, Any]:
        return self.ask("look")

    def until_found(self) -> dict[str, Any]:
        """Looks until a card lies there and answers."""
        deadline = time.monotonic() + PATIENCE_S
        while "trouble" in (said := self.look()):
            assert time.monotonic() < deadline, said
            time.sleep(0.05)
        return said

    def prove(self, digits: str, which: Password = Password.PIN) -> dict[str, Any]:
        return self.ask("prove", password=which.value, digits=digits)

    def close(self) -> None:
        """Ends it."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        assert self._process.wait(PATIENCE_S) == 0
        self._thread.join()
        self._process.stdout.close()

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._lines.put(json.loads(line))


def state(tries: int, *, can_proven: bool = False, transport: bool = False) -> dict[str, Any]:
    return {"said": "Looked", "tries": tries, "can_proven": can_proven, "transport": transport}


def wrong(tries: int) -> dict[str, Any]:
    return state(tries) | {"said": "PasswordWrong"}


@pytest.fixture
def pki(new_folder: Callable[[], Path]) -> Path:
    return new_folder() / "pki"


@pytest.fixture
def terminal(cleaning: ExitStack, pcscd: PrivatePcscd, pki: Path) -> Callable[..., Terminal]:
    def start(prove_s: float = 30.0) -> Terminal:
        made = Terminal(pcscd, pki, prove_s)
        cleaning.callback(made.close)
        return made

    return start


@pytest.fixture
def person(pcscd: PrivatePcscd, card: Callable[..., Card], pki: Path) -> Callable[..., Card]:
    """Puts a person's card on the reader."""

    def put(name: str = "erika_beispiel", *more: str) -> Card:
        return card(pcscd, "--person", name, "--pki", str(pki), "--inserted", *more)

    return put


def test_a_right_pin(terminal: Callable[..., Terminal], person: Callable[..., Card]) -> None:
    card, desk = person(), terminal()
    desk.open()
    assert desk.until_found() == state(3)
    said = desk.prove(PIN)
    assert said["said"] == "Identified"
    assert (said["fields"]["eid.family_names"], said["fields"]["eid.date_of_birth"]) == ("BEISPIEL", "19640812")
    assert card.do("state")["apdus"] <= STEPS


def test_the_ladder_to_blocked_and_back(terminal: Callable[..., Terminal], person: Callable[..., Card]) -> None:
    card, desk = person(), terminal()
    desk.open()
    desk.until_found()
    assert [desk.prove("999999"), desk.prove("999999")] == [wrong(2), wrong(1)]
    assert desk.prove("000000", Password.CAN) == wrong(1)
    time.sleep(1.0)  # longer than pcscd lets a card without a program keep its power: ours keeps it
    assert desk.prove(CAN, Password.CAN) == state(1, can_proven=True)
    time.sleep(1.0)
    assert desk.prove("999999") == wrong(0)
    assert desk.prove("0000000000", Password.PUK) == wrong(0)
    assert desk.prove(PUK, Password.PUK) == state(3)
    assert desk.prove(PIN)["said"] == "Identified"
    assert card.do("state")["puk_uses"] == 9


def test_a_transport_pin_becomes_a_pin(terminal: Callable[..., Terminal], person: Callable[..., Card]) -> None:
    card, desk = person("transport_pin"), terminal()
    desk.open("set_pin")
    assert desk.until_found() == state(3, transport=True)
    assert desk.prove("54321", Password.TRANSPORT_PIN) == {"said": "PasswordProven"}
    assert desk.ask("keep", digits="471182", repeat=False) == {"said": "NewPinKept"}
    assert desk.ask("keep", digits="471182", repeat=True) == {"said": "PinChanged"}
    assert card.do("state")["pin_transport"] is False
    desk.open()
    assert desk.look() == state(3)
    assert desk.prove("471182")["said"] == "Identified"


def test_the_card_is_ours_alone_and_the_watcher_still_sees_it_leave(
    terminal: Callable[..., Terminal],
    person: Callable[..., Card],
    pcscd: PrivatePcscd,
    watch: Callable[..., Watcher],
    transmit: Callable[..., list[str]],
) -> None:
    watcher = watch(pcscd)
    card, desk = person(), terminal()
    watcher.until("present")
    desk.open()
    desk.until_found()
    assert transmit(pcscd, "00A4000C023F00") == ["!8010000b"]
    desk.prove(CAN, Password.CAN)
    card.do("remove")
    watcher.expect("empty")
    assert desk.prove(PIN)["trouble"] == "card_lost"
    assert desk.look()["trouble"] == "no_card"
    card.do("insert")
    watcher.expect("present")
    assert desk.until_found() == state(3)
    desk.tell("close")
    desk.open()
    assert transmit(pcscd, "00A4000C023F00") == ["9000"]


def test_pulled_at_every_command(
    terminal: Callable[..., Terminal], person: Callable[..., Card], pcscd: PrivatePcscd, watch: Callable[..., Watcher]
) -> None:
    """The worst way: the command is carried out, its answer never comes. No try is lost, and the next look works."""
    card, desk, watcher = person(), terminal(), watch(pcscd)
    watcher.until("present")
    desk.open()
    desk.until_found()
    assert desk.prove(PIN)["said"] == "Identified"
    for at in range(1, card.do("state")["apdus"]):  # one less than the first time: the probe is made once
        card.do("remove")
        watcher.until("empty")
        card.do("insert")
        watcher.until("present")
        card.do("remove", after_apdus=at, answered=False)
        said = desk.look()
        if "trouble" not in said:
            said = desk.prove(PIN)
        assert said["trouble"] == "card_lost", (at, said)
        left = card.do("state")
        assert (left["card"], left["pin_tries"]) == ("removed", 3), at
    card.do("insert")
    assert desk.until_found() == state(3)
    said = desk.prove(PIN)
    assert said["said"] == "Identified", said


def test_the_service_is_killed_and_comes_back(
    terminal: Callable[..., Terminal], person: Callable[..., Card], pcscd: PrivatePcscd
) -> None:
    card, desk = person(), terminal()
    desk.open()
    desk.until_found()
    pcscd.kill()
    assert desk.prove(PIN)["trouble"] == "no_reader"
    assert desk.look()["trouble"] == "no_reader"
    pcscd.start()
    assert desk.until_found() == state(3)
    assert desk.prove(PIN)["said"] == "Identified"
    assert card.do("state")["pin_tries"] == 3


def test_two_cards(
    terminal: Callable[..., Terminal], person: Callable[..., Card], pcscd: PrivatePcscd, cleaning: ExitStack, pki: Path
) -> None:
    person()
    desk = terminal()
    desk.open()
    desk.until_found()
    second = Card(pcscd.port + 1, pki.with_name("second"), "--person", "zwei_versuche", "--pki", str(pki), "--inserted")
    cleaning.callback(second.close)
    second.until(connected=True)
    deadline = time.monotonic() + PATIENCE_S
    while (said := desk.look()).get("trouble") != "two_cards":
        assert time.monotonic() < deadline, said
    second.do("remove")
    assert desk.until_found() == state(3)


@pytest.mark.parametrize(
    ("situation", "troubles"),
    [({"card": "bank"}, {"wrong_card"}), ({"card": "health"}, {"wrong_card"}), ({"card": "blank"}, {"wrong_card"})],
    ids=lambda value: value.get("card", "") if isinstance(value, dict) else "",
)
def test_other_cards(
    terminal: Callable[..., Terminal],
    person: Callable[..., Card],
    situation: dict[str, str],
    troubles: set[str],
) -> None:
    card, desk = person(), terminal()
    desk.open()
    desk.until_found()
    card.do("remove")
    card.do("insert", **situation)
    deadline = time.monotonic() + PATIENCE_S
    while (said := desk.look()).get("trouble") not in troubles:
        assert said.get("trouble") in ("no_card", "card_lost", "mute_card"), said
        assert time.monotonic() < deadline


def test_something_that_does_not_answer(terminal: Callable[..., Terminal], person: Callable[..., Card]) -> None:
    card, desk = person(), terminal()
    desk.open()
    desk.until_found()
    card.do("remove")
    card.do("mute")
    deadline = time.monotonic() + PATIENCE_S
    while (said := desk.look()).get("trouble") != "mute_card":
        assert said.get("trouble") == "no_card", said
        assert time.monotonic() < deadline


def test_a_card_that_hangs_is_given_up_in_time_and_answers_later(
    terminal: Callable[..., Terminal], person: Callable[..., Card]
) -> None:
    card, desk = person(), terminal(prove_s=1.0)
    desk.open()
    desk.until_found()
    card.do("slow", seconds=4)
    begin = time.monotonic()
    said = desk.prove(PIN)
    assert (said["trouble"], said["code"]) == ("mute_card", "overdue")
    assert time.monotonic() - begin < 3.5  # before the card's answer
    card.do("slow", seconds=0)
    assert desk.until_found() == state(3)
    assert desk.prove(PIN)["said"] == "Identified"


def test_closing_in_the_middle_frees_the_card(
    terminal: Callable[..., Terminal],
    person: Callable[..., Card],
    pcscd: PrivatePcscd,
    transmit: Callable[..., list[str]],
) -> None:
    card, desk = person(), terminal()
    desk.open()
    desk.until_found()
    card.do("slow", seconds=0.3)
    before = card.do("state")["apdus"]
    desk.tell("prove", digits=PIN)
    card.until(apdus=before + 1)
    desk.tell("close")
    time.sleep(1.0)
    card.do("slow", seconds=0)
    assert card.do("state")["apdus"] <= before + 2
    assert transmit(pcscd, "00A4000C023F00") == ["9000"]
