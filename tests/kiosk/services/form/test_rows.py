"""Rows of a list: what a page of one row may be given, and what counts of it."""

import re
import shutil
from datetime import time
from decimal import Decimal
from pathlib import Path
from textwrap import indent

from kiosk.services.conditions import Is
from kiosk.services.dates import Day
from kiosk.services.fields import (
    ChoiceField,
    ListField,
    NumberField,
    NumberKind,
    Option,
    Text,
    TextField,
    TextKind,
)
from kiosk.services.form import (
    Code,
    RowPlace,
    check_row,
    look,
    questions,
    row_questions,
    rows_in,
    submission,
    with_row,
    without_row,
)
from kiosk.services.load import load_services
from tests.kiosk.services.shipped import FOLDER, TODAY, field, service

FEST = service("schankerlaubnis")
TAGE = field("schankerlaubnis", "tage")
assert isinstance(TAGE, ListField)
HUB = next(question for question in questions(FEST, {}) if question.id == "anlass.tage")


def label(de: str) -> Text:
    return Text(de, de)


ART = ChoiceField(id="art", label=label("Art"), required=True, options=tuple(Option(v, label(v)) for v in ("a", "b")))
WERT = NumberField(
    id="wert", label=label("Wert"), required=True, kind=NumberKind.MONEY, show_if=Is("art", "a"), min=Decimal(1)
)
NAME = TextField(id="name", label=label("Name"), kind=TextKind.TEXT, max_length=9, page="wer")
VORNAME = TextField(id="vorname", label=label("Vorname"), kind=TextKind.TEXT, max_length=9, page="wer")
DINGE = ListField(
    id="dinge", label=label("Dinge"), fields=(ART, WERT, NAME, VORNAME), pages={"wer": label("Wer")}, max=3
)


def test_rows_are_added_at_the_end_and_removed_anywhere() -> None:
    answers = with_row(TAGE, with_row(TAGE, {}))
    assert rows_in(TAGE, answers) == ({}, {})
    answers = {"tage": ({"von": time(8)}, {"von": time(9)}, {"von": time(10)})}
    assert rows_in(TAGE, without_row(TAGE, answers, 1)) == ({"von": time(8)}, {"von": time(10)})
    assert without_row(TAGE, {"tage": ({},)}, 0) == {"tage": None}


def test_fields_of_a_row_share_pages_as_those_of_a_step_do() -> None:
    hub = HUB.__class__("x.dinge", "x", label("Dinge"), None, (DINGE,))
    pages = row_questions(hub, 1, {"art": "a"})
    assert [page.id for page in pages] == ["x.dinge.2.art", "x.dinge.2.wert", "x.dinge.2.wer"]
    assert [field.id for field in pages[-1].fields] == ["name", "vorname"]
    assert pages[-1].title.de == "Wer"
    assert all(page.row == RowPlace("x.dinge", DINGE, 1) for page in pages)


def test_a_hidden_field_of_a_row_is_neither_asked_nor_counted_nor_lost() -> None:
    hub = HUB.__class__("x.dinge", "x", label("Dinge"), None, (DINGE,))
    row = {"art": "b", "wert": Decimal(5)}
    assert [page.id for page in row_questions(hub, 0, row)] == ["x.dinge.1.art", "x.dinge.1.wer"]
    assert look((DINGE,), {"dinge": (row,)}).values == {"dinge": ({"art": "b"},)}


def test_a_page_of_a_row_keeps_the_other_rows_and_the_rest_of_its_own() -> None:
    answers = {"anlass": "Kirmes", "tage": ({"von": time(8)}, {"bis": time(23)})}
    page = row_questions(HUB, 1, {})[1]
    place = page.row
    assert place is not None
    checked = check_row(FEST, place, page.fields, {"von": "18:30"}, answers=answers, today=TODAY)
    assert checked.problems == ()
    assert checked.answers == {"anlass": "Kirmes", "tage": ({"von": time(8)}, {"bis": time(23), "von": time(18, 30)})}


def test_a_mistake_names_row_and_field_and_leaves_the_row_alone() -> None:
    answers = {"tage": ({}, {})}
    page = row_questions(HUB, 1, {})[1]
    assert page.row is not None
    checked = check_row(FEST, page.row, page.fields, {"von": "25:00"}, answers=answers, today=TODAY)
    (problem,) = checked.problems
    assert (problem.field, problem.row, problem.code) == ("von", 1, Code.TIME_UNREADABLE)
    assert problem.noun == TAGE.row
    assert rows_in(TAGE, checked.answers)[1] == {}


def test_a_rule_looks_at_the_row_that_was_just_answered() -> None:
    answers = {"tage": ({"datum": Day(2026, 11, 28)}, {})}
    page = row_questions(HUB, 1, {})[0]
    assert page.row is not None
    soon = check_row(FEST, page.row, page.fields, {"datum": "29.11.2026"}, answers=answers, today=TODAY)
    assert [(each.field, each.row) for each in soon.warnings] == [("datum", 1)]
    late = check_row(FEST, page.row, page.fields, {"datum": "24.12.2026"}, answers=answers, today=TODAY)
    assert late.warnings == ()


def test_only_what_is_visible_in_a_row_is_sent() -> None:
    answers = {"tage": ({"datum": Day(2026, 12, 24), "von": time(8), "bis": time(9), "nie_gefragt": "x"},)}
    payload = submission(FEST, answers, given=(), version="1", lang="de")["answers"]
    assert isinstance(payload, dict)
    assert payload["tage"] == [{"datum": "2026-12-24", "von": "08:00", "bis": "09:00"}]


def test_the_list_of_the_documentation_is_one(tmp_path: Path) -> None:
    services = Path(shutil.copytree(FOLDER, tmp_path / "services"))
    page = (FOLDER.parents[1] / "docs" / "services.md").read_text("utf-8")
    whole, listed, *_ = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    before, _, after = whole.partition("notices:")
    file = before.rstrip() + "\n" + indent(listed, " " * 6) + "\nnotices:" + after
    (services / "sperrmuell.yaml").write_text(file, "utf-8")
    found = load_services(services, live_only=False).services["sperrmuell"]
    hub = next(question for question in questions(found, {}) if question.id.endswith(".personen"))
    assert [page.id.rpartition(".")[2] for page in row_questions(hub, 0, {"arbeitet": True})] == [
        "wer",
        "arbeitet",
        "lohn",
    ]
