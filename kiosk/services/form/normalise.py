"""Turns what was typed or chosen into the value that is kept, compared and sent. Doing it twice changes nothing."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import time
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias, assert_never

from kiosk.services.answers import Row, Value
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
    Options,
    Source,
    TextField,
    TextKind,
    TimeField,
    YesNoField,
)
from kiosk.services.form.problems import Code, Problem, problem
from kiosk.services.form.reading_dates import read_date

Typed: TypeAlias = Value | Iterable[str] | Iterable[Mapping[str, object]] | None
"""What comes from a page: text as typed, a choice, several choices, rows of the like, or a value read before."""

_WHOLE = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]{1,2})?")
_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:. ]?([0-5][0-9])")


def normalise(field: Field, entry: object) -> Value | Problem | None:
    """The value of an entry; None for an empty one.

    Args:
        field: what was asked.
        entry: see `Typed`. A list's rows come from `form.checking.read_rows`, not from here.

    Returns:
        A `Problem` if the entry cannot be read as such a value at all. Limits are checked elsewhere.
    """
    match field:
        case TextField():
            return _text(field, entry)
        case NumberField():
            return _number(field, entry)
        case DateField():
            return read_date(field, entry)
        case TimeField():
            return _time(field, entry)
        case YesNoField():
            return None if entry is None or entry == "" else _truth(field, entry)
        case ChoiceField(options=options) | CountryField(options=options):
            return _choice(field, options, entry)
        case MultiChoiceField():
            return _choices(field, entry)
        case ListField():
            return tuple(MappingProxyType(dict(row)) for row in rows_of(entry)) or None
        case _:
            assert_never(field)


def rows_of(entry: object) -> tuple[Row, ...]:
    """The rows of a list's entry; anything else has none."""
    if isinstance(entry, str) or not isinstance(entry, Iterable):
        return ()
    return tuple(row for row in entry if isinstance(row, Mapping))


def clean(text: str, *, upper: bool = False, spaces: bool = True) -> str:
    """Trimmed and composed (NFC), with one sort of line end; in capitals or without spaces where that is wanted."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if upper:
        text = unicodedata.normalize("NFC", text.upper())
    if not spaces:
        text = "".join(text.split())
    return text.strip()


def _text(field: TextField, entry: object) -> str | Problem | None:
    text = clean(str(entry if entry is not None else ""), upper=field.upper, spaces=field.kind is not TextKind.IBAN)
    if any(_unfit(letter, field) for letter in text):
        return problem(field, Code.TEXT_UNFIT)
    return text or None


def _unfit(letter: str, field: TextField) -> bool:
    """Control characters and halves of characters, which no keyboard has; line ends belong to long texts."""
    if letter == "\n":
        return field.kind is not TextKind.TEXTAREA
    return letter < " " or unicodedata.category(letter) in ("Cc", "Cs")


def _number(field: NumberField, entry: object) -> int | Decimal | Problem | None:
    if isinstance(entry, int | Decimal) and not isinstance(entry, bool):
        text = str(entry)
    else:
        text = str(entry if entry is not None else "").strip()
    if not text:
        return None
    if field.kind is NumberKind.INT:
        if _WHOLE.fullmatch(text) and len(text) <= 12:
            return int(text)
        return problem(field, Code.NUMBER_WHOLE if _NUMBER.fullmatch(text) else Code.NUMBER_UNREADABLE)
    if not _NUMBER.fullmatch(text) or len(text) > 15:
        return problem(field, Code.NUMBER_UNREADABLE)
    return Decimal(text.replace(",", ".")).quantize(Decimal("0.01"))


def _time(field: TimeField, entry: object) -> time | Problem | None:
    if isinstance(entry, time):
        return entry
    text = str(entry if entry is not None else "").strip()
    if not text:
        return None
    match = _TIME.fullmatch(text)
    return time(int(match[1]), int(match[2])) if match else problem(field, Code.TIME_UNREADABLE)


def _truth(field: YesNoField, entry: object) -> bool | Problem:
    return entry if isinstance(entry, bool) else problem(field, Code.CHOICE_UNKNOWN)


def _choice(field: Field, options: Options, entry: object) -> str | Problem | None:
    if entry is None or entry == "":
        return None
    if not isinstance(entry, str) or not _offered(options, entry):
        return problem(field, Code.CHOICE_UNKNOWN)
    return entry


def _offered(options: Options, value: str) -> bool:
    return isinstance(options, Source) or any(option.value == value for option in options)


def _choices(field: MultiChoiceField, entry: object) -> tuple[str, ...] | Problem | None:
    if entry is None or entry == "":
        return None
    if isinstance(entry, str) or not isinstance(entry, Iterable):
        return problem(field, Code.CHOICE_UNKNOWN)
    chosen = tuple(dict.fromkeys(str(value) for value in entry))
    if not all(_offered(field.options, value) for value in chosen):
        return problem(field, Code.CHOICE_UNKNOWN)
    return _in_order(field.options, chosen) or None


def _in_order(options: Options, chosen: tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(options, Source):
        return chosen
    alone = next((option.value for option in options if option.exclusive and option.value in chosen), None)
    return (alone,) if alone else tuple(option.value for option in options if option.value in chosen)


def toggled(field: MultiChoiceField, chosen: tuple[str, ...], value: str) -> tuple[str, ...]:
    """The selection after one more touch: an exclusive option clears all others, any other clears an exclusive one."""
    if value in chosen:
        return tuple(other for other in chosen if other != value)
    options: tuple[Option, ...] = () if isinstance(field.options, Source) else field.options
    exclusive = {option.value for option in options if option.exclusive}
    if value in exclusive:
        return (value,)
    return _in_order(field.options, (*(other for other in chosen if other not in exclusive), value))
