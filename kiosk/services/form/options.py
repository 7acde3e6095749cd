"""Puts the options that the portal gave into a service, in place of `options_from`."""

from collections.abc import Mapping

import msgspec

from kiosk.services.fields import ChoiceField, Field, ListField, MultiChoiceField, Option, Source
from kiosk.services.model import Service


def option_sources(service: Service) -> tuple[str, ...]:
    """Names of the lists that the portal must give before the form can be filled in."""
    return tuple(dict.fromkeys(name for field in service.fields for name in _sources(field)))


def bind_options(service: Service, lists: Mapping[str, tuple[Option, ...]]) -> Service:
    """The same service with the lists that are given; others stay open."""
    steps = tuple(
        msgspec.structs.replace(step, fields=tuple(_bound(field, lists) for field in step.fields))
        for step in service.steps
    )
    return msgspec.structs.replace(service, steps=steps)


def _sources(field: Field) -> tuple[str, ...]:
    if isinstance(field, ListField):
        return tuple(name for part in field.fields for name in _sources(part))
    if isinstance(field, ChoiceField | MultiChoiceField) and isinstance(field.options, Source):
        return (field.options.name,)
    return ()


def _bound(field: Field, lists: Mapping[str, tuple[Option, ...]]) -> Field:
    if isinstance(field, ListField):
        return msgspec.structs.replace(field, fields=tuple(_bound(part, lists) for part in field.fields))
    if isinstance(field, ChoiceField | MultiChoiceField) and isinstance(field.options, Source):
        options = lists.get(field.options.name)
        return msgspec.structs.replace(field, options=options) if options is not None else field
    return field
