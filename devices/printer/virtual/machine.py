"""The printer as its surroundings see it: bytes come in, people open covers and change rolls, somebody asks for state.

Settings and buffer belong to the printer and outlive a connection; switching off drops both. The print thread is in
`works`, what both share in `core`.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from devices.printer.virtual.commands import RealTime
from devices.printer.virtual.core import Answer, Core, Counters
from devices.printer.virtual.models import MachineSettings
from devices.printer.virtual.sensors import CLEARED, POWER_OFF_NOTICE
from devices.printer.virtual.triggers import Unit
from devices.printer.virtual.works import Works

_CLEAR = b"\x08\x01\x03\x14\x01\x06\x02\x08"
_FEED_DOTS = 30
_SWITCH_OFF = b"\x02\x01\x08"
_PREFIXES = {"status": b"\x04", "enquiry": b"\x05", "dc4": b"\x14"}


class Machine:
    """See the module.

    Args:
        out: folder of the slips.
        settings: how it is built.
        holder: takes replies to whoever prints.
        everyone: takes reports to all who are connected.
        power: hears that the printer is switched on or off.
    """

    def __init__(
        self, out: Path, settings: MachineSettings, holder: Answer, everyone: Answer, power: Callable[[bool], None]
    ) -> None:
        self.settings = settings
        self._core = Core(out, settings, holder, everyone)
        self._works = Works(self._core)
        self._power_changed = power

    def start(self) -> None:
        """Starts the print thread."""
        self._works.start()

    def stop(self) -> None:
        """Ends the print thread, also in the middle of a slip."""
        self._works.stop()

    # -- the line's side ------------------------------------------------------------------------------------------

    def room(self, wait_s: float) -> int:
        """Free bytes in the receive buffer; waits up to `wait_s` for the first one."""
        core = self._core
        with core.lock:
            core.lock.wait_for(lambda: self._free() > 0 or core.stopping, wait_s)
            return max(0, self._free())

    def _free(self) -> int:
        """A command longer than the buffer is taken while it is being carried out: only what waits behind it counts."""
        core = self._core
        if core.half_open:
            return 0
        waiting = core.queued or core.busy
        return core.built.buffer_bytes - core.queued - (core.parser.pending if waiting else 0)

    @property
    def bytes_per_s(self) -> float | None:
        """How fast the line may be read; None: as fast as it comes."""
        return self._core.bytes_per_s

    @property
    def mid_command(self) -> bool:
        """Whether the next byte belongs to a command that has begun."""
        with self._core.lock:
            return not self._core.parser.at_border

    @property
    def at_rest(self) -> bool:
        """Whether nothing waits and nothing moves."""
        core = self._core
        with core.lock:
            return not core.queue and not core.busy and core.parser.at_border

    def receive(self, data: bytes, answer: Answer) -> None:
        """Takes bytes from the line: real-time commands are carried out now, everything else in its turn."""
        core = self._core
        with core.lock:
            while data and core.sensors.power:
                nearest = core.triggers.nearest("received")
                piece = data if nearest is None else data[: max(1, int(nearest))]
                data = data[len(piece) :]
                core.counters.received += len(piece)
                self._feed(piece, answer)
                core.triggers.spend("received", len(piece))
            core.lock.notify_all()

    def _feed(self, piece: bytes, answer: Answer) -> None:
        core = self._core
        for token in core.parser.feed(piece):
            if isinstance(token, RealTime):
                self.real_time(token, answer)
            else:
                core.queue.append(token)
                core.queued += len(token.raw)

    def real_time(self, token: RealTime, answer: Answer) -> None:
        """Carries out a real-time command, whoever sent it."""
        core = self._core
        with core.lock:
            match token.name, token.args:
                case "status", (b"\x14") if core.built.presenter:
                    core.status(core.sensors.presenter(), answer)
                case "status", args if bits := core.sensors.query(args[0]):
                    core.status(bits, answer)
                case "enquiry", b"\x01" | b"\x02" | b"1" | b"2":
                    self._recover(drop=token.args[0] % 48 == 2)
                case "dc4", args if args == _CLEAR:
                    self._clear(answer)
                case "dc4", args if args == _SWITCH_OFF:
                    core.answer(POWER_OFF_NOTICE, answer)
                    self.power(on=False)
                case "dc4", args if args[0] == 1:
                    self.drawer(is_open=True)
                case "dc4", args if args[0] == 3:
                    pass  # the buzzer
                case _:
                    core.unknown(
                        b"\x10" + {"status": b"\x04", "enquiry": b"\x05"}.get(token.name, b"\x14") + token.args,
                        token.at,
                    )

    def _clear(self, answer: Answer) -> None:
        if self.settings.clears:
            self._core.drop("line")
            self._core.note("buffer cleared")
            self._core.answer(CLEARED, answer)

    def _recover(self, *, drop: bool) -> None:
        core = self._core
        if not core.sensors.cutter_error:
            return
        if drop:
            core.drop("line")
        with core.change("recovered"):
            core.sensors.cutter_error = False

    # -- people ---------------------------------------------------------------------------------------------------

    def cover(self, *, is_open: bool) -> None:
        """Somebody opens or shuts the cover. Shutting it ends a cutter error, as on real printers."""
        self._sense("cover opened" if is_open else "cover closed", cover_open=is_open)
        if not is_open and not self._core.sensors.jammed and self._core.sensors.cutter_error:
            self._sense("recovered", cutter_error=False)

    def paper(self, paper: Literal["ok", "low", "out"]) -> None:
        """The roll ends, nears its end, or is new."""
        self._sense(f"paper {paper}", paper=paper)

    def offline(self, *, is_offline: bool) -> None:
        """Put off line by hand, or back."""
        self._sense("off line" if is_offline else "on line", offline=is_offline)

    def jam(self, *, jammed: bool) -> None:
        """Something gets into the cutter (noticed at the next cut), or is taken out (recovery is another thing)."""
        self._sense("cutter blocked" if jammed else "cutter freed", jammed=jammed)

    def heat(self, *, hot: bool) -> None:
        """The head is too hot, or has cooled down."""
        self._sense("head hot" if hot else "head cool", hot=hot)

    def broken(self) -> None:
        """An error that only switching off and on ends."""
        self._sense("broken", broken=True)

    def drawer(self, *, is_open: bool) -> None:
        """The cash drawer."""
        self._sense("drawer opened" if is_open else "drawer closed", drawer_open=is_open)

    def feed_key(self, *, held: bool) -> None:
        """Somebody holds the FEED key, and white paper comes out, or lets go of it. Without effect while locked."""
        core = self._core
        with core.lock:
            if held and (core.feed_locked or not core.sensors.ready):
                return
            if held:
                core.paper.feed(_FEED_DOTS)
            self._sense("feed key held" if held else "feed key released", feeding=held)

    def take_slip(self) -> None:
        """Somebody takes the slip out of the presenter's mouth."""
        self._sense("slip taken", slip_in_mouth=False)

    def tear(self) -> None:
        """Somebody tears off what hangs out uncut."""
        core = self._core
        with core.lock:
            name = core.paper.tear(time.monotonic())
            core.last_slip = name or core.last_slip

    def _sense(self, event: str, **changes: Any) -> None:
        core = self._core
        with core.lock, core.change(event):
            for sensor, value in changes.items():
                setattr(core.sensors, sensor, value)

    def power(self, *, on: bool) -> None:
        """The switch. Off drops buffer and settings; what hangs out of the printer stays there."""
        core = self._core
        with core.lock:
            if on == core.sensors.power:
                return
            if on:
                self._power_changed(True)  # first: the port may be taken, then it stays off
            core.sensors.power = on
            core.sensors.broken = False
            core.sensors.cutter_error = core.sensors.cutter_error and core.sensors.jammed
            core.sensors.stop_when_low = False
            core.note("switched on" if on else "switched off")
            core.asb = self.settings.asb
            core.parser.reset()
            core.drop("all")
            core.feed_locked = core.sensors.feeding = False
            if not on:
                self._power_changed(False)

    # -- moods ----------------------------------------------------------------------------------------------------

    def speed(self, mm_per_s: float) -> None:
        """Paper speed from now on."""
        with self._core.lock:
            self._core.mm_per_s = mm_per_s

    def line_speed(self, bytes_per_s: float | None) -> None:
        """How fast it reads; None: as fast as it can."""
        with self._core.lock:
            self._core.bytes_per_s = bytes_per_s

    def mute(self, *, muted: bool) -> None:
        """Whether replies are withheld."""
        with self._core.lock:
            self._core.muted = muted

    def half_open(self, *, half_open: bool) -> None:
        """Whether it accepts connections and reads nothing."""
        with self._core.lock:
            self._core.half_open = half_open
            self._core.lock.notify_all()

    def answer_wrongly(self, data: bytes, times: int) -> None:
        """The next so many status questions get these bytes."""
        with self._core.lock:
            self._core.answer_wrongly(data, times)

    def later(self, unit: Unit, amount: float, act: Callable[[], None]) -> None:
        """Has `act` done after so much more."""
        with self._core.lock:
            self._core.triggers.add(unit, amount, act)

    def reset_counters(self) -> None:
        """Counters to 0, situations that still wait are dropped; slips keep their numbers."""
        with self._core.lock:
            self._core.counters = Counters()
            self._core.triggers.clear()

    def uncut_text(self) -> str:
        """What a person reads on the paper that hangs out."""
        with self._core.lock:
            return self._core.paper.uncut_text

    def state(self) -> dict[str, Any]:
        """Everything a bystander or a test may want to know."""
        core = self._core
        with core.lock:
            sensors, counters = core.sensors, core.counters
            return {
                "model": self.settings.name,
                "cover": "open" if sensors.cover_open else "closed",
                "paper": sensors.paper,
                "power": "on" if sensors.power else "off",
                "offline": sensors.offline,
                "cutter": "error" if sensors.cutter_error else "jammed" if sensors.jammed else "ok",
                "head": "hot" if sensors.hot else "ok",
                "broken": sensors.broken,
                "feed_key": "held" if sensors.feeding else "locked" if core.feed_locked else "free",
                "drawer": "open" if sensors.drawer_open else "closed",
                "slip_in_mouth": sensors.slip_in_mouth,
                "muted": core.muted,
                "half_open": core.half_open,
                "speed": core.mm_per_s,
                "bytes_per_s": core.bytes_per_s,
                "slips": counters.slips,
                "last_slip": core.last_slip,
                "unknown_bytes": counters.unknown,
                "unknown": list(counters.unknown_at),
                "ignored_commands": counters.ignored,
                "ignored": list(counters.ignored_at),
                "jobs": counters.jobs,
                "received_bytes": counters.received,
                "waiting_bytes": core.queued,
                "pending_bytes": core.parser.pending,
                "busy": core.busy,
                "held": core.held and not sensors.ready,
                "uncut_mm": round(core.paper.uncut_mm, 1),
            }
