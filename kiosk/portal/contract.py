"""Typed contract between terminal and town portal, version 1. The OpenAPI document is generated from these types.

Base path `/api/terminal/v1`, JSON in UTF-8, times RFC 3339 with offset, ids UUID version 7 (RFC 9562), errors RFC 9457.
Client and sandbox share the types; unknown members are ignored, missing or wrong ones refuse the whole answer.
"""

import hashlib
from datetime import date, datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

BASE_PATH = "/api/terminal/v1"

# `$` alone would let a line feed through at the end (Python's re); the look-ahead closes that and is valid ECMA 262.
Identifier = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$(?!\n)")]
# No control characters: these lines go to the printer and to speech, where ESC or a line feed would be a command.
Line = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\u0000-\u001f\u007f-\u009f]+$(?!\n)")]
Moment = Annotated[datetime, Meta(tz=True)]
Count = Annotated[int, Meta(ge=0, le=9999)]
Minutes = Annotated[int, Meta(ge=0, le=999)]

Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]
CaseNumber = Annotated[str, Meta(pattern=r"^[A-Z]{1,4}-[0-9]{4}-[0-9]{6}$(?!\n)")]
# 32 signs: neither 0 and O nor 1 and I, which nobody can tell apart on paper.
CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
AccessCode = Annotated[str, Meta(pattern=r"^[2-9A-HJ-NP-Z]{8}$(?!\n)")]
# Compact serialisation (RFC 7516 section 7.1): five parts in base64url.
Jwe = Annotated[str, Meta(max_length=400_000, pattern=r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){4}$(?!\n)")]
# Compact serialisation (RFC 7515 section 7.1): three parts in base64url.
Jws = Annotated[str, Meta(max_length=16_384, pattern=r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){2}$(?!\n)")]
OptionSource = Annotated[str, Meta(max_length=80, pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$(?!\n)")]

Assistance = Literal["more_time"]
ApplicationState = Literal["received", "awaiting_attachments"]
CaseState = Literal["received", "in_progress", "question", "decided", "closed"]
StepState = Literal["done", "running", "to_come"]


class Text(Struct, frozen=True, kw_only=True):
    """A text in the languages that the portal has; German is always there."""

    de: Line
    en: Line | None = None

    def in_language(self, lang: str) -> str:
        """The text in `lang`, or in German where the portal has none."""
        wanted: str | None = getattr(self, lang, None)
        return wanted or self.de


class QueueService(Struct, frozen=True, kw_only=True):
    """One matter that people queue for. `wait_minutes` is None when the portal cannot estimate it."""

    id: Identifier
    name: Text
    waiting: Count
    wait_minutes: Minutes | None


class QueueOverview(Struct, frozen=True, kw_only=True):
    """Answer of `GET /queue`: what can be queued for right now. `open` false means: no numbers are given out."""

    open: bool
    waiting: Count
    counters_open: Count
    services: Annotated[tuple[QueueService, ...], Meta(max_length=20)]
    opens_next: Text | None = None


class QueueTicketRequest(Struct, frozen=True, kw_only=True):
    """Body of `PUT /queue-tickets/{id}`; the terminal chooses the id, so a repeat draws no second number."""

    service: Identifier
    assistance: tuple[Assistance, ...] = ()


class QueueTicket(Struct, frozen=True, kw_only=True):
    """A number that was drawn. `status_url` carries an unguessable token and no personal data."""

    id: UUID
    number: Annotated[str, Meta(pattern=r"^[A-Z]{1,2} ?[0-9]{3}$(?!\n)")]
    service: Identifier
    service_name: Text
    ahead: Count
    wait_minutes: Minutes | None
    area: Text
    way: Text
    issued_at: Moment
    status_url: Annotated[str, Meta(pattern=r"^https://[!-~]+$(?!\n)", max_length=120)]

    def __repr__(self) -> str:
        """Names the ticket but not the token in `status_url`: a repr ends up in logs."""
        return f"QueueTicket(id={self.id}, service={self.service!r})"


class QueueTicketOutcome(Struct, frozen=True, kw_only=True):
    """Body of `POST /queue-tickets/{id}/outcome`: what the terminal observed. `void`: nobody holds this number."""

    outcome: Literal["printed", "shown", "void"]
    reason: Identifier | None = None


class ApplicationRequest(Struct, frozen=True, kw_only=True):
    """Body of `POST /applications`, under the header `Idempotency-Key`: a UUID version 7 made once per application.

    `jwe` is all that a person entered, sealed to the portal (see `sealing`), and for which service: it lies on the disk
    of a terminal in a foyer until the portal has it, and nothing beside it may say what somebody wanted.
    """

    jwe: Jwe

    def __repr__(self) -> str:
        """Shows nothing of the sealed content."""
        return "ApplicationRequest()"

    def digest(self) -> str:
        """SHA-256 of `jwe` in hex: what the receipt has to name."""
        return hashlib.sha256(self.jwe.encode("ascii")).hexdigest()


class Provisional(Struct, frozen=True, kw_only=True):
    """Member `provisional` of the sealed content: with `provisional_number` of the key it opens the case as well."""

    code: AccessCode

    def __repr__(self) -> str:
        """Shows nothing: the code opens a case."""
        return "Provisional()"


class SignedReceipt(Struct, frozen=True, kw_only=True):
    """Answer of `POST /applications`: 201 the first time, 200 and `Idempotent-Replayed: true` for a repeat.

    `receipt` is a JWS (RFC 7515) whose payload is an ApplicationReceipt, signed with ES256 (RFC 7518 section 3.4) by a
    key of the portal with use "sig"; its header names `kid` and the `typ` RECEIPT_TYPE. A repeat has the same bytes.
    """

    receipt: Jws

    def __repr__(self) -> str:
        """Shows nothing: number and code are in it."""
        return "SignedReceipt()"


KEYS_KEPT = timedelta(days=30)
"""The portal remembers an idempotency key and its answer at least so long; afterwards it may take a repeat for new."""

RECEIPT_ALGORITHM = "ES256"
RECEIPT_TYPE = "application-receipt+json"
"""RFC 7515 section 4.1.9: without the prefix `application/`."""


class ApplicationReceipt(Struct, frozen=True, kw_only=True):
    """What a SignedReceipt says. It is proof of arrival, not of a decision.

    Number and code together open the status of the case.

    Args:
        idempotency_key: as in the request.
        digest: SHA-256 of the request's `jwe`, in hex.
        attachments_due: day until which announced papers have to arrive; None when nothing is missing.
    """

    idempotency_key: UUID
    digest: Digest
    service: Identifier
    state: ApplicationState
    case_number: CaseNumber
    access_code: AccessCode
    received_at: Moment
    office: Text
    next_step: Text
    attachments_due: date | None = None

    def __repr__(self) -> str:
        """Names the application, neither number nor code: a repr ends up in logs."""
        return f"ApplicationReceipt(idempotency_key={self.idempotency_key}, state={self.state!r})"


class StatusQuery(Struct, frozen=True, kw_only=True):
    """Body of `POST /status-queries`, as the person typed it: the portal ignores spaces, hyphens and case.

    A provisional number with its code (see `provisional_number`) is as good as a case number with its code.
    """

    case_number: Annotated[str, Meta(min_length=1, max_length=64)]
    access_code: Annotated[str, Meta(min_length=1, max_length=64)]

    def __repr__(self) -> str:
        """Shows nothing: both together open a case."""
        return "StatusQuery()"


class CaseStep(Struct, frozen=True, kw_only=True):
    """One step of a case. `at`: when it was done or began; when it is expected for one to come; None if unknown."""

    name: Text
    state: StepState
    at: Moment | None = None


class CaseStatus(Struct, frozen=True, kw_only=True):
    """Answer of `POST /status-queries`. Nothing of what was entered is in it. `since`: when `state` began."""

    case_number: CaseNumber
    service_name: Text
    state: CaseState
    text: Text
    since: Moment
    steps: Annotated[tuple[CaseStep, ...], Meta(max_length=20)]

    def __repr__(self) -> str:
        """Without the number: a repr ends up in logs."""
        return f"CaseStatus(state={self.state!r})"


class ServiceOption(Struct, frozen=True, kw_only=True):
    """One choice; `value` is what is sent."""

    value: Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,79}$(?!\n)")]
    text: Text


class ServiceOptions(Struct, frozen=True, kw_only=True):
    """Answer of `GET /services/{id}/options/{source}`; `source` as in `options_from`, without `backend.`"""

    source: OptionSource
    options: Annotated[tuple[ServiceOption, ...], Meta(max_length=500)]


class Health(Struct, frozen=True, kw_only=True):
    """Answer of `GET /healthz` (no authorisation needed)."""

    status: Literal["ok", "maintenance"]


class FieldProblem(Struct, frozen=True, kw_only=True):
    """One wrong member of a request; `pointer` is a JSON Pointer (RFC 6901)."""

    pointer: str
    code: Identifier


class Problem(Struct, frozen=True, kw_only=True):
    """RFC 9457 problem details, with the members that the terminal acts on."""

    type: str
    title: str
    status: int
    code: str
    retryable: bool = False
    retry_after_s: int | None = None
    errors: tuple[FieldProblem, ...] = ()


def provisional_number(key: UUID) -> str:
    """Number for the slip of an application that no portal has confirmed yet, for example `7K3F9-XW2MB`.

    Terminal and portal derive it alike from the idempotency key, so the status query accepts it once the application
    has arrived. It cannot be turned back into the key. 50 bits: two equal ones within a town's 30 days are not met.
    """
    number = _short(key, b"number", 10)
    return f"{number[:5]}-{number[5:]}"


def provisional_code(chance: UUID) -> str:
    """Access code for a provisional slip, to be sealed into the application as `Provisional`.

    Args:
        chance: random, made for this one press of "absenden" and kept nowhere. Never the idempotency key: that stands
            in the clear on the terminal's disk, and whoever steals it must not come to a code.
    """
    return _short(chance, b"code", 8)


def plain(typed: str) -> str:
    """A case number or code as it is compared: letters and digits only, upper case."""
    return "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())


def _short(id_: UUID, purpose: bytes, length: int) -> str:
    """The first `length` * 5 bits of a hash over purpose and id, in CODE_SIGNS."""
    digest = hashlib.sha256(b"buergerterminal provisional " + purpose + b"\0" + id_.bytes).digest()
    bits = int.from_bytes(digest)
    return "".join(CODE_SIGNS[bits >> (256 - 5 * (place + 1)) & 31] for place in range(length))
