"""What can go wrong with the portal, as values: the outside world causes it, so it is no exception."""

from dataclasses import dataclass
from enum import Enum

from kiosk.portal.contract import FieldProblem


class FailureKind(Enum):
    """Kinds that need different words to the citizen or different handling."""

    UNREACHABLE = "unreachable"
    """No connection, time-out, broken off, answer too slow: the request may or may not have arrived."""
    UNTRUSTED = "untrusted"
    """The other side could not prove who it is (certificate), or tried to redirect."""
    REFUSED = "refused"
    """The portal understood and said no (4xx); `code` says why."""
    BUSY = "busy"
    """The portal asks for patience (429, 503)."""
    BROKEN = "broken"
    """The portal failed (5xx) or answered something that is not in the contract."""


@dataclass(frozen=True, slots=True)
class PortalFailure:
    """Outcome of a call that did not succeed.

    Args:
        kind: what to do about it.
        code: problem code of the portal or of the client, for the log and for the fault catalogue.
        retry_after_s: how long the portal asks to wait, None when it did not say.
        errors: members of the request that the portal named as wrong; pointers and codes, never values.
    """

    kind: FailureKind
    code: str
    retry_after_s: int | None = None
    errors: tuple[FieldProblem, ...] = ()
