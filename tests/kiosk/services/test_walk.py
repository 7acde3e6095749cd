"""docs/services.md: a service written from its ten-minute walk works, from the topic to what is sent."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kiosk.services.answers import NOTHING
from kiosk.services.form import Due, check_entries, check_form, costs, questions, schema, submission
from kiosk.services.load import check_services, load_services
from kiosk.services.model import Audience, Catalogue, Handoff, Kind, Level, Mode, Slip
from kiosk.services.reading.fields import _SHAPES
from kiosk.services.search import search, search_index
from tests.kiosk.services.shipped import FOLDER, TODAY

PAGE = (FOLDER.parents[1] / "docs" / "services.md").read_text("utf-8")
ENTRIES: dict[str, object] = {
    "familienname": "Mustermann",
    "vornamen": "Erika",
    "strasse": "Am Markt 7",
    "plz": "56727",
    "ort": "Mayen",
    "sachen": ["moebel", "anderes"],
    "beschreibung": "Ein Klavier",
    "ab_wann": "7.12.2026",
}


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    """The shipped services and the one of the walk, checked as an editor would."""
    folder = Path(shutil.copytree(FOLDER, tmp_path / "services"))
    match = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert match
    (folder / "sperrmuell.yaml").write_text(match[1], "utf-8")
    assert check_services(folder) == []
    return load_services(folder)


def test_it_stands_in_its_topic_and_is_found(catalogue: Catalogue) -> None:
    assert "sperrmuell" in [service.id for service in catalogue.live if service.group == "meldewesen"]
    index = search_index(catalogue.live)
    assert search(index, "altes sofa", "de").services[0].id == "sperrmuell"
    assert search(index, "sperrmül", "de").services[0].id == "sperrmuell"


def test_its_pages_lead_to_the_end(catalogue: Catalogue) -> None:
    service = catalogue.services["sperrmuell"]
    answers, seen = NOTHING, []
    while page := next((page for page in questions(service, answers) if page.id not in seen), None):
        seen.append(page.id)
        entries = {field.id: ENTRIES.get(field.id) for field in page.fields}
        checked = check_entries(service, page.fields, entries, answers, TODAY)
        assert checked.problems == ()
        answers = checked.answers
    assert seen == ["sie.name", "sie.address", "abholung.sachen", "abholung.beschreibung", "abholung.ab_wann"]
    assert check_form(service, answers, TODAY) == ()
    assert isinstance(costs(service, answers), Due)
    sent: Any = submission(service, answers, given=["privacy", "truth"], version=catalogue.version, lang="de")
    assert Draft202012Validator(schema(service)).is_valid(sent)
    assert sent["answers"]["sachen"] == ["moebel", "anderes"]


def test_the_reference_names_every_word() -> None:
    words = {member.value for kind in (Audience, Handoff, Kind, Level, Mode, Slip) for member in kind} | set(_SHAPES)
    assert {word for word in words if f"`{word}`" not in PAGE} == set()
