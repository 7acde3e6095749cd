"""An outbox with a portal that says what the test wants, and what it told."""

import queue
import time
from uuid import uuid4

from kiosk.outbox import (
    Outbox,
    Receipts,
    Schedule,
    Seal,
    Store,
    read_pinned,
)
from kiosk.portal import FailureKind, PortalFailure
from kiosk.state_db import StateDb

DOWN = PortalFailure(FailureKind.UNREACHABLE, "connection-failed")
BUSY = PortalFailure(FailureKind.BUSY, "rate-limited", retry_after_s=3600)
SHUT = PortalFailure(FailureKind.REFUSED, "unauthorized")
WRONG = PortalFailure(FailureKind.REFUSED, "validation")
QUICK = Schedule(first_s=0.01, longest_s=0.05, look_s=0.05, mend_s=0.01)
CODE = "K7F3P9XD"


class ScriptedPortal:
    """Answers with `answers` in turn (a function makes its answer), then takes everything."""

    def __init__(self, signer, *answers):
        self.signer = signer
        self.answers = list(answers)
        self.sent = []

    def apply(self, key, request, *, session_id=None, deadline_s=None, tries=None):
        self.sent.append((key, request, session_id, deadline_s, tries))
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Exception):
            raise answer
        if callable(answer):
            return answer(key, request)
        return self.signer.answer(key, request) if answer is None else answer


class Desk:
    """An outbox and what it told."""

    def __init__(self, folder, key_file, portal, **options):
        self.events = queue.SimpleQueue()
        self.portal = portal
        self.troubles = []
        self.db = StateDb(folder / "state.db")
        self.store = Store(self.db)
        keys = read_pinned(key_file)
        known = {"schedule": QUICK, "troubled": self.troubles.append}
        self.outbox = Outbox(self.store, Seal(keys), Receipts(keys), portal, self.events.put, **(known | options))
        self.outbox.start()

    def next(self):
        return self.events.get(timeout=5)

    def submit(self, payload=None, **options):
        key = uuid4()
        self.outbox.submit(key, payload or {"name": "Ottokar Zwetschgenröder"}, code=CODE, **options)
        return key

    def until(self, holds):
        """Waits until something holds."""
        end = time.monotonic() + 10
        while not holds():
            assert time.monotonic() < end
            time.sleep(0.002)

    def settled(self, count=0):
        """Waits until so many wait for the portal."""
        self.until(lambda: self.outbox.waiting().count == count)
