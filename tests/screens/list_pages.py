"""Pages of forms that lists, long lists of answers and long texts make: the real ones, from the shipped services.

Each builder plays keys on the real dialogue in the look that is asked for, so that what is laid out is what people get.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from kiosk.dialogue import phases as p
from kiosk.dialogue.pages import Appearance, Page
from kiosk.services.dates import Day
from tests.kiosk.dialogue.forms_by_hand import filling, keys, opened
from tests.kiosk.dialogue.visiting import Visitor

Builder = Callable[[Appearance], Page]

PERSON = {"geburtsdatum": Day(2015, 5, 1), "verhaeltnis": "kind", "einkommen_monat": Decimal(450)}
PERSONS = tuple(
    PERSON | {"name": name}
    for name in ("Anna Ott", "Maximilian Alexander von Hohenstein-Wittelsbach", "Ben Ott", "Ida Ott", "Jan Ott")
)
LONG = "Auf dem Spielplatz am Markt ist die Rutsche kaputt. Sie hat seit Wochen einen Riss. " * 9
KONTAKT = "gewerbe_anmelden"


def at(look: Appearance, service: str, question: str, answers: Mapping[str, object] | None = None) -> Visitor:
    """Somebody at a question, who sees it in this look."""
    visitor = opened(service, question, answers)  # type: ignore[arg-type]  # answers of tests are of all kinds
    session = visitor.state.session
    visitor.state = replace(visitor.state, session=replace(session, appearance=look))
    return visitor


def _finished(visitor: Visitor) -> Visitor:
    """As if every page of every row had been answered."""
    form = filling(visitor)
    hubs = [question for question in form.questions if form.rows(question)]
    pages = [page.id for hub in hubs for n in range(len(form.rows(hub))) for page in form.row_pages(hub, n)]
    form = replace(form, visited=frozenset(pages))
    visitor.state = replace(visitor.state, session=replace(visitor.state.session, filling=form))
    return visitor


def persons(look: Appearance, count: int) -> Visitor:
    """The list of persons of a household with so many rows."""
    answers = {"personen": PERSONS[:count]} if count else None
    return _finished(at(look, "wohngeld", "haushalt.personen", answers))


def _country(look: Appearance, text: str, *keys: str) -> Page:
    shown = at(look, KONTAKT, COUNTRY)
    for sign in text:
        shown.press(f"keyboard.{sign}")
    return shown.press(*keys).page


def _full(look: Appearance) -> Page:
    rows = tuple({"kennzeichen": f"MYK-AB {number}", "fahrzeugart": "Kastenwagen"} for number in range(1, 21))
    return _finished(at(look, "handwerkerparkausweis", "ausweis.fahrzeuge", {"fahrzeuge": rows})).page


def _review(look: Appearance) -> Page:
    visitor = persons(look, 2)
    visitor.state = replace(visitor.state, phase=p.Reviewing())
    while not any("haushalt.personen.1" in key for key in keys(visitor)):
        visitor.press("review.next")
    return visitor.page


def _long_review(look: Appearance) -> Page:
    answers = {"thema": "gruen", "betreff": "Rutsche", "text": f"{LONG}\n{LONG}"}
    visitor = at(look, "buergeranregung", "anregung.text", answers)
    visitor.state = replace(visitor.state, phase=p.Reviewing())
    while "change.anregung.text" not in keys(visitor):
        visitor.press("review.next")
    return visitor.page


def _long_text(look: Appearance, text: str) -> Page:
    return at(look, "buergeranregung", "anregung.text", {"text": text} if text else None).page


COUNTRY = "person.geburtsland"
PAGES: dict[str, Builder] = {
    "rows.none": lambda look: persons(look, 0).page,
    "rows.two": lambda look: persons(look, 2).page,
    "rows.three": lambda look: persons(look, 3).page,
    "rows.four": lambda look: persons(look, 4).page,
    "rows.many": lambda look: persons(look, 5).page,
    "rows.full": _full,
    "rows.open": lambda look: persons(look, 1).press("rows.add").write("b").press("form.back", "form.next").page,
    "rows.first": lambda look: persons(look, 1).press("rows.add").page,
    "rows.first.wrong": lambda look: persons(look, 1).press("rows.add", "form.next").page,
    "rows.remove": lambda look: persons(look, 2).press("rows.remove.1").page,
    "rows.review": _review,
    "country": lambda look: _country(look, ""),
    "country.typed": lambda look: _country(look, "oster"),
    "country.chosen": lambda look: _country(look, "holl", f"choice.{COUNTRY.rpartition('.')[2]}.NLD"),
    "country.all": lambda look: _country(look, "", "options.all"),
    "country.none": lambda look: _country(look, "xyzzy"),
    "country.wrong": lambda look: _country(look, "", "form.next"),
    "several": lambda look: (
        at(look, "schankerlaubnis", "anlass.angebot").press("choice.angebot.bier_wein", "choice.angebot.speisen").page
    ),
    "several.many": lambda look: at(look, "meldebescheinigung_erweitert", EXTENDED).page,
    "long_text": lambda look: _long_text(look, ""),
    "long_text.review": _long_review,
    "long_text.full": lambda look: _long_text(look, LONG),
}
EXTENDED = "bescheinigung.inhalte"
