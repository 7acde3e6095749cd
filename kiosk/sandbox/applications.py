"""Applications: taken once per idempotency key, opened, judged, given a number. Each write is one transaction.

Key, case number, code and receipt are stored together, so a repeat, whatever was lost on the way, finds the answer of
the first time. Nothing is stored of what is refused: the terminal keeps it and a corrected town hall may take it later.
"""

import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from kiosk.portal.contract import (
    CODE_SIGNS,
    ApplicationReceipt,
    ApplicationRequest,
    FieldProblem,
    Provisional,
    SignedReceipt,
    plain,
    provisional_number,
)
from kiosk.sandbox.eid_judging import Identification, Identified, Typed, Unproven, Verdict, remark
from kiosk.sandbox.eid_proofs import Proofs
from kiosk.sandbox.idempotency import Conflict, UnderWay, keep, repeated
from kiosk.sandbox.keys import TownKeys
from kiosk.sandbox.receipts import signed
from kiosk.sandbox.services import ServiceFacts, Services
from kiosk.sandbox.store import Store
from kiosk.sandbox.unsealing import Opened, Unsealing

_PREFIX = "MY"
_FIRST_NUMBER = 4711
_CODE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Taken:
    """A receipt, signed; `first` is false when this key had it already."""

    receipt: SignedReceipt
    first: bool


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Why not: problem code, and what is wrong where."""

    code: str
    errors: tuple[FieldProblem, ...] = ()


class Applications:
    """All applications of the town. Thread-safe.

    Args:
        store: where they are kept.
        now: the town hall's time; its year is in the case numbers.
        keys: open what was sealed and sign what was received.
        services: judges what was sent.
        identification: judges who has sent it; None where nothing is ever read from a card.
    """

    def __init__(
        self,
        store: Store,
        now: Callable[[], datetime],
        keys: TownKeys,
        services: Services,
        *,
        identification: Identification | None = None,
    ) -> None:
        self._store = store
        self._now = now
        self._keys = keys
        self._unsealing = Unsealing(keys)
        self._services = services
        self._identification = identification
        self._under_way = UnderWay()

    def take(self, key: UUID, request: ApplicationRequest, *, terminal: str = "") -> Taken | NotTaken:
        """Takes an application, or gives the receipt that this key has. `terminal`: who hands in, for its proof."""
        with self._under_way.alone(key) as alone:
            if not alone:
                return NotTaken("idempotency-in-progress")
            known = self._repeated(key, request)
            if known is not None:
                return known
            opened = self._unsealing.open(request.jwe, key)
            if not isinstance(opened, Opened):
                return NotTaken(opened)
            service = str(opened.content.get("service"))
            facts = self._services.facts(service)
            if facts is None or not facts.takes:
                return NotTaken("unknown-service")
            slip = _provisional(opened.content)
            if slip is None:
                return NotTaken("validation", (FieldProblem(pointer="/provisional", code="missing"),))
            verdict = self._identified(service, opened.content, terminal)
            if isinstance(verdict, Unproven):
                return NotTaken("identity-required")
            problems = self._services.problems(service, opened.content)
            if problems:
                return NotTaken("validation", problems)
            receipt = self._stored(key, request, facts, slip, opened.content, verdict=verdict)
            if receipt is None:
                return NotTaken("idempotency-in-progress")  # asked again, the proof is seen to be used
            return Taken(receipt, first=True)

    def export(self) -> list[dict[str, Any]]:
        """Evidence: what arrived, in order, as plain data."""
        with self._store.transaction() as db:
            rows = db.execute("SELECT * FROM application ORDER BY position").fetchall()
        names = ("case_number", "service", "received_at", "deliveries")
        return [
            {"idempotency_key": row["key"]}
            | {name: row[name] for name in names}
            | {name: value for name, value in msgspec.json.decode(row["content"]).items() if name != "service"}
            for row in rows
        ]

    def count(self) -> int:
        """How many arrived."""
        with self._store.transaction() as db:
            return int(db.execute("SELECT count(*) FROM application").fetchone()[0])

    def reset(self) -> None:
        """Forgets everything; numbers begin anew."""
        with self._store.transaction() as db:
            for table in ("case_event", "case_access", "idempotency", "application", "case_sequence"):
                db.execute(f"DELETE FROM {table}")  # noqa: S608 - five constants

    def _identified(self, service: str, content: dict[str, Any], terminal: str) -> Verdict:
        return Typed() if self._identification is None else self._identification.judge(service, content, terminal)

    def _repeated(self, key: UUID, request: ApplicationRequest) -> Taken | NotTaken | None:
        with self._store.transaction() as db:
            known = repeated(db, key, request, self._now())
        match known:
            case None:
                return None
            case Conflict():
                return NotTaken("idempotency-conflict")
            case SignedReceipt():
                return Taken(known, first=False)

    def _stored(
        self,
        key: UUID,
        request: ApplicationRequest,
        facts: ServiceFacts,
        slip: Provisional,
        content: dict[str, Any],
        *,
        verdict: Identified | Typed,
    ) -> SignedReceipt | None:
        """None when another application used the same proof of identification at this moment."""
        now = self._now()
        missing = self._services.papers_missing(content["service"], content)
        with self._store.transaction() as db:
            if isinstance(verdict, Identified) and not Proofs.use(db, verdict.proof, key):
                return None
            receipt = ApplicationReceipt(
                idempotency_key=key,
                digest=request.digest(),
                service=content["service"],
                state="awaiting_attachments" if missing else "received",
                case_number=_next_case_number(db, now.year),
                access_code="".join(secrets.choice(CODE_SIGNS) for _ in range(_CODE_LENGTH)),
                received_at=now,
                office=facts.office,
                next_step=facts.next_step,
                attachments_due=now.date() + timedelta(days=facts.later_days) if missing else None,
            )
            _insert(db, receipt, slip, content | remark(verdict))
            answer = signed(receipt, self._keys)
            keep(db, key, request, answer, case_number=receipt.case_number, now=now)
        return answer


def _provisional(content: dict[str, Any]) -> Provisional | None:
    """Takes the access code of the provisional slip out of the content: it is no answer, and no evidence."""
    try:
        return msgspec.convert(content.pop("provisional", None), Provisional)
    except msgspec.ValidationError:
        return None


def _next_case_number(db: sqlite3.Connection, year: int) -> str:
    db.execute("INSERT OR IGNORE INTO case_sequence VALUES (?, ?)", (year, _FIRST_NUMBER - 1))
    changed = "UPDATE case_sequence SET last_number = last_number + 1 WHERE year = ? RETURNING last_number"
    return f"{_PREFIX}-{year}-{db.execute(changed, (year,)).fetchone()[0]:06}"


def _insert(db: sqlite3.Connection, receipt: ApplicationReceipt, slip: Provisional, content: dict[str, Any]) -> None:
    number, at = receipt.case_number, receipt.received_at.isoformat()
    db.execute(
        "INSERT INTO application (key, service, case_number, receipt, content, received_at, deliveries)"
        " VALUES (?, ?, ?, ?, ?, ?, 1)",
        (
            str(receipt.idempotency_key),
            receipt.service,
            number,
            msgspec.json.encode(receipt).decode(),
            msgspec.json.encode(content).decode(),
            at,
        ),
    )
    key = receipt.idempotency_key
    pairs = ((number, receipt.access_code), (provisional_number(key), slip.code))
    access = [(plain(name), code, number) for name, code in pairs]
    db.executemany("INSERT OR REPLACE INTO case_access VALUES (?, ?, ?)", access)
    db.execute("INSERT INTO case_event (case_number, state, at) VALUES (?, 'received', ?)", (number, at))
