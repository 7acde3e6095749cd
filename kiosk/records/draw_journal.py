"""Queue numbers on their way, in `state.db`: after a power cut the portal still hears what became of each.

A number that was asked for when the power went was seen by nobody: it is void, and nobody waits behind it. A number
that had come was on the glass: it counts as shown, and keeps its place. Kept is its random id, nothing else.

    journal = DrawJournal(db, time.time)
    for ticket, outcome in journal.left(): ...     # at start; each is reported until the portal takes it, then `ended`
"""

import logging
from collections.abc import Callable
from uuid import UUID

from kiosk.portal.contract import QueueTicketOutcome
from kiosk.state_db import StateDb, StoreError

log = logging.getLogger(__name__)

_CUT_OFF = "interrupted"


class DrawJournal:
    """See the module. A disk that fails keeps nobody from a number: it is logged, and the number is not in the journal.

    Args:
        db: the terminal's database.
        wall: seconds since 1970.
    """

    def __init__(self, db: StateDb, wall: Callable[[], float]) -> None:
        self._db = db
        self._wall = wall

    def asked(self, ticket: UUID) -> None:
        """It will be asked for now. An id that is tried once more stays as it is."""
        self._change("INSERT OR IGNORE INTO draws (ticket, shown, begun) VALUES (?, 0, ?)", str(ticket), self._wall())

    def came(self, ticket: UUID) -> None:
        """The portal has answered with the number; the dialogue shows it."""
        self._change("UPDATE draws SET shown = 1 WHERE ticket = ?", str(ticket))

    def ended(self, ticket: UUID) -> None:
        """The portal knows what became of it, or has never given it out."""
        self._change("DELETE FROM draws WHERE ticket = ?", str(ticket))

    def left(self) -> list[tuple[UUID, QueueTicketOutcome]]:
        """What the last run left, oldest first, with what is to be reported of it."""
        try:
            with self._db.reading() as tables:
                rows = tables.rows("SELECT ticket, shown FROM draws ORDER BY begun")
        except StoreError as error:
            log.error("draw_journal_unreadable %s", type(error).__name__)
            return []
        return [(id_, _outcome(bool(shown))) for ticket, shown in rows if (id_ := _read(str(ticket))) is not None]

    def _change(self, sql: str, *values: str | float) -> None:
        try:
            self._db.write(sql, *values)
        except StoreError as error:
            log.error("draw_journal_broke %s", type(error).__name__)


def _read(ticket: str) -> UUID | None:
    try:
        return UUID(ticket)
    except ValueError:
        log.error("draw_journal_damaged")  # the disk gave other bits back: nobody can say which number that was
        return None


def _outcome(shown: bool) -> QueueTicketOutcome:
    return QueueTicketOutcome(outcome="shown" if shown else "void", reason=_CUT_OFF)
