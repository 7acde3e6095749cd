"""Ids, conditions, samples and fees of one service."""

import re
from collections.abc import Mapping
from datetime import date
from typing import assert_never

from kiosk.services.checks.places import Places, children
from kiosk.services.checks.reach import Reach
from kiosk.services.checks.references import Note, check_condition
from kiosk.services.conditions import Condition
from kiosk.services.dates import resolve
from kiosk.services.fields import DateField, Field, ListField, NumberField, NumberKind, TextField
from kiosk.services.model import ByPortal, Free, Level, PerItem, Rate, Service
from kiosk.services.reading.tree import Entry

_SAMPLE_DAYS = (date(2024, 2, 29), date(2026, 11, 24))


def check_form(service: Service, places: Places) -> None:
    """Ids are unique, conditions and samples sound, the way on is named."""
    _unique(service, places)
    fields = {field.id: field for field in service.fields}
    reach = Reach(service.fields)
    before: dict[str, Field] = {}
    for field in service.fields:
        check_condition(field.show_if, before, reach, _at_field(places, field.id, "show_if"))
        _samples(field, places)
        before[field.id] = field
    _conditions(service, fields, reach, places)
    _fee(service, fields, reach, places)
    if service.identification in (Level.SUBSTANTIAL, Level.HIGH) and not service.handoff:
        remedy = "name a way on in kiosk: handoff, such as [queue]"
        places.service("kiosk", "who has no card cannot get on", remedy)


def _at_field(places: Places, id_: str, key: str) -> Note:
    return lambda what, remedy: places.field(id_, key, what, remedy)


def _at_item(places: Places, key: str, index: int) -> Note:
    at = "when" if key == "stops" else "show_if"
    return lambda what, remedy: places.item(key, index, f"{key.removesuffix('s')}: {what}", remedy, at=at)


def _at_service(places: Places, key: str) -> Note:
    return lambda what, remedy: places.service(key, f"{key}: {what}", remedy)


def _unique(service: Service, places: Places) -> None:
    seen: dict[str, Entry] = {}
    for step in children(places.entry, "steps"):
        for entry in children(step, "fields"):
            id_ = str(entry.items.get("id"))
            if id_ in seen:
                first = seen[id_]
                remedy = f"give one of them another id or a prefix; the other is {first.file}:{first.line}"
                places.service("steps", f"the id {id_!r} stands twice", remedy)
                places.findings.mistake(entry.file, entry.at("id"), f"the id {id_!r} stands twice", remedy)
            seen.setdefault(id_, entry)
    for field in service.fields:
        if isinstance(field, ListField):
            _no_twins(places, [part.id for part in field.fields], f"list {field.id}")
    _no_twins(places, [step.id for step in service.steps], "steps")
    _no_twins(places, [attachment.id for attachment in service.attachments], "attachments")
    _no_twins(places, [consent.id for consent in service.consents], "consents")


def _no_twins(places: Places, ids: list[str], where: str) -> None:
    for twin in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        key = where if where in places.entry.items else "steps"
        places.service(key, f"{where}: {twin!r} stands twice", "give each an id of its own")


def _samples(field: Field, places: Places) -> None:
    match field:
        case TextField():
            _text_samples(field, places)
        case DateField(min=low, max=high) if low is not None and high is not None:
            if any(resolve(low, today) > resolve(high, today) for today in _SAMPLE_DAYS):
                places.field(field.id, "max", "'max' is before 'min'", "swap them or mend one")
        case ListField(fields=fields):
            if field.required and field.min < 1:
                places.field(field.id, "min", "a required list may be empty", "write min: 1")
            before: dict[str, Field] = {}
            for part in fields:
                check_condition(part.show_if, before, Reach(fields), _at_field(places, field.id, "fields"))
                before[part.id] = part
                if part.prefill is not None:
                    places.field(field.id, "fields", f"{part.id!r}: rows know no prefill", "remove it")


def _text_samples(field: TextField, places: Places) -> None:
    for key, sample in (("example", field.example), ("default", field.default)):
        if sample is None:
            continue
        if len(sample) > field.max_length:
            places.field(field.id, key, f"{key!r} is longer than max_length", "mend one of the two")
        if field.pattern is not None and not re.fullmatch(field.pattern, sample, re.ASCII):
            places.field(field.id, key, f"{key!r} {sample!r} does not match the pattern", "mend one of the two")
    if field.pattern is not None and field.example is None:
        places.field(field.id, "pattern", "a pattern without example", "add an example that matches it")


def _conditions(service: Service, fields: Mapping[str, Field], reach: Reach, places: Places) -> None:
    groups: tuple[tuple[str, list[Condition | None]], ...] = (
        ("stops", [stop.when for stop in service.stops]),
        ("notices", [notice.show_if for notice in service.notices]),
        ("attachments", [attachment.show_if for attachment in service.attachments]),
    )
    for key, conditions in groups:
        for index, condition in enumerate(conditions):
            check_condition(condition, fields, reach, _at_item(places, key, index))
    for consent in service.consents:
        check_condition(consent.show_if, fields, reach, _at_service(places, "consents_show_if"))


def _fee(service: Service, fields: Mapping[str, Field], reach: Reach, places: Places) -> None:
    fee, note = service.fee, _at_service(places, "fee")
    match fee:
        case Rate():
            for tier in fee.tiers:
                check_condition(tier.when, fields, reach, note)
            check_condition(fee.waiver_if, fields, reach, note)
        case PerItem():
            quantity = fields.get(fee.quantity_field)
            if not isinstance(quantity, NumberField) or quantity.kind is not NumberKind.INT:
                note(f"{fee.quantity_field!r} is no whole number that is asked", "name a field of type int")
            check_condition(fee.waiver_if, fields, reach, note)
        case Free() | ByPortal():
            pass
        case _:
            assert_never(fee)
