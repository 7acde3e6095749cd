"""Checks answers: each field against its limits, rows of lists, rules across fields, and the whole form at the end."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import assert_never

from kiosk.services.answers import Answers, Row, Value, with_answers
from kiosk.services.dates import Day, resolve
from kiosk.services.fields import (
    ChoiceField,
    CountryField,
    DateField,
    Field,
    ListField,
    MultiChoiceField,
    NumberField,
    NumberKind,
    TextField,
    TextKind,
    TimeField,
    YesNoField,
)
from kiosk.services.form.normalise import normalise, rows_of
from kiosk.services.form.problems import Code, Problem, problem
from kiosk.services.form.rules import broken_rules
from kiosk.services.form.view import default_of, look
from kiosk.services.model import Service, Severity

EMAIL = r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+"


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of an entry: a value (None for empty) or problems."""

    value: Value | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a page.

    Args:
        answers: with every entry that could be read and fits; the others keep what they were.
        problems: stop the person; in the order of the fields, then of the rules.
        warnings: broken rules that let the person go on.
    """

    answers: Answers
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def check_entries(
    service: Service, fields: Collection[Field], entries: Mapping[str, object], answers: Answers, today: date
) -> Checked:
    """Checks what a page's fields were given, and the rules that have all their fields now.

    Args:
        service: the form.
        fields: the fields of the page.
        entries: what was typed or chosen by field id (`Typed`); a missing key leaves what was there, default included.
        answers: what was answered before.
        today: the terminal's date.
    """
    given, problems = read_entries(fields, entries, answers, today)
    updated = with_answers(answers, given)
    if problems:
        return Checked(updated, problems, ())
    ids = {field.id for field in fields}
    broken = [found for found in broken_rules(service, updated, today) if found.field in ids]
    return Checked(
        updated,
        tuple(found.problem for found in broken if found.severity is Severity.ERROR),
        tuple(found.problem for found in broken if found.severity is Severity.WARNING),
    )


def read_entries(
    fields: Collection[Field], entries: Mapping[str, object], answers: Answers, today: date
) -> tuple[dict[str, Value | None], tuple[Problem, ...]]:
    """Reads entries field by field: the answers that fit, and what is wrong with the others.

    Rows that nobody hands over stay as they are, with what is hidden in them now and may be asked again.
    """
    given: dict[str, Value | None] = {}
    problems: list[Problem] = []
    for field in fields:
        known = answers[field.id] if field.id in answers else default_of(field)
        reading = read_entry(field, entries.get(field.id, known), today)
        problems += reading.problems
        kept = isinstance(field, ListField) and field.id not in entries
        if not reading.problems and not kept and (field.id in entries or reading.value is not None):
            given[field.id] = reading.value
    return given, tuple(problems)


def check_form(service: Service, answers: Answers, today: date) -> tuple[Problem, ...]:
    """Everything that stands between these answers and sending them: all visible fields, all rules; no consents."""
    view = look(service.fields, answers)
    problems = [
        found for field in view.fields for found in read_entry(field, view.values.get(field.id), today).problems
    ]
    rules = broken_rules(service, answers, today)
    return (*problems, *(found.problem for found in rules if found.severity is Severity.ERROR))


def warnings(service: Service, answers: Answers, today: date) -> tuple[Problem, ...]:
    """Broken rules that only warn."""
    rules = broken_rules(service, answers, today)
    return tuple(found.problem for found in rules if found.severity is Severity.WARNING)


def read_entry(field: Field, entry: object, today: date) -> Reading:
    """Reads one entry and checks it against the limits of its field."""
    if isinstance(field, ListField):
        return _read_rows(field, entry, today)
    value = normalise(field, entry)
    if isinstance(value, Problem):
        return Reading(None, (value,))
    if value is None or value == ():
        missing = field.required and not isinstance(field, YesNoField)
        return Reading(None, (problem(field, _missing(field)),) if missing else ())
    found = _unfit(field, value, today)
    return Reading(None, (found,)) if found is not None else Reading(value)


def _read_rows(field: ListField, entry: object, today: date) -> Reading:
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows_of(entry)):
        kept: dict[str, Value | None] = {}
        for part in field.fields:
            if part in look(field.fields, kept).fields:
                reading = read_entry(part, row.get(part.id, default_of(part)), today)
                problems += [found.in_row(field, number) for found in reading.problems]
                kept[part.id] = reading.value
        rows.append(MappingProxyType({id_: value for id_, value in kept.items() if value is not None}))
    if len(rows) < field.min and (rows or field.required):
        problems.append(problem(field, Code.ROWS_FEW, min=field.min))
    if len(rows) > field.max:
        problems.append(problem(field, Code.ROWS_MANY, max=field.max))
    return Reading(None, tuple(problems)) if problems else Reading(tuple(rows) or None)


def _missing(field: Field) -> Code:
    match field:
        case TextField():
            return Code.MISSING_TEXT
        case NumberField():
            return Code.MISSING_NUMBER
        case DateField():
            return Code.MISSING_DATE
        case TimeField():
            return Code.MISSING_TIME
        case MultiChoiceField():
            return Code.MISSING_SEVERAL
        case ChoiceField() | CountryField() | YesNoField():
            return Code.MISSING_CHOICE
        case ListField():
            return Code.ROWS_FEW
        case _:
            assert_never(field)


def _unfit(field: Field, value: Value, today: date) -> Problem | None:
    """The first limit that a value breaks."""
    match field, value:
        case TextField(), str():
            return _unfit_text(field, value)
        case NumberField(), int() | Decimal():
            return _unfit_number(field, value)
        case DateField(), Day():
            return _unfit_date(field, value, today)
        case TimeField(min=low, max=high), time():
            if low is not None and value < low:
                return problem(field, Code.TIME_EARLY, min=low)
            return problem(field, Code.TIME_LATE, max=high) if high is not None and value > high else None
        case _:
            return None


def _unfit_text(field: TextField, text: str) -> Problem | None:
    if len(text) > field.max_length:
        return problem(field, Code.TEXT_LONG, max=field.max_length, over=len(text) - field.max_length)
    if field.pattern is not None and not _pattern(field.pattern).fullmatch(text):
        return problem(field, Code.TEXT_PATTERN, example=field.example or "")
    if field.kind is TextKind.EMAIL and not _pattern(EMAIL).fullmatch(text):
        return problem(field, Code.EMAIL)
    if field.kind is TextKind.IBAN and not iban_adds_up(text):
        return problem(field, Code.IBAN)
    return None


def _unfit_number(field: NumberField, number: int | Decimal) -> Problem | None:
    unit = field.unit or ("Euro" if field.kind is NumberKind.MONEY else "")
    if field.min is not None and number < field.min:
        return problem(field, Code.NUMBER_LOW, min=field.min, unit=unit)
    if field.max is not None and number > field.max:
        return problem(field, Code.NUMBER_HIGH, max=field.max, unit=unit)
    return None


def _unfit_date(field: DateField, day: Day, today: date) -> Problem | None:
    """Outside only if no date that the day can be is inside."""
    first, last = day.span()
    low, high = date_limits(field, today)
    if low is not None and last < low:
        return problem(field, Code.DATE_EARLY, min=low)
    if high is not None and first > high:
        return problem(field, Code.DATE_LATE, max=high)
    return None


def date_limits(field: DateField, today: date) -> tuple[date | None, date | None]:
    """Earliest and latest date that a field takes on a day."""
    low, high = (resolve(limit, today) if limit is not None else None for limit in (field.min, field.max))
    return low, high


def iban_adds_up(iban: str) -> bool:
    """The check digits of an IBAN (ISO 7064, mod 97-10)."""
    if not _pattern(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}").fullmatch(iban):
        return False
    return int("".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])) % 97 == 1


@lru_cache(maxsize=256)
def _pattern(pattern: str) -> re.Pattern[str]:
    """Digits are 0 to 9: other scripts have digits too, but no office reads them."""
    return re.compile(pattern, re.ASCII)
