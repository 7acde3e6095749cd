"""Health of devices and portal, and what can be offered because of it."""

from dataclasses import dataclass

from devices.card.api import CardPresence
from devices.printer.api import PrinterStatus
from kiosk.dialogue import faults
from kiosk.dialogue.faults import Fault
from kiosk.outbox.api import Trouble
from kiosk.portal.errors import PortalFailure


@dataclass(frozen=True, slots=True)
class Health:
    """What the watchers saw last. None: nothing seen yet, which is not the same as broken.

    Args:
        portal_failures: failed probes in a row.
        probe_at: when the next probe is due; infinite while one is on its way.
        portal_known: whether the portal was asked at all.
        room: whether the outbox takes another application.
        outbox: what is wrong with the outbox.
    """

    printer: PrinterStatus | None = None
    card: CardPresence | None = None
    portal_failure: PortalFailure | None = None
    portal_failures: int = 0
    probe_at: float = 0.0
    portal_known: bool = False
    room: bool = True
    outbox: frozenset[Trouble] = frozenset()

    @property
    def card_there(self) -> bool:
        """Whether something lies on the reader."""
        return self.card is not None and self.card.card_there


def portal_fault(health: Health, tolerated_failures: int) -> Fault | None:
    """Why the portal cannot be used, None while it can (or nobody knows yet)."""
    if health.portal_failure is None or health.portal_failures < tolerated_failures:
        return None
    return faults.of_portal(health.portal_failure.kind)


def paper_fault(health: Health) -> Fault | None:
    """Why there is no paper now, None while there is (or nobody knows yet)."""
    if health.printer is None or health.printer.can_print:
        return None
    return faults.of_printer(health.printer)


def device_faults(health: Health, tolerated_failures: int) -> tuple[Fault, ...]:
    """Everything that is wrong now, for staff."""
    found = (
        faults.of_printer(health.printer) if health.printer is not None else None,
        faults.of_reader(health.card) if health.card is not None else None,
        portal_fault(health, tolerated_failures),
        *(faults.of_outbox(trouble) for trouble in Trouble if trouble in health.outbox),
    )
    return tuple(fault for fault in found if fault is not None)
