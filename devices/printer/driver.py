"""The printer driver: documents in, observed outcomes out.

One job: ask for the status, send one blob and a barrier, wait for the barrier (and the job's own number, where the
model gives it back) while the printer reports trouble by itself, ask again, close in order. `Printed` needs all of it.
A key whose bytes left is in the journal with its outcome and never sent again. After trouble the printer is told to
drop what it has not printed, so that no slip comes out minutes later in front of somebody else, and the next job first
makes sure that nothing of the old one is left, also when the old one was the last of a run that was killed.

Not thread-safe: one owner thread calls it (`PrinterOwner`).
"""

import hashlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from devices.printer.api import NotPrinted, Printed, PrinterStatus, PrintOutcome, Unknown
from devices.printer.contact import Contact, Reached
from devices.printer.document import Document
from devices.printer.guarded import GuardedJournal
from devices.printer.journal import JobJournal
from devices.printer.limits import Limits
from devices.printer.link import Line
from devices.printer.profiles import Profile
from devices.printer.status import BARRIER, LOCK_FEED, QUERIES, echo_request, trouble_after
from devices.printer.talk import Outcome, Sign, Talk

_log = logging.getLogger(__name__)

_GOES_ON = (PrinterStatus.READY, PrinterStatus.PAPER_LOW, PrinterStatus.SLIP_WAITING)
"""The printer works on what it has; the next job makes sure of the rest."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One rendered document: all its bytes, cut included, and the length of its paper."""

    blob: bytes
    mm: float


class Typesetter(Protocol):
    """Document -> bytes for one model."""

    def load(self, profile: Profile) -> None:
        """Does what is slow once (imports, fonts)."""

    def sheet(self, document: Document, profile: Profile, *, cut_first: bool) -> Sheet:
        """Renders; `cut_first` cuts off what an unfinished job may have left under the head.

        Raises:
            ValueError: the document cannot be laid out on this paper.
        """


