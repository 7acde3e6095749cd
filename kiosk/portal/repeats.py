"""When a request is sent again: exponential pause with full jitter, the portal's wish obeyed, never past the deadline.

Full jitter (a pause drawn evenly from 0 to the upper end) spreads the terminals of a town over the time in which the
portal comes back; equal pauses would bring them all at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from kiosk.portal.errors import FailureKind, PortalFailure

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a client takes from outside, so that a test needs no second of waiting.

    Args:
        clock: seconds that only grow.
        sleep: waits that many seconds.
        uniform: random number between two bounds.
    """

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    uniform: Callable[[float, float], float]


def repeat(
    once: Callable[[float], _T | PortalFailure], *, tries: int, backoff_s: float, seconds: float, around: Surroundings
) -> _T | PortalFailure:
    """Calls `once(seconds left)` until it succeeds or a repeat makes no sense.

    Args:
        once: one try; must be safe to repeat.
        tries: at most so many.
        backoff_s: upper end of the first pause, doubles each time.
        seconds: for everything together. A pause that would end later is not begun: the failure goes back at once,
            with the portal's wish in it.

    Returns:
        The success, or the last failure.
    """
    end = around.clock() + seconds
    for number in range(tries):
        outcome = once(end - around.clock())
        if not isinstance(outcome, PortalFailure) or not _worth_repeating(outcome) or number == tries - 1:
            return outcome
        pause = max(around.uniform(0.0, backoff_s * 2**number), float(outcome.retry_after_s or 0))
        if around.clock() + pause >= end:
            return outcome
        around.sleep(pause)
    raise AssertionError("tries is at least 1")


def _worth_repeating(failure: PortalFailure) -> bool:
    return failure.kind in {FailureKind.UNREACHABLE, FailureKind.BUSY}
