"""A link over one file descriptor: what the USB printer class device and the serial line have in common.

Non-blocking and polled. An empty read is the end only if the kernel also says hang-up: the printer class driver gives
empty reads whenever a printer sends an empty packet.
"""

import contextlib
import os
import select
import time
from typing import Protocol

from devices.printer.link import Moved

_CHUNK = 4096
_EMPTY_PAUSE_S = 0.005
"""After an empty read, so that a printer that sends empty packets does not keep the processor busy."""
_DLE = 0x10
_LONGEST_REAL_TIME = 10
_GONE = select.POLLHUP | select.POLLERR | select.POLLNVAL


class Wire(Protocol):
    """What differs between descriptors."""

    @property
    def chunk(self) -> int:
        """Bytes given to the kernel at once; small where they cannot be called back."""

    def clear_to_send(self, fd: int) -> bool:
        """Whether the other side takes bytes now. False is asked again every few milliseconds."""

    def through(self, fd: int) -> bool:
        """Whether everything that was written has left this machine."""

    def discard(self, fd: int) -> None:
        """Throws away what has not left yet. May raise OSError."""


class DescriptorLink:
    """One connection over a descriptor; a `Link`. Takes the descriptor over and closes it.

    Args:
        fd: opened non-blocking.
        wire: see there.
    """

    def __init__(self, fd: int, wire: Wire) -> None:
        self._fd: int | None = fd
        self._wire = wire

    def pump(self, outgoing: bytes | memoryview, wait_s: float) -> Moved:
        """See `Link`."""
        fd = self._fd
        if fd is None:
            return Moved(0, b"", open=False)
        deadline = time.monotonic() + max(0.0, wait_s)
        while True:
            left = max(0.0, deadline - time.monotonic())
            clear = bool(len(outgoing)) and (_real_time(outgoing) or self._wire.clear_to_send(fd))
            held_back = bool(len(outgoing)) and not clear
            mask = _poll(fd, writing=clear, wait_s=min(left, _EMPTY_PAUSE_S) if held_back else left)
            received, is_open = _read(fd, mask)
            sent = 0
            if is_open and clear and mask & select.POLLOUT:
                sent, is_open = _write(fd, memoryview(outgoing)[: self._wire.chunk])
            if sent or received or not is_open or time.monotonic() >= deadline:
                return Moved(sent, received, is_open)
            if mask & select.POLLIN:
                time.sleep(_EMPTY_PAUSE_S)

    def close(self, drain_s: float) -> None:
        """See `Link`. What is not through by then is thrown away: closing a line must not wait for the printer."""
        if self._fd is None:
            return
        deadline = time.monotonic() + drain_s
        while not self._wire.through(self._fd) and time.monotonic() < deadline:
            if not self.pump(b"", _EMPTY_PAUSE_S).open:
                break
        self.abort()

    def abort(self) -> None:
        """See `Link`."""
        fd, self._fd = self._fd, None
        if fd is None:
            return
        with contextlib.suppress(OSError):
            self._wire.discard(fd)
        with contextlib.suppress(OSError):
            os.close(fd)

    def fileno(self) -> int | None:
        """See `Link`."""
        return self._fd


def _real_time(outgoing: bytes | memoryview) -> bool:
    """Real-time commands (DLE, short) go out although the printer says busy: it is busy because its cover is open, and
    this is how it is asked. Printers take them even with a full buffer."""
    return outgoing[0] == _DLE and len(outgoing) <= _LONGEST_REAL_TIME


def _poll(fd: int, *, writing: bool, wait_s: float) -> int:
    poll = select.poll()
    poll.register(fd, select.POLLIN | (select.POLLOUT if writing else 0))
    events = poll.poll(wait_s * 1000)
    return events[0][1] if events else 0


def _read(fd: int, mask: int) -> tuple[bytes, bool]:
    if not mask & (select.POLLIN | _GONE):
        return b"", True
    try:
        data = os.read(fd, _CHUNK)
    except BlockingIOError:
        return b"", not mask & _GONE
    except OSError:  # unplugged: EIO, ENODEV
        return b"", False
    return data, bool(data) or not mask & _GONE


def _write(fd: int, outgoing: memoryview) -> tuple[int, bool]:
    try:
        return os.write(fd, outgoing), True
    except BlockingIOError:
        return 0, True
    except OSError:
        return 0, False
