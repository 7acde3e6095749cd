"""The virtual printer counts what it does not understand, so that a test can insist on none."""

import contextlib
import socket
from collections.abc import Callable
from typing import Any

import pytest

MakeBench = Callable[..., Any]
PAGE = b"\x1bt\x10"


def send(on: Any, data: bytes) -> bytes:
    """Sends raw bytes, gives what came back until the printer hung up."""
    with socket.create_connection(on.printer.address, timeout=3) as line:
        line.sendall(data)
        line.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := line.recv(100):
            answer += piece
    on.rest()
    return answer


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (b"\x1bX", 2),
        (b"\x07", 1),
        (b"\x1bt\x7f", 3),  # no such page
        (PAGE + b"a\x81b", 1),  # no character of this page
        (b"\x1dV\x07", 3),
        (b"\x1d!\x08", 3),
        (b"\x1dr\x09", 3),
        (b"\x1dv0\x07\x01\x00\x01\x00", 8),
        (b"\x1d(k\x03\x001C\x20", 8),
        (b"\x1d(k\x03\x001Q0", 8),  # nothing stored
        (b"\x10\x04\x09", 3),
        (PAGE + b"abc\n\x00", 0),
    ],
)
def test_unknown_bytes_are_counted(bench: MakeBench, data: bytes, count: int) -> None:
    on = bench()
    send(on, data)
    assert on.do("state")["unknown_bytes"] == count


def test_settings_belong_to_the_printer_and_switching_off_resets_them(bench: MakeBench) -> None:
    on = bench()
    send(on, PAGE)
    send(on, b"\xdf\n")
    on.do("off")
    on.do("on")
    send(on, b"\xdf\n")
    assert on.do("printed")["uncut_text"] == "ß\n▀\n"


def test_automatic_status_comes_with_each_change(bench: MakeBench) -> None:
    on = bench()
    with socket.create_connection(on.printer.address, timeout=3) as line:
        line.sendall(b"\x1da\x0e")
        assert line.recv(4) == b"\x10\x00\x00\x00"
        on.do("cover_open")
        assert line.recv(4) == b"\x38\x00\x00\x00"
        on.do("cover_closed")
        assert line.recv(4) == b"\x10\x00\x00\x00"
        on.do("paper_out")
        assert line.recv(4) == b"\x18\x00\x0f\x00"


def test_barrier_is_withheld_while_the_cover_is_open_and_comes_when_it_is_shut(bench: MakeBench) -> None:
    on = bench()
    on.do("cover_open")
    with socket.create_connection(on.printer.address, timeout=0.3) as line:
        line.sendall(b"\x1dr\x01")
        with pytest.raises(TimeoutError):
            line.recv(1)
        on.do("cover_closed")
        assert line.recv(1) == b"\x00"


def test_full_buffer_stops_reading_until_paper_is_back(bench: MakeBench) -> None:
    on = bench(buffer_bytes=1024)
    on.do("paper_out")
    line = socket.create_connection(on.printer.address, timeout=3)
    line.setblocking(False)
    flood = PAGE + b"x" * 40 + b"\n"
    sent = 0
    with contextlib.suppress(BlockingIOError):
        while sent < 10_000_000:
            sent += line.send(flood)
    assert sent < 10_000_000
    assert on.do("state")["waiting_bytes"] <= 1024
    assert on.do("state")["received_bytes"] < sent
    line.close()
