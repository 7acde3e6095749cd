"""What waits for the portal, in `state.db`. Key, portal, times, tries, size class in the clear; the rest is ciphertext.

An application leaves only by `remove`, after the portal's receipt. One whose row came back from the disk with other
bits than it was given is put into quarantine, so that the others are not held up by it; bits that only the portal can
see to be wrong (the seal is bound to the key) are the portal's to refuse, with the same end.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from kiosk.portal.contract import KEYS_KEPT
from kiosk.portal.sealing import SIZES
from kiosk.state_db import Connection, StateDb, StoreDamagedError, Value

MAX_ROWS = 500
MAX_BYTES = 64 * 1024 * 1024
MAX_AGE_S = 72 * 3600.0
"""Limits that are known before a person begins: above them nobody repairs the portal, so do not pile up more."""
SENDABLE_S = KEYS_KEPT.total_seconds() - 86_400.0
"""Nothing is sent any more when the portal may soon have forgotten its key: it might become a second case."""
DAMAGED = "damaged"
"""Reason of a row that cannot be read any more."""
_LARGEST_ROW = SIZES[-1] * 4 // 3 + 4096


@dataclass(frozen=True, slots=True)
class Row:
    """One application that waits, without its content. Times are seconds since 1970 (UTC) of the wall clock.

    Args:
        key: idempotency key.
        destination: the portal that the seal is bound to, beside the key.
        created: when it was accepted.
        tries: how often it was sent in vain.
        next_try: when it is sent again.
    """

    key: UUID
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
class Withheld:
    """An application that is not sent: in quarantine, or waiting for too long. As the disk gives it back.

    Args:
        position: of its row.
        key: idempotency key, None when the disk spoilt it.
        accepted: when, seconds since 1970.
        reason: why it is in quarantine; None for one that only waits for too long.
    """

    position: int
    key: UUID | None
    destination: str
    accepted: float
    reason: str | None
    sealed: str = field(repr=False)


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

    def stale(self, now: float) -> bool:
        """Whether something waits for so long that it is not sent any more."""
        return self.oldest is not None and now - self.oldest > SENDABLE_S


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

    def add(self, key: UUID, destination: str, sealed: str, now: float) -> None:
        """Keeps an application; returns when it is durable. It is due at once.

        Raises:
            DuplicateError: this key is kept already.
            StoreError: it is not kept.
        """
        with self._change() as tables:
            tables.rows(
                "INSERT INTO outbox (key, destination, created, tries, next_try, state, size, sealed)"
                " VALUES (?, ?, ?, 0, ?, 'waiting', ?, ?)",
                (str(key), destination, now, now, len(sealed), sealed),
            )

    def waiting(self) -> list[Row]:
        """What waits, the next one due first. A row that cannot be read goes into quarantine."""
        with self._db.reading() as tables:
            found = tables.rows(
                "SELECT position, key, destination, created, tries, next_try FROM outbox"
                " WHERE state = 'waiting' ORDER BY next_try, position"
            )
        rows = [(values[0], _row(values[1:])) for values in found]
        for position in (position for position, row in rows if row is None):
            self._change_rows(
                "UPDATE outbox SET state = 'quarantined', reason = ? WHERE position = ?", DAMAGED, position
            )
        return [row for _, row in rows if row is not None]

    def sealed(self, key: UUID) -> str | None:
        """The ciphertext of an application, None when it is gone or went into quarantine because it cannot be read."""
        with self._db.reading() as tables:
            found = tables.rows("SELECT sealed FROM outbox WHERE key = ?", (str(key),))
        if not found:
            return None
        sealed = str(found[0][0])
        if sealed.isascii():
            return sealed
        self.quarantine(key, DAMAGED)
        return None

    def postpone(self, key: UUID, tries: int, next_try: float) -> None:
        """Notes a try in vain and when the next one is due."""
        self._change_rows("UPDATE outbox SET tries = ?, next_try = ? WHERE key = ?", tries, next_try, str(key))

    def hold(self, until: float) -> None:
        """The portal wants to be left alone: nothing that waits is due before."""
        self._change_rows("UPDATE outbox SET next_try = ? WHERE state = 'waiting' AND next_try < ?", until, until)

    def hasten(self, now: float) -> None:
        """The portal is back: whatever waits is due now."""
        self._change_rows("UPDATE outbox SET next_try = ? WHERE state = 'waiting' AND next_try > ?", now, now)

    def clock_was_set(self, by: float, keys: Iterable[UUID]) -> None:
        """Puts right when these were accepted: as long ago as before the wall clock was set."""
        with self._change() as tables:
            for key in keys:
                tables.rows("UPDATE outbox SET created = created + ? WHERE key = ?", (by, str(key)))

    def quarantine(self, key: UUID, reason: str) -> None:
        """The portal refuses it for good: it is kept for staff and not sent again."""
        self._change_rows("UPDATE outbox SET state = 'quarantined', reason = ? WHERE key = ?", reason, str(key))

    def remove(self, key: UUID) -> None:
        """The receipt is in hand: the row and its ciphertext go, overwritten with zeros (secure_delete)."""
        self._change_rows("DELETE FROM outbox WHERE key = ?", str(key))

    def keep_slip(self, key: UUID, salt: bytes, proof: bytes) -> None:
        """Notes what proves number and code of the slip that was handed out for a row."""
        self._change_rows("UPDATE outbox SET slip_salt = ?, slip_proof = ? WHERE key = ?", salt, proof, str(key))

    def slips(self) -> list[Slip]:
        """What was handed out for what is still here. From any thread."""
        with self._db.reading() as tables:
            found = tables.rows(
                "SELECT key, created, state, slip_salt, slip_proof FROM outbox WHERE slip_proof IS NOT NULL"
            )
        return [
            Slip(key, _real(created), state == "quarantined", salt, proof)
            for name, created, state, salt, proof in found
            if (key := _key(name)) is not None and isinstance(salt, bytes) and isinstance(proof, bytes)
        ]

    def withheld(self, now: float) -> list[Withheld]:
        """What is not sent, the oldest first; all at once in memory, at most `MAX_BYTES`."""
        with self._db.reading() as tables:
            found = tables.rows(
                "SELECT position, key, destination, created, reason, sealed FROM outbox"
                " WHERE state = 'quarantined' OR created < ? ORDER BY created, position",
                (now - SENDABLE_S,),
            )
        return [
            Withheld(
                position=_number(position),
                key=_key(name),
                destination=str(destination),
                accepted=_real(created),
                reason=None if reason is None else str(reason),
                sealed=str(sealed),
            )
            for position, name, destination, created, reason, sealed in found
        ]

    def again(self, position: int, now: float) -> None:
        """Out of quarantine: it is due at once."""
        sql = "UPDATE outbox SET state = 'waiting', reason = NULL, next_try = ? WHERE position = ?"
        self._change_rows(sql, now, position)

    def take_out(self, position: int) -> None:
        """Somebody else has it durably: the row goes, overwritten with zeros."""
        self._change_rows("DELETE FROM outbox WHERE position = ?", position)

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

    def _change_rows(self, sql: str, *values: Value) -> None:
        with self._change() as tables:
            tables.rows(sql, values)

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
    return Usage(_number(rows), _number(size), _number(waiting), None if oldest is None else _real(oldest))


def _row(values: tuple[Value, ...]) -> Row | None:
    """None when the disk gave other bits back than it was given."""
    name, destination, created, tries, next_try = values
    key, words = _key(name), str(destination)
    if key is None or not words.isascii() or not words.isprintable():
        return None
    return Row(key, words, _real(created), _number(tries), _real(next_try))


def _key(value: Value) -> UUID | None:
    """None for what does not look exactly as it was written: it would not be found again."""
    try:
        key = UUID(str(value))
    except ValueError:
        return None
    return key if str(key) == value else None


def _real(value: Value) -> float:
    return value if isinstance(value, float) else 0.0  # NULL is what SQLite makes of bits that are no number


def _number(value: Value) -> int:
    if not isinstance(value, int):
        raise StoreDamagedError("not a number in a STRICT table")
    return value
