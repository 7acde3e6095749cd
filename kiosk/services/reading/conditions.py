"""Reads conditions: {field, equals|not_equals|in|filled}, {all: [...]}, {any: [...]}, {not: {...}}."""

from kiosk.services.conditions import All, Condition, Exactly, Filled, Is, IsNot, Not, OneOf, Scalar, Some
from kiosk.services.reading.entry import Reader
from kiosk.services.reading.tree import Entry, Findings, Raw, Series

_TESTS = ("equals", "not_equals", "in", "filled")
_NEVER = Some(())
"""Stand-in for a condition that is a mistake."""


def read_condition(reader: Reader, key: str) -> Condition | None:
    """The condition under a key of an entry, None if there is none."""
    entry = reader.sub(key)
    return condition_of(entry, reader.findings, f"{reader.name}, {key}") if entry is not None else None


def condition_of(entry: Entry, findings: Findings, name: str) -> Condition:
    """The condition that an entry says."""
    reader = Reader(entry, findings, name)
    if "field" in entry.items:
        return _test(reader)
    found = [key for key in ("all", "any", "not") if key in entry.items]
    if len(found) != 1:
        remedy = "write {field: id, equals: value}, {all: [...]}, {any: [...]} or {not: {...}}"
        findings.mistake(entry.file, entry.line, f"{name}: is no condition", remedy)
        return _NEVER
    if found == ["not"]:
        part = reader.sub("not")
        reader.close()
        return Not(condition_of(part, findings, name)) if part is not None else _NEVER
    parts = tuple(condition_of(part, findings, name) for part in reader.entries(found[0]))
    reader.close()
    if not parts:
        reader.wrong(found[0], f"{found[0]!r} has no parts", "write at least one condition")
    return All(parts) if found == ["all"] else Some(parts)


def _test(reader: Reader) -> Condition:
    field = reader.text("field")
    found = [test for test in _TESTS if reader.has(test)]
    reader.close()
    if len(found) != 1:
        reader.wrong("field", "a condition has one test", f"write one of: {', '.join(_TESTS)}")
        return _NEVER
    (test,) = found
    value = reader.get(test)
    match test, value:
        case "filled", bool():
            return Filled(field, value)
        case "equals", Series():
            return Exactly(field, frozenset(str(item) for item in _scalars(reader, test, value)))
        case "in", Series():
            return OneOf(field, frozenset(_scalars(reader, test, value)))
        case "equals", str() | bool() | int():
            return Is(field, value)
        case "not_equals", str() | bool() | int():
            return IsNot(field, value)
    kinds = {"filled": "true or false", "in": "a list: [a, b]", "equals": "a value", "not_equals": "a value"}
    reader.wrong(test, f"{test!r} has the wrong kind of value", f"write {kinds[test]}")
    return _NEVER


def _scalars(reader: Reader, key: str, series: Series) -> list[Scalar]:
    found: list[Scalar] = []
    for item in series.items:
        if _is_scalar(item):
            found.append(item)  # type: ignore[arg-type]  # just tested
        else:
            reader.wrong(key, f"{key!r} holds something that is no value", "write values: [a, b]")
    if not found:
        reader.wrong(key, f"{key!r} is empty", "write at least one value")
    return found


def _is_scalar(item: Raw) -> bool:
    return isinstance(item, str | bool | int)
