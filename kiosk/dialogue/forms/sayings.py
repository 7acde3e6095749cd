"""Problems, values and prices in words: the same sentence in summary, at the field, on paper and in speech."""

from datetime import date, time
from decimal import Decimal
from typing import assert_never

from kiosk.services.answers import Row, Value
from kiosk.services.dates import Day
from kiosk.services.fields import (
    ChoiceField,
    CountryField,
    DateField,
    Field,
    ListField,
    MultiChoiceField,
    NumberField,
    NumberKind,
    Option,
    Source,
    Text,
    TextField,
    TimeField,
    YesNoField,
)
from kiosk.services.form import AskPortal, Costs, Problem, look, price_range
from kiosk.services.form.problems import Code, Shown
from kiosk.services.model import Service
from kiosk.texts import Wording

_SHORT = 48
"""Characters that a tile takes of a fee's own words."""


def sentence(w: Wording, problem: Problem) -> str:
    """What happened and what to do; in a list also in which row."""
    words = _sentence(w, problem)
    if problem.row is None:
        return words
    return w("rows.named", row=row_name(w, problem.noun, problem.row), text=words)


def row_name(w: Wording, noun: Text | None, number: int) -> str:
    """What a row is called: "Fahrzeug 2"."""
    return f"{row_noun(w, noun)} {number + 1}"


def row_noun(w: Wording, noun: Text | None) -> str:
    """What one row is: "Fahrzeug"."""
    return noun.say(w.lang) if noun is not None else w("rows.entry")


def row_in_words(w: Wording, list_: ListField, row: Row) -> str:
    """What was answered in a row so far, in the order of its questions."""
    view = look(list_.fields, row)
    return ", ".join(in_words(w, field, view.values[field.id]) for field in view.fields if field.id in view.values)


def _sentence(w: Wording, problem: Problem) -> str:
    if problem.own is not None:
        return problem.own.say(w.lang)
    values = {name: _shown(w, value) for name, value in problem.values.items()}
    month = problem.values.get("month")
    if problem.code is Code.DATE_IMPOSSIBLE and isinstance(month, int):
        values["month"] = w.month_name(month)
    return w(problem.key, **values)


def _shown(w: Wording, value: Shown) -> str:
    match value:
        case Text():
            return value.say(w.lang)
        case bool() | str():
            return str(value)
        case Decimal():
            return w.decimal(value)
        case int():
            return str(value)
        case date():
            return w.date(value)
        case time():
            return f"{value:%H:%M}"
        case _:
            assert_never(value)


def in_words(w: Wording, field: Field, value: Value | None) -> str:
    """An answer as people say it; an empty one is said to be empty."""
    if value is None or value in ("", ()):
        return w("review.empty")
    match field, value:
        case YesNoField(), bool():
            return w("answer.yes") if value else w("answer.no")
        case ((ChoiceField(options=options) | CountryField(options=options)), str()):
            return _option(w, options, value)
        case MultiChoiceField(options=options), tuple():
            return ", ".join(_option(w, options, item) for item in value if isinstance(item, str))
        case DateField(), Day():
            return day(w, value)
        case TimeField(), time():
            return w("clock.time", time=f"{value.hour}:{value.minute:02}")
        case NumberField(kind=NumberKind.MONEY), Decimal():
            return euros(w, value)
        case ((NumberField() | TextField()), Decimal()):
            return w.decimal(value)
        case ListField(), tuple():
            return w.count("review.rows", len(value))
        case _:
            return str(value)


def _option(w: Wording, options: tuple[Option, ...] | Source, value: str) -> str:
    known = () if isinstance(options, Source) else options
    return next((option.label.say(w.lang) for option in known if option.value == value), value)


def day(w: Wording, value: Day) -> str:
    """A date in words; of an incomplete one what is known."""
    if value.month is None:
        return str(value.year)
    if value.day is None:
        return w.month(date(value.year, value.month, 1))
    return w.date(date(value.year, value.month, value.day))


def euros(w: Wording, amount: Decimal) -> str:
    """An amount: "12,50 Euro"."""
    return w("price.euros", amount=w.amount(amount))


def cost(w: Wording, service: Service) -> str:
    """The fee in words."""
    return service.fee.text.say(w.lang) if service.fee.text is not None else price(w, service)


def price(w: Wording, service: Service) -> str:
    """What a service costs, in few words, before anything was answered."""
    told = service.fee.text.say(w.lang).partition(". ")[0].rstrip(".") if service.fee.text is not None else ""
    if 0 < len(told) <= _SHORT:
        return told
    low, high = price_range(service)
    if high == 0:
        return w("price.free")
    if low == high:
        return euros(w, low)
    return w("price.range", low=w.amount(low), high=w.amount(high))


def costs_in_words(w: Wording, found: Costs) -> str:
    """What these answers cost."""
    if isinstance(found, AskPortal):
        return w("price.range", low=w.amount(found.low), high=w.amount(found.high))
    if found.amount == 0:
        return w("price.waived") if found.waived else w("price.nothing")
    return euros(w, found.amount)
