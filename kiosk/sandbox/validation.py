"""What a JSON Schema (draft 2020-12) finds wrong, as pointers and codes; never with a value that somebody entered."""

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from kiosk.portal.contract import FieldProblem

_MOST = 100
_CODES = {
    "required": "missing",
    "additionalProperties": "not_expected",
    "unevaluatedProperties": "not_expected",
    "type": "wrong_type",
    "pattern": "not_in_form",
    "format": "not_in_form",
    "enum": "not_offered",
    "const": "not_offered",
    "minLength": "too_short",
    "maxLength": "too_long",
    "minimum": "too_small",
    "maximum": "too_large",
    "minItems": "too_few",
    "maxItems": "too_many",
    "uniqueItems": "doubled",
}
"""Keyword of the schema -> code. All others are `not_allowed`."""

_WITH_SCHEMAS = {"allOf", "anyOf", "oneOf", "not", "if", "then", "else", "items", "prefixItems", "contains"}


def schema_problems(schema: Mapping[str, Any], document: Any) -> tuple[FieldProblem, ...]:
    """Everything that keeps `document` from being valid, at most 100, in the order of the pointers (RFC 6901)."""
    validator = Draft202012Validator(_without_false(schema), format_checker=Draft202012Validator.FORMAT_CHECKER)
    found = {
        (pointer, _CODES.get(str(error.validator), "not_allowed"))
        for error in validator.iter_errors(document)
        for pointer in _pointers(error)
    }
    return tuple(FieldProblem(pointer=pointer, code=code) for pointer, code in sorted(found)[:_MOST])


def _pointers(error: ValidationError) -> Iterator[str]:
    """Where it is: for missing members the members themselves. A member too many is not named: it may be anything."""
    place = "".join(f"/{_escaped(str(part))}" for part in error.absolute_path)
    if error.validator == "required" and isinstance(error.schema, dict) and isinstance(error.instance, dict):
        yield from (f"{place}/{_escaped(name)}" for name in error.schema["required"] if name not in error.instance)
    else:
        yield place


def _without_false(schema: Any) -> Any:
    """The same schema with `{"not": {}}` for `false`: jsonschema does not say which member a bare `false` refused."""
    match schema:
        case False:
            return {"not": {}}
        case dict():
            return {
                name: {member: _without_false(part) for member, part in value.items()}
                if name == "properties"
                else _without_false(value)
                if name in _WITH_SCHEMAS
                else value
                for name, value in schema.items()
            }
        case list():
            return [_without_false(part) for part in schema]
        case _:
            return schema


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
