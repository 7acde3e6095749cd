"""The terminal's side of the portal contract: one method a call, the outcome always a value.

Life cycle: made once by the wiring, used from any number of worker threads. There is no shared session and no lock:
each try opens its own connection (see `wire`), so a call never waits for another one. requests is imported on the
first call, on a helper thread, because its import would cost the start of the terminal.

    client = PortalClient(PortalSettings(url="https://portal.example", ca_file=..., token_file=..., terminal_id="T2"))
    outcome = client.draw(ticket_id, QueueTicketRequest(service="parking"), session_id=session_id)
    if isinstance(outcome, PortalFailure): ...
"""

import random
import re
import time
from collections.abc import Callable, Mapping
from typing import TypeVar, cast
from urllib.parse import quote
from uuid import UUID

import msgspec

from kiosk.portal.contract import (
    BASE_PATH,
    ApplicationRequest,
    CaseStatus,
    Health,
    QueueOverview,
    QueueTicket,
    QueueTicketOutcome,
    QueueTicketRequest,
    ServiceOptions,
    SignedReceipt,
    StatusQuery,
)
from kiosk.portal.deadline import DeadlineError, Lifeline, within
from kiosk.portal.eid_contract import EidAnswer, EidSession, EidSessionRequest, EidStep
from kiosk.portal.errors import FailureKind, PortalFailure
from kiosk.portal.messages import Answer, Limits, Question
from kiosk.portal.reading import decode, failure
from kiosk.portal.repeats import Surroundings, repeat
from kiosk.portal.settings import PortalSettings

_T = TypeVar("_T")
_SESSION_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_DEADLINE = PortalFailure(FailureKind.UNREACHABLE, "deadline")
_OTHER_QUESTION = PortalFailure(FailureKind.BROKEN, "answer-to-another-question")


