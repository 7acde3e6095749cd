"""From what a person entered to a sealed row on the disk. Afterwards nothing in memory holds it."""

import logging
from collections.abc import Callable
from uuid import UUID

from kiosk.outbox.api import Reason
from kiosk.outbox.keeper import Keeper
from kiosk.outbox.promises import Wish
from kiosk.outbox.seal import Seal, TooLargeError
from kiosk.outbox.store import Store
from kiosk.portal.contract import Provisional
from kiosk.state_db import StoreError

log = logging.getLogger(__name__)


class Acceptance:
    """Used by the outbox's thread.

    Args:
        seal: to the portal's keys.
        store: of the applications.
        keeper: writes into it.
        room: whether another one may be accepted.
    """

    def __init__(self, seal: Seal, store: Store, keeper: Keeper, room: Callable[[], bool]) -> None:
        self._seal = seal
        self._store = store
        self._keeper = keeper
        self._room = room

    def keep(self, wish: Wish, now: float) -> str | Reason:
        """Seals and stores; gives the ciphertext, or why nothing is kept.

        After a mistake in this program nothing is kept either.

        Args:
            wish: holds nothing that anybody entered when this returns.
            now: seconds since 1970.
        """
        try:
            sealed = self._sealed(wish, now)
            return sealed if isinstance(sealed, Reason) else self._stored(wish.key, sealed, now)
        except Exception as error:
            log.error("outbox_keep_broke %s", type(error).__name__)
            self._keeper.settle(wish.key, lambda: self._store.remove(wish.key))
            return Reason.STORE

    def _sealed(self, wish: Wish, now: float) -> str | Reason:
        payload, wish.payload = wish.payload, None
        if not self._room():
            return Reason.NO_ROOM
        try:
            content = {**(payload or {}), "provisional": Provisional(code=wish.code)}
            return self._seal.seal(wish.key, content, now)
        except TooLargeError:
            return Reason.TOO_LARGE
        except Exception as error:
            log.error("outbox_seal_broke %s", type(error).__name__)
            return Reason.SEAL

    def _stored(self, key: UUID, sealed: str, now: float) -> str | Reason:
        try:
            self._keeper.add(key, lambda: self._store.add(key, self._seal.destination, sealed, now))
        except StoreError:
            return Reason.STORE  # or this key is in quarantine: the portal refused it for good
        return sealed
