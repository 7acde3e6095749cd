"""The way to the card as the protocol sees it: it stops at the next command when the attempt is over or a step is late.

`devices.eid` wants a function that raises CardLostError or TransportError and nothing else; so an attempt that was
closed looks to it like a reader that fails, and `trouble_of` says afterwards what it was.
"""

import time
from collections.abc import Callable
from threading import Event

from devices.card.api import AccessFault, CardSession
from devices.eid.api import TransportError


class Way:
    """One card session with a deadline.

    Args:
        session: the card.
        closed: set from any thread when nobody wants this attempt any more.
        clock: monotonic seconds.
    """

    def __init__(self, session: CardSession, closed: Event, clock: Callable[[], float] = time.monotonic) -> None:
        self._session = session
        self._closed = closed
        self._clock = clock
        self._until = clock()
        self._late = False

    @property
    def session(self) -> CardSession:
        """The card."""
        return self._session

    @property
    def fault(self) -> AccessFault | None:
        """Why the way has ended, as far as it is known."""
        return AccessFault.OVERDUE if self._late else self._session.fault

    def begin(self, seconds: float) -> None:
        """A step begins; all its commands together may take so long."""
        self._until = self._clock() + seconds
        self._late = False

    def transmit(self, command: bytes) -> bytes:
        """Carries a command.

        Raises:
            CardLostError, TransportError: see `devices.card.api`; TransportError also when the attempt was closed or
                the step is late, and then nothing was sent.
        """
        if self._closed.is_set():
            raise TransportError
        left = self._until - self._clock()
        if left <= 0:
            self._late = True
            raise TransportError
        return self._session.transmit(command, left)
