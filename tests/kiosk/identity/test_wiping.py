"""Afterwards nothing is left in the buffers: digits, new PINs, keys of every session are zeros, however it ended."""

from collections.abc import Callable
from typing import Any

import pytest

from devices.card.api import AccessFault
from devices.eid import kdf
from devices.eid.curves import KeyPair
from kiosk.identity import card as card_module
from kiosk.identity import new_pin
from kiosk.identity.api import Identified, Looked, Password, PinChanged, Purpose
from tests.kiosk.identity.stand import TestCard, Visit, refused, visit_of


class Traces:
    """Every secret that was made while a test ran."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.keys: list[kdf.SessionKeys] = []
        self.digits: list[bytearray] = []
        self.pairs: list[KeyPair] = []
        self._watch(patch, kdf.SessionKeys, self.keys)
        self._watch(patch, KeyPair, self.pairs)
        proven = card_module.EidPassword

        def password(kind: Any, digits: bytearray) -> Any:
            self.digits.append(digits)
            return proven(kind, digits)

        patch.setattr(card_module, "EidPassword", password)
        set_pin = card_module.set_new_pin

        def change(transmit: Any, session: Any, digits: bytearray) -> Any:
            self.digits.append(digits)
            return set_pin(transmit, session, digits)

        patch.setattr(card_module, "set_new_pin", change)

    def _watch(self, patch: pytest.MonkeyPatch, kind: Any, made: list[Any]) -> None:
        before = kind.__init__

        def init(each: Any, *arguments: Any, **named: Any) -> None:
            before(each, *arguments, **named)
            made.append(each)

        patch.setattr(kind, "__init__", init)

    def check(self) -> None:
        assert self.keys
        assert self.digits
        assert not any(any(keys.encryption) or any(keys.mac) for keys in self.keys)
        assert not any(any(digits) for digits in self.digits)


@pytest.fixture
def traces(monkeypatch: pytest.MonkeyPatch) -> Traces:
    return Traces(monkeypatch)


def _identified(visit: Visit, card: TestCard) -> None:
    assert isinstance(visit.prove(card.pin), Identified)


def _wrong(visit: Visit, _card: TestCard) -> None:
    visit.prove("999999")
    visit.prove("000000", Password.CAN)


def _can_and_away(visit: Visit, card: TestCard) -> None:
    visit.prove(card.can, Password.CAN)
    visit.close()


def _can_and_pulled(visit: Visit, card: TestCard) -> None:
    visit.prove(card.can, Password.CAN)
    visit.reader.lost_at = len(visit.reader.sent) + 2
    visit.prove(card.pin)


def _portal_fails(visit: Visit, card: TestCard) -> None:
    visit.portal.fails = {2: refused("eid-refused")}
    visit.prove(card.pin)


def _forged_answer(visit: Visit, card: TestCard) -> None:
    visit.reader.mutate = lambda index, answer: answer if index < 16 else answer[:-6] + bytes(4) + answer[-2:]
    visit.prove(card.pin)


@pytest.mark.parametrize(
    "way",
    [_identified, _wrong, _can_and_away, _can_and_pulled, _portal_fails, _forged_answer],
    ids=lambda way: way.__name__,
)
def test_whatever_happens(traces: Traces, way: Callable[[Visit, TestCard], None]) -> None:
    card = TestCard()
    with visit_of(card.chip) as visit:
        visit.open()
        visit.look()
        way(visit, card)
    card.chip.power_off()
    traces.check()


@pytest.mark.parametrize("lost", [False, True])
def test_a_new_pin(traces: Traces, lost: bool) -> None:
    card = TestCard()
    with visit_of(card.chip) as visit:
        visit.open(Purpose.SET_PIN)
        visit.look()
        visit.prove(card.pin)
        visit.keep("471182")
        visit.reader.lost_at = len(visit.reader.sent) if lost else None
        assert isinstance(visit.keep("471182", repeat=True), PinChanged) is not lost
    card.chip.power_off()
    traces.check()


def test_a_first_entry_does_not_outlive_the_attempt(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[bytearray] = []
    keep = new_pin.NewPin.keep

    def watched(each: new_pin.NewPin, digits: bytearray | None) -> Any:
        result = keep(each, digits)
        kept.append(each._first)
        return result

    monkeypatch.setattr(new_pin.NewPin, "keep", watched)
    for leave in (Visit.close, Visit.look, Visit.open):
        kept.clear()
        card = TestCard()
        with visit_of(card.chip) as visit:
            visit.open(Purpose.SET_PIN)
            visit.look()
            visit.prove(card.pin)
            visit.keep("471182")
            assert bytes(kept[0]) == b"471182"
            leave(visit)
            visit.until(lambda: not any(kept[0]))


def test_a_reader_that_dies_with_the_can_proven(traces: Traces) -> None:
    card = TestCard("ausgesetzt")
    with visit_of(card.chip) as visit:
        visit.open()
        visit.look()
        visit.prove(card.can, Password.CAN)
        visit.reader.fault = AccessFault.NO_SERVICE
        assert isinstance(visit.look(), Looked)
        card.chip.power_off()
        traces.check()
