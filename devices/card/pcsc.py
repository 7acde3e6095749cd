"""Watches one card reader through PC/SC and tells a listener what lies on it.

    watch = ReaderWatch("", listener)      # "" = the first reader
    watch.start()                          # one daemon thread; the listener is called on it
    ...
    watch.stop()                           # ends the thread, no call of the listener afterwards

The thread sleeps inside SCardGetStatusChange and wakes when something changes; it does not poll. Whatever happens to
the service (not there, killed, restarted) or to the reader (pulled, plugged in again) is reported as NO_READER and
mended without anybody's hands: connections are retried with growing pauses up to a cap. Each change is reported once,
and a card that trembles is reported when it has come to rest.

Limits: a card that is exchanged for another one faster than the debounce time is not reported as a removal. Who reads a
card learns of it from the return code of the transmission.
"""

import logging
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from devices.card.api import CardPresence, PresenceListener
from devices.card.codes import PcscCode, StateBit, Verdict, name_of, verdict
from devices.card.presence import Settling, choose_reader, presence_of
from devices.card.service import Code, PcscPort, ScardPort

log = logging.getLogger(__name__)

PLUG_AND_PLAY = "\\\\?PnP?\\Notification"
"""Pretended reader whose state changes when a reader is plugged in or out."""

_WITHOUT_CHANGED = 0xFFFF_FFFF ^ int(StateBit.CHANGED)
"""What of a state word is handed back, its counter of insertions included: no quick exchange is slept through.
(Inverting the flag itself would keep the named bits only.)"""

_CANCEL_EVERY_S = 0.05
"""A cancel that comes just before the wait begins is lost; it is repeated until the thread has ended."""


@dataclass(frozen=True, slots=True)
class WatchDelays:
    """Times of the watcher, in seconds."""

    debounce: float = 0.15
    """How long a card must lie still (or stay away) before the change is told."""
    first_retry: float = 0.1
    """Pause before the second attempt to reach the service; doubles with each further one."""
    longest_retry: float = 2.0
    """Cap of that pause."""
    rescan: float = 5.0
    """Longest sleep while the reader is missing, in case its arrival was not announced."""
    longest_wait: float = 60.0
    """Longest sleep while all is well, in case a wake-up was lost."""


