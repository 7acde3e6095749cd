"""Takes applications, keeps them sealed, and hands them in exactly once as the portal sees it.

One thread owns store and schedule; two couriers carry, so that a person's application never waits behind the retry of
another one. A kill at any moment loses nothing that was `Sealed`: the row stays until the receipt is in hand, and the
idempotency key makes the portal answer a second delivery with the first one's receipt.

    keys = read_pinned(key_file)
    outbox = Outbox(Store(StateDb(state_dir / "state.db")), Seal(keys), Receipts(keys), client, inbox.post)
    outbox.start()
    outbox.submit(key, submission(...), code=code)     # Sealed, then Delivered, Waiting or Refused

What a person entered is in memory from `submit` until it is sealed, and nowhere else: not in a log, not in a repr. The
code of a provisional slip stays a little longer, until the first try has ended. Keys are not logged, since the number
on a slip is derived from them.
"""

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, assert_never
from uuid import UUID

from kiosk.outbox import slips
from kiosk.outbox.acceptance import Acceptance
from kiosk.outbox.api import (
    BLOCKING,
    Backlog,
    Delivered,
    Held,
    Listener,
    NotAccepted,
    OutboxEvent,
    Portal,
    Reason,
    Refused,
    Sealed,
    Trouble,
    Troubled,
    Waiting,
)
from kiosk.outbox.clock import WallClock, since_boot
from kiosk.outbox.courier import Answer, Courier, Errand
from kiosk.outbox.keeper import Keeper
from kiosk.outbox.listeners import tell
from kiosk.outbox.pending import Hold, Pending
from kiosk.outbox.promises import Promises, Wish
from kiosk.outbox.receipts import CODE_PREFIX, Expected, Receipts
from kiosk.outbox.schedule import Schedule, final
from kiosk.outbox.seal import Seal
from kiosk.outbox.store import Store
from kiosk.outbox.watch import Watch
from kiosk.portal import ApplicationReceipt, ApplicationRequest, PortalFailure
from kiosk.state_db import StoreError

log = logging.getLogger(__name__)

_REMEMBERED = 100


@dataclass(frozen=True, slots=True)
class _Answered:
    errand: Errand
    answer: Answer = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Prepare:
    pass


@dataclass(frozen=True, slots=True)
class _Stop:
    pass


_Command = Wish | _Answered | _Prepare | _Stop


