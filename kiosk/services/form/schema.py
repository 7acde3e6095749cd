"""JSON Schema 2020-12 of a service's submissions, made from the model.

Conditions are in it too: the portal refuses an answer to a hidden question as it refuses a missing one. What a schema
cannot say (dates that move with today, rules across fields) is left to the form engine.
"""

from collections.abc import Iterable
from typing import assert_never

from kiosk.services.conditions import All, Condition, Exactly, Filled, Is, IsNot, Not, OneOf, Some
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
from kiosk.services.form.checking import EMAIL
from kiosk.services.form.submission import Json
from kiosk.services.model import Consent, Service

_MONTH = "(0[1-9]|1[0-2])"
_DAY = "(0[1-9]|[12][0-9]|3[01])"
_PARTIAL_DATE = f"^[0-9]{{4}}(-{_MONTH}(-{_DAY})?)?$"
_TIME = "^([01][0-9]|2[0-3]):[0-5][0-9]$"


def schema(service: Service) -> dict[str, Json]:
    """The JSON Schema that every valid submission of a service meets."""
    answers = _object(service.fields)
    properties: dict[str, Json] = {
        "service": {"const": service.id},
        "catalogue_version": {"type": "string", "minLength": 1, "maxLength": 20},
        "language": {"type": "string", "pattern": "^[a-z]{2}(-[a-z]+)?$"},
        "answers": answers,
        "consents": _consents(service),
        "attachments": _attachments(service),
    }
    demanded: list[Json] = list(properties)
    properties["identity"] = _identity(service)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": service.name.de,
        "type": "object",
        "properties": properties,
        "required": demanded,
        "additionalProperties": False,
        **_every(_declared(consent, service.fields) for consent in service.consents if consent.required),
    }


def _identity(service: Service) -> dict[str, Json]:
    """A reading of the ID card; whether it holds the portal knows. No application needs it but by the portal's word."""
    given: list[Json] = [field.id for field in service.fields if field.prefill is not None]
    names: dict[str, Json] = {"type": "array", "maxItems": len(given), "uniqueItems": True}
    if given:
        names["items"] = {"enum": given}
    return {
        "type": "object",
        "properties": {"eid_session": {"type": "string", "minLength": 1, "maxLength": 64}, "from_card": names},
        "required": ["eid_session", "from_card"],
        "additionalProperties": False,
    }


def _object(fields: Iterable[Field]) -> dict[str, Json]:
    """An object with one property a field: required where it must be answered, refused where it is hidden."""
    fields = tuple(fields)
    always: list[Json] = [field.id for field in fields if field.show_if is None and _demanded(field)]
    conditions: Iterable[dict[str, Json]] = (
        {"if": _condition(field.show_if, fields), "then": _then(field), "else": {"properties": {field.id: False}}}
        for field in fields
        if field.show_if is not None
    )
    return {
        "type": "object",
        "properties": {field.id: _property(field) for field in fields},
        "required": always,
        "additionalProperties": False,
        **_every(conditions),
    }


def _every(schemas: Iterable[dict[str, Json]]) -> dict[str, Json]:
    """All of these at once; a schema may not have an empty `allOf`."""
    found: list[Json] = list(schemas)
    return {"allOf": found} if found else {}


def _demanded(field: Field) -> bool:
    return field.required or isinstance(field, YesNoField)


def _then(field: Field) -> Json:
    return {"required": [field.id]} if _demanded(field) else True


def _property(field: Field) -> dict[str, Json]:
    match field:
        case TextField():
            return _text(field)
        case NumberField():
            return _number(field)
        case DateField(partial=partial):
            return {"type": "string", "pattern": _PARTIAL_DATE} if partial else {"type": "string", "format": "date"}
        case TimeField():
            return {"type": "string", "pattern": _TIME}
        case YesNoField():
            return {"type": "boolean"}
        case ChoiceField(options=options) | CountryField(options=options):
            return _choice(options)
        case MultiChoiceField(options=options):
            return {"type": "array", "items": _choice(options), "minItems": 1, "uniqueItems": True}
        case ListField():
            low = max(1, field.min)
            return {"type": "array", "items": _object(field.fields), "minItems": low, "maxItems": field.max}
        case _:
            assert_never(field)


