"""Conditions name fields that exist, that are asked before, and values that those fields can have."""

from collections.abc import Callable, Mapping, Sequence
from typing import assert_never

from kiosk.services.checks.reach import Reach
from kiosk.services.conditions import Condition, Exactly, Filled, Is, IsNot, OneOf, Scalar, leaves
from kiosk.services.distance import nearest
from kiosk.services.fields import (
    ChoiceField,
    CountryField,
    DateField,
    Field,
    ListField,
    MultiChoiceField,
    NumberField,
    NumberKind,
    Source,
    TextField,
    TimeField,
    YesNoField,
)

Note = Callable[[str, str], None]
"""Takes what is wrong and the remedy; knows where."""


def check_condition(condition: Condition | None, known: Mapping[str, Field], reach: Reach | None, note: Note) -> None:
    """Checks one condition.

    Args:
        condition: None is fine.
        known: fields that may be named, by id.
        reach: tells whether any answers meet the condition; None to leave that out.
        note: takes each mistake.
    """
    sound = True
    for leaf in leaves(condition):
        field = known.get(leaf.field)
        if field is None:
            guess = nearest(leaf.field, known)
            remedy = f"did you mean {guess!r}?" if guess else "name a field that is asked before"
            note(f"the condition names {leaf.field!r}, which is not asked before", remedy)
            sound = False
            continue
        misfit = _misfit(leaf, field)
        if misfit is not None:
            note(*misfit)
            sound = False
    if sound and condition is not None and reach is not None and not reach.possible(condition):
        note("no answers meet the condition", "mend or remove it; what depends on it would never be seen")


def _misfit(leaf: Is | IsNot | Exactly | OneOf | Filled, field: Field) -> tuple[str, str] | None:
    match leaf:
        case Filled():
            return None
        case Exactly(values=values):
            if not isinstance(field, MultiChoiceField):
                return f"{field.id!r} has one value, not a list", "use equals: value, or in: [a, b]"
            return _values(field, sorted(values))
        case Is(value=value) | IsNot(value=value):
            if isinstance(field, MultiChoiceField):
                return f"{field.id!r} may have several values", "use in: [a, b], or equals with a list"
            return _values(field, [value])
        case OneOf(values=found):
            return _values(field, sorted(found, key=str))
        case _:
            assert_never(leaf)


def _values(field: Field, values: Sequence[Scalar]) -> tuple[str, str] | None:
    match field:
        case ChoiceField(options=options) | MultiChoiceField(options=options) | CountryField(options=options):
            if isinstance(options, Source):
                return None if all(isinstance(value, str) for value in values) else _kind(field, "a text")
            known = [option.value for option in options]
            for value in values:
                if value not in known:
                    names = f"write one of: {', '.join(known[:20])}"
                    hint = f" ({value} without quotation marks is no text)" if not isinstance(value, str) else ""
                    return f"{field.id!r} has no option {value}{hint}", names
            return None
        case YesNoField():
            fits = all(isinstance(value, bool) for value in values)
            return None if fits else _kind(field, "true or false")
        case NumberField(kind=NumberKind.INT):
            fits = all(isinstance(value, int) and not isinstance(value, bool) for value in values)
            return None if fits else _kind(field, "a whole number")
        case TextField():
            return None if all(isinstance(value, str) for value in values) else _kind(field, "a text")
        case NumberField() | DateField() | TimeField() | ListField():
            return f"{field.id!r} cannot be compared in a condition", "use filled: true, or a rule"
        case _:
            assert_never(field)


def _kind(field: Field, wanted: str) -> tuple[str, str]:
    return f"{field.id!r} has another kind of value", f"write {wanted}"
