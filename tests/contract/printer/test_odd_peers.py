"""Printers that do what the virtual one cannot: answer too early, stop reading, fail after the barrier, hang up."""

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from devices.printer import (
    Document,
    EscposPrinter,
    FontFiles,
    Limits,
    NotPrinted,
    Paragraph,
    PrinterStatus,
    Unknown,
    open_printer,
)

QUICK = Limits(reply_s=0.2, barrier_s=0.4, slowest_mm_per_s=1e6, slowest_bytes_per_s=1e7, clear_s=0.2, drain_s=0.2)
FINE = b"\x12"
SLIP = Document("test_page", (Paragraph("kurz"),))
LONG = Document("test_page", tuple(Paragraph(f"Zeile {n}: Łódź, Wrocław") for n in range(120)))
CUT = b"\x1dVB\x00"

Script = Callable[[socket.socket], None]


@pytest.fixture
def against(fonts: FontFiles) -> Iterator[Callable[[Script], EscposPrinter]]:
    """Gives a driver whose peer plays the script on its one connection."""
    listeners = []

    def make(script: Script) -> EscposPrinter:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listeners.append(listener)

        def serve() -> None:
            client, _ = listener.accept()
            client.settimeout(3)
            with client, contextlib.suppress(OSError):
                script(client)

        threading.Thread(target=serve, daemon=True).start()
        url = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
        return open_printer(url, fonts=fonts, limits=QUICK, profile="generic-80")

    yield make
    for listener in listeners:
        listener.close()


def greet(client: socket.socket) -> None:
    """Answers the four questions before the job."""
    for _ in range(4):
        assert client.recv(3)
        client.sendall(FINE)


def read_to(client: socket.socket, end: bytes) -> bytes:
    data = b""
    while not data.endswith(end):
        piece = client.recv(4096)
        if not piece:
            break
        data += piece
    return data


def test_barrier_that_comes_before_the_job_is_through_confirms_nothing(
    against: Callable[[Script], EscposPrinter],
) -> None:
    def script(client: socket.socket) -> None:
        greet(client)
        client.recv(100)
        client.sendall(b"\x00")
        for _ in range(15):
            time.sleep(0.1)
            client.sendall(FINE)

    assert against(script).print(LONG, "a") == Unknown(PrinterStatus.OFFLINE)


@pytest.mark.parametrize(
    ("error", "paper", "status"),
    [
        (b"\x1a", FINE, PrinterStatus.CUTTER_JAM),
        (FINE, b"\x7e", PrinterStatus.NO_PAPER),
        (FINE, b"", PrinterStatus.OFFLINE),
    ],
)
def test_trouble_after_the_barrier_is_not_printed(
    against: Callable[[Script], EscposPrinter], error: bytes, paper: bytes, status: PrinterStatus
) -> None:
    def script(client: socket.socket) -> None:
        greet(client)
        read_to(client, b"\x1dr\x01")
        client.sendall(b"\x00")
        for answer in (error, paper):
            client.recv(3)
            client.sendall(answer)
        read_to(client, b"\x02\x08")
        client.sendall(b"\x37\x25\x00")

    assert against(script).print(SLIP, "a") == Unknown(status, cleared=True)


def test_hanging_up_after_the_barrier_is_not_printed(against: Callable[[Script], EscposPrinter]) -> None:
    def script(client: socket.socket) -> None:
        greet(client)
        read_to(client, b"\x1dr\x01")
        client.sendall(b"\x00")

    assert against(script).print(SLIP, "a") == Unknown(PrinterStatus.OFFLINE)


def test_what_was_not_read_is_thrown_away_after_trouble(against: Callable[[Script], EscposPrinter]) -> None:
    over = threading.Event()
    late: list[bytes] = []

    def script(client: socket.socket) -> None:
        greet(client)
        client.recv(100)
        client.sendall(b"\x38\x00\x00\x00")
        over.wait(3)
        with contextlib.suppress(ConnectionResetError):
            while piece := client.recv(4096):
                late.append(piece)
        late.append(b"end")

    assert against(script).print(LONG, "a") == Unknown(PrinterStatus.COVER_OPEN)
    over.set()
    deadline = time.monotonic() + 3
    while b"end" not in late:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert len(b"".join(late)) < 8192
    assert CUT not in b"".join(late)


def test_trouble_and_barrier_in_one_breath_is_trouble(against: Callable[[Script], EscposPrinter]) -> None:
    def script(client: socket.socket) -> None:
        greet(client)
        read_to(client, b"\x1dr\x01")
        client.sendall(b"\x18\x00\x0f\x00\x00")
        read_to(client, b"\x02\x08")
        client.sendall(b"\x37\x25\x00")

    assert against(script).print(SLIP, "a") == Unknown(PrinterStatus.NO_PAPER, cleared=True)


def test_power_off_notice_ends_the_wait(against: Callable[[Script], EscposPrinter]) -> None:
    def script(client: socket.socket) -> None:
        greet(client)
        read_to(client, b"\x1dr\x01")
        client.sendall(b"\x3b\x30\x00")
        time.sleep(1)

    started = time.monotonic()
    assert against(script).print(SLIP, "a") == Unknown(PrinterStatus.OFFLINE)
    assert time.monotonic() - started < 5


def test_order_is_kept_status_blob_barrier_status(against: Callable[[Script], EscposPrinter]) -> None:
    seen: list[bytes] = []

    def script(client: socket.socket) -> None:
        for _ in range(4):
            seen.append(client.recv(3))
            client.sendall(FINE)
        seen.append(read_to(client, b"\x1dr\x01"))
        client.sendall(b"\x00")
        for _ in range(2):
            seen.append(client.recv(3))
            client.sendall(FINE)
        seen.append(client.recv(1))

    against(script).print(SLIP, "a")
    assert seen[:4] == [b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x03", b"\x10\x04\x04"]
    assert seen[4].startswith(b"\x1b@\x1c.\x1bR\x00\x1bt\x10\x1da\x0e")
    assert seen[4].endswith(CUT + b"\x1dr\x01")
    assert seen[5:7] == [b"\x10\x04\x03", b"\x10\x04\x04"]


def test_printer_that_serves_somebody_else_hangs_up_at_once(against: Callable[[Script], EscposPrinter]) -> None:
    """Accepted and reset, before or while the driver sets the connection up: a value each time, no exception."""

    def script(client: socket.socket) -> None:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    for _ in range(30):
        assert against(script).print(SLIP, "a") == NotPrinted(PrinterStatus.OFFLINE)
