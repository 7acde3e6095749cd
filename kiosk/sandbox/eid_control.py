"""What the control socket of the town hall understands about the eID service.

{"do": "eid", "mishap": "certificate_expired"}    also unknown_car, session_lost, refuses, none
{"do": "eid", "slow_s": 3}                        each answer is held back
{"do": "block_card", "which": "next"}             the next card that is read, or the last one
{"do": "unblock_cards"}
"""

from collections.abc import Callable, Mapping
from typing import Any

from devices.control import RefusedError
from kiosk.sandbox.eid_office import EidOffice
from kiosk.sandbox.eid_situations import EidMishap, EidSituation

_LONGEST_SLOW_S = 600.0

Action = Callable[[Mapping[str, Any]], Mapping[str, Any] | None]


class EidControl:
    """Turns requests of the control socket into situations of the eID service."""

    def __init__(self, office: EidOffice) -> None:
        self._office = office

    def actions(self) -> dict[str, Action]:
        """By name of the situation. They raise RefusedError for an impossible argument."""
        return {"eid": self._play, "block_card": self._block, "unblock_cards": self._unblock}

    def state(self) -> Mapping[str, Any]:
        """For the state after each request."""
        now = self._office.situations.current
        return {
            "eid": now.mishap.value,
            "eid_slow_s": now.slow_s,
            "eid_sessions": self._office.service.count(),
            "blocked_cards": self._office.blocked.count(),
        }

    def _play(self, request: Mapping[str, Any]) -> None:
        names = [each.value for each in EidMishap]
        name = request.get("mishap", EidMishap.NONE.value)
        if name not in names:
            raise RefusedError(f'"mishap" is one of {", ".join(names)}')
        slow = request.get("slow_s", 0)
        if isinstance(slow, bool) or not isinstance(slow, int | float) or not 0 <= slow <= _LONGEST_SLOW_S:
            raise RefusedError(f'"slow_s" is a number from 0 to {_LONGEST_SLOW_S:g}')
        self._office.situations.play(EidSituation(EidMishap(name), float(slow)))

    def _block(self, request: Mapping[str, Any]) -> None:
        which = request.get("which", "last")
        if which not in ("last", "next"):
            raise RefusedError('"which" is last or next')
        if not self._office.blocked.block(which):
            raise RefusedError("no card was read yet")

    def _unblock(self, request: Mapping[str, Any]) -> None:
        self._office.blocked.reset()
