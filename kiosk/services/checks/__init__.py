"""What a schema cannot see: references, reachable steps, patterns with their samples, rules, fees, pages, wording."""

from kiosk.services.checks.form import check_form
from kiosk.services.checks.pages import check_pages
from kiosk.services.checks.places import Places
from kiosk.services.checks.rules import check_rules
from kiosk.services.checks.wording import check_wording
from kiosk.services.model import Service
from kiosk.services.reading.tree import Entry, Findings


def check_service(service: Service, entry: Entry, findings: Findings) -> None:
    """Checks one service.

    Args:
        service: as it was read, with stand-ins where something was wrong.
        entry: the same after its blocks were copied in, for the lines.
        findings: takes mistakes and warnings.
    """
    places = Places.of(entry, findings)
    check_form(service, places)
    check_pages(service, places)
    check_rules(service, places)
    check_wording(service, places)


__all__ = ["check_service"]
