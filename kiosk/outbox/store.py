"""What waits for the portal, in `state.db`. Key, times, tries in the clear; the application only as ciphertext.

An application leaves only by `remove`, after the portal's receipt.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from kiosk.portal.sealing import SIZES
from kiosk.state_db import Connection, StateDb, Value

MAX_ROWS = 500
MAX_BYTES = 64 * 1024 * 1024
MAX_AGE_S = 72 * 3600.0
"""Limits that are known before a person begins: above them nobody repairs the portal, so do not pile up more."""
_LARGEST_ROW = SIZES[-1] * 4 // 3 + 4096


@dataclass(frozen=True, slots=True)
class Row:
    """One application that waits, without its content. Times are seconds since 1970 (UTC) of the wall clock.

    Args:
        key: idempotency key.
        service, destination: what the seal is bound to.
        created: when it was accepted.
        tries: how often it was sent in vain.
        next_try: when it is sent again.
    """

    key: UUID
    service: str
    destination: str
    created: float
    tries: int
    next_try: float


@dataclass(frozen=True, slots=True)
class Slip:
    """What is known of a provisional slip. Neither its code nor its number is in here."""

    key: UUID
    created: float
    refused: bool
    salt: bytes
    proof: bytes


@dataclass(frozen=True, slots=True)
class Usage:
    """How full the store is."""

    rows: int
    size: int
    waiting: int
    oldest: float | None

    @property
    def quarantined(self) -> int:
        """How many the portal refused for good."""
        return self.rows - self.waiting

    def room(self, now: float) -> bool:
        """Whether one more application of any size may be accepted."""
        aged = self.oldest is not None and now - self.oldest > MAX_AGE_S
        return self.rows < MAX_ROWS and self.size + _LARGEST_ROW <= MAX_BYTES and not aged


class Store:
    """The outbox's rows. Every change is one durable transaction.

    Args:
        db: the terminal's database; the outbox's thread is the only one that uses this table.

    Raises:
        StoreError: the disk.
    """

    def __init__(self, db: StateDb) -> None:
        self._db = db
        with db.reading() as tables:
            self.usage = _measured(tables)

    def add(self, key: UUID, service: str, destination: str, sealed: str, now: float) -> None:
        """Keeps an application; returns when it is durable. It is due at once.

        Raises:
            DuplicateError: this key is kept already.
            StoreError: it is not kept.
        """
        with self._change() as tables:
            tables.rows(
                "INSERT INTO outbox (key, service, destination, created, tries, next_try, state, size, sealed)"
                " VALUES (?, ?, ?, ?, 0, ?, 'waiting', ?, ?)",
                (str(key), service, destination, now, now, len(sealed), sealed),
            )

    def waiting(self) -> list[Row]:
        """What waits, the next one due first."""
        with self._db.reading() as tables:
            found = tables.rows(
                "SELECT key, service, destination, created, tries, next_try FROM outbox WHERE state = 'waiting'"
                " ORDER BY next_try, position"
            )
        return [_row(values) for values in found]

    def sealed(self, key: UUID) -> str | None:
        """The ciphertext of an application, None when it is gone."""
        with self._db.reading() as tables:
            found = tables.rows("SELECT sealed FROM outbox WHERE key = ?", (str(key),))
        return str(found[0][0]) if found else None

    def postpone(self, key: UUID, tries: int, next_try: float) -> None:
        """Notes a try in vain and when the next one is due."""
        with self._change() as tables:
            tables.rows("UPDATE outbox SET tries = ?, next_try = ? WHERE key = ?", (tries, next_try, str(key)))

    def hasten(self, now: float) -> None:
        """The portal is back: whatever waits is due now."""
        with self._change() as tables:
            tables.rows("UPDATE outbox SET next_try = ? WHERE state = 'waiting' AND next_try > ?", (now, now))

    def quarantine(self, key: UUID, reason: str) -> None:
        """The portal refuses it for good: it is kept for staff and not sent again."""
        with self._change() as tables:
            tables.rows("UPDATE outbox SET state = 'quarantined', reason = ? WHERE key = ?", (reason, str(key)))

    def remove(self, key: UUID) -> None:
        """The receipt is in hand: the row and its ciphertext go, overwritten with zeros (secure_delete)."""
        with self._change() as tables:
            tables.rows("DELETE FROM outbox WHERE key = ?", (str(key),))

    def keep_slip(self, key: UUID, salt: bytes, proof: bytes) -> None:
        """Notes what proves number and code of the slip that was handed out for a row."""
        with self._change() as tables:
            tables.rows("UPDATE outbox SET slip_salt = ?, slip_proof = ? WHERE key = ?", (salt, proof, str(key)))

    def slips(self) -> list[Slip]:
        """What was handed out for what is still here. From any thread."""
        with self._db.reading() as tables:
            found = tables.rows(
                "SELECT key, created, state, slip_salt, slip_proof FROM outbox WHERE slip_proof IS NOT NULL"
            )
        return [
            Slip(UUID(str(key)), float(created or 0), state == "quarantined", _bytes(salt), _bytes(proof))
            for key, created, state, salt, proof in found
        ]

    @property
    def doubtful(self) -> bool:
        """Whether the disk failed since the database was opened, no matter who used it."""
        return self._db.doubtful

    @property
    def roomy(self) -> bool:
        """Whether the disk had room when it was looked at last."""
        return self._db.roomy

    @property
    def set_aside(self) -> bool:
        """Whether a damaged database lies beside this one."""
        return self._db.set_aside is not None

    def look(self) -> None:
        """Looks at the disk: see `StateDb.look`."""
        self._db.look()

    def reopen(self) -> None:
        """After a failure of the disk: opens and checks the database anew.

        Raises:
            StoreError: it does not hold yet.
        """
        self._db.reopen()
        with self._db.reading() as tables:
            self.usage = _measured(tables)

    def close(self) -> None:
        """Closes the database: the outbox is the last to stop. A second time nothing happens."""
        self._db.close()

    @contextmanager
    def _change(self) -> Iterator[Connection]:
        with self._db.change() as tables:
            yield tables
            usage = _measured(tables)
        self.usage = usage


def _measured(tables: Connection) -> Usage:
    rows, size, waiting, oldest = tables.rows(
        "SELECT count(*), coalesce(sum(size), 0), coalesce(sum(state = 'waiting'), 0),"
        " min(CASE WHEN state = 'waiting' THEN created END) FROM outbox"
    )[0]
    return Usage(_number(rows), _number(size), _number(waiting), None if oldest is None else float(oldest))


def _row(values: tuple[Value, ...]) -> Row:
    key, service, destination, created, tries, next_try = values
    return Row(
        UUID(str(key)), str(service), str(destination), float(created or 0), _number(tries), float(next_try or 0)
    )


def _bytes(value: Value) -> bytes:
    assert isinstance(value, bytes)  # noqa: S101 - a STRICT table
    return value


def _number(value: Value) -> int:
    assert isinstance(value, int)  # noqa: S101 - a STRICT table and a count
    return value
