"""Whole forms: what is hidden, how pages group, rules, stops, notices, papers, costs, the card, and what is sent."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kiosk.services.answers import NOTHING, Answers, with_answers
from kiosk.services.dates import Day
from kiosk.services.fields import Text
from kiosk.services.form import (
    AskPortal,
    Due,
    attachments,
    bind_options,
    check_entries,
    check_form,
    consents,
    costs,
    look,
    missing_consents,
    notices,
    option_pages,
    option_sources,
    prefilled,
    price_range,
    questions,
    schema,
    slots,
    stop_after,
    submission,
    visible,
    warnings,
)
from tests.kiosk.services.shipped import OFFERED, TODAY, catalogue, service

HUND = service("hund_anmelden")
EMMA: Answers = {
    "familienname": "Mustermann",
    "vornamen": "Erika",
    "geburtsdatum": Day(1964, 8, 12),
    "strasse": "Am Markt 7",
    "plz": "56727",
    "ort": "Mayen",
    "name_hund": "Emma",
    "rasse": "Labrador-Mischling",
    "geschlecht": "w",
    "wurfdatum": Day(2021, 4),
    "haltung_ab": Day(2026, 10, 3),
    "herkunft": "tierheim",
}


def ids(answers: Answers) -> list[str]:
    return [question.id for question in questions(HUND, answers)]


def test_pages_of_hund_anmelden() -> None:
    assert ids(EMMA) == [
        "halter.name", "halter.geburtsdatum", "halter.address", "halter.rueckmeldung",
        "hund.name_hund", "hund.rasse", "hund.geschlecht", "hund.wurfdatum", "hund.farbe", "hund.chip",
        "hund.haltung_ab", "hund.anzahl_hunde", "hund.herkunft", "hund.vorbesitzer", "hund.gefaehrlich",
        "hund.verguenstigung", "zahlung.zahlweise",
    ]  # fmt: skip
    first = questions(HUND, EMMA)[0]
    assert first.title == Text("Wie heißen Sie?", "What is your name?")
    assert [field.id for field in first.fields] == ["familienname", "vornamen"]
    rasse = next(question for question in questions(HUND, EMMA) if question.id == "hund.rasse")
    assert rasse.title.de == "Welche Rasse ist Ihr Hund?"


def test_pages_come_and_go_with_answers() -> None:
    more = with_answers(EMMA, {"zahlweise": "sepa", "rueckmeldung": "email", "herkunft": "zuzug"})
    new = set(ids(more)) - set(ids(EMMA))
    assert new == {"zahlung.bank", "halter.email", "hund.bisherige_gemeinde"}
    assert set(ids(EMMA)) - set(ids(more)) == {"hund.vorbesitzer"}


def test_a_second_address_has_its_own_heading() -> None:
    form = service("wohnsitz_aenderung")
    titles = {question.id: question.title.de for question in questions(form, {"bisher_inland": True})}
    assert [title for id_, title in titles.items() if id_.endswith("_address")] == [
        "Neue Anschrift",
        "Bisherige Anschrift",
    ]


def test_a_hidden_answer_is_neither_checked_nor_sent_nor_counted() -> None:
    answers = with_answers(EMMA, {"zahlweise": "sepa", "kontoinhaber": "Erika Mustermann", "iban": "falsch"})
    assert [problem.field for problem in check_form(HUND, answers, TODAY)] == ["iban"]
    changed = with_answers(answers, {"zahlweise": "bescheid"})
    assert check_form(HUND, changed, TODAY) == ()
    sent: Any = submission(HUND, changed, given={"privacy", "truth"}, version="1", lang="de")
    assert {"iban", "kontoinhaber"} & set(sent["answers"]) == set()
    assert [consent["id"] for consent in sent["consents"]] == ["privacy", "truth"]


def test_hidden_counts_as_empty_along_a_chain() -> None:
    form = service("buergeranregung")
    answers = {"antwort": True, "rueckmeldung": "post"}
    assert "strasse" in {field.id for field in visible(form, answers)}
    assert "strasse" not in {field.id for field in visible(form, {**answers, "antwort": False})}


def test_defaults_count_until_they_are_emptied() -> None:
    assert look(HUND.fields, NOTHING).values["anzahl_hunde"] == 1
    assert look(HUND.fields, NOTHING).values["gefaehrlich"] is False
    assert "anzahl_hunde" not in look(HUND.fields, {"anzahl_hunde": None}).values
    (found,) = [one for one in check_form(HUND, {**EMMA, "anzahl_hunde": None}, TODAY) if one.field == "anzahl_hunde"]
    assert found.code.value == "missing.number"


def test_a_page_keeps_what_is_good_and_names_what_is_not() -> None:
    page = questions(HUND, NOTHING)[2]
    entries = {"strasse": " Am Markt 7 ", "plz": "5672", "ort": ""}
    checked = check_entries(HUND, page.fields, entries, NOTHING, TODAY)
    assert dict(checked.answers) == {"strasse": "Am Markt 7"}
    assert [problem.field for problem in checked.problems] == ["plz", "ort"]


def test_a_rule_is_shown_where_its_last_field_is_asked() -> None:
    page = next(question for question in questions(HUND, EMMA) if question.id == "hund.haltung_ab")
    checked = check_entries(HUND, page.fields, {"haltung_ab": "1.3.2021"}, EMMA, TODAY)
    assert [(problem.field, problem.own.de) for problem in checked.problems if problem.own] == [
        ("haltung_ab", "Der Hund kann nicht vor seiner Geburt bei Ihnen leben.")
    ]


@pytest.mark.parametrize(
    ("born", "kept", "broken"),
    [
        (Day(2021, 4), Day(2021, 4, 1), False),  # open: the dog may be born on that day
        (Day(2021, 4), Day(2021, 3, 31), True),
        (Day(2021), Day(2021, 6, 1), False),
        (Day(2021, 4, 2), Day(2021, 4, 1), True),
        (Day(2021, 4, 1), Day(2021, 4, 1), False),
    ],
)
def test_unknown_days_leave_a_rule_open(born: Day, kept: Day, broken: bool) -> None:
    answers = with_answers(EMMA, {"wurfdatum": born, "haltung_ab": kept})
    assert bool(check_form(HUND, answers, TODAY)) is broken


@pytest.mark.parametrize(
    ("born", "today", "broken"),
    [
        (Day(2010, 11, 24), date(2026, 11, 24), False),
        (Day(2010, 11, 25), date(2026, 11, 24), True),
        (Day(2008, 2, 29), date(2024, 2, 29), False),
        (Day(2008, 2, 29), date(2024, 2, 28), True),
        (Day(2010), date(2026, 6, 1), False),
        (Day(2011), date(2026, 6, 1), True),
    ],
)
def test_an_age_rule(born: Day, today: date, broken: bool) -> None:
    form = service("geburtsurkunde")
    found = check_form(form, {"geburtsdatum": born}, today)
    assert any(problem.code.value == "rule" for problem in found) is broken


def test_a_period_compares_date_and_time_together() -> None:
    form = service("veranstaltung_melden")
    page = next(question for question in questions(form, NOTHING) if question.id.endswith(".end"))
    started = with_answers(NOTHING, {"beginn_datum": Day(2027, 1, 5)})
    start = next(question for question in questions(form, started) if question.id.endswith(".start"))
    answers = check_entries(
        form, start.fields, {"beginn_datum": "5.1.2027", "beginn_zeit": "18:00"}, started, TODAY
    ).answers
    for end, broken in (("17:59", True), ("18:00", True), ("18:01", False)):
        checked = check_entries(form, page.fields, {"ende_datum": "5.1.2027", "ende_zeit": end}, answers, TODAY)
        assert bool(checked.problems) is broken, end


def test_a_warning_lets_the_person_go_on_and_names_the_row() -> None:
    form = service("schankerlaubnis")
    page = next(question for question in questions(form, NOTHING) if question.id.endswith(".tage"))
    rows = [{"datum": day, "von": "18:00", "bis": "22:00"} for day in ("1.2.2027", "1.12.2026")]
    checked = check_entries(form, page.fields, {"tage": rows}, NOTHING, TODAY)
    assert checked.problems == ()
    assert [(one.field, one.row, one.part) for one in checked.warnings] == [("tage", 1, "datum")]
    assert warnings(form, checked.answers, TODAY) == checked.warnings


def test_a_stop_ends_the_form_at_the_end_of_its_step() -> None:
    form = service("geburtsurkunde")
    assert stop_after(form, NOTHING, "person") is None
    stop = stop_after(form, {"beurkundet_hier": "nein"}, "person")
    assert stop is not None
    assert [way.value for way in stop.handoff] == ["queue", "appointment"]
    ashes = service("verbrennung_anzeigen")
    assert [bool(stop_after(ashes, {"ausserhalb": True}, step.id)) for step in ashes.steps] == [False] * len(
        ashes.steps
    )
    assert stop_after(ashes, NOTHING, ashes.steps[0].id) is None


def test_notices_papers_and_declarations_follow_the_answers() -> None:
    assert len(notices(HUND, EMMA)) == 1
    dangerous = with_answers(EMMA, {"gefaehrlich": True, "zahlweise": "sepa", "verguenstigung": "sozial"})
    assert len(notices(HUND, dangerous)) == 3
    assert [one.id for one in attachments(HUND, dangerous)] == ["nachweis_verguenstigung", "haftpflicht"]
    assert attachments(HUND, EMMA) == ()
    assert [one.id for one in consents(HUND, dangerous)] == ["privacy", "truth", "sepa"]
    assert [one.field for one in missing_consents(HUND, dangerous, {"privacy"})] == ["truth", "sepa"]


@pytest.mark.parametrize(
    ("id_", "answers", "amount"),
    [
        ("hund_anmelden", {}, Due(Decimal(0))),
        ("bewohnerparkausweis", {"antragsart": "neu", "laufzeit": "24"}, Due(Decimal("61.40"))),
        ("bewohnerparkausweis", {"antragsart": "verlust", "laufzeit": "24"}, Due(Decimal("10.20"))),
        ("bewohnerparkausweis", {}, Due(Decimal("30.70"))),
        ("geburtsurkunde", {"anzahl": 3}, Due(Decimal("24.00"))),
        ("geburtsurkunde", {}, Due(Decimal("12.00"))),
        ("geburtsurkunde", {"anzahl": None}, Due(Decimal("12.00"))),
        ("geburtsurkunde", {"anzahl": 3, "verwendungszweck": "rente"}, Due(Decimal(0), waived=True)),
        ("fuehrungszeugnis", {}, Due(Decimal("13.00"))),
        ("ferienprogramm", {}, AskPortal(Decimal(0), Decimal(250))),
    ],
)
def test_costs(id_: str, answers: Answers, amount: Due | AskPortal) -> None:
    assert costs(service(id_), answers) == amount


def test_price_ranges_never_lie() -> None:
    for form in catalogue().services.values():
        low, high = price_range(form)
        assert 0 <= low <= high
    assert price_range(service("bewohnerparkausweis")) == (Decimal("10.20"), Decimal("400.00"))
    assert price_range(service("fuehrungszeugnis")) == (Decimal("13.00"), Decimal("13.00"))


def test_the_card_fills_what_it_knows_and_invents_nothing() -> None:
    assert slots(HUND) == ("family_names", "given_names", "date_of_birth", "street", "postcode", "city")
    card = {"family_names": "MUSTERMANN", "given_names": " ERIKA ", "date_of_birth": "1964    ", "postcode": "56727",
            "street": "x" * 200, "nationality": "D"}  # fmt: skip
    assert prefilled(HUND, card) == {
        "familienname": "MUSTERMANN", "vornamen": "ERIKA", "geburtsdatum": Day(1964), "plz": "56727",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day"),
    [("19640812", Day(1964, 8, 12)), ("196408XX", Day(1964, 8)), ("1964-08-12", Day(1964, 8, 12)),
     ("19640000", Day(1964)), ("XXXXXXXX", None), ("19641312", None), ("12.08.1964", None)],
)  # fmt: skip
def test_dates_as_the_card_gives_them(text: str, day: Day | None) -> None:
    assert prefilled(HUND, {"date_of_birth": text}).get("geburtsdatum") == day


def test_the_portals_lists_are_bound_into_the_form() -> None:
    form = catalogue().services["bewohnerparkausweis"]
    assert option_sources(form) == ("parkzonen",)
    bound = bind_options(form, {"parkzonen": OFFERED})
    assert option_sources(bound) == ()
    assert [one.code.value for one in check_form(bound, {"zone": "z9"}, TODAY) if one.field == "zone"] == [
        "choice.unknown"
    ]
    assert "zone" not in {one.field for one in check_form(form, {"zone": "z9"}, TODAY)}


@pytest.mark.parametrize(("count", "most", "sizes"), [(0, 5, [0]), (5, 5, [5]), (6, 5, [3, 3]), (11, 5, [4, 4, 3])])
def test_long_lists_are_split_evenly(count: int, most: int, sizes: list[int]) -> None:
    pages = option_pages(range(count), most)
    assert [len(page) for page in pages] == sizes
    assert [item for page in pages for item in page] == list(range(count))


def test_what_is_sent() -> None:
    sent: Any = submission(HUND, with_answers(EMMA, {"gefaehrlich": True}), given=["truth"], version="1.1.0", lang="en")
    versions = {one.id: one.version for one in HUND.consents}
    assert sent == {
        "service": "hund_anmelden",
        "catalogue_version": "1.1.0",
        "language": "en",
        "answers": {
            "familienname": "Mustermann", "vornamen": "Erika", "geburtsdatum": "1964-08-12", "strasse": "Am Markt 7",
            "plz": "56727", "ort": "Mayen", "rueckmeldung": "post", "name_hund": "Emma", "rasse": "Labrador-Mischling",
            "geschlecht": "w", "wurfdatum": "2021-04", "haltung_ab": "2026-10-03", "anzahl_hunde": 1,
            "herkunft": "tierheim", "gefaehrlich": True, "verguenstigung": "keine", "zahlweise": "bescheid",
        },
        "consents": [
            {"id": "privacy", "given": False, "version": versions["privacy"]},
            {"id": "truth", "given": True, "version": versions["truth"]},
        ],
        "attachments": [{"id": "haftpflicht", "required": True, "state": "later"}],
    }  # fmt: skip


def _sent(answers: Answers) -> Any:
    return submission(HUND, answers, given=["privacy", "truth", "sepa"], version="1.1.0", lang="de")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("iban", "DE89370400440532013000"),  # hidden
        ("bisherige_gemeinde", "Koblenz"),  # hidden
        ("geschlecht", "x"),
        ("wurfdatum", "12.4.2021"),
        ("anzahl_hunde", 21),
        ("name_hund", ""),
        ("kennung", "1"),  # unknown
        ("familienname", None),
        ("zahlweise", "sepa"),  # then iban is missing
    ],
)
def test_the_schema_refuses_what_the_engine_refuses(key: str, value: object) -> None:
    validator = Draft202012Validator(schema(HUND))
    sent = _sent(EMMA)
    assert validator.is_valid(sent)
    sent["answers"][key] = value
    assert not validator.is_valid(sent)


def test_the_schema_demands_declarations() -> None:
    validator = Draft202012Validator(schema(HUND))
    sent = _sent(EMMA)
    sent["consents"][1]["given"] = False
    assert not validator.is_valid(sent)


def test_money_is_sent_in_cents() -> None:
    form = service("wohngeld")
    sent: Any = submission(form, {"eigenes_einkommen": Decimal("1234.50")}, given=(), version="1", lang="de")
    assert sent["answers"]["eigenes_einkommen"] == 123450
