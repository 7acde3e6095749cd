"""What is sent: plain JSON data. Hidden and empty fields are not in it; yes/no questions that were shown always are.

    {"service": "hund_anmelden", "catalogue_version": "1.1.0", "language": "de",
     "answers": {"familienname": "Mustermann", "geburtsdatum": "1964-08-12", "anzahl_hunde": 1, "gefaehrlich": false},
     "consents": [{"id": "privacy", "given": true, "version": "0f2c51d3a9b7"}],
     "attachments": [{"id": "haftpflicht", "required": true, "state": "later"}],
     "identity": {"eid_session": "0192…", "from_card": ["familienname", "geburtsdatum"]}}

`identity` is there when an ID card was read: the reading, and the answers that are as the card has them. The portal
believes neither: it knows the reading, and compares. Money is in cents, other decimals are numbers, dates are ISO 8601
and shorter where a day or month is unknown ("1964-08", "1964"), times are "08:30". `form.schema` makes the JSON Schema.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import time
from decimal import Decimal
from typing import TypeAlias

from kiosk.services.answers import Answers, Value
from kiosk.services.dates import Day
from kiosk.services.fields import Field, ListField, NumberField, NumberKind
from kiosk.services.form.outcome import attachments, consents
from kiosk.services.form.view import look
from kiosk.services.model import Service


@dataclass(frozen=True, slots=True)
class ReadCard:
    """A reading of the ID card: the portal's id of it, and the fields that are answered as the card has them."""

    session: str = attribute(repr=False)
    fields: tuple[str, ...] = ()


Json: TypeAlias = str | int | float | bool | list["Json"] | dict[str, "Json"] | None


def submission(
    service: Service,
    answers: Answers,
    *,
    given: Collection[str],
    version: str,
    lang: str,
    identity: ReadCard | None = None,
) -> dict[str, Json]:
    """The application as JSON data. Meant for answers that `check_form` finds nothing in.

    Args:
        service: the form.
        answers: what was answered.
        given: ids of the declarations that the person made.
        version: version of the catalogue.
        lang: language in which the form was filled in.
        identity: the reading of the ID card, None where there was none.
    """
    content: dict[str, Json] = {
        "service": service.id,
        "catalogue_version": version,
        "language": lang,
        "answers": _answers(service.fields, answers),
        "consents": [
            {"id": consent.id, "given": consent.id in given, "version": consent.version}
            for consent in consents(service, answers)
        ],
        "attachments": [
            {"id": attachment.id, "required": attachment.required, "state": "later"}
            for attachment in attachments(service, answers)
        ],
    }
    if identity is not None:
        content["identity"] = {"eid_session": identity.session, "from_card": list(identity.fields)}
    return content


def _answers(fields: Iterable[Field], answers: Answers) -> dict[str, Json]:
    view = look(fields, answers)
    return {field.id: _json(field, view.values[field.id]) for field in view.fields if field.id in view.values}


def _json(field: Field, value: Value) -> Json:
    match value:
        case Decimal() if isinstance(field, NumberField) and field.kind is NumberKind.MONEY:
            return int(value * 100)
        case Decimal():
            return float(value)
        case Day():
            return value.iso()
        case time():
            return f"{value:%H:%M}"
        case tuple():
            parts = field.fields if isinstance(field, ListField) else ()
            return [_answers(parts, item) if isinstance(item, Mapping) else item for item in value]
        case _:
            return value
