"""Which applications were taken under which key, so that a repeat changes nothing.

As the IETF draft httpapi-idempotency-key-header has it: key, digest of the body and the answer are kept for
`KEYS_KEPT`, on the town hall's clock. They are written in the transaction that gives the case its number, so there is
no moment in which one exists without the other. Afterwards they are forgotten; the case itself stays.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from kiosk.portal.contract import KEYS_KEPT, ApplicationRequest, SignedReceipt

SCHEMA = """
CREATE TABLE IF NOT EXISTS idempotency (
    key TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    answer TEXT NOT NULL,
    case_number TEXT NOT NULL,
    taken REAL NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS idempotency_age ON idempotency (taken);
"""


class Conflict:
    """The key was used with another body."""


class UnderWay:
    """The keys that are being worked on at this moment. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keys: set[UUID] = set()

    @contextmanager
    def alone(self, key: UUID) -> Iterator[bool]:
        """Whether nobody else works on this key; if so, nobody else does until the block ends."""
        with self._lock:
            alone = key not in self._keys
            if alone:
                self._keys.add(key)
        try:
            yield alone
        finally:
            if alone:
                with self._lock:
                    self._keys.discard(key)


def repeated(
    db: sqlite3.Connection, key: UUID, request: ApplicationRequest, now: datetime
) -> SignedReceipt | Conflict | None:
    """The answer of the first time, to be given again; None for a key that is new. Forgets what is too old."""
    db.execute("DELETE FROM idempotency WHERE taken < ?", ((now - KEYS_KEPT).timestamp(),))
    row = db.execute("SELECT * FROM idempotency WHERE key = ?", (str(key),)).fetchone()
    if row is None:
        return None
    if row["digest"] != request.digest():
        return Conflict()
    db.execute("UPDATE application SET deliveries = deliveries + 1 WHERE case_number = ?", (row["case_number"],))
    return SignedReceipt(receipt=row["answer"])


def keep(
    db: sqlite3.Connection,
    key: UUID,
    request: ApplicationRequest,
    answer: SignedReceipt,
    *,
    case_number: str,
    now: datetime,
) -> None:
    """Remembers the answer, in the caller's transaction."""
    row = (str(key), request.digest(), answer.receipt, case_number, now.timestamp())
    db.execute("INSERT INTO idempotency VALUES (?, ?, ?, ?, ?)", row)