class EscposPrinter:
    """An ESC/POS printer; implements `Printer`.

    Args:
        line: where it is connected.
        profile: what is known about it; what counts while `asks` has found nothing better.
        asks: whether the printer may say itself which model it is.
        typesetter: see there.
        limits: see there.
        journal: survives the program; None: keys are remembered in memory only.
        clock: monotonic seconds.
    """

    def __init__(
        self,
        line: Line,
        profile: Profile,
        typesetter: Typesetter,
        limits: Limits,
        *,
        asks: bool = False,
        journal: JobJournal | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._contact = Contact(line, profile, asks=asks, limits=limits, clock=clock)
        self._typesetter = typesetter
        self._limits = limits
        self._journal = GuardedJournal(journal)
        self._clock = clock
        left = self._journal.left_over()
        self._left_over = left.outcome if left is not None else None
        self._contact.torn = left.size if left is not None and not left.outcome.cleared else 0
        self._jobs = 0

    @property
    def profile(self) -> Profile:
        """What is known about the printer now."""
        return self._contact.profile

    def prepare(self) -> None:
        """Loads the renderer (about half a second): on the printing thread, before the first job is due."""
        self._typesetter.load(self.profile)

    def status(self) -> PrinterStatus:
        """Asks the printer now. One that stands still with the rest of an unknown job is told to drop it: whoever
        mends it must not get the slip of somebody who left."""
        reached = self._contact.reach()
        if reached.talk is not None and reached.status not in (PrinterStatus.OFFLINE, *_GOES_ON):
            self._drop(reached.talk, reached.deadline)
        self._contact.leave(reached)
        return reached.status

    def watch(self, wait_s: float, wake: int) -> PrinterStatus | None:
        """Listens to a printer whose connection is held, for `wait_s` or until the descriptor `wake` can be read.

        Returns:
            The status, where the printer said something or vanished; None otherwise.
        """
        return self.status() if self._contact.listen(wait_s, wake) else None

    def close(self) -> None:
        """Lets go of the printer; the next call connects again."""
        self._contact.close()

    def print(self, document: Document, job: str) -> PrintOutcome:
        """Prints one document, at most once per `job`.

        Raises:
            ValueError: the document cannot be laid out on this paper; nothing was sent.
        """
        known = self._journal.begin(job, document.kind)
        if known is not None:
            return known
        reached = self._contact.reach()
        seen = reached.status
        try:
            outcome = self._job(reached, document, job)
            seen = seen if isinstance(outcome, Printed) else outcome.reason
        except ValueError:
            self._journal.ended(job, NotPrinted(PrinterStatus.ERROR))
            raise
        finally:
            self._contact.leave(replace(reached, status=seen))
        self._journal.ended(job, outcome)
        _log.info("print job ended: kind=%s outcome=%s", document.kind, type(outcome).__name__)
        return outcome

    def refuse(self, document: Document, job: str, reason: PrinterStatus) -> PrintOutcome:
        """Does not print it. A key whose bytes left once keeps its outcome: `NotPrinted` would be untrue of it."""
        known = self._journal.begin(job, document.kind)
        if known is not None:
            return known
        outcome = NotPrinted(reason)
        self._journal.ended(job, outcome)
        return outcome

    def _job(self, reached: Reached, document: Document, job: str) -> PrintOutcome:
        talk = reached.talk
        if talk is None or not reached.status.can_print:
            return NotPrinted(reached.status)
        if not self._settle(talk, reached.deadline):
            return NotPrinted(PrinterStatus.OFFLINE)
        return self._send(talk, self._typesetter.sheet(document, self.profile, cut_first=bool(self._left_over)), job)

    def _send(self, talk: Talk, sheet: Sheet, job: str) -> PrintOutcome:
        number = self._number(job) if self.profile.id_echo else b""
        payload = sheet.blob + (LOCK_FEED if self.profile.feed_key_lock else b"")  # the job's ESC @ has undone it
        payload += (echo_request(number) if number else b"") + BARRIER
        self._journal.claimed(job, hashlib.sha256(payload).digest(), len(payload))
        time_s = self._limits.job_s(sheet.mm, len(payload), self._contact.bytes_per_s)
        result = talk.send(payload, time_s, Sign(number, lambda: self._journal.sent(job)))
        if result.sent == 0:
            return NotPrinted(PrinterStatus.OFFLINE)
        trouble = self._trouble(talk, result)
        if trouble is None:
            self._left_over = None
            return Printed()
        outcome = Unknown(trouble, cleared=result.complete and self._clear(talk, self._limits.clear_s))
        if not outcome.cleared:
            talk.link.abort()  # what is still in this machine must not arrive later
            self._contact.torn = len(payload)
        self._left_over = outcome
        return outcome

    def _trouble(self, talk: Talk, result: Outcome) -> PrinterStatus | None:
        """What speaks against the job being on paper, or None."""
        if not result.open:
            return PrinterStatus.OFFLINE
        if result.trouble is not None:
            return result.trouble
        if not result.confirmed:
            deadline = self._clock() + self._limits.ready_s
            return self._contact.ask(talk, deadline) if result.complete else PrinterStatus.OFFLINE
        error = talk.ask(QUERIES[2], self._limits.reply_s)
        paper = talk.ask(QUERIES[3], self._limits.reply_s)
        if error is None or paper is None:
            return PrinterStatus.OFFLINE
        return trouble_after(error, paper)

    def _settle(self, talk: Talk, deadline: float) -> bool:
        """After an unknown job: whether nothing of it can come any more, neither paper nor a late barrier reply."""
        if self._left_over is None or self._left_over.cleared:
            return True
        if self._contact.torn:  # what an image may still wait for could not be sent in time
            return False
        if self._drop(talk, deadline):
            return True
        return talk.flush(min(self._limits.reply_s, deadline - self._clock()))

    def _drop(self, talk: Talk, deadline: float) -> bool:
        """Whether what was left of an unknown job is gone from the printer's buffer, by its own word."""
        if self._left_over is None or self._left_over.cleared:
            return True
        cleared = self._clear(talk, min(self._limits.clear_s, (deadline - self._clock()) / 2))
        self._left_over = replace(self._left_over, cleared=cleared)
        return cleared

    def _clear(self, talk: Talk, wait_s: float) -> bool:
        return self.profile.clear_command is not False and talk.clear(wait_s)

    def _number(self, job: str) -> bytes:
        """Four characters that no job before it had, so that a late answer to another one proves nothing."""
        self._jobs += 1
        return hashlib.sha256(f"{self._jobs} {job}".encode()).hexdigest()[:4].upper().encode()
