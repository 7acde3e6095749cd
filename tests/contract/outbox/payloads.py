"""Applications of a marked person, valid by the schema of a shipped service."""

from typing import Any

from kiosk.sandbox.services import SHIPPED
from kiosk.services.load import load_services

SERVICE = "buergeranregung"
MARKED = ("Zwetschgenröder-Łukasz", "Ottokar Eleutherius", "Quittenstieg 77", "Mirabellen wachsen quer")

_CATALOGUE = load_services(SHIPPED)
_CONSENTS = _CATALOGUE.services[SERVICE].consents


def payload(**answers: Any) -> dict[str, Any]:
    """What the form engine would hand over; `answers` change it, None takes an answer away."""
    family, given, street, text = MARKED
    known = {
        "thema": "gruen",
        "betreff": "Obst",
        "text": text,
        "antwort": True,
        "familienname": family,
        "vornamen": given,
        "rueckmeldung": "post",
        "strasse": street,
        "plz": "56727",
        "ort": "Mayen",
    }
    return {
        "service": SERVICE,
        "catalogue_version": _CATALOGUE.version,
        "language": "de",
        "answers": {name: value for name, value in (known | answers).items() if value is not None},
        "consents": [{"id": each.id, "given": each.required, "version": each.version} for each in _CONSENTS],
        "attachments": [],
    }
