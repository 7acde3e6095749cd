"""The queue: numbers once per id, honest counts, outcomes. Every method is one transaction.

The terminal chooses the id of a ticket, and the number is assigned in the transaction that stores the id. So a repeat,
whatever was lost on the way, finds its number instead of drawing another.
"""

import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

import msgspec

from kiosk.portal.contract import QueueOverview, QueueService, QueueTicket, QueueTicketOutcome, QueueTicketRequest
from kiosk.sandbox.matters import AREA, DESKS, MATTERS, OPENS_NEXT, WAY, Desk, Matter, estimate, matter, number_label
from kiosk.sandbox.store import Store

_MOST = 9999  # the contract's Count ends here
_TOKEN_BYTES = 9  # 72 bits: nobody guesses the status page of another person


class Refusal(Enum):
    """Why the queue says no; the value is the problem code of the contract."""

    CONFLICT = "idempotency-conflict"
    UNKNOWN_SERVICE = "validation"
    CLOSED = "queue-closed"
    NOT_FOUND = "not-found"
    VOID = "ticket-void"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A number; `first` is false when this id had it already."""

    ticket: QueueTicket
    first: bool


class Queue:
    """All queues of the house. Thread-safe through the store.

    Args:
        store: where it is kept.
        now: the town hall's time; its date decides which day a number belongs to.
        public_url: `https://host[:port]` under which the status pages are.
    """

    def __init__(self, store: Store, now: Callable[[], datetime], public_url: str) -> None:
        self._store = store
        self._now = now
        self._public_url = public_url
        self._open = True

    @property
    def open(self) -> bool:
        """Whether numbers are given out."""
        return self._open

    def set_open(self, is_open: bool) -> None:
        """Opens or closes the queue; numbers already drawn keep their place."""
        self._open = is_open

    def overview(self) -> QueueOverview:
        """What can be queued for right now."""
        with self._store.transaction() as db:
            day = self._day(db)
            waiting = {desk.letter: _waiting(db, day, desk) for desk in DESKS}
        return QueueOverview(
            open=self._open,
            waiting=min(sum(waiting.values()), _MOST),
            counters_open=sum(desk.counters for desk in DESKS),
            services=tuple(_service(each, waiting[each.desk.letter]) for each in MATTERS),
            opens_next=None if self._open else OPENS_NEXT,
        )

    def draw(self, ticket_id: UUID, request: QueueTicketRequest) -> Drawn | Refusal:
        """Gives the number of this id, assigning one when the id is new."""
        with self._store.transaction() as db:
            row = _find(db, ticket_id)
            if row is not None:
                db.execute("UPDATE ticket SET deliveries = deliveries + 1 WHERE id = ?", (row["id"],))
                return Drawn(_ticket(row), first=False) if _request(row) == request else Refusal.CONFLICT
            wanted = matter(request.service)
            if wanted is None:
                return Refusal.UNKNOWN_SERVICE
            number = self._next_number(db, wanted.desk) if self._open else None
            if number is None:
                return Refusal.CLOSED
            self._insert(db, ticket_id, request, wanted, number)
            return Drawn(_ticket(_found(db, ticket_id)), first=True)

    def report(self, ticket_id: UUID, report: QueueTicketOutcome) -> Refusal | None:
        """Stores what the terminal observed.

        `printed` replaces `shown` and never the other way round (a late repeat must not undo it). `void` frees the
        place for good; a later `printed` is refused, because somebody would hold a number that nobody calls.
        """
        with self._store.transaction() as db:
            row = _find(db, ticket_id)
            if row is None:
                return Refusal.NOT_FOUND
            if row["outcome"] == "void":
                return None if report.outcome == "void" else Refusal.VOID
            if row["outcome"] == "printed" and report.outcome == "shown":
                return None
            db.execute(
                "UPDATE ticket SET outcome = ?, outcome_reason = ?, waiting = waiting AND ? WHERE id = ?",
                (report.outcome, report.reason, int(report.outcome != "void"), row["id"]),
            )
            return None

    def call_next(self, service: str) -> bool:
        """A counter calls the next person of this matter's desk. False when nobody waits or there is no such matter."""
        wanted = matter(service)
        if wanted is None:
            return False
        with self._store.transaction() as db:
            key = (self._day(db), wanted.desk.letter)
            called = db.execute("UPDATE desk SET crowd = crowd - 1 WHERE day = ? AND letter = ? AND crowd > 0", key)
            if called.rowcount == 0:
                called = db.execute(
                    "UPDATE ticket SET waiting = 0 WHERE position ="
                    " (SELECT min(position) FROM ticket WHERE day = ? AND letter = ? AND waiting)",
                    key,
                )
            return called.rowcount == 1

    def place(self, token: str) -> tuple[str, int | None] | None:
        """Number and people ahead (None: not waiting any more) for the status page; None for an unknown token."""
        with self._store.transaction() as db:
            row = db.execute("SELECT * FROM ticket WHERE token = ?", (token,)).fetchone()
            if row is None:
                return None
            if not row["waiting"]:
                return row["number"], None
            ahead = db.execute(
                "SELECT crowd + (SELECT count(*) FROM ticket WHERE day = desk.day AND letter = desk.letter"
                " AND waiting AND position < ?) FROM desk WHERE day = ? AND letter = ?",
                (row["position"], row["day"], row["letter"]),
            ).fetchone()[0]
            return row["number"], ahead

    def export(self) -> list[dict[str, Any]]:
        """Every ticket with what became of it, in the order of drawing: evidence of a rehearsal."""
        with self._store.transaction() as db:
            rows = db.execute("SELECT * FROM ticket ORDER BY position").fetchall()
        names = ("id", "number", "service", "issued_at", "deliveries", "outcome", "outcome_reason")
        return [{name: row[name] for name in names} | {"assistance": list(_request(row).assistance)} for row in rows]

    def count(self) -> int:
        """How many numbers were drawn."""
        with self._store.transaction() as db:
            return int(db.execute("SELECT count(*) FROM ticket").fetchone()[0])

    def reset(self) -> None:
        """A fresh store: no ticket, the day begins anew, the queue is open."""
        with self._store.transaction() as db:
            db.execute("DELETE FROM ticket")
            db.execute("DELETE FROM desk")
        self._open = True

    def _day(self, db: sqlite3.Connection) -> str:
        """Today; a day that begins gets its crowd and its sequences first."""
        day = self._now().date().isoformat()
        db.executemany(
            "INSERT OR IGNORE INTO desk (day, letter, last_number, crowd) VALUES (?, ?, ?, ?)",
            [(day, desk.letter, desk.last_number, desk.crowd) for desk in DESKS],
        )
        return day

    def _next_number(self, db: sqlite3.Connection, desk: Desk) -> str | None:
        key = (self._day(db), desk.letter)
        last = db.execute("SELECT last_number FROM desk WHERE day = ? AND letter = ?", key).fetchone()[0]
        label = number_label(desk.letter, last + 1)
        if label is not None:
            db.execute("UPDATE desk SET last_number = last_number + 1 WHERE day = ? AND letter = ?", key)
        return label

    def _insert(
        self, db: sqlite3.Connection, ticket_id: UUID, request: QueueTicketRequest, wanted: Matter, number: str
    ) -> None:
        day, desk = self._day(db), wanted.desk
        ahead = _waiting(db, day, desk)
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        db.execute(
            "INSERT INTO ticket (id, day, letter, number, service, assistance, ahead, wait_minutes, issued_at, token,"
            " status_url, deliveries, waiting) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1)",
            (
                str(ticket_id),
                day,
                desk.letter,
                number,
                wanted.id,
                msgspec.json.encode(request.assistance).decode(),
                min(ahead, _MOST),
                estimate(desk, ahead),
                self._now().isoformat(),
                token,
                f"{self._public_url}/w/{token}",
            ),
        )


