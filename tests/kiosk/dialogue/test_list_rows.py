"""Lists: adding, changing and removing rows, what is said about them, and that nothing of it is lost or doubled."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kiosk.dialogue import phases as p
from kiosk.dialogue.dispatch import view
from kiosk.dialogue.events import Pressed
from kiosk.dialogue.form_blocks import ListRows, Review
from kiosk.dialogue.forms import list_rows
from kiosk.dialogue.machine import step
from kiosk.dialogue.pages import focus_order, nodes
from kiosk.services.dates import Day
from kiosk.services.form import submission
from tests.kiosk.dialogue import samples
from tests.kiosk.dialogue.forms_by_hand import filling, keys, opened, person
from tests.kiosk.dialogue.test_every_state import assert_whole
from tests.kiosk.dialogue.visiting import Visitor

PERSONS = "haushalt.personen"
HUB = f"question.{PERSONS}"


def hub() -> Visitor:
    return opened("wohngeld", PERSONS)


def two() -> Visitor:
    """A household with two children in the list."""
    visitor = hub().press("rows.add")
    person(visitor, "anna ott", "1", "5", "2015").press("rows.add")
    return person(visitor, "ben ott", "2", "6", "2017")


def titles(visitor: Visitor) -> list[str]:
    blocks = [block for block in visitor.page.tray if isinstance(block, ListRows)]
    return [f"{row.title.name}: {row.value.name}" for block in blocks for row in block.rows]


def test_an_empty_list_says_so_and_offers_the_first_row() -> None:
    visitor = hub()
    assert "Noch ist nichts eingetragen." in visitor.said()
    assert "Person hinzufügen" in visitor.said()
    assert titles(visitor) == []


def test_each_question_of_a_row_has_its_page_and_says_where_it_is() -> None:
    visitor = hub().press("rows.add")
    assert visitor.page.id == f"{HUB}.1.name"
    assert "Person 1, Frage 1 von 4." in visitor.said()
    assert "Schritt 2 von" in visitor.said()
    visitor.write("anna").press("form.next")
    assert "Person 1, Frage 2 von 4." in visitor.said()
    assert "Schritt 2 von" in visitor.said()


def test_after_the_last_question_the_row_stands_in_the_list() -> None:
    visitor = two()
    assert visitor.page.id == HUB
    assert titles(visitor) == [
        "Person 1: Anna ott, 1. Mai 2015, Kind, 450,00 Euro",
        "Person 2: Ben ott, 2. Juni 2017, Kind, 450,00 Euro",
    ]
    assert filling(visitor).answers["personen"] == (
        {"name": "Anna ott", "geburtsdatum": Day(2015, 5, 1), "verhaeltnis": "kind", "einkommen_monat": Decimal(450)},
        {"name": "Ben ott", "geburtsdatum": Day(2017, 6, 2), "verhaeltnis": "kind", "einkommen_monat": Decimal(450)},
    )


def test_changing_a_row_shows_what_stands_in_it() -> None:
    visitor = two().press("rows.change.2")
    assert visitor.value("field.name") == "Ben ott"
    visitor.write("o").press("form.next", "form.next", "form.next", "form.next")
    assert titles(visitor)[1].startswith("Person 2: Ben otto, 2. Juni 2017")


def test_removing_is_asked_once_and_can_be_kept() -> None:
    visitor = two().press("rows.remove.1")
    assert visitor.page.id == f"{HUB}.remove"
    assert "Person 1 entfernen?" in visitor.said()
    assert "Anna ott" in visitor.said()
    assert len(titles(visitor.press("rows.keep"))) == 2
    assert titles(visitor.press("rows.remove.1", "rows.drop")) == ["Person 1: Ben ott, 2. Juni 2017, Kind, 450,00 Euro"]


def test_what_was_typed_in_a_row_moves_up_with_it() -> None:
    visitor = two().press("rows.change.2").write("xy").press("form.back")
    assert visitor.page.id == HUB
    visitor.press("rows.remove.1", "rows.drop", "rows.change.1")
    assert visitor.value("field.name") == "Ben ottxy"


def test_the_last_row_gone_the_list_is_empty_again() -> None:
    visitor = two().press("rows.remove.2", "rows.drop", "rows.remove.1", "rows.drop")
    assert "Noch ist nichts eingetragen." in visitor.said()
    assert filling(visitor).answers["personen"] is None


def test_a_row_in_which_nothing_stands_is_none() -> None:
    visitor = hub().press("rows.add", "form.back")
    assert visitor.page.id == HUB
    assert titles(visitor) == []


def test_back_from_a_row_loses_nothing_and_says_that_it_is_not_finished() -> None:
    visitor = hub().press("rows.add").write("anna").press("form.next", "form.back", "form.back")
    assert titles(visitor) == ["Person 1: Noch nicht fertig. Anna"]
    visitor.press("form.next")
    assert visitor.page.id == HUB
    assert visitor.mistakes() == ["Person 1: Hier fehlen noch Antworten. Drücken Sie „Ändern“."]
    visitor.press("rows.change.1")
    assert visitor.value("field.name") == "Anna"


def test_what_was_only_typed_is_kept_too() -> None:
    visitor = hub().press("rows.add").write("an").press("form.back")
    assert titles(visitor) == ["Person 1: Noch nicht fertig."]
    assert visitor.press("rows.change.1").value("field.name") == "An"


def test_a_mistake_in_a_row_names_the_row() -> None:
    visitor = two().press("rows.add", "form.next")
    assert visitor.page.id == f"{HUB}.3.name"
    assert [each.startswith("Person 3: ") for each in visitor.mistakes()] == [True]


def test_a_list_that_needs_a_row_does_not_go_on_without() -> None:
    visitor = opened("handwerkerparkausweis", "ausweis.fahrzeuge")
    visitor.press("form.next")
    assert visitor.mistakes() == ["Hier fehlt noch etwas. Tragen Sie mindestens 1 ein."]


def test_a_full_list_has_no_key_for_more_and_says_why() -> None:
    row = {"kennzeichen": "MYK-AB 1"}
    visitor = opened("handwerkerparkausweis", "ausweis.fahrzeuge", {"fahrzeuge": (row,) * 19})
    assert list_rows.ADD in keys(visitor)
    assert "Eingetragen: 19 von höchstens 20." in visitor.said()
    visitor = opened("handwerkerparkausweis", "ausweis.fahrzeuge", {"fahrzeuge": (row,) * 20})
    assert list_rows.ADD not in keys(visitor)
    assert "Alle 20 Plätze sind belegt." in visitor.said()
    assert visitor.page.focus in keys(visitor)


def test_many_rows_are_shown_page_by_page_and_the_newest_after_adding() -> None:
    rows = tuple({"kennzeichen": f"MYK-AB {number}"} for number in range(1, 10))
    visitor = opened("handwerkerparkausweis", "ausweis.fahrzeuge", {"fahrzeuge": rows})
    seen = list(titles(visitor))
    while len(seen) < 9:
        seen += titles(visitor.press("options.more"))
    assert [title.partition(":")[0] for title in seen] == [f"Fahrzeug {number}" for number in range(1, 10)]
    visitor.press("rows.add").write("myk-ab 99").press("form.next", "form.next")
    assert titles(visitor)[-1] == "Fahrzeug 10: MYK-AB 99"


def test_a_warning_about_a_row_is_said_on_its_own_page_only() -> None:
    visitor = opened("schankerlaubnis", "anlass.tage").press("rows.add")
    visitor.write("28").press("pad.next").write("11").press("pad.next").write("2026").press("form.next")
    assert "Es kann knapp werden." in visitor.said()
    visitor.press("form.next").write("18").press("pad.next").write("00").press("form.next")
    visitor.write("23").press("pad.next").write("00").press("form.next")
    assert titles(visitor) == ["Tag 1: 28. November 2026, 18:00 Uhr, 23:00 Uhr"]
    assert "knapp" not in visitor.said()
    assert visitor.press("form.next").page.id != "question.anlass.tage"


def test_the_second_row_is_warned_of_too() -> None:
    rows = ({"datum": Day(2026, 11, 28)},)
    visitor = opened("schankerlaubnis", "anlass.tage", {"tage": rows}).press("rows.add")
    visitor.write("29").press("pad.next").write("11").press("pad.next").write("2026").press("form.next")
    assert "Es kann knapp werden." in visitor.said()


def reviewing(visitor: Visitor) -> Visitor:
    visitor.state = replace(visitor.state, phase=p.Reviewing())
    while f"change.{PERSONS}" not in keys(visitor):
        visitor.press("review.next")
    return visitor


def test_the_review_has_the_list_and_each_row_with_a_key() -> None:
    visitor = reviewing(two())
    rows = {
        row.label.name: row
        for block in visitor.page.content
        if isinstance(block, Review)
        for group in block.groups
        for row in group.rows
    }
    assert rows["Wer wohnt noch bei Ihnen?"].value.name == "2 Einträge"
    if "Person 2" not in rows:
        visitor.press("review.next")
    assert f"change.{PERSONS}.2.name" in keys(visitor) or f"change.{PERSONS}.1.name" in keys(visitor)


def test_changing_a_row_from_the_review_leads_back_to_it() -> None:
    visitor = reviewing(two())
    if f"change.{PERSONS}.1.name" not in keys(visitor):
        visitor.press("review.next")
    visitor.press(f"change.{PERSONS}.1.name")
    assert visitor.page.id == f"{HUB}.1.name"
    visitor.write("o").press("form.next", "form.next", "form.next", "form.next")
    assert visitor.page.id == HUB
    assert visitor.press("form.back").page.id == "review"


@pytest.mark.parametrize("node", ["rows.change.3", "rows.remove.3", "rows.change.0"])
def test_a_key_of_a_row_that_is_not_there_does_nothing(node: str) -> None:
    visitor = two()
    before = [node.id for node in nodes(visitor.page)]
    visitor.happen(Pressed(HUB, node))
    assert [node.id for node in nodes(visitor.page)] == before


def test_rows_are_sent_as_the_contract_says() -> None:
    visitor = two()
    service = filling(visitor).service
    payload = submission(service, filling(visitor).answers, given=(), version="1", lang="de")
    answers = payload["answers"]
    assert isinstance(answers, dict)
    assert answers["personen"] == [
        {"name": "Anna ott", "geburtsdatum": "2015-05-01", "verhaeltnis": "kind", "einkommen_monat": 45000},
        {"name": "Ben ott", "geburtsdatum": "2017-06-02", "verhaeltnis": "kind", "einkommen_monat": 45000},
    ]


def pages_of_a_list() -> list[Visitor]:
    """Somebody on each page that a list makes."""
    return [
        hub(),
        two(),
        hub().press("rows.add"),
        hub().press("rows.add", "form.next"),
        two().press("rows.remove.1"),
        two().press("rows.add").write("c").press("form.back", "form.next"),
        opened("gewerbe_anmelden", "person.geburtsland"),
        opened("gewerbe_anmelden", "person.geburtsland").press("options.all"),
        opened("buergeranregung", "anregung.text"),
    ]


@pytest.mark.parametrize("number", range(9))
def test_every_event_on_these_pages_leads_to_a_whole_page(number: int) -> None:
    visitor = pages_of_a_list()[number]
    page, state = visitor.page, visitor.state
    assert_whole(page)
    for event in samples.events(page.id, focus_order(page)):
        after, _ = step(visitor.context, state, event, samples.stamp(visitor.now + 1))
        assert_whole(view(visitor.context, after))
    for key in focus_order(page):
        after, _ = step(visitor.context, state, Pressed(page.id, key), samples.stamp(visitor.now + 1))
        idle = key == "keyboard.delete" or key.startswith("field.") or (key == "form.next" and visitor.mistakes())
        same = replace(after, now=state.now, last_input=state.last_input) == state
        assert idle or not same, f"{page.id}: {key} is dead"
