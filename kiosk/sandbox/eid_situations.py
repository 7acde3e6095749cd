"""Bad days of the eID service, switched from outside. Plain state; `eid_service` acts on it."""

import threading
from dataclasses import dataclass
from enum import Enum


class EidMishap(Enum):
    """What goes wrong until something else is said; the value is its name on the control socket."""

    NONE = "none"
    CERTIFICATE_EXPIRED = "certificate_expired"
    """The terminal certificate ran out and nobody could renew it."""
    UNKNOWN_CAR = "unknown_car"
    """The verifier's certificate leads to a root that no card knows."""
    SESSION_LOST = "session_lost"
    """The service forgets each session after its first step, as after a restart."""
    REFUSES = "refuses"
    """No session is opened."""


@dataclass(frozen=True, slots=True)
class EidSituation:
    """What plays at the moment.

    Args:
        slow_s: seconds that each answer is held back after the work is done.
    """

    mishap: EidMishap = EidMishap.NONE
    slow_s: float = 0.0


class EidSituations:
    """The situation as the control thread sets it and the server reads it. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._current = EidSituation()

    @property
    def current(self) -> EidSituation:
        """What plays now."""
        with self._lock:
            return self._current

    def play(self, situation: EidSituation) -> None:
        """Changes it."""
        with self._lock:
            self._current = situation
