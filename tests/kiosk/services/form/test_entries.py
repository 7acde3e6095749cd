"""Single entries: what is read from them, and which mistake is named with which values."""

from datetime import date, time
from decimal import Decimal

import pytest

from kiosk.services.dates import Day
from kiosk.services.fields import (
    DateField,
    Field,
    MultiChoiceField,
    NumberField,
    NumberKind,
    Option,
    Text,
    TextField,
    TextKind,
    TimeField,
)
from kiosk.services.form import normalise, toggled
from kiosk.services.form.checking import iban_adds_up, read_entry
from kiosk.services.form.problems import Problem
from kiosk.services.reading.fields import no_small_letters
from tests.kiosk.services.shipped import TODAY, field

LABEL = Text("Angabe", "Entry")
PLAIN = DateField(id="d", label=LABEL)
PARTIAL = DateField(id="d", label=LABEL, partial=True)


@pytest.mark.parametrize(
    ("asked", "entry", "value"),
    [
        (PLAIN, "24 11 1985", Day(1985, 11, 24)),
        (PLAIN, "4.3.2021", Day(2021, 3, 4)),
        (PLAIN, " 04/03/2021 ", Day(2021, 3, 4)),
        (PLAIN, "04032021", Day(2021, 3, 4)),
        (PLAIN, "2021-03-04", Day(2021, 3, 4)),
        (PLAIN, "29.2.2024", Day(2024, 2, 29)),
        (PLAIN, "..", None),
        (PLAIN, "", None),
        (PARTIAL, "?.3.2021", Day(2021, 3)),
        (PARTIAL, "??.??.1950", Day(1950)),
        (PARTIAL, "XX.XX.1950", Day(1950)),
        (PARTIAL, "1950-07", Day(1950, 7)),
        (TimeField(id="t", label=LABEL), "8:05", time(8, 5)),
        (TimeField(id="t", label=LABEL), "0805", time(8, 5)),
        (NumberField(id="n", label=LABEL, kind=NumberKind.INT), " 12 ", 12),
        (NumberField(id="n", label=LABEL, kind=NumberKind.MONEY), "12,5", Decimal("12.50")),
        (NumberField(id="n", label=LABEL, kind=NumberKind.DECIMAL), "0.25", Decimal("0.25")),
        (field("hund_anmelden", "name_hund"), "  Emma ", "Emma"),
        (field("hund_anmelden", "name_hund"), "Zoe\u0308", "Zoë"),
        (field("hund_anmelden", "iban"), "de89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        (field("vorgang_status", "vorgangsnummer"), "my-2026-004711", "MY-2026-004711"),
        (field("bewohnerparkausweis", "kennzeichen"), "myk-ab 123", "MYK-AB 123"),
        (field("hund_anmelden", "rueckmeldung"), "", None),
    ],
)
def test_values(asked: Field, entry: object, value: object) -> None:
    assert normalise(asked, entry) == value


INT = NumberField(id="n", label=LABEL, kind=NumberKind.INT, min=Decimal(1), max=Decimal(20), unit="cm")
MAIL = TextField(id="m", label=LABEL, kind=TextKind.EMAIL, max_length=40, required=True)


@pytest.mark.parametrize(
    ("asked", "entry", "code", "values"),
    [
        (PLAIN, "31.4.2021", "date.impossible", {"day": 31, "month": 4, "year": 2021}),
        (PLAIN, "29.2.2023", "date.impossible", {"day": 29, "month": 2, "year": 2023}),
        (PLAIN, "1.13.2021", "date.month", {"month": 13}),
        (PLAIN, "1.1.21", "date.incomplete", {}),
        (PLAIN, ".4.2021", "date.incomplete", {}),
        (PLAIN, "?.4.2021", "date.incomplete", {}),
        (PARTIAL, "3.?.2021", "date.incomplete", {}),
        (PLAIN, "morgen", "date.incomplete", {}),
        (PLAIN, "a.b.2021", "date.unreadable", {}),
        (field("hund_anmelden", "haltung_ab"), "25.11.2026", "date.late", {"max": TODAY}),
        (field("hund_anmelden", "haltung_ab"), "1.1.1990", "date.early", {"min": date(2001, 11, 24)}),
        (field("hund_anmelden", "haltung_ab"), "", "missing.date", {}),
        (field("hund_anmelden", "geschlecht"), None, "missing.choice", {}),
        (field("hund_anmelden", "geschlecht"), "x", "choice.unknown", {}),
        (field("hund_anmelden", "name_hund"), "  ", "missing.text", {}),
        (field("hund_anmelden", "name_hund"), "x" * 63, "text.long", {"max": 60, "over": 3}),
        (field("hund_anmelden", "name_hund"), "a\nb", "text.unfit", {}),
        (field("hund_anmelden", "chip"), "12345", "text.pattern", {"example": "276098102345678"}),
        (field("hund_anmelden", "chip"), "٢٧٦٠٩٨١٠٢٣٤٥٦٧٨", "text.pattern", {"example": "276098102345678"}),
        (field("hund_anmelden", "iban"), "DE89370400440532013001", "iban", {}),
        (MAIL, "erika@", "email", {}),
        (MAIL, "", "missing.text", {}),
        (INT, "0", "number.low", {"min": Decimal(1), "unit": "cm"}),
        (INT, "21", "number.high", {"max": Decimal(20), "unit": "cm"}),
        (INT, "1,5", "number.whole", {}),
        (INT, "viele", "number.unreadable", {}),
        (NumberField(id="n", label=LABEL, kind=NumberKind.MONEY), "1.500", "number.unreadable", {}),
        (TimeField(id="t", label=LABEL, min=time(8), max=time(18)), "7:59", "time.early", {"min": time(8)}),
        (TimeField(id="t", label=LABEL, min=time(8), max=time(18)), "18:01", "time.late", {"max": time(18)}),
        (TimeField(id="t", label=LABEL), "25:00", "time.unreadable", {}),
        (field("schankerlaubnis", "tage"), (), "rows.few", {"min": 1}),
    ],
)
def test_mistakes(asked: Field, entry: object, code: str, values: dict[str, object]) -> None:
    (found,) = read_entry(asked, entry, TODAY).problems
    assert found.code.value == code
    assert found.field == asked.id
    assert found.values == {"label": asked.label, **values}
    assert found.key == f"error.{code}"


def test_a_service_says_it_in_its_own_words() -> None:
    (found,) = read_entry(field("hund_anmelden", "chip"), "1", TODAY).problems
    assert found.own is not None
    assert found.own.de.startswith("Eine Chipnummer hat 15 Ziffern.")
    (found,) = read_entry(field("hund_anmelden", "familienname"), "", TODAY).problems
    assert found.own == Text("Geben Sie den Familiennamen ein.", "Enter the family name.")


def test_a_partial_date_is_late_only_if_it_must_be() -> None:
    asked = field("hund_anmelden", "wurfdatum")
    assert read_entry(asked, Day(2026, 11), TODAY).problems == ()
    (found,) = read_entry(asked, Day(2026, 12), TODAY).problems
    assert found.code.value == "date.late"


def test_rows_name_row_and_part() -> None:
    rows = [{"datum": "1.12.2026", "von": "18:00", "bis": "22:00"}, {"datum": "31.2.2027", "von": "18:00", "bis": ""}]
    found = read_entry(field("schankerlaubnis", "tage"), rows, TODAY).problems
    assert [(one.field, one.row, one.part, one.code.value) for one in found] == [
        ("tage", 1, "datum", "date.impossible"),
        ("tage", 1, "bis", "missing.time"),
    ]


SEVERAL = MultiChoiceField(
    id="m",
    label=LABEL,
    options=tuple(Option(value, LABEL, exclusive=value == "none") for value in ("a", "b", "none")),
)


def test_an_exclusive_option_clears_the_others() -> None:
    assert normalise(SEVERAL, ["b", "a", "b"]) == ("a", "b")
    assert normalise(SEVERAL, ["a", "none"]) == ("none",)
    assert toggled(SEVERAL, ("a", "b"), "none") == ("none",)
    assert toggled(SEVERAL, ("none",), "b") == ("b",)
    assert toggled(SEVERAL, ("b",), "a") == ("a", "b")
    assert toggled(SEVERAL, ("a", "b"), "a") == ("b",)
    assert isinstance(normalise(SEVERAL, ["c"]), Problem)


@pytest.mark.parametrize(("pattern", "upper"), [(r"[A-Z]{2}\d{2}", True), (r"[a-z]+", False), (r"\w\s\d", True)])
def test_capitals_where_no_small_letter_is_wanted(pattern: str, upper: bool) -> None:
    assert no_small_letters(pattern) is upper


@pytest.mark.parametrize(
    ("iban", "good"), [("DE89370400440532013000", True), ("DE88370400440532013000", False), ("D", False)]
)
def test_check_digits(iban: str, good: bool) -> None:
    assert iban_adds_up(iban) is good
