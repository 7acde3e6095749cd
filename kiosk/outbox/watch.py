"""What is wrong with the outbox now, and telling it when that changes."""

import logging
import threading
from collections.abc import Callable

from kiosk.outbox.api import Trouble, Troubled
from kiosk.outbox.keeper import Keeper
from kiosk.outbox.listeners import tell
from kiosk.outbox.promises import Promises
from kiosk.outbox.seal import Seal
from kiosk.outbox.store import Store

log = logging.getLogger(__name__)


class Watch:
    """Used by any thread.

    Args:
        store, keeper, seal, promises: what is looked at.
        wall: seconds since 1970.
        troubled: gets all troubles when they are others than before.

    Attributes:
        receipt_doubted: the last receipt was not believed.
    """

    def __init__(
        self,
        store: Store,
        keeper: Keeper,
        seal: Seal,
        promises: Promises,
        *,
        wall: Callable[[], float],
        troubled: Troubled,
    ) -> None:
        self._store = store
        self._keeper = keeper
        self._seal = seal
        self._promises = promises
        self._wall = wall
        self._troubled = troubled
        self._told: frozenset[Trouble] | None = None
        self._telling = threading.Lock()
        self.receipt_doubted = False

    def troubles(self) -> frozenset[Trouble]:
        """What is wrong now."""
        usage, now = self._store.usage, self._wall()
        seen = {
            Trouble.LIMITS: not usage.room(now),
            Trouble.NO_KEY: not self._seal.usable(now),
            Trouble.DISK_FULL: not self._store.roomy,
            Trouble.DISK_BROKE: self._keeper.broken or self._promises.disk_hangs,
            Trouble.QUARANTINE: usage.quarantined > 0,
            Trouble.RECEIPT: self.receipt_doubted,
            Trouble.SET_ASIDE: self._store.set_aside,
            Trouble.STALE: usage.stale(now),
        }
        return frozenset(trouble for trouble, there in seen.items() if there)

    def tell(self) -> None:
        """If they are others than those that were told last."""
        with self._telling:
            troubles = self.troubles()
            if troubles == self._told:
                return
            self._told = troubles
            level = logging.WARNING if troubles else logging.INFO
            log.log(level, "outbox_troubles %s", ",".join(sorted(each.value for each in troubles)) or "none")
            tell(self._troubled, troubles)
