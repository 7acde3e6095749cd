"""TCP to a printer: every step has a deadline, every fault of the line is a value.

A successful send proves nothing (20 kB to a peer that never reads "succeed" at once), and closing with unread bytes
makes the kernel throw away what the printer has not fetched. So the link sends and receives at the same time, and
closes only after it said so and drained the other side; `abort()` is for when what is still on its way must not arrive.
"""

import contextlib
import math
import select
import socket
import struct
import time
from dataclasses import dataclass

from devices.printer.link import Moved, NoLink

_CHUNK = 4096
_SEND_BUFFER = 8192
"""Small, so that what counts as sent has nearly left, and `abort` has little to throw away."""


class TcpLink:
    """One connection to a printer; a `Link`. Made by `TcpLine.open`."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._socket.setblocking(False)
        self._poll = select.poll()

    def pump(self, outgoing: bytes | memoryview, wait_s: float) -> Moved:
        """Sends what fits and takes what has come; waits up to `wait_s` for either."""
        self._poll.register(self._socket, select.POLLIN | (select.POLLOUT if len(outgoing) else 0))
        events = self._poll.poll(max(0.0, wait_s) * 1000)
        if not events:
            return Moved(0, b"", open=True)
        received, is_open = self._receive()
        sent = 0
        if is_open and len(outgoing) and events[0][1] & select.POLLOUT:
            sent = self._send(outgoing)
        return Moved(max(0, sent), received, is_open and sent >= 0)

    def close(self, drain_s: float) -> None:
        """Ends the connection in order: says so, waits up to `drain_s` for the other side to have read everything."""
        deadline = time.monotonic() + drain_s
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
            while (left := deadline - time.monotonic()) > 0 and self.pump(b"", left).open:
                pass
        self._socket.close()

    def abort(self) -> None:
        """Throws the connection away with everything that has not left this machine yet."""
        with contextlib.suppress(OSError):
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()

    def fileno(self) -> int | None:
        """See `Link`."""
        number = self._socket.fileno()
        return number if number >= 0 else None

    def _receive(self) -> tuple[bytes, bool]:
        try:
            data = self._socket.recv(_CHUNK)
        except BlockingIOError:
            return b"", True
        except OSError:
            return b"", False
        return data, bool(data)

    def _send(self, outgoing: bytes | memoryview) -> int:
        try:
            return self._socket.send(outgoing)
        except BlockingIOError:
            return 0
        except OSError:
            return -1


@dataclass(frozen=True, slots=True)
class TcpLine:
    """A printer in the network; a `Line`.

    Args:
        host, port: where it listens; a name, IPv4 or IPv6.
    """

    host: str
    port: int
    bytes_per_s: float = math.inf
    shared: bool = True

    def open(self, timeout_s: float) -> TcpLink | NoLink:
        """Connects; without delay for small packets, and with keep-alive."""
        try:
            connection = socket.create_connection((self.host, self.port), timeout=timeout_s)
        except OSError as error:
            return NoLink(f"no connection to the printer ({error.strerror or type(error).__name__})")
        try:
            if connection.getsockname() == connection.getpeername():  # a local port nobody listens on can answer itself
                connection.close()
                return NoLink("no connection to the printer (nobody listens)")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        except OSError:  # a printer that serves somebody else accepts and hangs up at once
            connection.close()
            return NoLink("no connection to the printer (it hung up)")
        return TcpLink(connection)