class PortalClient:
    """Talks to one portal.

    Args:
        settings: checked here; the token file is read here.
        sleep, uniform, clock: injected by tests.

    Raises:
        PortalSettingsError: settings that cannot work.
    """

    def __init__(
        self,
        settings: PortalSettings,
        *,
        sleep: Callable[[float], None] = time.sleep,
        uniform: Callable[[float, float], float] = random.uniform,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        settings.check()
        self._settings = settings
        self._token = settings.read_token()
        self._around = Surroundings(clock, sleep, uniform)

    def __repr__(self) -> str:
        """Names the portal, not the token."""
        return f"PortalClient({self._settings.url!r})"

    def queue(self, *, session_id: str | None = None) -> QueueOverview | PortalFailure:
        """What can be queued for right now (`GET /queue`), asked once."""
        return self._ask(QueueOverview, "/queue", self._settings.deadline_s, session_id)

    def health(self) -> Health | PortalFailure:
        """Whether the portal is there (`GET /healthz`), asked once, with the short deadline and without the token."""
        return self._ask(Health, "/healthz", self._settings.health_deadline_s, None, authorised=False)

    def draw(
        self,
        ticket_id: UUID,
        request: QueueTicketRequest,
        *,
        session_id: str | None = None,
        deadline_s: float | None = None,
    ) -> QueueTicket | PortalFailure:
        """Draws a number (`PUT /queue-tickets/{id}`, RFC 9110 section 9.3.4: a repeat has no further effect).

        Repeats with the same id by itself. After an UNREACHABLE outcome the number may have been drawn: call again
        with the same id, or report `void`.

        Args:
            ticket_id: chosen once for this wish; UUID version 7 (RFC 9562).
            request: matter and needs.
            session_id: random name of the visit, for `X-Session-Id`.
            deadline_s: for everything together, instead of the settings' value.
        """

        def once(seconds: float) -> QueueTicket | PortalFailure:
            answer = self._send("PUT", f"/queue-tickets/{ticket_id}", seconds, session_id, body=request)
            if isinstance(answer, PortalFailure):
                return answer
            return _ticket(answer, ticket_id, request)

        return self._repeat(once, deadline_s)

    def report(
        self,
        ticket_id: UUID,
        outcome: QueueTicketOutcome,
        *,
        session_id: str | None = None,
        deadline_s: float | None = None,
    ) -> PortalFailure | None:
        """Says what became of a number (`POST /queue-tickets/{id}/outcome`); repeated like `draw`.

        The same report twice changes nothing at the portal, so the repeat is safe although it is a POST.
        """

        def once(seconds: float) -> PortalFailure | None:
            path = f"/queue-tickets/{ticket_id}/outcome"
            answer = self._send("POST", path, seconds, session_id, body=outcome)
            if isinstance(answer, PortalFailure):
                return answer
            return None if answer.status == 204 else _unexpected(answer)

        return self._repeat(once, deadline_s)

    def apply(
        self,
        key: UUID,
        request: ApplicationRequest,
        *,
        session_id: str | None = None,
        deadline_s: float | None = None,
        tries: int | None = None,
    ) -> SignedReceipt | PortalFailure:
        """Hands in an application (`POST /applications` with `Idempotency-Key`), repeated like `draw`.

        What comes back is not looked into: whether the receipt proves anything is for whoever has the portal's keys to
        say (`kiosk.outbox.receipts`). After every other outcome but REFUSED the application may have arrived: call
        again with the same key and the same request.

        Args:
            key: idempotency key, made once per application; UUID version 7.
            request: the sealed application.
            session_id: random name of the visit, for `X-Session-Id`.
            deadline_s: for everything together, instead of the settings' value.
            tries: how often it is sent at most, instead of the settings' value.
        """
        headers = {"Idempotency-Key": str(key)}

        def once(seconds: float) -> SignedReceipt | PortalFailure:
            answer = self._send("POST", "/applications", seconds, session_id, body=request, headers=headers)
            if isinstance(answer, PortalFailure):
                return answer
            return decode(SignedReceipt, answer) if answer.status in {200, 201} else _unexpected(answer)

        return self._repeat(once, deadline_s, tries)

    def status(
        self, query: StatusQuery, *, session_id: str | None = None, deadline_s: float | None = None
    ) -> CaseStatus | PortalFailure:
        """How far a case is (`POST /status-queries`); it changes nothing, so it is repeated like `draw`.

        REFUSED with the code `not-found` stands for a wrong number and for a wrong code alike.
        """

        def once(seconds: float) -> CaseStatus | PortalFailure:
            answer = self._send("POST", "/status-queries", seconds, session_id, body=query)
            if isinstance(answer, PortalFailure):
                return answer
            return decode(CaseStatus, answer) if answer.status == 200 else _unexpected(answer)

        return self._repeat(once, deadline_s)

    def options(self, service: str, source: str, *, session_id: str | None = None) -> ServiceOptions | PortalFailure:
        """The choices of a field (`GET /services/{id}/options/{source}`), asked once.

        Args:
            service: id of the service.
            source: as in the field's `options_from`, without `backend.`.
            session_id: random name of the visit, for `X-Session-Id`.
        """
        path = f"/services/{quote(service, safe='')}/options/{quote(source, safe='')}"
        found = self._ask(ServiceOptions, path, self._settings.deadline_s, session_id)
        if isinstance(found, ServiceOptions) and found.source != source:
            return _OTHER_QUESTION
        return found

    def open_eid(
        self, request: EidSessionRequest, *, session_id: str | None = None, deadline_s: float | None = None
    ) -> EidSession | PortalFailure:
        """Opens a session of the eID service (`POST /eid/sessions`); repeated like `draw`.

        A session that was opened by a lost answer costs nothing and ends by itself.
        """

        def once(seconds: float) -> EidSession | PortalFailure:
            answer = self._send("POST", "/eid/sessions", seconds, session_id, body=request)
            if isinstance(answer, PortalFailure):
                return answer
            if answer.status != 201:
                return _unexpected(answer)
            opened = decode(EidSession, answer)
            if isinstance(opened, EidSession) and opened.service != request.service:
                return _OTHER_QUESTION
            return opened

        return self._repeat(once, deadline_s)

    def step_eid(
        self, session: UUID, step: EidStep, *, session_id: str | None = None, deadline_s: float | None = None
    ) -> EidAnswer | PortalFailure:
        """Sends one step of an eID session (`POST /eid/sessions/{id}/steps`), once: after any failure it is over.

        Args:
            session: as the portal named it.
            step: its number counts up from 1.
            session_id: random name of the visit, for `X-Session-Id`.
            deadline_s: instead of the settings' value.
        """
        seconds = self._settings.deadline_s if deadline_s is None else deadline_s
        answer = self._send("POST", f"/eid/sessions/{session}/steps", seconds, session_id, body=step)
        if isinstance(answer, PortalFailure):
            return answer
        if answer.status != 200:
            return _unexpected(answer)
        return decode(cast("type[EidAnswer]", EidAnswer), answer)

    def _repeat(
        self, once: Callable[[float], _T | PortalFailure], deadline_s: float | None, tries: int | None = None
    ) -> _T | PortalFailure:
        return repeat(
            once,
            tries=self._settings.tries if tries is None else tries,
            backoff_s=self._settings.backoff_s,
            seconds=self._settings.deadline_s if deadline_s is None else deadline_s,
            around=self._around,
        )

    def _ask(
        self, kind: type[_T], path: str, seconds: float, session_id: str | None, *, authorised: bool = True
    ) -> _T | PortalFailure:
        answer = self._send("GET", path, seconds, session_id, authorised=authorised)
        if isinstance(answer, PortalFailure):
            return answer
        if answer.status != 200:
            return _unexpected(answer)
        return decode(kind, answer)

    def _send(
        self,
        method: str,
        path: str,
        seconds: float,
        session_id: str | None,
        *,
        body: msgspec.Struct | None = None,
        headers: Mapping[str, str] | None = None,
        authorised: bool = True,
    ) -> Answer | PortalFailure:
        settings = self._settings
        if seconds <= 0:
            return _DEADLINE
        question = Question(
            method,
            settings.url.rstrip("/") + BASE_PATH + path,
            self._headers(session_id, with_body=body is not None, authorised=authorised) | dict(headers or {}),
            None if body is None else msgspec.json.encode(body),
        )
        limits = Limits(
            ca_file=settings.ca_file,
            connect_s=min(settings.connect_s, seconds),
            read_s=min(settings.read_s, seconds),
            max_answer_bytes=settings.max_answer_bytes,
        )
        try:
            return within(seconds, lambda line: _exchange(question, limits, line))
        except DeadlineError:
            return _DEADLINE

    def _headers(self, session_id: str | None, *, with_body: bool, authorised: bool) -> dict[str, str]:
        headers = {
            "Accept": "application/json, application/problem+json",
            "Accept-Encoding": "identity",
            "User-Agent": "buergerterminal",
            "X-Terminal-Id": self._settings.terminal_id,
        }
        if with_body:
            headers["Content-Type"] = "application/json"
        if authorised:
            headers["Authorization"] = f"Bearer {self._token}"
        if session_id is not None:
            if not _SESSION_ID.fullmatch(session_id):
                raise ValueError("session_id: 8 to 64 letters, digits and dashes")
            headers["X-Session-Id"] = session_id
        return headers


def _exchange(question: Question, limits: Limits, line: Lifeline) -> Answer | PortalFailure:
    from kiosk.portal.wire import exchange  # noqa: PLC0415 - requests is imported on first use, off the UI thread

    return exchange(question, limits, line)


def _ticket(answer: Answer, ticket_id: UUID, request: QueueTicketRequest) -> QueueTicket | PortalFailure:
    if answer.status not in {200, 201}:
        return _unexpected(answer)
    ticket = decode(QueueTicket, answer)
    if isinstance(ticket, QueueTicket) and (ticket.id, ticket.service) != (ticket_id, request.service):
        return _OTHER_QUESTION
    return ticket


def _unexpected(answer: Answer) -> PortalFailure:
    if answer.status < 400:
        return PortalFailure(FailureKind.BROKEN, "status-unexpected")
    return failure(answer)