class ReaderWatch:
    """One watcher thread for one reader.

    Args:
        reader_name: beginning of the reader's PC/SC name; "" takes the first reader.
        listener: gets each change once, on the watcher's thread; must return quickly and not raise.
        delays: see WatchDelays.
        make_port: gives the PC/SC service; called on the watcher's thread.
        clock: monotonic seconds.
    """

    def __init__(
        self,
        reader_name: str,
        listener: PresenceListener,
        *,
        delays: WatchDelays | None = None,
        make_port: Callable[[], PcscPort] = ScardPort,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._reader_name = reader_name
        self._listener = listener
        self._delays = delays or WatchDelays()
        self._make_port = make_port
        self._clock = clock
        self._settling = Settling(self._delays.debounce)
        self._retry = self._delays.first_retry
        self._stopping = threading.Event()
        self._waiting_on: tuple[PcscPort, int] | None = None
        self._thread = threading.Thread(target=self._run, name="card-watch", daemon=True)

    def start(self) -> None:
        """Starts watching. The first state is told as soon as it is known. To be called once."""
        self._thread.start()

    def stop(self, patience_s: float = 1.0) -> None:
        """Ends the thread and waits for it, `patience_s` at most (a frozen PC/SC service cannot hold the caller).

        The listener is not called once this has returned. May be called twice, and on a watch never started.
        """
        self._stopping.set()
        if not self._thread.is_alive() or threading.current_thread() is self._thread:
            return
        threading.Thread(target=self._cancel_until_ended, name="card-cancel", daemon=True).start()
        self._thread.join(patience_s)
        if self._thread.is_alive():
            log.warning("card.watch_left_behind")

    def _cancel_until_ended(self) -> None:
        while self._thread.is_alive():
            if waiting_on := self._waiting_on:
                port, context = waiting_on
                port.cancel(context)
            self._thread.join(_CANCEL_EVERY_S)

    def _run(self) -> None:
        port = self._make_port()
        while not self._stopping.is_set():
            reason = self._one_connection(port)
            if self._stopping.is_set():
                return
            self._observe(CardPresence.NO_READER, reason)
            self._stopping.wait(self._retry)
            self._retry = min(self._retry * 2, self._delays.longest_retry)

    def _one_connection(self, port: PcscPort) -> Code:
        """Connects and watches until the service fails or the watch is stopped; gives the last code."""
        code, context = port.connect()
        if verdict(code) is not Verdict.FINE:
            return code
        self._waiting_on = (port, context)
        try:
            while not self._stopping.is_set():
                code, names = port.readers(context)
                if verdict(code) is Verdict.SERVICE_GONE:
                    return code
                name = choose_reader(self._reader_name, names)
                code = self._await_reader(port, context) if name is None else self._watch_reader(port, context, name)
                if verdict(code) is Verdict.SERVICE_GONE:
                    return code
            return code
        finally:
            self._waiting_on = None
            port.disconnect(context)

    def _await_reader(self, port: PcscPort, context: int) -> Code:
        """Sleeps until the list of readers should be looked at again."""
        self._observe(CardPresence.NO_READER, PcscCode.NO_READERS)
        code, states = port.wait(context, [(PLUG_AND_PLAY, StateBit.UNAWARE)], _ms(self._delays.rescan))
        judged = verdict(code)
        if judged is Verdict.READER_GONE or any(state & StateBit.UNKNOWN for state in states):
            self._stopping.wait(self._delays.rescan)  # this service announces no readers
        elif judged is Verdict.FINE:
            self._stopping.wait(self._delays.first_retry)  # a reader that was just plugged in needs a moment
        return code

    def _watch_reader(self, port: PcscPort, context: int, name: str) -> Code:
        """Follows one reader until it or the service is gone, or the watch is stopped."""
        known = int(StateBit.UNAWARE)
        while not self._stopping.is_set():
            remaining = self._settling.remaining(self._clock())
            timeout = self._delays.longest_wait if remaining is None else remaining
            code, states = port.wait(context, [(name, known)], _ms(timeout))
            judged = verdict(code)
            match judged:
                case Verdict.FINE:
                    before, known = known, states[0] & _WITHOUT_CHANGED
                    self._retry = self._delays.first_retry
                    self._observe(presence_of(known), code)
                    if presence_of(known) is CardPresence.NO_READER:
                        return PcscCode.UNKNOWN_READER
                    if known == before:
                        self._stopping.wait(self._delays.first_retry)  # woken for nothing: must not spin
                case Verdict.NOTHING_NEW | Verdict.CANCELLED:
                    self._tell_if_due(code)
                case Verdict.READER_GONE:
                    self._observe(CardPresence.NO_READER, code)
                    self._stopping.wait(self._delays.first_retry)  # it may still be in the list
                    return code
                case Verdict.SERVICE_GONE:
                    return code
                case _:
                    assert_never(judged)
        return PcscCode.CANCELLED

    def _observe(self, presence: CardPresence, reason: Code) -> None:
        self._settling = self._settling.seen(presence, self._clock())
        self._tell_if_due(reason)

    def _tell_if_due(self, reason: Code) -> None:
        due = self._settling.due(self._clock())
        if due is None or self._stopping.is_set():
            return
        before = self._settling.reported
        self._settling = self._settling.told()
        if due is CardPresence.NO_READER:
            log.warning("card.reader_down reason=%s", name_of(reason))
        elif before in (None, CardPresence.NO_READER):
            log.info("card.reader_up")
        self._listener(due)


def _ms(seconds: float) -> int:
    return math.ceil(seconds * 1000)
