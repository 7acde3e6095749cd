"""The portal's side of a reading, as a state machine without clock, chance or network.

    session = PortalSession(authority, wish, ...)
    offer()             -> Offer            what the terminal shows and checks before the PIN
    start(opening)      -> Batch (pace)     terminal and chip authentication in one go
    step(responses)     -> Batch (none)     the card is proven genuine; reading, sealed by the portal
    step(responses)     -> Done             or, without extended length only, one more batch for long groups

With the offer that makes four round trips. Any failure is `Refused` and ends the session for good. One session signs
once, and only what it has put together itself.
"""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from devices.eid.curves import RandomBytes
from devices.eid.faults import EidError, FaultCode
from devices.eid.offer import Offer
from devices.eid.outcomes import Refused
from devices.eid.portal_authentication import Authority, Opening, PendingAuthentication, Wish, begin
from devices.eid.portal_reading import Done, ReadingPlan
from devices.eid.relay import Batch

T = TypeVar("T")


class PortalSession:
    """One reading."""

    def __init__(
        self, authority: Authority, wish: Wish, *, random: RandomBytes, today: date, extended: bool = True
    ) -> None:
        """Prepare a reading.

        Args:
            extended: whether reader and card carry long answers; without, one more round trip may be needed.

        Raises:
            EidError: CHAT_BEYOND_RIGHTS, CERTIFICATE_EXPIRED: the certificate does not allow this wish today.
        """
        certificate = authority.signer.certificate
        if not wish.chat.within(certificate.chat):
            raise EidError(FaultCode.CHAT_BEYOND_RIGHTS)
        if not certificate.start <= today <= certificate.end:
            raise EidError(FaultCode.CERTIFICATE_EXPIRED)
        self._authority = authority
        self._wish = wish
        self._random = random
        self._today = today
        self._extended = extended
        self._signed = False
        self._pending: PendingAuthentication | None = None
        self._plan: ReadingPlan | None = None

    def offer(self) -> Offer:
        """What the terminal needs before PACE."""
        certificate = self._authority.signer.certificate
        return Offer(self._wish.chat, self._wish.auxiliary, self._authority.description, certificate.encode())

    def start(self, opening: Opening) -> Batch | Refused:
        """Take what PACE gave, and sign: the one signature of this session (TA_ALREADY_SIGNED)."""

        def sign() -> Batch:
            if self._signed:
                raise EidError(FaultCode.TA_ALREADY_SIGNED)
            self._signed = True
            self._wish = self._wish.granted(opening.chat)
            self._pending = begin(self._authority, self._wish, opening, random=self._random, extended=self._extended)
            return self._pending.batch

        return self._guarded(sign)

    def step(self, responses: tuple[bytes, ...]) -> Batch | Done | Refused:
        """Take the card's answers to the last batch; PORTAL_ORDER out of turn."""

        def go_on() -> Batch | Done:
            if self._pending is not None:
                return self._begin_reading(self._pending, responses)
            if self._plan is None:
                raise EidError(FaultCode.PORTAL_ORDER)
            result = self._plan.consume(responses)
            if isinstance(result, Done):
                self._plan = None
            return result

        return self._guarded(go_on)

    def close(self) -> None:
        """End the session, wherever it stands, and overwrite its keys."""
        self._signed = True
        if self._plan is not None:
            self._plan.close()
        if self._pending is not None:
            self._pending.ephemeral.wipe()
        self._plan = self._pending = None

    def _begin_reading(self, pending: PendingAuthentication, responses: tuple[bytes, ...]) -> Batch:
        proven = pending.finish(responses, self._authority.trust, self._today)
        self._pending = None
        self._plan = ReadingPlan(proven, self._wish, self._authority.is_blocked, extended=self._extended)
        return self._plan.batch()

    def _guarded(self, work: Callable[[], T]) -> T | Refused:
        try:
            return work()
        except EidError as error:
            self.close()
            return Refused(error.code, error.status)
