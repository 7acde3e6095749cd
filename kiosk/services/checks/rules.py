"""Rules compare things that exist and can be compared."""

from typing import assert_never

from kiosk.services.checks.places import Places
from kiosk.services.fields import (
    DateField,
    Field,
    ListField,
    NumberField,
    TextField,
    TimeField,
)
from kiosk.services.model import DateSide, FieldSide, RowSide, Rule, Service, Side

_ORDERED = {"date", "time", "number"}


def check_rules(service: Service, places: Places) -> None:
    """Each side of each rule exists; both are of one kind that the comparison fits."""
    fields = {field.id: field for field in service.fields}
    for index, rule in enumerate(service.rules):
        problem = _problem(rule, fields)
        if problem is not None:
            places.item("rules", index, f"rule: {problem[0]}", problem[1])


def _problem(rule: Rule, fields: dict[str, Field]) -> tuple[str, str] | None:
    sides = (rule.left, rule.right)
    for side in sides:
        missing = _missing(side, fields)
        if missing is not None:
            return f"there is no field {missing!r}", "name fields of this service, or list.field"
    left, right = (_kinds(side, fields) for side in sides)
    if left != right:
        return f"{' and '.join(left)} cannot be compared with {' and '.join(right)}", "compare like with like"
    if not set(left) <= _ORDERED and (rule.op not in ("==", "!=") or not set(left) <= _ORDERED | {"text"}):
        return f"{' and '.join(left)} cannot be compared with {rule.op}", 'use dates, times, numbers, or "==" and "!="'
    return None


def _missing(side: Side, fields: dict[str, Field]) -> str | None:
    match side:
        case DateSide():
            return None
        case FieldSide(names):
            return next((name for name in names if name not in fields), None)
        case RowSide(list_, name):
            rows = fields.get(list_)
            found = isinstance(rows, ListField) and any(field.id == name for field in rows.fields)
            return None if found else f"{list_}.{name}"
        case _:
            assert_never(side)


def _kinds(side: Side, fields: dict[str, Field]) -> tuple[str, ...]:
    match side:
        case DateSide():
            return ("date",)
        case FieldSide(names):
            return tuple(_kind(fields[name]) for name in names)
        case RowSide(list_, name):
            rows = fields[list_]
            parts = rows.fields if isinstance(rows, ListField) else ()
            return tuple(_kind(field) for field in parts if field.id == name)
        case _:
            assert_never(side)


def _kind(field: Field) -> str:
    match field:
        case DateField():
            return "date"
        case TimeField():
            return "time"
        case NumberField():
            return "number"
        case TextField():
            return "text"
        case _:
            return "a choice"