def _text(field: TextField) -> dict[str, Json]:
    found: dict[str, Json] = {"type": "string", "minLength": 1, "maxLength": field.max_length}
    if field.pattern is not None:
        found["pattern"] = f"^(?:{field.pattern})$"
    elif field.kind is TextKind.EMAIL:
        found["pattern"] = f"^{EMAIL}$"
    return found


def _number(field: NumberField) -> dict[str, Json]:
    """Whole numbers and money (in cents) are integers."""
    factor = 100 if field.kind is NumberKind.MONEY else 1
    found: dict[str, Json] = {"type": "number" if field.kind is NumberKind.DECIMAL else "integer"}
    for key, limit in (("minimum", field.min), ("maximum", field.max)):
        if limit is not None:
            found[key] = float(limit) if field.kind is NumberKind.DECIMAL else int(limit * factor)
    return found


def _choice(options: Options) -> dict[str, Json]:
    if isinstance(options, Source):
        return {"type": "string", "minLength": 1, "maxLength": 200}
    return {"enum": [option.value for option in options]}


def _condition(condition: Condition, fields: tuple[Field, ...]) -> dict[str, Json]:
    """A schema that answers meet where the condition holds. An absent property is an empty field."""
    match condition:
        case Is(field, value):
            return _has(field, {"const": value})
        case IsNot(field, value):
            return {"not": _has(field, {"const": value})}
        case OneOf(field, values):
            wanted: dict[str, Json] = {"enum": sorted(values, key=str)}
            several = any(isinstance(one, MultiChoiceField) and one.id == field for one in fields)
            return _has(field, {"contains": wanted} if several else wanted)
        case Exactly(field, exact):
            contains: list[Json] = [{"contains": {"const": value}} for value in sorted(exact)]
            return _has(field, {"minItems": len(exact), "maxItems": len(exact), "allOf": contains})
        case Filled(field, True):
            return {"required": [field]}
        case Filled(field, _):
            return {"not": {"required": [field]}}
        case All(parts):
            return {"allOf": [_condition(part, fields) for part in parts]}
        case Some(parts):
            return {"anyOf": [_condition(part, fields) for part in parts]}
        case Not(part):
            return {"not": _condition(part, fields)}
        case _:
            assert_never(condition)


def _has(field: str, wanted: Json) -> dict[str, Json]:
    return {"properties": {field: wanted}, "required": [field]}


def _consents(service: Service) -> dict[str, Json]:
    if not service.consents:
        return {"type": "array", "maxItems": 0}
    item: dict[str, Json] = {
        "type": "object",
        "properties": {
            "id": {"enum": [consent.id for consent in service.consents]},
            "given": {"type": "boolean"},
            "version": {"type": "string", "pattern": "^[0-9a-f]{12}$"},
        },
        "required": ["id", "given", "version"],
        "additionalProperties": False,
    }
    return {"type": "array", "items": item, "maxItems": len(service.consents)}


def _declared(consent: Consent, fields: tuple[Field, ...]) -> dict[str, Json]:
    """A declaration that must be given, in every case or under its condition."""
    given: Json = {"properties": {"id": {"const": consent.id}, "given": {"const": True}}, "required": ["id", "given"]}
    demand: dict[str, Json] = {"properties": {"consents": {"contains": given}}}
    if consent.show_if is None:
        return demand
    return {"if": {"properties": {"answers": _condition(consent.show_if, fields)}}, "then": demand}


def _attachments(service: Service) -> dict[str, Json]:
    if not service.attachments:
        return {"type": "array", "maxItems": 0}
    item: dict[str, Json] = {
        "type": "object",
        "properties": {
            "id": {"enum": [attachment.id for attachment in service.attachments]},
            "required": {"type": "boolean"},
            "state": {"const": "later"},
        },
        "required": ["id", "required", "state"],
        "additionalProperties": False,
    }
    return {"type": "array", "items": item, "maxItems": len(service.attachments)}
