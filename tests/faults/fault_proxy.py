"""Stands between terminal and town hall, speaks TLS to both, and spoils what it is told to spoil.

A fault gets the line to the terminal and the whole request, and answers as it likes; `forward` asks the town hall.
Without a fault it is an honest, slow-witted proxy: one request a connection.
"""

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_READ = 65_536
_PATIENCE_S = 10.0

Fault = Callable[["FaultProxy", Any, bytes], None]


class FaultProxy:
    """The line of a town hall.

    Args:
        town: host and port of the town hall.
        certificate: PEM file with certificate and key that is shown to the terminal.
    """

    def __init__(self, town: str, certificate: Path) -> None:
        host, port = town.rsplit(":", 1)
        self._town = (host, int(port))
        self._fault: Fault | None = None
        self._context = _context(certificate)
        self.requests = 0
        self.over = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def spoil(self, fault: Fault | None = None, certificate: Path | None = None) -> None:
        """From the next connection on; None: all is well again."""
        self._fault = fault
        if certificate is not None:
            self._context = _context(certificate)

    def forward(self, request: bytes) -> bytes:
        """What the town hall answers, with the word that the connection ends."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with (
            socket.create_connection(self._town, _PATIENCE_S) as plain,
            context.wrap_socket(plain) as line,
        ):
            line.sendall(request)
            answer = _whole(line)
        return answer.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)

    def close(self) -> None:
        """Lets go of every line."""
        self.over.set()
        self._listening.close()

    def _accept(self) -> None:
        while not self.over.is_set():
            try:
                plain, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(plain,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        plain.settimeout(_PATIENCE_S)
        with contextlib.suppress(OSError), self._context.wrap_socket(plain, server_side=True) as line:
            request = _whole(line)
            self.requests += 1
            if self._fault is None:
                line.sendall(self.forward(request))
            else:
                self._fault(self, line, request)


def _context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def _whole(line: Any) -> bytes:
    """Head and body of a message; raises OSError if it ends before."""
    message = b""
    while b"\r\n\r\n" not in message:
        message += _more(line)
    head, _, body = message.partition(b"\r\n\r\n")
    lengths = [int(row.split(b":")[1]) for row in head.split(b"\r\n") if row.lower().startswith(b"content-length:")]
    while lengths and len(body) < lengths[0]:
        body += _more(line)
    return head + b"\r\n\r\n" + body


def _more(line: Any) -> bytes:
    piece: bytes = line.recv(_READ)
    if not piece:
        raise ConnectionResetError
    return piece


# --- Faults ---


def late(seconds: float) -> Fault:
    """The answer takes its time."""

    def fault(proxy: FaultProxy, line: Any, request: bytes) -> None:
        answer = proxy.forward(request)
        proxy.over.wait(seconds)
        line.sendall(answer)

    return fault


def reset_after_stored(proxy: FaultProxy, line: Any, request: bytes) -> None:
    """The town hall has it, and the connection is reset."""
    proxy.forward(request)
    _reset(line)


def reset_before(_proxy: FaultProxy, line: Any, _request: bytes) -> None:
    """Reset before the town hall heard of it."""
    _reset(line)


def half_open(proxy: FaultProxy, _line: Any, _request: bytes) -> None:
    """The other side is gone and nobody says so."""
    proxy.over.wait(_PATIENCE_S)


def trickle(proxy: FaultProxy, line: Any, request: bytes) -> None:
    """The real answer, a byte at a time: it would take minutes."""
    for byte in proxy.forward(request):
        if proxy.over.wait(0.05):
            return
        line.sendall(bytes((byte,)))


def endless(proxy: FaultProxy, line: Any, _request: bytes) -> None:
    """A body without an end."""
    line.sendall(b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{")
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until and not proxy.over.is_set():
        line.sendall(b" " * _READ)


def truncated(proxy: FaultProxy, line: Any, request: bytes) -> None:
    """The town hall has it; the answer ends in the middle."""
    answer = proxy.forward(request)
    line.sendall(answer[: len(answer) - 40])


def flipped(proxy: FaultProxy, line: Any, request: bytes) -> None:
    """One letter of the signed receipt is another one."""
    answer = bytearray(proxy.forward(request))
    at = len(answer) - 30
    answer[at] = ord("A") if answer[at] != ord("A") else ord("B")
    line.sendall(answer)


def replayed() -> Fault:
    """The first answer again and again: the receipt of somebody else's application."""
    first: list[bytes] = []

    def fault(proxy: FaultProxy, line: Any, request: bytes) -> None:
        answer = proxy.forward(request)
        if request.startswith(b"POST /applications") or b"/applications " in request[:80]:
            first.append(answer)
            answer = first[0]
        line.sendall(answer)

    return fault


def says(status: int, body: bytes = b"", kind: str = "text/html", **headers: str) -> Fault:
    """Somebody on the way answers instead of the town hall."""
    rows = {"Content-Type": kind, "Content-Length": str(len(body)), "Connection": "close"} | headers
    named = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in rows.items())
    head = f"HTTP/1.1 {status} X\r\n{named}\r\n"

    def fault(_proxy: FaultProxy, line: Any, _request: bytes) -> None:
        line.sendall(head.encode() + body)

    return fault


def _reset(line: Any) -> None:
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.shutdown = lambda _how: None
    socket.socket.close(line)
