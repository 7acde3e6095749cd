"""Status of a case for whoever holds its number and code.

A wrong number and a wrong code take the same way through this module and get the same answer, so nobody learns which
numbers exist. Wrong answers are counted per terminal; above the limit it has to wait.
"""

import hmac
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

import msgspec

from kiosk.portal.contract import ApplicationReceipt, CaseState, CaseStatus, StatusQuery, Text, plain
from kiosk.sandbox.progress import TEXTS, CaseEvent, steps
from kiosk.sandbox.services import Services
from kiosk.sandbox.store import Store

WRONG_ANSWERS = 10
WITHIN_S = 300.0

_NOBODY = "-" * 8
_PAPERS_MISSING = Text(
    de="Ihr Antrag ist eingegangen. Es fehlen noch Unterlagen.",
    en="Your application has arrived. Some papers are still missing.",
)


@dataclass(frozen=True, slots=True)
class TooMany:
    """Asked wrongly too often; ask again after so many seconds."""

    retry_after_s: int


class Limiter:
    """Counts wrong answers of each terminal within a sliding time. Thread-safe.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._wrong: dict[str, deque[float]] = {}

    def wait(self, terminal: str) -> int:
        """Seconds until this terminal may ask again, 0 for now."""
        now = self._clock()
        with self._lock:
            wrong = self._wrong.get(terminal, deque())
            while wrong and now - wrong[0] >= WITHIN_S:
                wrong.popleft()
            return 0 if len(wrong) < WRONG_ANSWERS else ceil(WITHIN_S - (now - wrong[0]))

    def note(self, terminal: str) -> None:
        """A wrong answer."""
        with self._lock:
            self._wrong.setdefault(terminal, deque()).append(self._clock())

    def reset(self) -> None:
        """Forgets all of them."""
        with self._lock:
            self._wrong.clear()


class Cases:
    """What became of the applications. Thread-safe.

    Args:
        store: where they are kept.
        now: the town hall's time.
        services: names of services.
        limiter: counts wrong answers.
    """

    def __init__(self, store: Store, now: Callable[[], datetime], services: Services, limiter: Limiter) -> None:
        self._store = store
        self._now = now
        self._services = services
        self._limiter = limiter

    def status(self, query: StatusQuery, terminal: str) -> CaseStatus | TooMany | None:
        """How far a case is; None when number and code do not belong together, whichever of them is wrong.

        Args:
            query: as typed.
            terminal: who asks, for the limit.
        """
        wait = self._limiter.wait(terminal)
        if wait:
            return TooMany(wait)
        with self._store.transaction() as db:
            row = db.execute(
                "SELECT code, case_number FROM case_access WHERE number = ?", (plain(query.case_number),)
            ).fetchone()
            expected, case = (_NOBODY, None) if row is None else (row["code"], row["case_number"])
            right = hmac.compare_digest(plain(query.access_code).encode(), expected.encode())
            opened: str | None = case if right else None
            now = self._now().isoformat()
            db.execute("INSERT INTO status_query (at, case_number) VALUES (?, ?)", (now, opened))
        if opened is None:
            self._limiter.note(terminal)
            return None
        return self._status(opened)

    def advance(self, number: str, state: CaseState) -> bool:
        """The office brings a case into a state. False when there is no such case."""
        with self._store.transaction() as db:
            found = db.execute("SELECT case_number FROM case_access WHERE number = ?", (plain(number),)).fetchone()
            if found is None:
                return False
            db.execute(
                "INSERT INTO case_event (case_number, state, at) VALUES (?, ?, ?)",
                (found["case_number"], state, self._now().isoformat()),
            )
        return True

    def export(self) -> list[dict[str, Any]]:
        """Evidence: when somebody asked, whether it opened, and then which case. Never a code or a wrong number."""
        with self._store.transaction() as db:
            rows = db.execute("SELECT at, case_number FROM status_query ORDER BY position").fetchall()
        return [
            {"at": row["at"], "ok": row["case_number"] is not None, "case_number": row["case_number"]} for row in rows
        ]

    def reset(self) -> None:
        """Forgets who asked."""
        with self._store.transaction() as db:
            db.execute("DELETE FROM status_query")
        self._limiter.reset()

    def _status(self, number: str) -> CaseStatus:
        with self._store.transaction() as db:
            stored = db.execute("SELECT receipt FROM application WHERE case_number = ?", (number,)).fetchone()
            rows = db.execute(
                "SELECT state, at FROM case_event WHERE case_number = ? ORDER BY position", (number,)
            ).fetchall()
        receipt = msgspec.json.decode(stored["receipt"], type=ApplicationReceipt)
        history = [CaseEvent(row["state"], datetime.fromisoformat(row["at"])) for row in rows]
        last = history[-1]
        facts = self._services.facts(receipt.service)
        waiting = last.state == "received" and receipt.state == "awaiting_attachments"
        return CaseStatus(
            case_number=number,
            service_name=Text(de=receipt.service) if facts is None else facts.name,
            state=last.state,
            text=_PAPERS_MISSING if waiting else TEXTS[last.state],
            since=last.at,
            steps=steps(history),
        )
