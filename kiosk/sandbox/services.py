"""What the town hall knows about the services whose applications it takes.

It reads the same files as the terminals, and judges by the JSON Schema that is made from them: what the terminal's form
engine has sent is not judged by the terminal's form engine.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import kiosk
from kiosk.portal.contract import FieldProblem, Text
from kiosk.sandbox.eid_demand import Demand, demand
from kiosk.sandbox.options import options
from kiosk.sandbox.validation import schema_problems
from kiosk.services.fields import Option
from kiosk.services.fields import Text as CatalogueText
from kiosk.services.form import bind_options, option_sources, schema
from kiosk.services.load import load_services
from kiosk.services.model import Kind, Service

SHIPPED = Path(kiosk.__file__).parents[1] / "config" / "services"
_NOT_HANDED_IN = {Kind.STATUS_QUERY, Kind.QUEUE_NUMBER, Kind.CARD_PIN}


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """What a receipt and a status say about a service.

    Args:
        takes: whether something is handed in; a status query or a queue number is not.
        name: of the service.
        office: who answers for it.
        next_step: what happens next.
        later_days: how long announced papers may come later.
    """

    takes: bool
    name: Text
    office: Text
    next_step: Text
    later_days: int


class Services(Protocol):
    """The services of the town."""

    def facts(self, service: str) -> ServiceFacts | None:
        """About a service of the town; None when there is none of this id."""
        ...

    def problems(self, service: str, content: Mapping[str, Any]) -> tuple[FieldProblem, ...]:
        """What is wrong with an application, as pointers into it; empty when nothing is."""
        ...

    def papers_missing(self, service: str, content: Mapping[str, Any]) -> bool:
        """Whether the application announces papers that come later."""
        ...

    def demand(self, service: str) -> Demand | None:
        """What is read from the card for a service; None when there is none of this id."""
        ...


class CatalogueServices:
    """The services of a folder, switched off or not: a town may try one before its terminals offer it.

    Args:
        folder: as `kiosk.services.load.load_services` takes it; read at once (0.3 s).

    Raises:
        ServicesError: with every mistake.
    """

    def __init__(self, folder: Path = SHIPPED) -> None:
        catalogue = load_services(folder, live_only=False)
        self._facts = {
            service.id: ServiceFacts(
                takes=bool(service.fields) and service.kind not in _NOT_HANDED_IN,
                name=_text(service.name),
                office=_text(catalogue.offices[service.office].name),
                next_step=_text(service.outcome),
                later_days=catalogue.attachments.later_days,
            )
            for service in catalogue.services.values()
        }
        self._demands = {
            service.id: demand(service, catalogue.offices[service.office].name.de)
            for service in catalogue.services.values()
        }
        self._schemas = {service.id: schema(_with_options(service)) for service in catalogue.services.values()}

    def facts(self, service: str) -> ServiceFacts | None:
        """See Services."""
        return self._facts.get(service)

    def problems(self, service: str, content: Mapping[str, Any]) -> tuple[FieldProblem, ...]:
        """See Services."""
        return schema_problems(self._schemas[service], content)

    def papers_missing(self, service: str, content: Mapping[str, Any]) -> bool:
        """See Services."""
        return any(paper["required"] for paper in content["attachments"])

    def demand(self, service: str) -> Demand | None:
        """See Services."""
        return self._demands.get(service)


def _with_options(service: Service) -> Service:
    """With the town hall's own lists in it, so that only their values are taken."""
    found = {source: options(source) for source in option_sources(service)}
    lists = {
        source: tuple(Option(each.value, CatalogueText(each.text.de, each.text.en or each.text.de)) for each in known)
        for source, known in found.items()
        if known is not None
    }
    return bind_options(service, lists)


def _text(text: CatalogueText) -> Text:
    return Text(de=text.de, en=text.en)
