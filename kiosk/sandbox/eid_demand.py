"""What a service asks of the card: the least that its form can take, out of `prefill` in its file.

A datum is required when a required question that is always asked takes it. One that only an optional or conditional
question takes may be deselected. A service that wants no identification asks for nothing, whatever its blocks name.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from devices.eid.chat import Chat, Right
from kiosk.portal.eid_contract import EidField
from kiosk.sandbox.eid_data import eid_field
from kiosk.services.fields import Field
from kiosk.services.model import Level, Service

DEMANDING = frozenset({Level.SUBSTANTIAL, Level.HIGH})


@dataclass(frozen=True, slots=True)
class Demand:
    """What one service reads.

    Args:
        service: its id.
        name: of the service, in German: the purpose of the reading.
        office: who reads.
        proof_needed: an application without a proof of identification is refused.
        answers: which of the card's fields an answer comes from, by field id.
    """

    service: str
    name: str
    office: str
    required: tuple[EidField, ...]
    optional: tuple[EidField, ...]
    proof_needed: bool
    answers: dict[str, str]

    @property
    def chat(self) -> Chat:
        """The rights to read all of it."""
        return Chat.of(*(Right.read(each.group) for each in (*self.required, *self.optional)))


def demand(service: Service, office: str) -> Demand:
    """What a service reads; empty where its file wants no identification."""
    takers = [] if service.identification is Level.NONE else list(_takers(service))
    needed = {name for name, field, always in takers if always and field.required}
    fields = {name: found for name, _, _ in takers if (found := eid_field(name)) is not None}
    return Demand(
        service=service.id,
        name=service.name.de,
        office=office,
        required=tuple(each for name, each in fields.items() if name in needed),
        optional=tuple(each for name, each in fields.items() if name not in needed),
        proof_needed=service.identification in DEMANDING and bool(fields),
        answers={
            field.id: fields[name].name for name, field, _ in takers if name in fields and field in service.fields
        },
    )


def _takers(service: Service) -> Iterator[tuple[str, Field, bool]]:
    """Each datum with a question that takes it, and whether that one is always asked. Rows of lists take nothing."""
    for field in service.fields:
        if field.prefill is not None:
            yield field.prefill, field, field.show_if is None
