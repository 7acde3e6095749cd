"""What both sides of the machine share: sensors, receive buffer, paper, replies, counters; all under one condition.

The line's threads put commands in, the print thread takes them out; situations change sensors from a third side.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from devices.printer.virtual.commands import Command, CommandParser, Text, UnknownBytes
from devices.printer.virtual.models import MachineSettings
from devices.printer.virtual.paper import Paper
from devices.printer.virtual.sensors import Sensors, reported
from devices.printer.virtual.triggers import Triggers

Answer = Callable[[bytes], None]
Queued = Text | Command | UnknownBytes

_MOST_LISTED = 100


@dataclass
class Counters:
    """Since the start, or since they were put back."""

    slips: int = 0
    unknown: int = 0
    ignored: int = 0
    jobs: int = 0
    received: int = 0
    unknown_at: list[dict[str, Any]] = field(default_factory=list)
    ignored_at: list[dict[str, Any]] = field(default_factory=list)


class Core:
    """See the module. Whoever touches an attribute holds `lock`.

    Args:
        out: folder of the slips.
        built: how the printer is built.
        holder: takes replies to whoever prints.
        everyone: takes reports to whoever is connected.
    """

    def __init__(self, out: Path, built: MachineSettings, holder: Answer, everyone: Answer) -> None:
        self.built = built
        self.lock = threading.Condition(threading.RLock())
        self.sensors = Sensors()
        self.parser = CommandParser()
        self.paper = Paper(built, out)
        self.triggers = Triggers()
        self.counters = Counters()
        self.queue: deque[Queued] = deque()
        self.queued = 0
        self.epoch = 0
        """Counts drops of the buffer: a command begun before one is not carried on."""
        self.reset_due: Literal["no", "line", "all"] = "no"
        self.asb = built.asb
        self.feed_locked = False
        self.muted = False
        self.half_open = False
        self.bytes_per_s: float | None = None
        self.busy = False
        self.held = False
        """Whether the print thread waits for somebody to help (see `Works`)."""
        self.mm_per_s = built.mm_per_s
        self.last_slip: str | None = None
        self.stopping = False
        self._wrong: tuple[bytes, int] = (b"", 0)
        self._holder = holder
        self._everyone = everyone

    # -- speaking -------------------------------------------------------------------------------------------------

    def reply(self, data: bytes) -> None:
        """To whoever prints."""
        self.answer(data, self._holder)

    def answer(self, data: bytes, to: Answer) -> None:
        """To whoever asked; silent when off, muted, or built to be silent while open."""
        silent = self.muted or (self.sensors.cover_open and not self.built.answers_while_open)
        if data and self.sensors.power and not silent:
            to(data)

    def status(self, data: bytes, to: Answer) -> None:
        """An answer to DLE EOT, which may be a wrong one."""
        wrong, times = self._wrong
        if times:
            self._wrong = (wrong, times - 1)
            self.answer(wrong, to)
        else:
            self.answer(data, to)

    def answer_wrongly(self, data: bytes, times: int) -> None:
        """The next so many questions get these bytes for an answer."""
        self._wrong = (data, times)

    @contextmanager
    def change(self, event: str) -> Iterator[None]:
        """Around a change of sensors: notes it and reports it to whoever wants to hear."""
        before = self.sensors.asb()
        yield
        self.note(event)
        after = self.sensors.asb()
        if reported(before, after, self.asb):
            self.answer(after, self._everyone)
        self.lock.notify_all()

    def note(self, event: str) -> None:
        """For the list of events."""
        self.paper.note(event, time.monotonic())

    # -- the buffer -----------------------------------------------------------------------------------------------

    def drop(self, reset: Literal["line", "all"]) -> None:
        """The buffer is lost, and the line in hand or all settings with it."""
        self.queue.clear()
        self.queued = 0
        self.epoch += 1
        self.reset_due = reset
        self.lock.notify_all()

    def unknown(self, raw: bytes, at: int) -> None:
        """Counts bytes that were not understood."""
        self.counters.unknown += len(raw)
        if len(self.counters.unknown_at) < _MOST_LISTED:
            self.counters.unknown_at.append({"at": at, "hex": raw[:32].hex()})
        self.paper.unknown(raw, at)

    def ignored(self, what: str, at: int) -> None:
        """Counts a command that had no effect."""
        self.counters.ignored += 1
        if len(self.counters.ignored_at) < _MOST_LISTED:
            self.counters.ignored_at.append({"at": at, "what": what})
        self.paper.ignored(what, at)
