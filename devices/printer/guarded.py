"""Two journals in one: memory, which cannot fail, and the durable one, which a full disk must not let stop paper.

While the durable journal fails, memory still refuses a second print of a key for as long as the program runs. The log
says once that it failed and once that it is well again.
"""

import logging
from collections.abc import Callable
from typing import TypeVar

from devices.printer.api import PrinterStatus, PrintOutcome, Unknown
from devices.printer.journal import JobJournal, JournalError, LeftOver, MemoryJournal

_log = logging.getLogger(__name__)

_Answer = TypeVar("_Answer")


class GuardedJournal:
    """A `JobJournal` that never raises.

    Args:
        durable: survives the program; None: memory only.
    """

    def __init__(self, durable: JobJournal | None) -> None:
        self._memory = MemoryJournal()
        self._durable = durable
        self._failing = False

    def begin(self, key: str, kind: str) -> PrintOutcome | None:
        """See `JobJournal`; what either of the two knows counts."""
        known = self._memory.begin(key, kind)
        if known is not None:
            return known
        known = self._ask(lambda journal: journal.begin(key, kind), None)
        if known is not None:
            self._memory.ended(key, known)
        return known

    def claimed(self, key: str, digest: bytes, size: int) -> None:
        """See `JobJournal`."""
        self._memory.claimed(key, digest, size)
        self._ask(lambda journal: journal.claimed(key, digest, size), None)

    def sent(self, key: str) -> None:
        """See `JobJournal`."""
        self._memory.sent(key)
        self._ask(lambda journal: journal.sent(key), None)

    def ended(self, key: str, outcome: PrintOutcome) -> None:
        """See `JobJournal`."""
        self._memory.ended(key, outcome)
        self._ask(lambda journal: journal.ended(key, outcome), None)

    def left_over(self) -> LeftOver | None:
        """See `JobJournal`. Where nobody knows, a strip of paper costs less than a slip with somebody else's on top."""
        if self._durable is None:
            return None
        nobody_knows: LeftOver | None = LeftOver(Unknown(PrinterStatus.OFFLINE), 0)
        return self._ask(lambda journal: journal.left_over(), nobody_knows)

    def _ask(self, call: Callable[[JobJournal], _Answer], failed: _Answer) -> _Answer:
        if self._durable is None:
            return failed
        try:
            answer = call(self._durable)
        except JournalError as error:
            if not self._failing:
                _log.error("print journal fails, paper goes on: %s", error)
            self._failing = True
            return failed
        if self._failing:
            _log.info("print journal works again")
        self._failing = False
        return answer
