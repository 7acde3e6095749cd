"""Requests of the control socket -> what happens on the virtual reader. The package's docstring lists them."""

from collections.abc import Callable, Mapping
from typing import Any

from devices.card.virtual.card import VirtualCard
from devices.card.virtual.chip import BlankChip, Chip
from devices.card.virtual.other_cards import bank_card, health_card
from devices.control import RefusedError
from devices.eid.virtual_card.chip import EidChip
from devices.eid.virtual_card.wallet import Forgery, PersonError, Wallet

_OTHERS: Mapping[str, Callable[[], Chip]] = {"bank": bank_card, "health": health_card, "blank": BlankChip}
_LONGEST_DELAY_S = 600.0


class Situations:
    """A hand with cards in front of one reader.

    Args:
        card: the plug.
        wallet: where persons' cards come from.
        chip: what the plug holds at the beginning.
        person: whose card that is, empty for none.
    """

    def __init__(self, card: VirtualCard, wallet: Wallet, chip: Chip, person: str = "") -> None:
        self._card = card
        self._wallet = wallet
        self._chip = chip
        self._person = person
        self._forgery = Forgery.NONE

    def handle(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """Does what a request asks for; gives the state after it.

        Raises:
            RefusedError: unknown situation or argument.
        """
        match request:
            case {"do": "insert", **rest}:
                self._insert(rest)
            case {"do": "mute", **rest} if not rest:
                self._card.insert(mute=True)
            case {"do": "remove", **rest}:
                self._remove(rest)
            case {"do": "flip", "answer": int(answer), **rest} if answer > 0:
                self._card.spoil(answer, _whole_number(rest, "bit"))
            case {"do": "slow", "seconds": int() | float() as seconds, **rest} if not rest:
                self._card.slow_down(min(max(0.0, float(seconds)), _LONGEST_DELAY_S))
            case {"do": "state", **rest} if not rest:
                pass
            case {"do": "insert" | "mute" | "remove" | "flip" | "slow" | "state" as known}:
                raise RefusedError(f"situation {known!r} does not take these arguments")
            case _:
                raise RefusedError(f"unknown situation {request.get('do')!r}")
        return self.state()

    def state(self) -> Mapping[str, Any]:
        """What a bystander sees, and for an eID card its counters. Flat, so that states can be compared."""
        state: dict[str, Any] = {**self._card.state(), "person": self._person, "keys": self._forgery.value}
        if isinstance(self._chip, EidChip):
            memory = self._chip.memory
            state |= {
                "pin_tries": memory.pin.tries,
                "pin_active": memory.pin.active,
                "pin_transport": memory.pin.transport,
                "puk_uses": memory.puk_uses,
                "chip_date": memory.today.isoformat(),
            }
        return state

    def _insert(self, rest: Mapping[str, Any]) -> None:
        match dict(rest):
            case {**none} if not none:
                self._card.insert()
            case {"card": str(other)} if other in _OTHERS and len(rest) == 1:
                self._put(_OTHERS[other](), "", Forgery.NONE)
            case {"person": str(person), **more} if more.keys() <= {"keys"}:
                self._insert_person(person, more.get("keys", Forgery.NONE.value))
            case _:
                raise RefusedError("situation 'insert' does not take these arguments")

    def _insert_person(self, person: str, keys: object) -> None:
        forgery = next((each for each in Forgery if each.value == keys), None)
        if forgery is None:
            raise RefusedError(f"keys: one of {', '.join(each.value for each in Forgery)}")
        try:
            self._put(self._wallet.card(person, forgery), person, forgery)
        except (PersonError, OSError) as error:
            raise RefusedError(f"this situation has no card: {error}") from error

    def _put(self, chip: Chip, person: str, forgery: Forgery) -> None:
        self._card.insert(chip)
        self._chip, self._person, self._forgery = chip, person, forgery

    def _remove(self, rest: Mapping[str, Any]) -> None:
        match dict(rest):
            case {**none} if not none:
                self._card.remove()
            case {"after_apdus": int(count), **more} if count >= 0 and more.keys() <= {"answered"}:
                self._card.remove(count, answered=bool(more.get("answered", True)))
            case _:
                raise RefusedError("situation 'remove' does not take these arguments")


def _whole_number(rest: Mapping[str, Any], name: str) -> int:
    value = rest.get(name, 0)
    if rest.keys() - {name} or not isinstance(value, int) or value < 0:
        raise RefusedError(f"this situation takes {name!r}, a whole number")
    return value
