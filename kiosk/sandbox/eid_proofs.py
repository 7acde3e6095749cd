"""Proofs of identification: which readings were finished, for which service, by which terminal.

An application names the session of its reading. The proof holds if that session was finished for this service by the
terminal that hands in, at most `LONGEST` ago, and if no other application has used it. Beside the names of the fields
there are only keyed hashes of their values, so the office can be told which answers are the card's own without a copy
of the card's data lying here. Nothing of it is in the terminal's or the town hall's log.
"""

import hashlib
import hmac
import secrets
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from kiosk.sandbox.store import Store

LONGEST = timedelta(days=30)
"""As long as an application may wait on a terminal."""

_SCHEMA = """CREATE TABLE IF NOT EXISTS eid_proof (
    session TEXT PRIMARY KEY,
    terminal TEXT NOT NULL,
    service TEXT NOT NULL,
    finished_at TEXT NOT NULL,
    secret TEXT NOT NULL,
    hashes TEXT NOT NULL,
    application TEXT
) STRICT"""


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that holds. `hashes`: of the values that were released, by field (`eid.…`)."""

    session: UUID
    secret: bytes
    hashes: Mapping[str, str]

    def confirms(self, name: str, value: str) -> bool:
        """Whether the card gave this value for this field."""
        return hmac.compare_digest(_hash(self.secret, name, value), self.hashes.get(name, ""))


class Proofs:
    """All proofs. Thread-safe.

    Args:
        store: where they are kept.
        now: the town hall's time.
    """

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        with store.transaction() as db:
            db.execute(_SCHEMA)

    def keep(self, session: UUID, terminal: str, service: str, released: Mapping[str, str]) -> None:
        """A reading was finished. Proofs that are too old go at the same time."""
        secret = secrets.token_bytes(32)
        hashes = {name: _hash(secret, name, value) for name, value in released.items()}
        now = self._now()
        with self._store.transaction() as db:
            db.execute("DELETE FROM eid_proof WHERE finished_at < ?", (_text(now - LONGEST),))
            db.execute(
                "INSERT INTO eid_proof VALUES (?, ?, ?, ?, ?, ?, NULL)",
                (
                    str(session),
                    _owner(terminal),
                    service,
                    _text(now),
                    secret.hex(),
                    msgspec.json.encode(hashes).decode(),
                ),
            )

    def find(self, session: UUID, terminal: str, service: str) -> Proof | None:
        """The proof of this session, if it holds for this service and terminal and no application has used it."""
        with self._store.transaction() as db:
            row = db.execute(
                "SELECT secret, hashes FROM eid_proof"
                " WHERE session = ? AND terminal = ? AND service = ? AND finished_at >= ? AND application IS NULL",
                (str(session), _owner(terminal), service, _text(self._now() - LONGEST)),
            ).fetchone()
        if row is None:
            return None
        hashes = msgspec.json.decode(row["hashes"], type=dict[str, str])
        return Proof(session, bytes.fromhex(row["secret"]), hashes)

    @staticmethod
    def use(db: sqlite3.Connection, proof: Proof, application: UUID) -> bool:
        """Within the transaction that stores the application: false when another one was quicker."""
        changed = db.execute(
            "UPDATE eid_proof SET application = ? WHERE session = ? AND application IS NULL",
            (str(application), str(proof.session)),
        )
        return changed.rowcount == 1

    def export(self) -> list[dict[str, Any]]:
        """Evidence: when which service was read for, which fields were released, whether an application used it."""
        with self._store.transaction() as db:
            rows = db.execute("SELECT * FROM eid_proof ORDER BY finished_at, rowid").fetchall()
        return [
            {
                "service": row["service"],
                "finished_at": row["finished_at"],
                "released": sorted(msgspec.json.decode(row["hashes"], type=dict[str, str])),
                "used": row["application"] is not None,
            }
            for row in rows
        ]

    def reset(self) -> None:
        """Forgets all of them."""
        with self._store.transaction() as db:
            db.execute("DELETE FROM eid_proof")


def _owner(terminal: str) -> str:
    """A terminal as it is remembered: a hash of its token."""
    return hashlib.sha256(terminal.encode()).hexdigest()


def _hash(secret: bytes, name: str, value: str) -> str:
    """Blanks do not count: a form takes them off the ends, and on a card they stand for what is unknown."""
    return hmac.new(secret, f"{name}\0{' '.join(value.split())}".encode(), "sha256").hexdigest()


def _text(moment: datetime) -> str:
    """In UTC, so that texts sort as times do."""
    return moment.astimezone(UTC).isoformat()
