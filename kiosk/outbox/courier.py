"""Carries sealed applications to the portal, one after the other, on a thread of its own."""

import logging
import queue
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Thread
from uuid import UUID

from kiosk.outbox.api import Portal
from kiosk.portal import ApplicationRequest, FailureKind, PortalFailure, SignedReceipt

log = logging.getLogger(__name__)

Answer = SignedReceipt | PortalFailure


@dataclass(frozen=True, slots=True)
class Errand:
    """One application to hand in.

    Args:
        attended: a person waits for it.
        tries: how often it may be sent within the deadline; None as the client is set.
    """

    key: UUID
    request: ApplicationRequest = field(repr=False)
    attended: bool
    deadline_s: float
    tries: int | None = None
    session_id: str | None = None


class Courier:
    """Runs errands in order.

    Args:
        name: of the thread.
        portal: where to.
        done: takes each errand with its answer, on this courier's thread.
    """

    def __init__(self, name: str, portal: Portal, done: Callable[[Errand, Answer], None]) -> None:
        self._portal = portal
        self._done = done
        self._errands: queue.SimpleQueue[Errand | None] = queue.SimpleQueue()
        self._thread = Thread(target=self._work, name=name, daemon=True)

    def start(self) -> None:
        """Begins to work."""
        self._thread.start()

    def send(self, errand: Errand) -> None:
        """Takes an errand and returns at once."""
        self._errands.put(errand)

    def stop(self) -> None:
        """Ends after the errand at hand; nobody waits for it, since nothing is lost by it."""
        self._errands.put(None)

    def _work(self) -> None:
        while (errand := self._errands.get()) is not None:
            self._done(errand, self._answer(errand))

    def _answer(self, errand: Errand) -> Answer:
        try:
            return self._portal.apply(
                errand.key,
                errand.request,
                session_id=errand.session_id,
                deadline_s=errand.deadline_s,
                tries=errand.tries,
            )
        except Exception as error:
            log.error("outbox_client_broke %s", type(error).__name__)
            return PortalFailure(FailureKind.BROKEN, "client-broke")
