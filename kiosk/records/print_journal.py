"""The printer's journal in `state.db`: what became of each print job survives a power cut.

A job is known by the SHA-256 of its idempotency key: the key of a receipt is also the key of an application, and
whoever steals the disk must not learn it here. Implements `devices.printer.JobJournal`; times are seconds since 1970.

    journal = PrintJournal(db, time.time)
    unfinished = journal.recover()      # at start, before the printer's thread begins
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

from devices.printer.api import NotPrinted, Printed, PrinterStatus, PrintOutcome, Unknown
from devices.printer.journal import JournalError, LeftOver
from kiosk.state_db import StateDb, StoreError

KEPT = 2000
"""Rows kept, newest first: weeks of a busy foyer. A slip is void after minutes."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What the last run left.

    Args:
        not_printed: jobs of which no byte had left; nobody waits for them any more, they are given up.
        unknown: jobs that were on their way: staff should look whether a slip lies in the printer.
    """

    not_printed: int
    unknown: int


class PrintJournal:
    """See the module.

    Args:
        db: the terminal's database.
        wall: seconds since 1970.
    """

    def __init__(self, db: StateDb, wall: Callable[[], float]) -> None:
        self._db = db
        self._wall = wall

    def recover(self) -> Unfinished:
        """Ends what the last run left open, once; nothing of it will be printed.

        Raises:
            JournalError: the database cannot be written.
        """
        now = self._wall()
        with _as_journal_errors(), self._db.change() as tables:
            queued = tables.rows(
                "UPDATE print_jobs SET state = 'failed', reason = ?, changed = ? WHERE state = 'queued' RETURNING 1",
                (PrinterStatus.OFFLINE.value, now),
            )
            on_the_way = tables.rows(
                "UPDATE print_jobs SET state = 'unknown', reason = ?, changed = ?"
                " WHERE state IN ('claimed', 'sent') RETURNING 1",
                (PrinterStatus.OFFLINE.value, now),
            )
            tables.rows(
                "DELETE FROM print_jobs WHERE job NOT IN (SELECT job FROM print_jobs ORDER BY rowid DESC LIMIT ?)",
                (KEPT,),
            )
        return Unfinished(len(queued), len(on_the_way))

    def begin(self, key: str, kind: str) -> PrintOutcome | None:
        """See `JobJournal`."""
        now, job = self._wall(), _job(key)
        with _as_journal_errors(), self._db.change() as tables:
            found = tables.rows("SELECT state, reason, cleared FROM print_jobs WHERE job = ?", (job,))
            known = _known(*found[0]) if found else None
            if known is None:
                tables.rows(  # a key that is tried anew gets the newest place
                    "INSERT OR REPLACE INTO print_jobs (job, kind, state, begun, changed)"
                    " VALUES (?, ?, 'queued', ?, ?)",
                    (job, kind, now, now),
                )
        return known

    def claimed(self, key: str, digest: bytes, size: int) -> None:
        """See `JobJournal`."""
        self._set("UPDATE print_jobs SET state = 'claimed', changed = ?, digest = ?, size = ?", key, digest, size)

    def sent(self, key: str) -> None:
        """See `JobJournal`."""
        self._set("UPDATE print_jobs SET state = 'sent', changed = ?", key)

    def ended(self, key: str, outcome: PrintOutcome) -> None:
        """See `JobJournal`."""
        sql = "UPDATE print_jobs SET changed = ?, state = ?, reason = ?, cleared = ?"
        match outcome:
            case Printed():
                self._set(sql, key, "confirmed", None, 0)
            case NotPrinted(reason):
                self._set(sql, key, "failed", reason.value, 0)
            case Unknown(reason, cleared):
                self._set(sql, key, "unknown", reason.value, int(cleared))

    def left_over(self) -> LeftOver | None:
        """See `JobJournal`. Newest is what began last, whatever the clock said: it may be wrong after a power cut."""
        with _as_journal_errors(), self._db.reading() as tables:
            newest = tables.rows(
                "SELECT state, reason, cleared, size FROM print_jobs"
                " WHERE state IN ('claimed', 'sent', 'confirmed', 'unknown') ORDER BY rowid DESC LIMIT 1"
            )
        if not newest:  # a file that had to be begun anew cannot tell
            return LeftOver(Unknown(PrinterStatus.OFFLINE), 0) if self._db.set_aside is not None else None
        state, reason, cleared, size = newest[0]
        known = _known(state, reason, cleared)
        return LeftOver(known, int(size or 0)) if isinstance(known, Unknown) else None

    def _set(self, sql: str, key: str, *values: str | bytes | int | None) -> None:
        with _as_journal_errors(), self._db.change() as tables:
            tables.rows(f"{sql} WHERE job = ?", (self._wall(), *values, _job(key)))


def _job(key: str) -> bytes:
    return sha256(key.encode()).digest()


def _known(state: object, reason: object, cleared: object) -> PrintOutcome | None:
    """None: nothing of it ever left this machine."""
    match state:
        case "queued" | "failed":
            return None
        case "confirmed":
            return Printed()
        case "unknown":
            return Unknown(PrinterStatus(reason), bool(cleared))
        case _:  # claimed or sent, and never ended
            return Unknown(PrinterStatus.OFFLINE)


@contextmanager
def _as_journal_errors() -> Iterator[None]:
    try:
        yield
    except StoreError as error:
        raise JournalError(type(error).__name__) from error
