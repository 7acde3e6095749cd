"""What a service looks like with the answers given so far: which fields are asked, and which values count.

One pass in the order of the questions: a field is visible if its condition holds for what counts before it. A hidden
field counts as empty everywhere, whatever was once answered. An untouched field counts with its default. The same
holds inside each row of a list, where conditions look at the row alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never

from kiosk.services.answers import Answers, Value
from kiosk.services.conditions import holds
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
    TimeField,
    YesNoField,
)
from kiosk.services.form.normalise import rows_of
from kiosk.services.model import Service


@dataclass(frozen=True, slots=True)
class View:
    """Fields that are asked, in order, and the values that count, by id; an empty field has no key."""

    fields: tuple[Field, ...]
    values: Mapping[str, Value]


def look(fields: Iterable[Field], answers: Answers) -> View:
    """Looks at some fields (of a service or of one row of a list) with answers."""
    shown: list[Field] = []
    values: dict[str, Value] = {}
    for field in fields:
        if not holds(field.show_if, values):
            continue
        shown.append(field)
        value = answers[field.id] if field.id in answers else default_of(field)
        if isinstance(field, ListField):
            value = tuple(look(field.fields, row).values for row in rows_of(value)) or None
        if value is not None:
            values[field.id] = value
        elif isinstance(field, YesNoField):
            values[field.id] = False
    return View(tuple(shown), values)


def visible(service: Service, answers: Answers) -> tuple[Field, ...]:
    """The fields that are asked with these answers."""
    return look(service.fields, answers).fields


def default_of(field: Field) -> Value | None:
    """What an untouched field counts as."""
    match field:
        case TextField(default=default) | ChoiceField(default=default) | CountryField(default=default):
            return default
        case NumberField(default=number, kind=NumberKind.INT):
            return None if number is None else int(number)
        case NumberField(default=number):
            return number
        case YesNoField(default=yes):
            return yes
        case DateField() | TimeField() | MultiChoiceField() | ListField():
            return None
        case _:
            assert_never(field)
