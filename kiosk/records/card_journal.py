"""The step at a card that is on its way, in `state.db`: after a power cut staff know what the person may ask them.

A reading that was cut off leaves nothing; of a PIN that was being set only the card knows which one holds. Kept is the
kind of the step, nothing of the card or its holder.
"""

import logging
from collections.abc import Callable

from kiosk.identity.api import CardStep
from kiosk.state_db import StateDb, StoreError, Value

log = logging.getLogger(__name__)


class CardJournal:
    """See the module. A disk that fails keeps nobody from a card: it is logged, and the step is not in the journal.

    Args:
        db: the terminal's database.
        wall: seconds since 1970.
    """

    def __init__(self, db: StateDb, wall: Callable[[], float]) -> None:
        self._db = db
        self._wall = wall

    def begun(self, step: CardStep) -> None:
        """The step begins now; returns when that is durable."""
        self._change("INSERT OR REPLACE INTO card_step VALUES (1, ?, ?)", step.value, self._wall())

    def ended(self) -> None:
        """It is over, one way or the other."""
        self._change("DELETE FROM card_step")

    def left(self) -> CardStep | None:
        """At start: what the last run was cut off in. Asked once; then it is forgotten."""
        try:
            with self._db.reading() as tables:
                rows = tables.rows("SELECT step FROM card_step")
        except StoreError as error:
            log.error("card_journal_unreadable %s", type(error).__name__)
            return None
        if not rows:
            return None
        self.ended()
        return CardStep(rows[0][0])

    def _change(self, sql: str, *values: Value) -> None:
        try:
            self._db.write(sql, *values)
        except StoreError as error:
            log.error("card_journal_broke %s", type(error).__name__)