def _waiting(db: sqlite3.Connection, day: str, desk: Desk) -> int:
    row = db.execute(
        "SELECT crowd + (SELECT count(*) FROM ticket WHERE day = desk.day AND letter = desk.letter AND waiting)"
        " FROM desk WHERE day = ? AND letter = ?",
        (day, desk.letter),
    ).fetchone()
    return int(row[0])


def _service(each: Matter, waiting: int) -> QueueService:
    return QueueService(
        id=each.id, name=each.name, waiting=min(waiting, _MOST), wait_minutes=estimate(each.desk, waiting)
    )


def _find(db: sqlite3.Connection, ticket_id: UUID) -> sqlite3.Row | None:
    row: sqlite3.Row | None = db.execute("SELECT * FROM ticket WHERE id = ?", (str(ticket_id),)).fetchone()
    return row


def _found(db: sqlite3.Connection, ticket_id: UUID) -> sqlite3.Row:
    row = _find(db, ticket_id)
    assert row is not None  # noqa: S101 - written in this very transaction
    return row


def _request(row: sqlite3.Row) -> QueueTicketRequest:
    return msgspec.convert(
        {"service": row["service"], "assistance": msgspec.json.decode(row["assistance"])}, QueueTicketRequest
    )


def _ticket(row: sqlite3.Row) -> QueueTicket:
    """The answer as it was given the first time, from the row alone: a repeat is equal byte for byte."""
    known = matter(row["service"])
    assert known is not None  # noqa: S101 - only known matters are stored
    return QueueTicket(
        id=UUID(row["id"]),
        number=row["number"],
        service=row["service"],
        service_name=known.name,
        ahead=row["ahead"],
        wait_minutes=row["wait_minutes"],
        area=AREA,
        way=WAY,
        issued_at=datetime.fromisoformat(row["issued_at"]),
        status_url=row["status_url"],
    )
