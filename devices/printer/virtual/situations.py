"""The control socket's requests -> what happens to the printer.

    cover_open  cover_closed        paper_out  paper_low  paper_in      off  on
    offline     online              jam        repair                   hot  cool      broken
    mute        unmute              slow {mm_per_s}  normal_speed       slow_line {bytes_per_s}  normal_line
    half_open   reading             hang_up          stale {hex}        wrong {hex, times}  right
    feed_hold   feed_release
    tear        take_slip           drawer_close     printed            reset_counters            state

The ones of the first two lines that begin trouble, and mute, half_open, hang_up, take `after_bytes` (taken from the
receive buffer), `after_received` (from the line, exact to the byte) or `after_mm` (of paper that moves), all from the
request on. `docs/virtual-printer.md` says what each means.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from devices.control import RefusedError
from devices.printer.virtual.machine import Machine
from devices.printer.virtual.triggers import Unit

_SLOW_MM_PER_S = 20.0
_SLOW_BYTES_PER_S = 960.0
"""A serial line at 9600 Bd."""

_AFTER: Mapping[str, Unit] = {"after_bytes": "bytes", "after_received": "received", "after_mm": "mm"}

Action = Callable[[Mapping[str, Any]], Mapping[str, Any] | None]


class Line(Protocol):
    """What carries bytes to the machine."""

    machine: Machine

    @property
    def listening(self) -> str | None:
        """Where it can be reached."""

    @property
    def clients(self) -> int:
        """How many are connected."""

    def greet(self, data: bytes) -> None:
        """The next client gets these bytes at once."""

    def hang_up(self) -> None:
        """Ends all connections."""


class Situations:
    """Handler for a ControlServer."""

    def __init__(self, printer: Line) -> None:
        self._printer = printer
        machine = printer.machine
        self._machine = machine
        self._actions: dict[str, Action] = {
            "state": lambda _: None,
            "cover_open": self._soon(lambda: machine.cover(is_open=True)),
            "cover_closed": lambda _: machine.cover(is_open=False),
            "paper_out": self._soon(lambda: machine.paper("out")),
            "paper_low": self._soon(lambda: machine.paper("low")),
            "paper_in": lambda _: machine.paper("ok"),
            "off": self._soon(lambda: machine.power(on=False)),
            "on": lambda _: self._switch_on(),
            "offline": self._soon(lambda: machine.offline(is_offline=True)),
            "online": lambda _: machine.offline(is_offline=False),
            "jam": self._soon(lambda: machine.jam(jammed=True)),
            "repair": lambda _: machine.jam(jammed=False),
            "hot": self._soon(lambda: machine.heat(hot=True)),
            "cool": lambda _: machine.heat(hot=False),
            "broken": self._soon(machine.broken),
            "slow": lambda request: machine.speed(_positive(request, "mm_per_s", _SLOW_MM_PER_S)),
            "normal_speed": lambda _: machine.speed(machine.settings.mm_per_s),
            "slow_line": lambda request: machine.line_speed(_positive(request, "bytes_per_s", _SLOW_BYTES_PER_S)),
            "normal_line": lambda _: machine.line_speed(None),
            "mute": self._soon(lambda: machine.mute(muted=True)),
            "unmute": lambda _: machine.mute(muted=False),
            "half_open": self._soon(lambda: machine.half_open(half_open=True)),
            "reading": lambda _: machine.half_open(half_open=False),
            "hang_up": self._soon(printer.hang_up),
            "stale": lambda request: printer.greet(_bytes(request)),
            "wrong": lambda request: machine.answer_wrongly(_bytes(request), int(_positive(request, "times", 1))),
            "right": lambda _: machine.answer_wrongly(b"", 0),
            "feed_hold": lambda _: machine.feed_key(held=True),
            "feed_release": lambda _: machine.feed_key(held=False),
            "tear": lambda _: machine.tear(),
            "take_slip": lambda _: machine.take_slip(),
            "drawer_close": lambda _: machine.drawer(is_open=False),
            "printed": lambda _: {"uncut_text": machine.uncut_text()},
            "reset_counters": lambda _: machine.reset_counters(),
        }

    def __call__(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """Does what is asked, gives the state after it.

        Raises:
            RefusedError: no such situation, or an argument that makes no sense.
        """
        name = request["do"]
        if name not in self._actions:
            raise RefusedError(f"unknown situation {name!r}")
        more = self._actions[name](request) or {}
        line = {"listening": self._printer.listening, "clients": self._printer.clients}
        return {**self._machine.state(), **line, **more}

    def _switch_on(self) -> None:
        try:
            self._machine.power(on=True)
        except OSError as error:
            raise RefusedError(f"{self._printer.listening or 'the port'} is taken by another process") from error

    def _soon(self, act: Callable[[], None]) -> Action:
        """A situation that happens at once or, where the request says so, after so much."""

        def happen(request: Mapping[str, Any]) -> None:
            given = [key for key in _AFTER if key in request]
            if len(given) > 1:
                raise RefusedError(f"only one of {', '.join(given)}")
            if given:
                self._machine.later(_AFTER[given[0]], _positive(request, given[0]), act)
            else:
                act()

        return happen


def _positive(request: Mapping[str, Any], key: str, default: float | None = None) -> float:
    value = request.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        raise RefusedError(f"{key} is a number above 0")
    return float(value)


def _bytes(request: Mapping[str, Any]) -> bytes:
    try:
        return bytes.fromhex(request.get("hex", ""))
    except (TypeError, ValueError) as error:
        raise RefusedError("hex is a string of hexadecimal digits") from error
