"""A card whose person, numbers and PINs nobody else has: read, unlocked with the CAN, pulled, given a new PIN.

Searched as in `test_marked_person`. Names and address may be at the town hall, on glass and on paper. PIN, CAN, PUK and
the new PIN may be nowhere at all, not even there: glass and paper show none of them, the card keeps keys. They are
short, so they are looked for as numbers of their own, in text of one and two bytes a digit, and in hexadecimal.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from msgspec import structs

from kiosk.rehearsal.actions import Type
from kiosk.rehearsal.journey import load_journey
from tests.privacy.marks import Marks, content, files_in
from tests.privacy.playing import Left, played

JOURNEY = Path(__file__).with_name("gemerkte_karte.yaml")
PERSON = Path(__file__).with_name("gemerkte_karte_person.yaml")
ON_CARD = yaml.safe_load(PERSON.read_text("utf-8"))
KNOWN = (*(ON_CARD[name] for name in ("given_names", "family_names", "birth_place", "birth_name")),
         ON_CARD["address"]["street"], ON_CARD["address"]["city"])  # fmt: skip
WRONG_PIN, NEW_PIN = "926183", "648391"
SECRETS = (ON_CARD["pin"], ON_CARD["can"], ON_CARD["puk"], WRONG_PIN, NEW_PIN)


@pytest.fixture(scope="module")
def left() -> Iterator[Left]:
    journey = load_journey(JOURNEY)
    start = structs.replace(journey.start, person=str(PERSON))
    with played(replace(journey, start=start), frozenset({JOURNEY.name, PERSON.name})) as everything:
        yield everything


def with_secrets(files: list[Path]) -> set[Path]:
    """Files in which a secret stands as a number of its own. Which one is not said."""
    forms = []
    for secret in SECRETS:
        forms += [
            rb"(?<!\d)" + secret.encode() + rb"(?!\d)",
            rb"(?<!\d\0)" + re.escape(secret.encode("utf-16-le")) + rb"(?!\d\0)",
            rb"(?<![0-9a-f])" + secret.encode().hex().encode() + rb"(?![0-9a-f])",
        ]
    pattern = re.compile(b"|".join(forms))
    return {file for file in files if pattern.search(content(file).lower())}


def test_the_card_was_read_and_its_secrets_were_typed(left: Left) -> None:
    """Otherwise there was nothing to find."""
    (application,) = left.applications
    assert {"QUÄXOLDTHOFER", "WÜHLGRABENWEG 77"} <= set(map(str, application["answers"].values()))
    typed = {action.text for step in load_journey(JOURNEY).steps for action in step.do if isinstance(action, Type)}
    assert set(SECRETS) - {ON_CARD["puk"]} <= typed
    assert with_secrets([JOURNEY, PERSON]) == {JOURNEY, PERSON}
    assert Marks(KNOWN).in_files(files_in(left.folder / "world/town-hall"))


def test_nothing_of_the_person_is_anywhere_else(left: Left) -> None:
    files = left.searched()
    names = {file.name for file in files}
    assert {"state.db", "terminal.log", "card.log", "pcscd.log", "portal.log", "journey.log", "timings.json"} <= names
    assert Marks(KNOWN).in_files(files) == []
    assert Marks(KNOWN).in_files(left.changed_elsewhere()) == []
    assert left.strange() == set()


def test_no_secret_is_anywhere_at_all(left: Left) -> None:
    assert with_secrets([file for file in files_in(left.folder) if file.suffix != ".png"]) == set()
    assert with_secrets(left.changed_elsewhere()) == set()


def test_no_log_tells_digit_by_digit(left: Left) -> None:
    logs = [file for file in left.searched() if file.suffix in {".log", ".json"}]
    told = b"".join(log.read_bytes() for log in logs)
    assert b"tap pad.*" in told
    assert re.findall(rb"pad\.\d|tap pad\.\* at", told) == []
