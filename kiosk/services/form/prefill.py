"""Fills fields with what the card says. What does not fit its field is left out: the person types it."""

from collections.abc import Mapping

from kiosk.services.answers import Value
from kiosk.services.fields import DateField, Field, TextField
from kiosk.services.form.normalise import normalise
from kiosk.services.form.problems import Problem
from kiosk.services.form.reading_dates import day_on_card
from kiosk.services.model import Service


def slots(service: Service) -> tuple[str, ...]:
    """Names of the eID data that the form can use, each once, in the order of the form."""
    return tuple(dict.fromkeys(field.prefill for field in service.fields if field.prefill is not None))


def prefilled(service: Service, card: Mapping[str, str]) -> dict[str, Value]:
    """Answers from the card, by field id.

    Args:
        service: the form.
        card: data by name ("family_names"), as the eID server gives them; dates as "19640812" or ISO, unknown parts
            blank or X.
    """
    found: dict[str, Value] = {}
    for field in service.fields:
        text = card.get(field.prefill or "", "").strip()
        value = _value(field, text) if text else None
        if value is not None:
            found[field.id] = value
    return found


def _value(field: Field, text: str) -> Value | None:
    entry = day_on_card(text) if isinstance(field, DateField) else text
    value = normalise(field, entry)
    if isinstance(value, Problem):
        return None
    if isinstance(field, TextField) and isinstance(value, str) and len(value) > field.max_length:
        return None
    return value
