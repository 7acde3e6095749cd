"""What the control socket of the town hall understands."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from devices.control import RefusedError
from kiosk.sandbox.clock import TownClock
from kiosk.sandbox.eid_control import EidControl
from kiosk.sandbox.progress import STATES
from kiosk.sandbox.situations import ERRORS, Mode, Situations
from kiosk.sandbox.town import Town

_LONGEST_SLOW_S = 600.0
_SLOW_S = 6.0


class Control:
    """Turns requests of the control socket into situations.

    Args:
        url: where the portal listens, for the state.
        listen: called with true or false when the portal shall listen or not; returns when it is so.
    """

    def __init__(
        self, url: str, town: Town, situations: Situations, clock: TownClock, listen: Callable[[bool], None]
    ) -> None:
        self._url = url
        self._town = town
        self._queue = town.queue
        self._situations = situations
        self._clock = clock
        self._listen = listen
        self._eid = EidControl(town.eid)
        self._actions: dict[str, Callable[[Mapping[str, Any]], Mapping[str, Any] | None]] = {
            "state": lambda _: None,
            "up": lambda _: self._mode("up"),
            "down": lambda _: self._mode("down"),
            "slow": self._slow,
            "error": self._error,
            "answer_lost": self._answer_lost,
            "queue_close": lambda _: self._queue.set_open(False),
            "queue_open": lambda _: self._queue.set_open(True),
            "call": self._call,
            "application_state": self._application_state,
            "clock": self._set_clock,
            "rotate_keys": self._rotate_keys,
            "drop_key": self._drop_key,
            "export": self._export,
            "reset": self._reset,
            **self._eid.actions(),
        }

    def handle(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """Does what the request says and gives the state after it (`export`: the evidence).

        Raises:
            RefusedError: unknown situation or impossible argument.
        """
        action = self._actions.get(request["do"])
        if action is None:
            raise RefusedError(f"unknown situation {request['do']!r}; there are {', '.join(sorted(self._actions))}")
        return action(request) or self._state()

    def _state(self) -> Mapping[str, Any]:
        now = self._situations.current
        return {
            "portal": now.mode,
            "slow_s": now.slow_s,
            "answers_to_lose": now.answers_to_lose,
            "queue": "open" if self._queue.open else "closed",
            "waiting": self._queue.overview().waiting,
            "tickets": self._queue.count(),
            "applications": self._town.applications.count(),
            "time": self._clock.now().isoformat(),
            "url": self._url,
            **self._eid.state(),
        }

    def _mode(self, mode: Mode, **details: Any) -> None:
        self._listen(mode != "down")
        self._situations.play(mode, **details)

    def _slow(self, request: Mapping[str, Any]) -> None:
        self._mode("slow", slow_s=_number(request, "seconds", _SLOW_S, _LONGEST_SLOW_S))

    def _error(self, request: Mapping[str, Any]) -> None:
        wish = _number(request, "retry_after_s", 0, 3600)
        code = request.get("code", ERRORS[0])
        if code not in ERRORS:
            raise RefusedError(f'"code" is one of {", ".join(ERRORS)}')
        self._mode("error", retry_after_s=int(wish) or None, error=code)

    def _answer_lost(self, request: Mapping[str, Any]) -> None:
        self._situations.lose_answers(int(_number(request, "times", 1, 1000)))

    def _call(self, request: Mapping[str, Any]) -> None:
        if not self._queue.call_next(str(request.get("service", "id_documents"))):
            raise RefusedError("nobody waits for this service, or there is no such service")

    def _application_state(self, request: Mapping[str, Any]) -> None:
        """`case` is a case number, or a provisional one."""
        state = request.get("state")
        if state not in STATES:
            raise RefusedError(f'"state" is one of {", ".join(STATES)}')
        if not self._town.cases.advance(str(request.get("case", "")), state):
            raise RefusedError("there is no such case")

    def _set_clock(self, request: Mapping[str, Any]) -> None:
        at = request.get("at")
        try:
            self._clock.set(None if at is None else datetime.fromisoformat(at))
        except (TypeError, ValueError) as error:
            raise RefusedError('"at" is a time like 2026-11-24T10:24:00, or null for real time') from error

    def _rotate_keys(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """New keys, used after `notice_s` seconds (a day unless told otherwise): by then terminals need the file."""
        self._town.keys.rotate(timedelta(seconds=_number(request, "notice_s", 86400, 30 * 86400)))
        return {"keys": self._town.keys.names()}

    def _drop_key(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """Forgets the key named `kid`: what was sealed to it can never be opened again."""
        if not self._town.keys.drop(str(request.get("kid", ""))):
            raise RefusedError('"kid" names no key, or the only one of its use')
        return {"keys": self._town.keys.names()}

    def _export(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """Evidence for a rehearsal. `offset` and `limit` page through each list of a long run."""
        offset = int(_number(request, "offset", 0, 10**9))
        limit = int(_number(request, "limit", 10**9, 10**9))
        lists = {
            "applications": self._town.applications.export(),
            "queue_tickets": self._queue.export(),
            "status_queries": self._town.cases.export(),
            "readings": self._town.eid.proofs.export(),
        }
        return {name: entries[offset : offset + limit] for name, entries in lists.items()}

    def _reset(self, request: Mapping[str, Any]) -> None:
        self._town.reset()
        self._clock.set(None)
        self._mode("up")


def _number(request: Mapping[str, Any], name: str, default: float, most: float) -> float:
    value = request.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise RefusedError(f'"{name}" is a number from 0 to {most:g}')
    return value
