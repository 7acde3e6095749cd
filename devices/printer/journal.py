"""What became of each print job, remembered so that nothing is ever printed twice. The port, and one in memory.

    journal.begin(key, "receipt")         ->  None: new, now queued; otherwise what is known of it
    journal.claimed(key, digest, size)        about to leave: durable before the first byte does
    journal.sent(key)                         the last byte has left
    journal.ended(key, outcome)               Printed, NotPrinted or Unknown
    journal.left_over()                       at start: what the last job may have left in the printer, if anything

A key that was claimed and never ended was interrupted (power, kill): nobody can say what is on paper, so `begin` gives
`Unknown` for it and it is not sent again. A key that ended as `NotPrinted` had no byte leave: `begin` takes it anew.

A journal that cannot be written (full disk) says `JournalError`. Paper is not stopped by that: the driver holds a
`MemoryJournal` beside the durable one, which protects against a second print for as long as the program runs.
"""

from dataclasses import dataclass
from typing import Protocol

from devices.printer.api import NotPrinted, Printed, PrinterStatus, PrintOutcome, Unknown


class JournalError(Exception):
    """The journal could not be read or written. The text says why and holds no key and no contents."""


@dataclass(frozen=True, slots=True)
class LeftOver:
    """The newest job of which bytes left was not confirmed: something of it may be under the head or in the buffer.

    Args:
        outcome: what is known of it.
        size: number of its bytes, for which a command that was torn off may still wait; 0: nobody knows.
    """

    outcome: Unknown
    size: int


class JobJournal(Protocol):
    """Called by the printing thread only. Every method may raise `JournalError`."""

    def begin(self, key: str, kind: str) -> PrintOutcome | None:
        """None: the key is new, or nothing of it ever left; it is now queued. Otherwise what is known: never send it.

        Args:
            key: idempotency key of the job.
            kind: kind of document, for counters; never its contents.
        """

    def claimed(self, key: str, digest: bytes, size: int) -> None:
        """The job is about to leave; returns when that is durable.

        Args:
            key: see `begin`, which came before.
            digest: SHA-256 of the bytes.
            size: their number.
        """

    def sent(self, key: str) -> None:
        """All bytes have left; the confirmation is being waited for."""

    def ended(self, key: str, outcome: PrintOutcome) -> None:
        """What became of it. `NotPrinted` frees the key."""

    def left_over(self) -> LeftOver | None:
        """What the next job has to make sure of, asked once before the first; None: the paper ends with a cut."""


@dataclass(frozen=True, slots=True)
class _Queued:
    """Begun; no byte has left."""


_Entry = _Queued | PrintOutcome


class MemoryJournal:
    """Remembers the last `limit` keys for as long as the program runs; never raises.

    Args:
        limit: keys kept; a slip is void after minutes, so that weeks of a busy foyer are more than enough.
    """

    def __init__(self, limit: int = 4096) -> None:
        self._entries: dict[str, _Entry] = {}
        self._limit = limit
        self._on_the_way: int | None = None
        self._left: LeftOver | None = None

    def begin(self, key: str, kind: str) -> PrintOutcome | None:
        """See `JobJournal`."""
        match self._entries.get(key):
            case None | _Queued() | NotPrinted():
                self._set(key, _Queued())
                return None
            case known:
                return known

    def claimed(self, key: str, digest: bytes, size: int) -> None:
        """See `JobJournal`; the bytes themselves do not matter here."""
        self._set(key, Unknown(PrinterStatus.OFFLINE))
        self._on_the_way = size

    def sent(self, key: str) -> None:
        """See `JobJournal`: as unknown as when it was claimed."""

    def ended(self, key: str, outcome: PrintOutcome) -> None:
        """See `JobJournal`."""
        self._set(key, outcome)
        size, self._on_the_way = self._on_the_way, None
        match outcome:
            case Printed():
                self._left = None
            case Unknown():
                self._left = LeftOver(outcome, size or 0)
            case NotPrinted():
                pass  # nothing left; whatever was there before is there still

    def left_over(self) -> LeftOver | None:
        """See `JobJournal`."""
        if self._on_the_way is not None:
            return LeftOver(Unknown(PrinterStatus.OFFLINE), self._on_the_way)
        return self._left

    def _set(self, key: str, entry: _Entry) -> None:
        self._entries.pop(key, None)
        self._entries[key] = entry
        if len(self._entries) > self._limit:
            del self._entries[next(iter(self._entries))]
