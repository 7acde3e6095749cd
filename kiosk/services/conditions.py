"""Conditions over answers: what a `show_if`, `when` or `waiver_if` says, and whether it holds; pure.

A condition sees only what counts: the values of visible fields, defaults included. A hidden or unanswered field is
empty; nothing equals empty, so `Is` on it is false and `IsNot` is true.
"""

from collections.abc import Iterator, Mapping
from typing import assert_never

import msgspec

from kiosk.services.answers import Value

Scalar = str | int | bool


class Is(msgspec.Struct, frozen=True):
    """The field has exactly this value (`equals`)."""

    field: str
    value: Scalar


class IsNot(msgspec.Struct, frozen=True):
    """The field is empty or has another value (`not_equals`)."""

    field: str
    value: Scalar


class Exactly(msgspec.Struct, frozen=True):
    """The multichoice has these values selected and no other (`equals` with a list)."""

    field: str
    values: frozenset[str]


class OneOf(msgspec.Struct, frozen=True):
    """The value, or any selected value of a multichoice, is among these (`in`)."""

    field: str
    values: frozenset[Scalar]


class Filled(msgspec.Struct, frozen=True):
    """The field has an answer (`filled: true`) or has none (`filled: false`)."""

    field: str
    filled: bool


class All(msgspec.Struct, frozen=True):
    """Every part holds (`all`)."""

    parts: tuple["Condition", ...]


class Some(msgspec.Struct, frozen=True):
    """At least one part holds (`any`)."""

    parts: tuple["Condition", ...]


class Not(msgspec.Struct, frozen=True):
    """The part does not hold (`not`)."""

    part: "Condition"


Condition = Is | IsNot | Exactly | OneOf | Filled | All | Some | Not


def holds(condition: Condition | None, values: Mapping[str, Value]) -> bool:
    """Whether a condition is met.

    Args:
        condition: None is met always.
        values: what counts: visible fields with a value; a missing key is empty.
    """
    match condition:
        case None:
            return True
        case Is(field, value):
            return _same(values.get(field), value)
        case IsNot(field, value):
            return not _same(values.get(field), value)
        case OneOf(field, wanted):
            found = values.get(field)
            if isinstance(found, tuple):
                return any(item in wanted for item in found)
            return any(_same(found, value) for value in wanted)
        case Exactly(field, exact):
            found = values.get(field)
            return isinstance(found, tuple) and set(found) == exact
        case Filled(field, filled):
            return (values.get(field) is not None) is filled
        case All(parts):
            return all(holds(part, values) for part in parts)
        case Some(parts):
            return any(holds(part, values) for part in parts)
        case Not(part):
            return not holds(part, values)
        case _:
            assert_never(condition)


def _same(found: Value | None, value: Scalar) -> bool:
    """Equal and of one kind: 1 is not true."""
    return found == value and isinstance(found, bool) is isinstance(value, bool)


def both(first: Condition | None, second: Condition | None) -> Condition | None:
    """Both conditions at once; None is no condition."""
    if first is None or second is None:
        return second if first is None else first
    return All((first, second))


def leaves(condition: Condition | None) -> Iterator[Is | IsNot | Exactly | OneOf | Filled]:
    """The parts of a condition that look at a field."""
    match condition:
        case None:
            return
        case All(parts) | Some(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case Is() | IsNot() | Exactly() | OneOf() | Filled():
            yield condition
        case _:
            assert_never(condition)
