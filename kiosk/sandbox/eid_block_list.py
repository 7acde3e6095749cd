"""The block list: revocation tokens of cards that were reported lost, as the town's sector sees them (TR-03127 4.4.2).

A token is a pseudonym that only this town's sector can meet again. In the field the list comes from the federal
service; here the control socket puts cards on it: the one that was read last, or the next one that is read.
"""

import threading
from typing import Literal

from kiosk.sandbox.store import Store

Which = Literal["last", "next"]


class BlockList:
    """Tokens on the list. Thread-safe.

    Args:
        store: where the list is.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._last: bytes | None = None
        self._next = False
        with store.transaction() as db:
            db.execute("CREATE TABLE IF NOT EXISTS eid_blocked (token TEXT PRIMARY KEY) STRICT")

    def meets(self, token: bytes) -> bool:
        """Whether the card at hand is on the list. Remembers the token, for `block`, until the next card."""
        with self._lock:
            self._last = token
            due, self._next = self._next, False
        if due:
            self._add(token)
        with self._store.transaction() as db:
            row = db.execute("SELECT 1 FROM eid_blocked WHERE token = ?", (token.hex(),)).fetchone()
        return row is not None

    def block(self, which: Which) -> bool:
        """Puts a card on the list; false when none was read yet."""
        with self._lock:
            last = self._last
            self._next = which == "next"
        if which == "next":
            return True
        if last is None:
            return False
        self._add(last)
        return True

    def count(self) -> int:
        """How many cards are on the list."""
        with self._store.transaction() as db:
            return int(db.execute("SELECT count(*) FROM eid_blocked").fetchone()[0])

    def reset(self) -> None:
        """Takes every card off the list."""
        with self._lock:
            self._last, self._next = None, False
        with self._store.transaction() as db:
            db.execute("DELETE FROM eid_blocked")

    def _add(self, token: bytes) -> None:
        with self._store.transaction() as db:
            db.execute("INSERT OR IGNORE INTO eid_blocked VALUES (?)", (token.hex(),))
