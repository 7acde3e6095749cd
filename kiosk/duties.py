"""How each effect of the dialogue is done: which lane, which call, which event comes back."""

import logging
import time
from collections.abc import Callable
from uuid import uuid4

from devices.printer import PrintJob
from kiosk.dialogue.effects import (
    DrawTicket,
    Effect,
    FetchOptions,
    FetchQueue,
    NewVisit,
    PrepareSeal,
    PrintDocument,
    ProbePortal,
    QueryStatus,
    ReportTicket,
    SubmitApplication,
    WithdrawApplication,
)
from kiosk.dialogue.events import (
    Event,
    OptionsAnswered,
    PortalProbed,
    PrintFinished,
    QueueAnswered,
    StatusAnswered,
    TicketAnswered,
)
from kiosk.dialogue.runner import Duty
from kiosk.outbox import Outbox
from kiosk.portal import FailureKind, Health, PortalClient, PortalFailure
from kiosk.records.draw_journal import DrawJournal

log = logging.getLogger(__name__)

FIRST_PAUSE_S = 5.0
LONGEST_PAUSE_S = 300.0


class Duties:
    """The table for the runner.

    Args:
        client: the portal.
        outbox: takes applications.
        submit: hands a job to the printer's owner, returns at once.
        post: where answers go that come later than the call.
        draws: remembers numbers that are on their way.
        sleep: injected by tests.
    """

    def __init__(
        self,
        client: PortalClient,
        outbox: Outbox,
        submit: Callable[[PrintJob], None],
        post: Callable[[Event], None],
        *,
        draws: DrawJournal,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = client
        self._outbox = outbox
        self._submit = submit
        self._post = post
        self._draws = draws
        self._sleep = sleep
        self._session_id = str(uuid4())

    @property
    def visit(self) -> str:
        """The random name of the visit that is on, for whoever else talks to the portal."""
        return self._session_id

    def table(self) -> dict[type[Effect], Duty]:
        """What to do for each type of effect. Lanes: a citizen's call never waits for a probe or a report."""
        return {
            FetchQueue: Duty("queue", self._fetch, newest_only=True),
            DrawTicket: Duty("draw", self._draw),
            ProbePortal: Duty("probe", self._probe),
            ReportTicket: Duty("report", self._report),
            PrintDocument: Duty(None, self._print),
            FetchOptions: Duty("form", self._options, newest_only=True),
            QueryStatus: Duty("form", self._status, newest_only=True),
            PrepareSeal: Duty(None, self._prepare),
            SubmitApplication: Duty(None, self._apply),
            WithdrawApplication: Duty(None, self._withdraw),
            NewVisit: Duty(None, self._new_visit),
        }

    def _fetch(self, effect: Effect) -> Event:
        assert isinstance(effect, FetchQueue)  # noqa: S101 -- the table says so
        return QueueAnswered(effect.request, self._client.queue(session_id=self._session_id))

    def _draw(self, effect: Effect) -> Event:
        assert isinstance(effect, DrawTicket)  # noqa: S101 -- the table says so
        self._draws.asked(effect.ticket)
        answer = self._client.draw(effect.ticket, effect.request, session_id=self._session_id)
        if not isinstance(answer, PortalFailure):
            self._draws.came(effect.ticket)
        elif answer.kind is FailureKind.REFUSED:
            self._draws.ended(effect.ticket)
        return TicketAnswered(effect.ticket, answer)

    def _options(self, effect: Effect) -> Event:
        assert isinstance(effect, FetchOptions)  # noqa: S101 -- the table says so
        answer = self._client.options(effect.service, effect.source, session_id=self._session_id)
        return OptionsAnswered(effect.service, effect.source, answer)

    def _status(self, effect: Effect) -> Event:
        assert isinstance(effect, QueryStatus)  # noqa: S101 -- the table says so
        answer = self._client.status(effect.query, session_id=self._session_id)
        if isinstance(answer, PortalFailure):  # the portal's word counts; where it has none, ours does
            held = self._outbox.held(effect.query.case_number, effect.query.access_code)
            return StatusAnswered(effect.request, held or answer)
        return StatusAnswered(effect.request, answer)

    def _prepare(self, _effect: Effect) -> None:
        self._outbox.prepare()

    def _apply(self, effect: Effect) -> None:
        assert isinstance(effect, SubmitApplication)  # noqa: S101 -- the table says so
        self._outbox.submit(effect.key, effect.payload, code=effect.code, session_id=self._session_id)

    def _withdraw(self, effect: Effect) -> None:
        assert isinstance(effect, WithdrawApplication)  # noqa: S101 -- the table says so
        self._outbox.withdraw(effect.key)

    def _probe(self, _effect: Effect) -> Event:
        return self.probe()

    def probe(self) -> PortalProbed:
        """Asks now whether the portal is well; blocks within the client's deadlines."""
        match self._client.health():
            case Health(status="ok"):
                return PortalProbed(None)
            case Health():
                return PortalProbed(PortalFailure(FailureKind.BUSY, "maintenance"))
            case PortalFailure() as failure:
                return PortalProbed(failure)

    def _report(self, effect: Effect) -> None:
        """Repeats until the portal takes it, or says that it never will."""
        assert isinstance(effect, ReportTicket)  # noqa: S101 -- the table says so
        pause = FIRST_PAUSE_S
        while (failure := self._client.report(effect.ticket, effect.outcome)) is not None:
            if failure.kind is FailureKind.REFUSED:
                log.warning("report_refused %s", failure.code)
                break
            self._sleep(max(pause, float(failure.retry_after_s or 0)))
            pause = min(LONGEST_PAUSE_S, pause * 2)
        self._draws.ended(effect.ticket)

    def _print(self, effect: Effect) -> None:
        assert isinstance(effect, PrintDocument)  # noqa: S101 -- the table says so
        job = effect.job
        self._submit(PrintJob(effect.document, job, lambda outcome: self._post(PrintFinished(job, outcome))))

    def _new_visit(self, _effect: Effect) -> None:
        self._session_id = str(uuid4())
