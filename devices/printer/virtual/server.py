"""The line: listens on TCP and moves bytes between clients and the machine.

What happens to a second client is the model's affair: it waits in the backlog, is hung up on, or is served, but then
only one prints at a time and the others may ask for the status meanwhile. The one that prints keeps the machine until
it hangs up, or has been silent for a while with nothing left to do.
"""

import contextlib
import socket
import struct
import threading
import time
from pathlib import Path

from devices.printer.virtual.commands import real_time_first
from devices.printer.virtual.machine import Machine
from devices.printer.virtual.models import MachineSettings

_LOOK_S = 0.05
_CHUNK = 4096
_MOST_CLIENTS = 8
_SILENT_S = 1.0
"""After so long without a byte a client that printed makes room for the next, where several are served."""


class VirtualPrinter:
    """A machine behind a port.

    Args:
        host, port: where to listen; port 0 takes a free one and keeps it.
        out: folder of the slips.
        settings: how the printer is built.

    Raises:
        OSError: the port is taken.
    """

    def __init__(self, host: str, port: int, out: Path, settings: MachineSettings) -> None:
        self._turn = threading.Condition()
        self._clients: list[_Client] = []
        self._holder: _Client | None = None
        self._listener: socket.socket | None = _listen(host, port)
        self.address: tuple[str, int] = self._listener.getsockname()[:2]
        self._greeting = b""
        self.machine = Machine(out, settings, self._to_holder, self._to_everyone, self._power)
        self._many = settings.clients
        self._stopping = False
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="virtual printer line", daemon=True)

    @property
    def listening(self) -> str | None:
        """HOST:PORT, or None while switched off."""
        return None if self._listener is None else f"{self.address[0]}:{self.address[1]}"

    @property
    def clients(self) -> int:
        """How many are connected."""
        return len(self._clients)

    def greet(self, data: bytes) -> None:
        """The next client gets these bytes at once: what an earlier one left unread."""
        self._greeting = data

    def hang_up(self) -> None:
        """Ends all connections; the port stays. A cable that is pulled and put back looks like this."""
        for client in tuple(self._clients):
            client.hang_up()

    def start(self) -> None:
        """Starts printing and serving."""
        self.machine.start()
        self._thread.start()

    def stop(self) -> None:
        """Stops both and closes the port."""
        self._stopping = True
        self._shut()
        self._wake.set()
        self.machine.stop()
        self._thread.join(5)

    # -- accepting ------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping:
            listener = self._listener
            if listener is None:
                self._wake.wait()
                self._wake.clear()
                continue
            try:
                connection, _ = listener.accept()
            except OSError:
                continue
            self._accepted(connection)

    def _accepted(self, connection: socket.socket) -> None:
        limit = _MOST_CLIENTS if self._many == "several" else 1
        if len(self._clients) >= limit:  # never with `one`: it accepts nobody while it serves
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()
            return
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client = _Client(connection)
        with self._turn:
            self._clients.append(client)
        greeting, self._greeting = self._greeting, b""
        client.send(greeting)
        if self._many == "one":
            self._serve(client)
        else:
            threading.Thread(target=self._serve, args=(client,), name="virtual printer client", daemon=True).start()

    # -- one client -----------------------------------------------------------------------------------------------

    def _serve(self, client: "_Client") -> None:
        while self._listener is not None:
            room = self.machine.room(_LOOK_S)
            if not room:
                continue
            data = client.read(min(room, _CHUNK), self.machine.bytes_per_s)
            if not data or not self._pass_on(client, data):
                break
        with self._turn:
            self._clients.remove(client)
            self._let_go(client)
        client.close()

    def _pass_on(self, client: "_Client", data: bytes) -> bool:
        """Bytes go to the machine when it is this client's turn; until then only questions are answered."""
        while data:
            if self._takes(client, data):
                self.machine.receive(data, client.send)
                return True
            question, length = real_time_first(data)
            if question is not None:
                self.machine.real_time(question, client.send)
                data = data[length:]
                continue
            with self._turn:
                self._turn.wait(_LOOK_S)
            if self._listener is None:
                return False
        return True

    def _takes(self, client: "_Client", data: bytes) -> bool:
        """Whether the machine is this client's now. Whoever only asks a question does not take it."""
        with self._turn:
            holder = self._holder
            if holder is not None and holder is not client and holder.silent(_SILENT_S) and self.machine.at_rest:
                holder = None
            if holder is None:
                asks_only = self._many == "several" and real_time_first(data)[0] is not None
                if asks_only and not self.machine.mid_command:
                    return False
                self._holder = holder = client
            return holder is client

    def _let_go(self, client: "_Client") -> None:
        if self._holder is client:
            self._holder = None
            self._turn.notify_all()

    def _to_holder(self, data: bytes) -> None:
        holder = self._holder
        if holder is not None:
            holder.send(data)
        elif self._clients and self._many != "several":
            self._clients[0].send(data)

    def _to_everyone(self, data: bytes) -> None:
        for client in tuple(self._clients):
            client.send(data)

    # -- power ----------------------------------------------------------------------------------------------------

    def _power(self, on: bool) -> None:
        if not on:
            self._shut()
        elif self._listener is None:
            self._listener = _listen(*self.address)
            self._wake.set()

    def _shut(self) -> None:
        """Closes port and connections; all threads that may wait in them wake up."""
        listener, self._listener = self._listener, None
        self.hang_up()
        if listener is not None:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()


class _Client:
    """One connection."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._heard = time.monotonic()

    def read(self, most: int, bytes_per_s: float | None) -> bytes:
        """What has come, empty at the end; a slow line is read in small pieces with pauses."""
        if bytes_per_s is not None:
            most = max(1, min(most, int(bytes_per_s * _LOOK_S)))
        try:
            data = self._socket.recv(most)
        except OSError:
            return b""
        self._heard = time.monotonic()
        if bytes_per_s is not None:
            time.sleep(len(data) / bytes_per_s)
        return data

    def send(self, data: bytes) -> None:
        """Sends at once or not at all: what the other side does not fetch is lost, as in a real printer."""
        with contextlib.suppress(OSError):
            self._socket.send(data, socket.MSG_DONTWAIT)

    def silent(self, for_s: float) -> bool:
        """Whether nothing came for so long."""
        return time.monotonic() - self._heard > for_s

    def hang_up(self) -> None:
        """Ends the connection from another thread."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Ends it from its own."""
        self._socket.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _CHUNK)  # the buffer that counts is the machine's
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    listener.listen(8)
    return listener
