"""The services that ship, loaded once for all tests, and a day on which they are tested."""

from datetime import date
from functools import cache
from pathlib import Path

import kiosk
from kiosk.services.fields import Field, Option, Text
from kiosk.services.form import bind_options, option_sources
from kiosk.services.load import load_services
from kiosk.services.model import Catalogue, Service

FOLDER = Path(kiosk.__file__).resolve().parents[1] / "config" / "services"
TODAY = date(2026, 11, 24)
IDS = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))
OFFERED = tuple(Option(value, Text(f"Antwort {value}", f"Answer {value}")) for value in ("a1", "b2", "c3"))
"""What the portal would give for every list."""


@cache
def catalogue(municipality: str = "") -> Catalogue:
    """All services, live or not."""
    return load_services(FOLDER, municipality, live_only=False)


@cache
def service(id_: str) -> Service:
    """A service with options in place of the portal's lists."""
    found = catalogue().services[id_]
    return bind_options(found, dict.fromkeys(option_sources(found), OFFERED))


def field(id_: str, field_id: str) -> Field:
    """A field of a service."""
    return next(field for field in service(id_).fields if field.id == field_id)
