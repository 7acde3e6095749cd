"""Getting into conversation with the printer, and staying in it where that locks nobody out.

Whatever is done with the printer begins with `reach` and ends with `leave`. In between stands what is true of every
conversation: one deadline for all of it, a connection that is made anew when the held one is dead, answers to four
questions before anything is believed, the model recognised by its own word, the FEED key locked.
"""

import logging
import math
import select
from collections.abc import Callable
from dataclasses import dataclass

from devices.printer.api import PrinterStatus
from devices.printer.limits import Limits
from devices.printer.link import Line, NoLink
from devices.printer.profiles import Profile, recognised
from devices.printer.status import LOCK_FEED, QUERIES, RECOVER, status_of
from devices.printer.talk import Talk

_log = logging.getLogger(__name__)

_WAITS_FOR_RECOVERY = 0x20
"""Bit of DLE EOT 1."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How `reach` went.

    Args:
        talk: None where there is no connection.
        status: what the printer says; OFFLINE where it says nothing.
        deadline: by the clock, for what else happens before a job.
    """

    talk: Talk | None
    status: PrinterStatus
    deadline: float


class Contact:
    """See the module.

    Args:
        line: where the printer is.
        profile: what is known of it.
        asks: whether the printer's own word (GS I) may replace `profile`.
        limits: see there.
        clock: monotonic seconds.
    """

    def __init__(self, line: Line, profile: Profile, *, asks: bool, limits: Limits, clock: Callable[[], float]) -> None:
        self._line = line
        self._fallback = self.profile = profile
        self._unknown = self._asks = asks
        self._limits = limits
        self._clock = clock
        self._held: Talk | None = None
        self._locked = False
        self._reason = ""
        self.torn = 0
        """Bytes that a command which was torn off may still wait for."""

    @property
    def bytes_per_s(self) -> float:
        """What the line carries."""
        return self._line.bytes_per_s

    def reach(self) -> Reached:
        """Connects, or takes the held connection, and asks for the status; within `ready_s`."""
        deadline = self._clock() + self._limits.ready_s
        talk, self._held = self._held, None
        if talk is not None:
            status = self._greet(talk, deadline)
            if talk.open and status is not PrinterStatus.OFFLINE:
                return Reached(talk, status, deadline)
            talk.link.abort()
        talk = self._connect(deadline)
        if talk is None:
            self._gone()
            return Reached(None, PrinterStatus.OFFLINE, deadline)
        return Reached(talk, self._greet(talk, deadline), deadline)

    def leave(self, reached: Reached) -> None:
        """Ends the conversation: holds the connection, listening, where that locks nobody out; otherwise closes it."""
        talk = reached.talk
        if talk is None:
            return
        if self._may_hold(talk, reached.status) and talk.report(self._limits.reply_s):
            self._held = talk
            return
        silent = reached.status is PrinterStatus.OFFLINE  # nobody there to read the rest, and somebody may wait here
        talk.link.close(0.0 if silent else self._limits.drain_s)

    def ask(self, talk: Talk, deadline: float) -> PrinterStatus:
        """Asks the four questions, and a presenter the fifth. Any without an answer: OFFLINE, never "fine"."""
        bits: list[int] = []
        for query in QUERIES:
            reply = talk.ask(query, self._left(deadline, self._limits.reply_s))
            if reply is None and self.torn and not bits:  # it may take the question for the rest of an image
                self.torn -= talk.fill(self.torn, self._left(deadline, self._limits.reply_s / 2))
                reply = talk.ask(query, self._left(deadline, self._limits.reply_s))
            if reply is None:
                return PrinterStatus.OFFLINE
            bits.append(reply)
        talk.waits_for_recovery = bool(bits[0] & _WAITS_FOR_RECOVERY)
        status = status_of(*bits)
        if status is PrinterStatus.PAPER_LOW and not self.profile.near_end_sensor:
            status = PrinterStatus.READY
        if status.can_print and self.profile.presenter:
            full = talk.full_status(self._left(deadline, self._limits.reply_s))
            if full is None:
                return PrinterStatus.OFFLINE
            status = PrinterStatus.SLIP_WAITING if full.slip_waiting else status
        return status

    def fill(self, talk: Talk, deadline: float) -> None:
        """Gives a torn command the bytes it may wait for; `torn` is 0 when all left. Some models answer questions even
        in the middle of an image, so that an answer does not prove that it is over."""
        self.torn -= talk.fill(self.torn, self._left(deadline, math.inf))

    def listen(self, wait_s: float, wake: int) -> bool:
        """Waits until the held printer says something (or is gone), `wake` can be read, or time is up.

        Returns:
            Whether the printer should be asked now.
        """
        deadline = self._clock() + wait_s
        talk = self._held
        fd = talk.link.fileno() if talk is not None else None
        poll = select.poll()
        poll.register(wake, select.POLLIN)
        if fd is not None:
            poll.register(fd, select.POLLIN)
        while (left := deadline - self._clock()) > 0:
            ready = {number for number, _ in poll.poll(left * 1000)}
            if wake in ready or talk is None:
                return False
            if fd in ready and (talk.heard() or not talk.open):
                return True
        return False

    def close(self) -> None:
        """Lets go of the printer."""
        talk, self._held = self._held, None
        if talk is not None:
            talk.link.close(self._limits.drain_s)

    def _connect(self, deadline: float) -> Talk | None:
        link = self._line.open(self._left(deadline, self._limits.connect_s))
        if isinstance(link, NoLink):
            self._say(link.reason)
            return None
        talk = Talk(link, self._clock)
        talk.void(self._limits.settle_s)
        return talk

    def _greet(self, talk: Talk, deadline: float) -> PrinterStatus:
        status = self.ask(talk, deadline)
        if status is PrinterStatus.OFFLINE:
            silent = "; this model is silent while its cover is open" if not self.profile.answers_while_open else ""
            self._say(f"the printer does not answer{silent}")
            self._gone()
            return status
        self._reason = ""
        if self._recoverable(talk, status) and talk.tell(RECOVER, self._left(deadline, 1.0)):
            status = self.ask(talk, deadline)
        if status.can_print and self.torn:
            self.fill(talk, deadline)
        if status.can_print and self._unknown:
            self._recognise(talk)
            status = self.ask(talk, deadline)  # what this model means by it, and whether a slip is in its mouth
        if status.can_print and self.profile.feed_key_lock and not self._locked:
            self._locked = talk.tell(LOCK_FEED, self._left(deadline, 1.0))
        return status

    def _recoverable(self, talk: Talk, status: PrinterStatus) -> bool:
        """A printer whose fault is mended waits to be told so. One that is not mended would only try its knife again,
        with a slip that somebody waits for."""
        stopped = status in (PrinterStatus.CUTTER_JAM, PrinterStatus.ERROR)
        return self.profile.recovers and talk.waits_for_recovery and stopped

    def _recognise(self, talk: Talk) -> None:
        maker, model = talk.identity(self._limits.identify_s)
        found = recognised(maker, model)
        self.profile = found or self._fallback
        self._unknown = False
        _log.info("printer profile: %s (%s)", self.profile.id, "recognised" if found else "nothing known about it")

    def _say(self, reason: str) -> None:
        """Why there is no printer, once."""
        if reason != self._reason:
            _log.warning("%s", reason)
        self._reason = reason

    def _gone(self) -> None:
        """It may come back as another one, and with an open FEED key."""
        self._unknown = self._asks
        self._locked = False

    def _may_hold(self, talk: Talk, status: PrinterStatus) -> bool:
        if not talk.open or self.torn or talk.link.fileno() is None:
            return False
        if not (status.can_print or talk.reporting):  # it would not even learn that it has to report
            return False
        return self.profile.reports_changes and not (self._line.shared and self.profile.one_client)

    def _left(self, deadline: float, at_most: float) -> float:
        return min(at_most, max(0.0, deadline - self._clock()))
