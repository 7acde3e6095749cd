"""The worker of identification: one thread that talks to card and portal, one attempt at a time.

    worker = IdentityWorker(means, entry, post)
    worker.start()                  # after the first picture: only here the card's cryptography is loaded
    worker.ask(OpenAttempt(...))    # from any thread, returns at once; reports are posted on the worker's thread
    worker.stop(1.0)

Closing works at once: the attempt that runs stops before its next command, and none of its reports is posted any more.
A mistake in this program ends as a report like any other, without a word of what it was about: an exception's text may
carry what somebody typed.
"""

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, assert_never
from uuid import UUID

from kiosk.identity.api import (
    CloseAttempt,
    Failed,
    IdentityReport,
    IdentityRequest,
    KeepNewPin,
    LookAtCard,
    OpenAttempt,
    ProvePassword,
    Trouble,
    Troubled,
)
from kiosk.identity.means import Means
from kiosk.secret_entry import SecretEntry

if TYPE_CHECKING:
    from kiosk.identity.attempt import Attempt

log = logging.getLogger(__name__)

BROKEN = "terminal"
"""Code of a mistake in this program."""


@dataclass(frozen=True, slots=True)
class _Job:
    request: IdentityRequest
    closed: Event


class IdentityWorker:
    """See above.

    Args:
        means: card reader, portal and the rest.
        entry: holds the digits.
        post: takes reports, on the worker's thread.
    """

    def __init__(self, means: Means, entry: SecretEntry, post: Callable[[IdentityReport], None]) -> None:
        self._means = means
        self._entry = entry
        self._post = post
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._wanted: tuple[UUID, Event] | None = None  # guarded by _lock
        self._attempt: Attempt | None = None  # the thread's own
        self._thread = threading.Thread(target=self._run, name="identity", daemon=True)

    def start(self) -> None:
        """Starts the thread, which loads what it will need."""
        self._thread.start()

    def ask(self, request: IdentityRequest) -> None:
        """Hands over a request. One that belongs to another attempt than the open one is dropped."""
        with self._lock:
            job = self._job(request)
        if job is not None:
            self._jobs.put(job)

    def stop(self, patience_s: float) -> None:
        """Ends the attempt that runs and the thread."""
        with self._lock:
            self._end_wanted()
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join(patience_s)

    def _job(self, request: IdentityRequest) -> _Job | None:
        if isinstance(request, OpenAttempt):
            self._end_wanted()
            closed = Event()
            self._wanted = (request.attempt, closed)
            return _Job(request, closed)
        if self._wanted is None or self._wanted[0] != request.attempt:
            return None
        closed = self._wanted[1]
        if isinstance(request, CloseAttempt):
            self._end_wanted()
        return _Job(request, closed)

    def _end_wanted(self) -> None:
        if self._wanted is not None:
            self._wanted[1].set()
            self._wanted = None
            self._entry.forget()

    def _run(self) -> None:
        try:
            _load()
        except ImportError as error:
            log.error("identity_not_loaded %s", error.name)
        try:
            while (job := self._jobs.get()) is not None:
                self._guarded(job)
        finally:
            self._end()

    def _guarded(self, job: _Job) -> None:
        try:
            self._serve(job)
        except Exception as error:
            log.error("identity_broke %s %s", type(job.request).__name__, type(error).__name__)
            self._forget_broken()
            if not job.closed.is_set():
                self._post(Failed(job.request.attempt, Troubled(Trouble.CARD_BROKEN_RULE, BROKEN)))

    def _serve(self, job: _Job) -> None:
        request = job.request
        match request:
            case CloseAttempt():
                self._end()
            case OpenAttempt():
                self._end()
                if not job.closed.is_set():
                    self._attempt = self._begin(request, job.closed)
                    self._attempt.open()
            case LookAtCard() | ProvePassword() | KeepNewPin():
                if self._attempt is not None and not job.closed.is_set():
                    self._go_on(self._attempt, request)
            case _:
                assert_never(request)

    def _begin(self, request: OpenAttempt, closed: Event) -> "Attempt":
        def post(report: IdentityReport) -> None:
            if not closed.is_set():
                self._post(report)

        return _load()(request, self._means, closed, post)

    def _go_on(self, attempt: "Attempt", request: LookAtCard | ProvePassword | KeepNewPin) -> None:
        if isinstance(request, LookAtCard):
            attempt.look()
            return
        with self._entry.taken(request.digits) as digits:
            if isinstance(request, ProvePassword):
                attempt.prove(request, digits)
            else:
                attempt.keep(request, digits)

    def _end(self) -> None:
        attempt, self._attempt = self._attempt, None
        if attempt is not None:
            attempt.close()

    def _forget_broken(self) -> None:
        """The attempt lives on without its card: it can be looked at again, or closed."""
        if self._attempt is None:
            return
        try:
            self._attempt.close()
        except Exception as error:
            log.error("identity_broke close %s", type(error).__name__)
            self._attempt = None


def _load() -> "type[Attempt]":
    from kiosk.identity.attempt import Attempt  # noqa: PLC0415 -- with the card's cryptography, on this thread only

    return Attempt
