"""The one thread that owns a printer: prints what is submitted and, while idle, watches the status.

    owner = PrinterOwner(printer, listener, prepare=printer.prepare, watch=printer.watch, close=printer.close)
    owner.start()
    owner.submit(PrintJob(document, key, done))
    ...
    owner.stop()

An idle printer is listened to where its connection may be held, and looked at every ten seconds anyway; one in trouble
is looked at every two seconds, at once after a job that ran into trouble. A job that was submitted while a look was
under way takes that look's word for "not ready": nobody waits for two deadlines in a row.

The listener hears each change of status once (the first status is a change), on the owner's thread; the log has one
line when the printer goes down and one when it is back. `done` gets the outcome on the owner's thread. Both only post
events.
"""

import contextlib
import logging
import math
import os
import queue
import select
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from devices.printer.api import NotPrinted, Printer, PrinterStatus, PrintOutcome, StatusListener, Unknown
from devices.printer.document import Document

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One document to print.

    Args:
        document: what.
        key: idempotency key.
        done: gets the outcome, exactly once.
    """

    document: Document
    key: str
    done: Callable[[PrintOutcome], None]


class PrinterOwner:
    """See the module.

    Args:
        printer: nobody else may use it.
        listener: hears changes of status.
        interval_s: between two looks at an idle printer that is well.
        trouble_s: between two looks at one that is not.
        clock: monotonic seconds, for the age of a job.
        prepare: slow preparation (imports), done on the thread after the first look.
        watch: waits so many seconds, or until the descriptor can be read; gives a status that the printer reported by
            itself, or None. None: nothing is ever reported.
        close: lets go of the printer, at the end.
    """

    def __init__(
        self,
        printer: Printer,
        listener: StatusListener,
        *,
        interval_s: float = 10.0,
        trouble_s: float = 2.0,
        clock: Callable[[], float] = time.monotonic,
        prepare: Callable[[], None] | None = None,
        watch: Callable[[float, int], PrinterStatus | None] | None = None,
        close: Callable[[], None] | None = None,
    ) -> None:
        self._printer = printer
        self._listener = listener
        self._interval_s = interval_s
        self._trouble_s = trouble_s
        self._clock = clock
        self._prepare = prepare
        self._watch = watch if watch is not None else _wait
        self._close = close
        self._jobs: queue.Queue[tuple[PrintJob, float]] = queue.Queue()
        self._questions: queue.Queue[StatusListener] = queue.Queue()
        self._wake = _Wake()
        self._status: PrinterStatus | None = None
        self._looked = -math.inf
        self._stopping = threading.Event()
        self._turn = threading.Lock()
        self._over = False
        self._thread = threading.Thread(target=self._run, name="printer", daemon=True)

    def start(self) -> None:
        """Starts the thread; it looks at the printer at once."""
        self._thread.start()

    def submit(self, job: PrintJob) -> None:
        """Queues a job; returns at once. After `stop` it is not printed any more."""
        self._jobs.put((job, self._clock()))
        self._wake.set()
        with self._turn:
            if self._over:
                self._refuse_waiting()

    def ask(self, done: StatusListener) -> None:
        """Looks at the printer as soon as it is idle, whatever was seen before; `done` gets what it answered."""
        self._questions.put(done)
        self._wake.set()

    def stop(self, timeout_s: float = 10.0) -> None:
        """Ends the thread after the job in hand; jobs still waiting are not printed any more."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        elif not self._over:
            self._end()

    def _run(self) -> None:
        self._look()
        self._get_ready()
        while not self._stopping.is_set():
            try:
                item = self._jobs.get_nowait()
            except queue.Empty:
                if not self._asked():
                    self._idle()
            else:
                self._print(*item)
        self._end()
        if self._close is not None:
            self._close()

    def _get_ready(self) -> None:
        if self._prepare is None:
            return
        try:
            self._prepare()
        except Exception as error:  # jobs will say that they cannot be printed; looks go on
            _log.error("printing cannot be prepared: error=%s", type(error).__name__)

    def _end(self) -> None:
        """From now on nobody prints: a job that still comes is refused by whoever brings it."""
        with self._turn:
            self._over = True
            self._refuse_waiting()

    def _asked(self) -> bool:
        """Answers one question, if there is one."""
        try:
            done = self._questions.get_nowait()
        except queue.Empty:
            return False
        done(self._look())
        return True

    def _idle(self) -> None:
        """Waits for a job; what the printer says meanwhile is heard, and it is looked at when the time is up."""
        well = self._status is not None and self._status.can_print
        pause_s = self._interval_s if well else self._trouble_s
        try:
            reported = self._watch(pause_s, self._wake.fileno())
        except Exception as error:
            reported = None
            self._see(self._broken(error))
            _wait(self._trouble_s, self._wake.fileno())
        if reported is not None:
            self._see(reported)
            self._looked = self._clock()
        elif not self._wake.take():
            self._look()

    def _refuse_waiting(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                job, _ = self._jobs.get_nowait()
                self._refuse(job, PrinterStatus.OFFLINE)

    def _refuse(self, job: PrintJob, reason: PrinterStatus) -> None:
        """Ends a job that is not printed now; what is known of its key from an earlier try stays true."""
        job.done(self._printer.refuse(job.document, job.key, reason))

    def _print(self, job: PrintJob, submitted: float) -> None:
        if self._stopping.is_set():
            self._refuse(job, PrinterStatus.OFFLINE)
            return
        if self._clock() - submitted > job.document.valid_for_s:
            _log.warning("print job expired: kind=%s", job.document.kind)
            self._refuse(job, self._status or PrinterStatus.OFFLINE)
            return
        if submitted < self._looked and self._status is not None and not self._status.can_print:
            self._refuse(job, self._status)  # seen after somebody began to wait
            return
        outcome = self._outcome(job)
        job.done(outcome)
        if isinstance(outcome, NotPrinted | Unknown) and outcome.reason is not PrinterStatus.ERROR:
            self._see(outcome.reason)
        if not isinstance(outcome, NotPrinted) or outcome.reason is PrinterStatus.ERROR:
            self._look()  # the paper may just have become low; after trouble, how it is now

    def _outcome(self, job: PrintJob) -> PrintOutcome:
        try:
            return self._printer.print(job.document, job.key)
        except ValueError as error:  # nothing was sent
            _log.error("print job refused: kind=%s error=%s", job.document.kind, type(error).__name__)
            return NotPrinted(PrinterStatus.ERROR)
        except Exception as error:  # a broken document must not leave the terminal without a printer
            _log.error("print job broken: kind=%s error=%s", job.document.kind, type(error).__name__)
            return Unknown(PrinterStatus.ERROR)

    def _look(self) -> PrinterStatus:
        try:
            status = self._printer.status()
        except Exception as error:
            status = self._broken(error)
        self._see(status)
        self._looked = self._clock()
        return status

    def _broken(self, error: Exception) -> PrinterStatus:
        """A driver that breaks must not leave the terminal with a thread that is gone and jobs that never end."""
        if self._status is not PrinterStatus.ERROR:
            _log.error("printer driver broken: error=%s", type(error).__name__)
        return PrinterStatus.ERROR

    def _see(self, status: PrinterStatus) -> None:
        before, self._status = self._status, status
        if status is before:
            return
        was_up = before is None or before.can_print
        if was_up and not status.can_print:
            _log.warning("printer down: %s", status.value)
        elif not was_up and status.can_print:
            _log.info("printer back: %s", status.value)
        self._listener(status)


class _Wake:
    """A descriptor that can be read when there is something to do; set from any thread, taken by one."""

    def __init__(self) -> None:
        self._fd = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)

    def __del__(self) -> None:
        os.close(self._fd)

    def fileno(self) -> int:
        return self._fd

    def set(self) -> None:
        os.eventfd_write(self._fd, 1)

    def take(self) -> bool:
        """Whether it was set."""
        try:
            return os.eventfd_read(self._fd) > 0
        except BlockingIOError:
            return False


def _wait(wait_s: float, wake: int) -> None:
    poll = select.poll()
    poll.register(wake, select.POLLIN)
    poll.poll(wait_s * 1000)