class Outbox:
    """Everything between "Absenden" and the portal's receipt.

    Args:
        store: belongs to the outbox from now on; `stop` closes it.
        seal: to the portal's keys.
        receipts: believes the portal's keys.
        client: hands in.
        listener: gets every event, on the outbox's thread; must return at once.
        troubled: gets the troubles at start and whenever they change, likewise.
        schedule: pauses and deadlines.
        wall: seconds since 1970 as this terminal shows them: for the database, validity of keys, times of receipts.
        clock: seconds that never jump, for everything else.
    """

    def __init__(
        self,
        store: Store,
        seal: Seal,
        receipts: Receipts,
        client: Portal,
        listener: Listener,
        *,
        troubled: Troubled = lambda _: None,
        schedule: Schedule | None = None,
        wall: Callable[[], float] = time.time,
        clock: Callable[[], float] = since_boot,
    ) -> None:
        self._store = store
        self._seal = seal
        self._receipts = receipts
        self._listener = listener
        self._schedule = schedule or Schedule()
        self._wall = wall
        self._clock = clock
        self._keeper = Keeper(store, self._schedule, clock)
        self._wall_clock = WallClock(wall(), clock())
        self._pending = Pending(self._schedule)
        self._finished: deque[UUID] = deque(maxlen=_REMEMBERED)
        self._codes: dict[UUID, str] = {}
        self._promises = Promises()
        self._watch = Watch(store, self._keeper, seal, self._promises, wall=wall, troubled=troubled)
        self._acceptance = Acceptance(seal, store, self._keeper, self.room)
        self._loaded = False
        self._later_busy = False
        self._commands: queue.SimpleQueue[_Command] = queue.SimpleQueue()
        self._attend = Courier("outbox-attend", client, self._answered)
        self._later = Courier("outbox-later", client, self._answered)
        self._thread = threading.Thread(target=self._work, name="outbox", daemon=True)

    def start(self) -> None:
        """Begins to work: what waits from earlier is delivered."""
        self._attend.start()
        self._later.start()
        self._thread.start()

    def stop(self, patience_s: float = 2.0) -> None:
        """Ends the work and closes the store. A delivery under way is simply repeated after the next start."""
        self._attend.stop()
        self._later.stop()
        self._commands.put(_Stop())
        if self._thread.ident is None:
            self._store.close()
        else:
            self._thread.join(patience_s)

    def prepare(self) -> None:
        """Loads the cryptography in the background (0.3 s), best when a form is opened. Optional."""
        self._commands.put(_Prepare())

    def submit(self, key: UUID, payload: Mapping[str, Any], *, code: str, session_id: str | None = None) -> None:
        """Takes an application and returns at once; the outcome comes as events.

        Args:
            key: made once per application; UUID version 7. The same key again is the same application.
            payload: what goes to the portal, ready for JSON. Give the only reference away.
            code: for the slip if the portal does not answer in time (`provisional_code` of something random).
            session_id: of the visit, for the first try.
        """
        wish = Wish(key, payload, code, session_id)
        self._promises.wished(wish)
        self._commands.put(wish)

    def withdraw(self, key: UUID) -> None:
        """The person waits for `Sealed` no longer. From any thread; returns at once.

        If `Sealed` was told already, nothing happens. Otherwise NotAccepted is told now, and what the disk keeps of it
        in the end is removed.
        """
        if self._promises.withdrawn(key):
            log.error("outbox_not_accepted %s", Reason.SLOW.value)
            self._watch.tell()
            self._tell(NotAccepted(key, Reason.SLOW))

    def room(self) -> bool:
        """Whether another application would be accepted; ask before a person begins. From any thread."""
        return not self.troubles() & BLOCKING

    def troubles(self) -> frozenset[Trouble]:
        """What is wrong now. From any thread."""
        return self._watch.troubles()

    def held(self, number: str, code: str) -> Held | None:
        """The application with this provisional number and code, if it is still here. From any thread; takes 0.1 s."""
        try:
            return slips.found(self._store.slips(), number, code)
        except StoreError as error:
            log.error("outbox_slips_unreadable %s", type(error).__name__)
            return None

    def waiting(self) -> Backlog:
        """How much waits, for staff. From any thread."""
        usage = self._store.usage
        age = None if usage.oldest is None else max(0.0, self._wall() - usage.oldest)
        return Backlog(usage.waiting, age, usage.quarantined)

    # --- On the outbox's thread ---

    def _work(self) -> None:
        while True:
            sound = self._guarded(self._look_round) and self._guarded(self._send_due)
            try:
                command = self._commands.get(timeout=self._patience() if sound else self._schedule.mend_s)
            except queue.Empty:
                continue
            if isinstance(command, _Stop):
                break
            self._guarded(self._do, command)
            del command  # a submission must not live on in this frame while nothing happens
        self._store.close()

    def _guarded(self, step: Callable[..., None], *command: object) -> bool:
        """A mistake in this program, or a row that nobody thought of, must not end the thread. False after one."""
        try:
            step(*command)
        except Exception as error:
            names = [type(each).__name__ for each in command]
            log.error("outbox_broke %s %s", " ".join([step.__name__, *names]), type(error).__name__)
            return False
        return True

    def _look_round(self) -> None:
        """Disk, keys, limits and the wall clock change without anybody saying so."""
        if self._keeper.mend():
            self._loaded = False
        self._look_at_the_clock()
        if not self._loaded:
            self._pending.load(self._keeper.waiting(), self._clock(), self._wall())
            self._loaded = True
        self._store.look()
        self._watch.tell()

    def _look_at_the_clock(self) -> None:
        """If it was set: what was accepted before, in this run, is dated anew, as soon as the disk takes that."""
        by = self._wall_clock.was_set(self._wall(), self._clock())
        if by and not self._keeper.broken:
            log.warning("outbox_clock_was_set %+.0f s", by)
            if self._keeper.note(lambda: self._store.clock_was_set(by, self._pending.accepted_here())):
                self._wall_clock.taken_care_of(by)

    def _patience(self) -> float:
        due = self._keeper.due()
        if due is None:
            following = None if self._later_busy else self._pending.next_due(self._clock(), self._wall())
            due = None if following is None else following[1]
        longest = self._schedule.look_s
        return longest if due is None else min(longest, max(0.0, due - self._clock()))

    def _do(self, command: Wish | _Answered | _Prepare) -> None:
        match command:
            case Wish():
                self._accept(command)
            case _Answered(errand, answer):
                self._take(errand, answer)
            case _Prepare():
                self._seal.prepare(self._wall())
            case _:
                assert_never(command)

    def _accept(self, wish: Wish) -> None:
        new = wish.key not in self._finished and wish.key not in self._pending
        kept: str | Reason = Reason.SLOW
        if new and not wish.withdrawn:
            self._look_at_the_clock()
            kept = self._acceptance.keep(wish, self._wall())
        person_waits = self._promises.decided(wish)
        if not new:
            self._submitted_again(wish.key)
        elif isinstance(kept, Reason):
            self._not_kept(wish.key, kept, tell=person_waits)
        elif person_waits:
            self._kept(wish, kept)
        else:
            self._keeper.settle(wish.key, lambda: self._store.remove(wish.key))

    def _submitted_again(self, key: UUID) -> None:
        log.warning("outbox_submitted_again")
        if key in self._pending:
            self._tell(Sealed(key))

    def _not_kept(self, key: UUID, reason: Reason, *, tell: bool) -> None:
        if tell:
            log.error("outbox_not_accepted %s", reason.value)
            self._tell(NotAccepted(key, reason))

    def _kept(self, wish: Wish, sealed: str) -> None:
        self._pending.add(wish.key, self._clock())
        self._codes[wish.key] = wish.code
        log.info("outbox_sealed")
        self._tell(Sealed(wish.key))
        self._attend_to(wish.key, sealed, wish.session_id)

    def _attend_to(self, key: UUID, sealed: str, session_id: str | None) -> None:
        hold = self._pending.hold(self._clock())
        if hold is not None:
            self._wait(key, hold.failure)
            self._keep_hold(hold)
            return
        self._pending.send(key)
        errand = Errand(key, ApplicationRequest(jwe=sealed), True, self._schedule.attend_s, session_id=session_id)
        self._attend.send(errand)

    def _wait(self, key: UUID, failure: PortalFailure) -> None:
        """The person goes with a provisional slip; from now on, and after a power cut, this terminal answers for it."""
        code = self._codes.pop(key, None)
        if code is not None:
            salt, proof = slips.made(key, code)
            self._keeper.settle(key, lambda: self._store.keep_slip(key, salt, proof))
        self._tell(Waiting(key, failure))

    def _send_due(self) -> None:
        following = (
            None if self._later_busy or self._keeper.broken else self._pending.next_due(self._clock(), self._wall())
        )
        if following is None or following[1] > self._clock():
            return
        key = following[0]
        sealed = self._keeper.sealed(key)
        if sealed is None:
            if not self._keeper.broken:
                self._pending.gone(key)
            return
        self._pending.send(key)
        self._later_busy = True
        self._later.send(Errand(key, ApplicationRequest(jwe=sealed), False, self._schedule.later_s, tries=1))

    def _answered(self, errand: Errand, answer: Answer) -> None:
        """Called on a courier's thread."""
        self._commands.put(_Answered(errand, answer))

    def _take(self, errand: Errand, answer: Answer) -> None:
        if not errand.attended:
            self._later_busy = False
        key, outcome = errand.key, self._judged(errand, answer)
        match outcome:
            case ApplicationReceipt():
                self._watch.receipt_doubted = False
                self._finish(key, lambda: self._store.remove(key))
                log.info("outbox_delivered")
                self._tell(Delivered(key, outcome))
            case PortalFailure() if final(outcome):
                self._finish(key, lambda: self._store.quarantine(key, outcome.code))
                log.error("outbox_refused %s", outcome.code)
                self._tell(Refused(key, outcome))
            case PortalFailure():
                self._watch.receipt_doubted |= outcome.code.startswith(CODE_PREFIX)
                self._put_off(errand, outcome)
            case _:
                assert_never(outcome)

    def _judged(self, errand: Errand, answer: Answer) -> ApplicationReceipt | PortalFailure:
        if isinstance(answer, PortalFailure):
            return answer
        return self._receipts.checked(answer, Expected(errand.key, errand.request), self._wall())

    def _finish(self, key: UUID, change: Callable[[], None]) -> None:
        """The portal has spoken. If the change does not reach the disk it is asked again after the next start."""
        self._pending.gone(key)
        self._finished.append(key)
        self._codes.pop(key, None)
        was_away = self._pending.back(self._clock())
        self._keeper.settle(key, change)
        if was_away and not self._keeper.broken:
            self._keeper.note(lambda: self._store.hasten(self._wall()))

    def _put_off(self, errand: Errand, failure: PortalFailure) -> None:
        tries, pause = self._pending.failed(errand.key, failure, self._clock(), probe=not errand.attended)
        log.info("outbox_waiting %s", failure.code)
        due = self._wall() + pause
        self._keeper.note(lambda: self._store.postpone(errand.key, tries, due))
        if (hold := self._pending.hold(self._clock())) is not None:
            self._keep_hold(hold)
        if errand.attended:
            self._wait(errand.key, failure)

    def _keep_hold(self, hold: Hold) -> None:
        """What the portal asked for holds after a restart too, for all that waits."""
        until = self._wall() + hold.until - self._clock()
        self._keeper.note(lambda: self._store.hold(until))

    def _tell(self, event: OutboxEvent) -> None:
        tell(self._listener, event)
