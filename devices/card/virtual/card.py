"""A card that can be put on the reader and taken away: the plug of the chip, as a client of vpcd.

Being on the reader means being connected to vpcd's port. One thread connects, serves and connects again when the PC/SC
service was restarted; the situations are set from outside and take effect at once.
"""

import contextlib
import logging
import math
import socket
import threading
import time
from typing import assert_never

from devices.card.virtual.chip import MUTE_ATR, Chip
from devices.card.virtual.mishaps import Fate, Mishaps, flipped
from devices.card.virtual.wire import Command, Frames, Message, Order, Strange, frame

log = logging.getLogger(__name__)

_SETTLE_S = 1.0
"""How long a situation waits for the connection to be really gone."""


class VirtualCard:
    """One card in front of one virtual reader.

    Args:
        chip: what answers; called on the card's thread only.
        port: vpcd's TCP port.
        host: machine of the reader.
        retry_s: pause between attempts while nobody listens there.
        connect_s: deadline of one attempt. Short, because vpcd's queue holds a single caller and drops the next one.
        away_s: how long a card that was taken away is gone at least. pcscd looks every 400 ms; a card that is back
            before it has looked, after a command had failed, stays unseen for good. No hand is so quick.
    """

    def __init__(
        self,
        chip: Chip,
        port: int,
        *,
        host: str = "127.0.0.1",
        retry_s: float = 0.1,
        connect_s: float = 0.3,
        away_s: float = 0.6,
    ) -> None:
        self._address = (host, port)
        self._retry_s = retry_s
        self._connect_s = connect_s
        self._away_s = away_s
        self._changed = threading.Condition()
        # all below: guarded by _changed; the chip is another one only while the card is away
        self._chip = chip
        self._mishaps = Mishaps()
        self._inserted = False
        self._mute = False
        self._stopping = False
        self._powered = False
        self._apdus = 0
        self._taken = False
        self._left_at = -math.inf
        self._connection: socket.socket | None = None
        self._thread = threading.Thread(target=self._run, name="virtual-card", daemon=True)

    def start(self) -> None:
        """Starts the card's thread; the card is away until `insert`."""
        self._thread.start()

    def stop(self) -> None:
        """Takes the card away for good and ends the thread."""
        with self._changed:
            self._stopping = True
            self._take_away()
        self._thread.join(_SETTLE_S)

    def insert(self, chip: Chip | None = None, *, mute: bool = False) -> None:
        """Puts a card on the reader; with `mute`, something that does not answer. Nothing happens if it is there.

        Args:
            chip: another card than before; that one is taken away first.
        """
        with self._changed:
            if self._inserted and self._mute == mute and chip in (None, self._chip):
                return
            self._take_away()
            self._chip = chip or self._chip
            self._inserted, self._mute, self._apdus = True, mute, 0
            self._changed.notify_all()

    def remove(self, after_apdus: int = 0, *, answered: bool = True) -> None:
        """Takes the card away, now or with the n-th command from now on: after its answer, or instead of it."""
        with self._changed:
            if after_apdus > 0:
                self._mishaps.leaves_after, self._mishaps.answered = after_apdus, answered
            else:
                self._take_away()

    def spoil(self, answer: int, bit: int) -> None:
        """Turns one bit of the n-th answer from now on over."""
        with self._changed:
            self._mishaps.flips_in, self._mishaps.flip_bit = answer, bit

    def slow_down(self, seconds: float) -> None:
        """Delays every answer from now on; 0 ends it."""
        with self._changed:
            self._mishaps.slow_s = seconds

    def state(self) -> dict[str, object]:
        """What a bystander sees, and whether the reader feels it."""
        with self._changed:
            return {
                "card": "inserted" if self._inserted else "removed",
                "mute": self._inserted and self._mute,
                "connected": self._connection is not None,
                "powered": self._powered,
                "apdus": self._apdus,
                "leaves_after": self._mishaps.leaves_after,
                "flips_in": self._mishaps.flips_in,
                "slow_s": self._mishaps.slow_s,
            }

    def _take_away(self) -> None:
        """Ends the connection and waits until the thread has let go of it. With the lock held."""
        self._inserted = False
        self._mishaps.taken_away()
        self._changed.notify_all()
        if self._connection is None:
            return
        self._taken = True
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        if threading.current_thread() is not self._thread:
            self._changed.wait_for(lambda: self._connection is None, _SETTLE_S)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._inserted or self._stopping)
                if self._stopping:
                    return
                rest_s = self._left_at + self._away_s - time.monotonic()
                if rest_s > 0:
                    self._changed.wait_for(lambda: self._stopping, rest_s)
                    continue
            connection = self._connect()
            if connection is None:
                with self._changed:
                    self._changed.wait_for(lambda: self._stopping or not self._inserted, self._retry_s)
                continue
            with contextlib.suppress(OSError), connection:
                self._serve(connection)
            self._chip.power_off()
            with self._changed:
                self._connection, self._powered = None, False
                if self._taken:  # not so if the service ended
                    self._left_at, self._taken = time.monotonic(), False
                self._changed.notify_all()

    def _connect(self) -> socket.socket | None:
        try:
            connection = socket.create_connection(self._address, self._connect_s)
        except OSError:
            return None
        connection.settimeout(None)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._changed:
            if self._inserted and not self._stopping:
                self._connection = connection
                return connection
        connection.close()  # taken away while the connection was being made
        return None

    def _serve(self, connection: socket.socket) -> None:
        frames = Frames()
        while data := self._receive(connection):
            for message in frames.feed(data):
                fate = self._fate() if isinstance(message, Command) else Fate()
                answer = self._answer(message)
                if fate.slow_s:
                    self._wait(fate.slow_s)
                if fate.lost or fate.last:
                    self._let_go()  # before the answer: whoever has it may insert the card again at once
                if fate.lost:
                    return
                if answer is not None:
                    sent = answer if fate.flip_bit is None else flipped(answer, fate.flip_bit)
                    connection.sendall(frame(sent))
                if fate.last:
                    return

    @staticmethod
    def _receive(connection: socket.socket) -> bytes:
        # vpcd writes length and body apart; a delayed acknowledgement of the first holds the second back for 40 ms.
        # The kernel forgets the wish, so it is said each time.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        return connection.recv(65536)

    def _answer(self, message: Message) -> bytes | None:
        match message:
            case Order.ATR:
                return MUTE_ATR if self._mute else self._chip.atr
            case Order.POWER_ON:
                self._set_powered(True)
                return None
            case Order.POWER_OFF | Order.RESET:
                self._chip.power_off()
                self._set_powered(message is Order.RESET)
                return None
            case Command(apdu):
                return self._chip.transmit(apdu)
            case Strange(body):
                log.warning("card.strange_frame length=%d", len(body))
                return None
            case _:
                assert_never(message)

    def _set_powered(self, powered: bool) -> None:
        with self._changed:
            self._powered = powered

    def _fate(self) -> Fate:
        with self._changed:
            self._apdus += 1
            return self._mishaps.next()

    def _wait(self, seconds: float) -> None:
        """Does nothing for a while; a card that is taken away has waited long enough."""
        with self._changed:
            self._changed.wait_for(lambda: not self._inserted or self._stopping, seconds)

    def _let_go(self) -> None:
        """The card is on its way out; this thread ends the connection by itself."""
        with self._changed:
            self._inserted, self._taken = False, True
            self._mishaps.taken_away()
