"""How long to wait before an application that was not taken is sent again. Pure: chance comes in.

Full jitter: drawn evenly between 0 and a bound that doubles with each try. After an outage 10,000 terminals come back
within minutes and without a spike; equal pauses would bring them all at once.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.portal import FailureKind, PortalFailure

FINAL_CODES = frozenset(
    {
        "malformed",
        "validation",
        "idempotency-conflict",
        "idempotency-key-missing",
        "unknown-service",
        "identity-required",
        "seal-unknown-key",
        "seal-broken",
        "seal-swapped",
        "too-large",
        "type-not-allowed",
    }
)
"""The portal judged this very application, in its own words. A bare 4xx may come from a proxy or a captive portal, and
`unauthorized` or `not-found` is about the terminal: with those the application waits until somebody has put it right.
"""


def final(failure: PortalFailure) -> bool:
    """Whether sending the same again can never help."""
    return failure.kind is FailureKind.REFUSED and failure.code in FINAL_CODES


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Pauses in seconds.

    Args:
        first_s: bound of the first pause.
        longest_s: no bound is above it.
        attend_s: how long the first try may take, while the person waits.
        later_s: how long each later try may take.
        look_s: how often the outbox looks at disk, keys and limits when nothing else happens.
        mend_s: pause after a failure of the disk before the database is opened and checked again; doubles up to look_s.
        uniform: random number between two bounds.
    """

    first_s: float = 2.0
    longest_s: float = 900.0
    attend_s: float = 8.0
    later_s: float = 20.0
    look_s: float = 30.0
    mend_s: float = 1.0
    uniform: Callable[[float, float], float] = random.uniform

    def pause(self, tries: int, failure: PortalFailure) -> float:
        """Seconds after the `tries`-th try in vain. The portal's wish (Retry-After) comes first, jitter on top."""
        bound = min(self.longest_s, self.first_s * 2.0 ** min(tries, 40))
        return float(failure.retry_after_s or 0) + self.uniform(0.0, bound)
