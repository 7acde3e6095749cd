"""The store as the outbox works with it: what the disk refuses is done later, and the disk is watched until it holds.

After a failure of the disk nothing new is accepted; the database is opened and checked again, with growing pauses, and
what the portal had decided meanwhile is written then. A full disk is no failure: the reserve was given up for it, so
deleting works at the second attempt.
"""

import logging
from collections.abc import Callable
from uuid import UUID

from kiosk.outbox.schedule import Schedule
from kiosk.outbox.store import Row, Store
from kiosk.state_db import DuplicateError, StoreError, StoreFullError

log = logging.getLogger(__name__)


class Keeper:
    """See the module. Used by the outbox's thread; the properties from any.

    Args:
        store: of the applications.
        schedule: pauses.
        clock: seconds that never jump.
    """

    def __init__(self, store: Store, schedule: Schedule, clock: Callable[[], float]) -> None:
        self._store = store
        self._schedule = schedule
        self._clock = clock
        self._failed = False
        self._pause = schedule.mend_s
        self._again_at = 0.0
        self._undone: dict[UUID, Callable[[], None]] = {}

    @property
    def broken(self) -> bool:
        """Whether the disk failed and has not been seen to hold since."""
        return self._failed or self._store.doubtful

    def add(self, key: UUID, write: Callable[[], None]) -> None:
        """Writes a new application. If that fails nobody is told that it is kept, and then it must not be.

        A commit that failed may have reached the disk all the same. So the database is opened anew at once, and what it
        has is removed. Only if that fails too, and the power goes before the disk is seen to hold, is an application
        handed in that nobody was told of.

        Raises:
            StoreError: nothing was kept, or what was kept is removed before anything else is accepted.
        """
        try:
            write()
        except (DuplicateError, StoreFullError):
            raise
        except StoreError as error:
            self._undone[key] = lambda: self._store.remove(key)
            self._broke(error)
            self._again_at = self._clock()
            self.mend()
            raise

    def settle(self, key: UUID, change: Callable[[], None]) -> None:
        """Writes what has to be: if the disk does not take it, it is written once it does.

        One change at a time for an application. A later one takes the place of one that is not written yet: what the
        portal decided ends what a slip is good for.
        """
        try:
            self._twice(change)
        except StoreError as error:
            self._undone[key] = change
            self._broke(error)

    def note(self, change: Callable[[], None]) -> bool:
        """Writes what may be lost, a pause for example. Gives whether it is written."""
        try:
            self._twice(change)
        except StoreError as error:
            self._broke(error)
            return False
        return True

    def sealed(self, key: UUID) -> str | None:
        """The ciphertext; None when it is gone or cannot be read now."""
        try:
            return self._store.sealed(key)
        except StoreError as error:
            self._broke(error)
            return None

    def waiting(self) -> list[Row]:
        """What waits; empty when it cannot be read now."""
        try:
            return self._store.waiting()
        except StoreError as error:
            self._broke(error)
            return []

    def due(self) -> float | None:
        """When the disk is looked at again, None while it holds."""
        return self._again_at if self.broken else None

    def mend(self) -> bool:
        """Opens and checks the database anew, if it is time. True when it holds again."""
        if not self.broken or self._clock() < self._again_at:
            return False
        try:
            self._store.reopen()
            for key, change in list(self._undone.items()):
                change()
                del self._undone[key]
        except StoreError as error:
            self._broke(error)
            return False
        self._failed, self._pause = False, self._schedule.mend_s
        log.warning("outbox_store_holds_again")
        return True

    @staticmethod
    def _twice(change: Callable[[], None]) -> None:
        try:
            change()
        except StoreFullError:
            change()

    def _broke(self, error: StoreError) -> None:
        self._failed = True
        self._again_at = self._clock() + self._pause
        self._pause = min(self._pause * 2, self._schedule.look_s)
        log.critical("outbox_store_broke %s", type(error).__name__)
