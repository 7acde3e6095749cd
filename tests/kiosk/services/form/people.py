"""Somebody who fills in a form: entries as a page hands them over, drawn by hypothesis, that fit their field."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal
from typing import TypeVar, assert_never

from hypothesis import strategies as st

from kiosk.services.dates import Day, day_of
from kiosk.services.fields import (
    ChoiceField,
    CountryField,
    DateField,
    Field,
    ListField,
    MultiChoiceField,
    NumberField,
    NumberKind,
    Options,
    Source,
    TextField,
    TextKind,
    TimeField,
    YesNoField,
)
from kiosk.services.form import date_limits

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[T]], T]

WORDS = st.text(st.sampled_from("abcäöüßéñABÇ 0123456789-'.,"), min_size=1, max_size=30).filter(str.strip)
EMAILS = st.sampled_from(["a@b.de", "erika.mustermann@mail.example", "x+y@sub.example.org"])
IBANS = st.sampled_from(["DE89370400440532013000", "de89 3704 0044 0532 0130 00", "AT611904300234573201"])


def entry(field: Field, draw: "Draw[object]", today: date) -> object:
    """Something that a person could give as an answer, empty where that is allowed."""
    if not field.required and not isinstance(field, YesNoField) and draw(st.booleans()):
        return draw(st.sampled_from([None, ""])) if not isinstance(field, ListField | MultiChoiceField) else ()
    return draw(fitting(field, today))


def fitting(field: Field, today: date) -> st.SearchStrategy[object]:
    """Entries that fit a field."""
    match field:
        case TextField():
            return _texts(field)
        case NumberField():
            return _numbers(field)
        case DateField():
            return _dates(field, today)
        case TimeField(min=low, max=high):
            return st.times(low or time(0, 0), high or time(23, 59)).map(lambda moment: f"{moment:%H:%M}")
        case YesNoField():
            return st.booleans()
        case ChoiceField(options=options) | CountryField(options=options):
            return st.sampled_from(_values(options))
        case MultiChoiceField(options=options):
            return st.lists(st.sampled_from(_values(options)), min_size=1, max_size=4)
        case ListField():
            row = st.fixed_dictionaries({part.id: fitting(part, today) for part in field.fields})
            return st.lists(row, min_size=field.min, max_size=min(field.max, field.min + 2))
        case _:
            assert_never(field)


def _values(options: Options) -> list[str]:
    return ["x1", "x2"] if isinstance(options, Source) else [option.value for option in options]


def _texts(field: TextField) -> st.SearchStrategy[object]:
    if field.kind is TextKind.IBAN:
        return IBANS
    if field.kind is TextKind.EMAIL:
        return EMAILS
    if field.pattern is not None:
        matching = st.from_regex(re.compile(field.pattern, re.ASCII), fullmatch=True)
        fits = re.compile(field.pattern, re.ASCII).fullmatch
        drawn = matching.filter(lambda text: fits(text.strip()) is not None and len(text) <= field.max_length)
        return st.one_of(st.just(f" {field.example} "), drawn)
    return WORDS.map(lambda text: text[: field.max_length]).filter(str.strip)


def _numbers(field: NumberField) -> st.SearchStrategy[object]:
    low, high = (Decimal(0) if field.min is None else field.min), (Decimal(999) if field.max is None else field.max)
    if field.kind is NumberKind.INT:
        return st.integers(int(low), int(high)).map(str)
    cents = st.integers(int(low * 100), int(high * 100))
    return cents.map(lambda number: f"{number // 100},{number % 100:02}")


def _dates(field: DateField, today: date) -> st.SearchStrategy[object]:
    low, high = date_limits(field, today)
    days = st.dates(low or today - timedelta(days=30_000), high or today + timedelta(days=700))
    typed = days.map(lambda day: f"{day.day}.{day.month}.{day.year}")
    if not field.partial:
        return typed
    shorter = days.map(day_of).map(lambda day: Day(day.year, day.month))
    return st.one_of(typed, shorter, days.map(lambda day: Day(day.year)))
