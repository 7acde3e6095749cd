"""The print thread: takes commands out of the buffer and gives them time.

Paper moves at a speed, stops when the cover opens and goes on when it is shut. What is dropped meanwhile (buffer
cleared, power off) is not carried on.
"""

import threading
import time
from typing import assert_never

from devices.printer.virtual.core import Core, Queued
from devices.printer.virtual.press import Press
from devices.printer.virtual.steps import (
    Asb,
    Barrier,
    Burn,
    Cut,
    Drawer,
    Ignored,
    KeyLock,
    Odd,
    Present,
    Reply,
    Started,
    Step,
    StopWhenLow,
)

_STEP_DOTS = 8
_CATCH_UP_S = 0.1
"""A thread that woke up late by less than this makes up for it: paper does not slow down with the machine's load."""


class Works:
    """The moving parts.

    Args:
        core: shared with the line's side.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._press = Press(core.built)
        self._free_at = 0.0
        self._thread = threading.Thread(target=self._run, name="virtual printer", daemon=True)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread, also in the middle of a slip."""
        core = self._core
        with core.lock:
            core.stopping = True
            core.epoch += 1
            core.lock.notify_all()
        if self._thread.is_alive():
            self._thread.join(5)

    def _run(self) -> None:
        while (taken := self._take()) is not None:
            token, epoch = taken
            for step in self._press.take(token):
                if not self._do(step, epoch):
                    break

    def _take(self) -> tuple[Queued, int] | None:
        core = self._core
        with core.lock:
            core.busy = False
            core.lock.notify_all()
            while True:
                core.lock.wait_for(lambda: core.queue or core.stopping)
                if core.stopping:
                    return None
                self._reset_press()
                token = core.queue.popleft()
                core.queued -= len(token.raw)
                core.busy = True
                core.paper.account(token.raw)
                epoch = core.epoch
                core.triggers.spend("bytes", len(token.raw))
                core.lock.notify_all()
                if epoch == core.epoch:
                    return token, epoch

    def _reset_press(self) -> None:
        if self._core.reset_due == "all":
            self._press.reset()
        elif self._core.reset_due == "line":
            self._press.drop_line()
        self._core.reset_due = "no"

    def _do(self, step: Step, epoch: int) -> bool:
        """Carries out one step; whether the command goes on."""
        match step:
            case Burn():
                return self._burn(step, epoch)
            case Cut():
                return self._cut(step, epoch)
        core = self._core
        with core.lock:
            if epoch != core.epoch:
                return False
            match step:
                case Barrier() | Reply():
                    return self._speak(step, epoch)
                case Asb(mask):
                    core.asb = mask
                    if mask:
                        core.reply(core.sensors.asb())
                case Odd(raw, at):
                    core.unknown(raw, at)
                case Ignored(what, at):
                    core.ignored(what, at)
                case Started():
                    core.counters.jobs += 1
                    core.note("initialised")
                case StopWhenLow(on):
                    core.sensors.stop_when_low = on
                case KeyLock(on):
                    core.feed_locked = on
                case Drawer():
                    with core.change("drawer opened"):
                        core.sensors.drawer_open = True
                case Present():
                    self._present(step)
                case _:
                    assert_never(step)
        return True

    def _speak(self, step: Barrier | Reply, epoch: int) -> bool:
        """Answers in its turn: withheld while paper cannot move, as everything behind it in the buffer is."""
        if not self._wait(epoch):
            return False
        core = self._core
        core.reply(core.sensors.barrier(step.which) if isinstance(step, Barrier) else step.data)
        return True

    def _burn(self, burn: Burn, epoch: int) -> bool:
        core, picture = self._core, burn.picture
        for top in range(0, picture.height, _STEP_DOTS):
            bottom = min(top + _STEP_DOTS, picture.height)
            strip = picture.crop((0, top, picture.width, bottom))
            with core.lock:
                if not self._wait(epoch):
                    return False
                if top == 0:
                    if burn.event is not None:
                        core.note(burn.event)
                    if burn.reads is not None:
                        core.paper.read(burn.reads)
                core.paper.burn(strip, time.monotonic())
                self._move(strip.height)
        return True

    def _cut(self, cut: Cut, epoch: int) -> bool:
        core = self._core
        with core.lock:
            if not core.built.cutter:
                core.note("no cutter")
                return True
            if not self._wait(epoch):
                return False
            if cut.feed is not None:
                self._move(cut.feed + core.paper.head_to_cutter)
            while core.sensors.jammed:
                with core.change("cutter jammed"):
                    core.sensors.cutter_error = True
                if not self._wait(epoch):
                    return False
            self._free_at = max(self._free_at, time.monotonic()) + core.built.cut_s
            if not self._wait(epoch):
                return False
            core.note("cut")
            slip = core.paper.cut(time.monotonic(), cut.feed)
            if slip is None:
                return True
            core.last_slip = slip
            core.counters.slips += 1
            if core.built.presenter:
                with core.change("slip presented"):
                    core.sensors.slip_in_mouth = True
        return True

    def _present(self, step: Present) -> None:
        if step.eject or step.retract:
            with self._core.change("slip ejected" if step.eject else "slip retracted"):
                self._core.sensors.slip_in_mouth = False

    def _move(self, dots: int) -> None:
        mm = dots / self._core.built.dots_per_mm
        now = time.monotonic()
        begun = self._free_at if now - self._free_at < _CATCH_UP_S else now
        self._free_at = begun + mm / self._core.mm_per_s
        self._core.triggers.spend("mm", mm)

    def _wait(self, epoch: int) -> bool:
        """Waits until the paper stands still and may move; False when the command was dropped meanwhile."""
        core = self._core
        while epoch == core.epoch:
            if not core.sensors.ready:
                core.held = True
                core.lock.wait()
                core.held = False
                continue
            left = self._free_at - time.monotonic()
            if left <= 0:
                return True
            core.lock.wait(left)
        return False
