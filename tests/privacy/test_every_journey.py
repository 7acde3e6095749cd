"""Every journey there is, its faults included: what its people type and what their cards hold is nowhere else.

All of them in `make faults`, one in `make test`. Marks are texts of at least eight bytes, as the journey has them: what
is shorter may stand anywhere by accident, and so may what the card's file is named after. PINs and CANs of the cards
are looked for as numbers of their own.
"""

import os
import re
from pathlib import Path

import pytest
import yaml

from devices.eid.virtual_card.person import find_person
from kiosk.rehearsal.actions import Type
from kiosk.rehearsal.journey import Journey, load_journey
from kiosk.settings import shipped_config
from tests.privacy.marks import SHORTEST, Marks, files_in
from tests.privacy.playing import played

FOLDER = Path(__file__).parents[1] / "journeys"
ALL = sorted(file.stem for file in FOLDER.glob("*.yaml"))
NAMES = ALL if os.environ.get("BT_FULL") else ["ausweis_pin_falsch"]
ON_CARD = ("given_names", "family_names", "birth_place", "birth_name")
IDS = " ".join(file.stem for file in (shipped_config() / "services").glob("*.yaml"))
"""What somebody typed into the search may be part of a service's name, and that is in logs."""
NO_MARKS = frozenset({"27182818"})
"""The PIN of staff is the demo's; `test_staff_pin` is about such PINs."""


def card_of(journey: Journey) -> dict[str, object]:
    """What the person's card holds."""
    who = journey.start.person
    found: dict[str, object] = yaml.safe_load(find_person(who).read_text("utf-8")) if who is not None else {}
    return found


def known(journey: Journey) -> set[str]:
    """Texts that only this person would write."""
    card = card_of(journey)
    address = card.get("address")
    held = [card.get(name) for name in ON_CARD] + (list(address.values()) if isinstance(address, dict) else [])
    typed = [action.text for step in journey.steps for action in step.do if isinstance(action, Type)]
    texts = {str(text) for text in (*held, *typed) if text}
    named = f"{IDS} {journey.start.person}"
    return {text for text in texts if len(text.encode()) >= SHORTEST and text.casefold() not in named} - NO_MARKS


def secrets(journey: Journey) -> list[str]:
    """PIN, CAN and PUK of the card."""
    card = card_of(journey)
    return [str(card[name]) for name in ("pin", "can", "puk") if name in card]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_the_people_is_left(name: str) -> None:
    file = FOLDER / f"{name}.yaml"
    journey = load_journey(file)
    marks, numbers = Marks(known(journey)), secrets(journey)
    with played(journey, frozenset({file.name})) as left:
        searched = left.searched()
        assert any(each.name == "terminal.log" for each in searched)
        assert marks.in_files(searched) == []
        assert left.strange() == set()
        pattern = re.compile(rb"(?<!\d)(?:" + b"|".join(number.encode() for number in numbers) + rb")(?!\d)")
        if numbers:
            assert [each for each in files_in(left.folder) if pattern.search(each.read_bytes())] == []
