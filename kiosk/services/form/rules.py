"""Rules across fields. A rule with an empty side is skipped, and so is one that an unknown day or month leaves open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import TypeAlias, assert_never

from kiosk.services.answers import Answers, Value
from kiosk.services.dates import Day, Operator, resolve
from kiosk.services.fields import ListField
from kiosk.services.form.problems import Code, Problem
from kiosk.services.form.view import look
from kiosk.services.model import DateSide, FieldSide, RowSide, Rule, Service, Severity, Side

Point: TypeAlias = date | time | Decimal | str
Bounds: TypeAlias = tuple[tuple[Point, ...], tuple[Point, ...]]
"""The least and the greatest that a side can be; the same twice where all is known."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that does not hold; `field` is the last one asked of those that it looks at."""

    field: str
    problem: Problem
    severity: Severity


def broken_rules(service: Service, answers: Answers, today: date) -> tuple[Broken, ...]:
    """The rules that do not hold with these answers."""
    if not service.rules:
        return ()
    view = look(service.fields, answers)
    order = {field.id: number for number, field in enumerate(view.fields)}
    found: list[Broken] = []
    for rule in service.rules:
        row = _broken_at(rule, view.values, today)
        if row is None:
            continue
        names = [*_fields(rule.left), *_fields(rule.right)]
        last = max((name for name in names if name in order), key=lambda name: order[name])
        part = rule.left.field if isinstance(rule.left, RowSide) else ""
        noun = next((field.row for field in view.fields if isinstance(field, ListField) and field.id == last), None)
        problem = Problem(last, Code.RULE, {}, rule.message, row if part else None, part, noun)
        found.append(Broken(last, problem, rule.severity))
    return tuple(found)


def _fields(side: Side) -> tuple[str, ...]:
    match side:
        case FieldSide(names):
            return names
        case RowSide(list_, _):
            return (list_,)
        case DateSide():
            return ()
        case _:
            assert_never(side)


def _broken_at(rule: Rule, values: Mapping[str, Value], today: date) -> int | None:
    """Number of the first row where a rule is broken, 0 where there are no rows; None if it holds, is empty or open."""
    rights = _bounds(rule.right, values, today)
    for row, left in enumerate(_bounds(rule.left, values, today)):
        for right in rights:
            if left is not None and right is not None and holds_between(left, rule.op, right) is False:
                return row
    return None


def _bounds(side: Side, values: Mapping[str, Value], today: date) -> list[Bounds | None]:
    match side:
        case DateSide(expression):
            point = resolve(expression, today)
            return [((point,), (point,))]
        case FieldSide(names):
            return [_together([values.get(name) for name in names])]
        case RowSide(list_, name):
            rows = values.get(list_, ())
            cells = [row.get(name) for row in rows if isinstance(row, Mapping)] if isinstance(rows, tuple) else []
            return [_together([cell]) for cell in cells]
        case _:
            assert_never(side)


def _together(values: list[Value | None]) -> Bounds | None:
    low: list[Point] = []
    high: list[Point] = []
    for value in values:
        match value:
            case Day():
                first, last = value.span()
                low.append(first)
                high.append(last)
            case int() | Decimal():
                low.append(Decimal(value))
                high.append(Decimal(value))
            case str() | time():
                low.append(value)
                high.append(value)
            case _:
                return None
    return tuple(low), tuple(high)


def holds_between(left: Bounds, op: Operator, right: Bounds) -> bool | None:
    """Compares what two sides can be: True or False if it is so in every case, None if it stays open."""
    match op:
        case ">=":
            return _sure(left[0] >= right[1], left[1] < right[0])
        case ">":
            return _sure(left[0] > right[1], left[1] <= right[0])
        case "<=":
            return _sure(left[1] <= right[0], left[0] > right[1])
        case "<":
            return _sure(left[1] < right[0], left[0] >= right[1])
        case "==":
            same = left == right and left[0] == left[1]
            return _sure(same, left[1] < right[0] or right[1] < left[0])
        case "!=":
            same = left == right and left[0] == left[1]
            return _sure(left[1] < right[0] or right[1] < left[0], same)
        case _:
            assert_never(op)


def _sure(yes: bool, no: bool) -> bool | None:
    return True if yes else False if no else None
