"""What carries the bytes: TCP with one, refused or several clients, back-pressure, and a serial line on a pty."""

import contextlib
import os
import select
import socket
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from devices.control import ControlClient
from devices.printer.virtual import MODELS, SerialPrinter, VirtualPrinter
from devices.printer.virtual.situations import Situations

ROOT = Path(__file__).parents[4]
STATUS = b"\x10\x04\x01"
CUT = b"\x1dVB\x00"
BARRIER = b"\x1dr\x01"


def until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[Callable[..., VirtualPrinter]]:
    """Makes printers on loopback, with very fast paper."""
    made: list[VirtualPrinter] = []

    def make(model: str = "plain", **built: Any) -> VirtualPrinter:
        settings = replace(MODELS[model], **{"mm_per_s": 1e6, "cut_s": 0.0, **built})
        made.append(VirtualPrinter("127.0.0.1", 0, tmp_path / f"paper{len(made)}", settings))
        made[-1].start()
        return made[-1]

    yield make
    for each in made:
        each.stop()


def connected(to: VirtualPrinter) -> socket.socket:
    line = socket.create_connection(to.address, timeout=5)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


def asked(line: socket.socket, question: bytes = STATUS) -> bytes:
    line.sendall(question)
    return line.recv(16)


def test_second_client_waits_for_its_turn(printer: Callable[..., VirtualPrinter]) -> None:
    on = printer(clients="one")
    with connected(on) as first, connected(on) as second:
        assert asked(first) == b"\x12"
        second.sendall(STATUS)
        assert not select.select([second], [], [], 0.2)[0]
        first.close()
        assert second.recv(1) == b"\x12"


def test_second_client_is_hung_up_on(printer: Callable[..., VirtualPrinter]) -> None:
    on = printer(clients="refuse")
    with connected(on) as first, connected(on) as second:
        assert asked(first) == b"\x12"
        with contextlib.suppress(ConnectionResetError):
            assert second.recv(1) == b""
        assert asked(first) == b"\x12"
        first.close()
        until(lambda: on.clients == 0)
        with connected(on) as third:
            assert asked(third) == b"\x12"


def test_several_ask_and_one_prints_at_a_time(printer: Callable[..., VirtualPrinter], tmp_path: Path) -> None:
    on = printer(clients="several")
    with connected(on) as first, connected(on) as second:
        first.sendall(b"erste ")
        until(lambda: on.machine.state()["received_bytes"] == 6)
        assert asked(second) == b"\x12"
        second.sendall(b"zweite\n" + CUT + BARRIER)
        assert not select.select([second], [], [], 0.2)[0]
        assert asked(first, b"Zeile\n" + CUT + BARRIER) == b"\x00"
        first.close()
        assert second.recv(1) == b"\x00"
    texts = [path.read_text() for path in sorted((tmp_path / "paper0").glob("*.txt"))]
    assert texts == ["erste Zeile\n", "zweite\n"]


def test_silent_client_makes_room(printer: Callable[..., VirtualPrinter]) -> None:
    on = printer(clients="several")
    with connected(on) as first, connected(on) as second:
        assert asked(first, b"x\n" + BARRIER) == b"\x00"
        assert asked(second, b"y\n" + BARRIER) == b"\x00"


def test_reports_reach_everybody(printer: Callable[..., VirtualPrinter]) -> None:
    on = printer(clients="several")
    with connected(on) as first, connected(on) as second:
        assert asked(first, b"\x1da\x0e") == b"\x10\x00\x00\x00"
        assert asked(second) == b"\x12"
        on.machine.cover(is_open=True)
        assert first.recv(4) == second.recv(4) == b"\x38\x00\x00\x00"


def test_half_command_of_one_client_swallows_the_question_of_the_next(printer: Callable[..., VirtualPrinter]) -> None:
    on = printer(clients="several")
    with connected(on) as first:
        first.sendall(b"\x1d(k\x03\x00")
        until(lambda: on.machine.state()["pending_bytes"] == 5)
    until(lambda: on.clients == 0)
    with connected(on) as second:
        second.sendall(STATUS)
        assert not select.select([second], [], [], 0.2)[0]
        assert asked(second) == b"\x12"


def test_slow_line_and_half_open(printer: Callable[..., VirtualPrinter]) -> None:
    on = printer()
    do = Situations(on)
    do({"do": "slow_line", "bytes_per_s": 200})
    with connected(on) as line:
        started = time.monotonic()
        assert asked(line, b"x" * 100 + b"\n" + BARRIER) == b"\x00"
        assert time.monotonic() - started > 0.3
        do({"do": "normal_line"})
        do({"do": "half_open"})
        time.sleep(0.1)  # what it was about to read when it stopped
        line.sendall(b"y" * 40 + STATUS)
        received = on.machine.state()["received_bytes"]
        assert not select.select([line], [], [], 0.2)[0] or received > 104
        do({"do": "reading"})
        assert line.recv(1) == b"\x12"


def test_client_that_never_reads_does_not_stop_the_printer(printer: Callable[..., VirtualPrinter]) -> None:
    on = printer()
    with connected(on) as deaf:
        deaf.setblocking(False)
        questions = 0
        until_ = time.monotonic() + 0.5
        while time.monotonic() < until_:
            with contextlib.suppress(BlockingIOError):
                questions += deaf.send(STATUS * 300)
        assert questions > 10_000
    until(lambda: on.clients == 0)
    with connected(on) as line:
        assert asked(line, STATUS * 2)[-1:] == b"\x12"  # the first may end a question that was torn off


@pytest.fixture
def serial(tmp_path: Path) -> Iterator[Callable[..., tuple[SerialPrinter, int]]]:
    """Makes printers on a pty, and opens the other end."""
    made: list[tuple[SerialPrinter, int]] = []

    def make(flow: str, **built: Any) -> tuple[SerialPrinter, int]:
        settings = replace(MODELS["plain"], **{"mm_per_s": 1e6, "cut_s": 0.0, **built})
        link = tmp_path / "tty"
        on = SerialPrinter(link, tmp_path / "paper", settings, flow)  # type: ignore[arg-type]
        on.start()
        port = os.open(link, os.O_RDWR | os.O_NOCTTY)
        made.append((on, port))
        return made[-1]

    yield make
    for on, port in made:
        on.stop()
        os.close(port)


def read(port: int, wait_s: float = 5.0) -> bytes:
    return os.read(port, 64) if select.select([port], [], [], wait_s)[0] else b""


def test_serial_line_prints_and_answers(serial: Callable[..., tuple[SerialPrinter, int]], tmp_path: Path) -> None:
    on, port = serial("dtr")
    os.write(port, STATUS + b"\x1bt\x10Gr\xfc\xdfe \x11\x13\n" + CUT + BARRIER)
    answers = b""
    while len(answers) < 2:
        answers += read(port)
    assert answers == b"\x12\x00"
    assert (tmp_path / "paper/01.txt").read_text() == "Grüße \n"
    assert on.machine.state()["unknown_bytes"] == 2  # 8 bits pass, whatever they are
    assert on.listening == f"pty:{tmp_path / 'tty'}"


def test_full_buffer_stands_still_with_dtr(serial: Callable[..., tuple[SerialPrinter, int]]) -> None:
    on, port = serial("dtr", buffer_bytes=1024)
    on.machine.paper("out")
    os.set_blocking(port, False)
    sent, until_ = 0, time.monotonic() + 1
    while time.monotonic() < until_:
        with contextlib.suppress(BlockingIOError):
            sent += os.write(port, b"x\n" * 100)
    assert sent < 200_000
    assert on.machine.state()["waiting_bytes"] <= 1024
    on.machine.paper("ok")
    until(lambda: on.machine.state()["received_bytes"] == sent)


def test_xoff_comes_before_the_buffer_is_full_and_xon_when_there_is_room(
    serial: Callable[..., tuple[SerialPrinter, int]],
) -> None:
    on, port = serial("xonxoff", buffer_bytes=1024)
    on.machine.paper("out")
    sent = 0
    while not select.select([port], [], [], 0.02)[0]:
        sent += os.write(port, b"x\n" * 20)
        assert sent <= 1024
    assert os.read(port, 1) == b"\x13"
    on.machine.paper("ok")
    assert read(port) == b"\x11"
    on.machine.paper("out")
    steered = termios.tcgetattr(port)
    steered[0] |= termios.IXON
    termios.tcsetattr(port, termios.TCSANOW, steered)
    os.set_blocking(port, False)
    stopped = 0
    for _ in range(200):
        with contextlib.suppress(BlockingIOError):
            stopped += os.write(port, b"y\n" * 20)
        time.sleep(0.002)
    assert on.machine.state()["waiting_bytes"] <= 1024
    assert stopped < 200 * 40


@pytest.mark.parametrize("listen", ["127.0.0.1:0", ":0", "pty:{tmp}/tty"])
def test_command_line_with_a_model(tmp_path: Path, listen: str) -> None:
    control = tmp_path / "control.sock"
    command = [sys.executable, "-m", "devices.printer.virtual", "--listen", listen.format(tmp=tmp_path)]
    command += ["--control", str(control), "--out", str(tmp_path / "paper"), "--profile", "paper-58", "--cut-s", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said.startswith("listening pty:" if "pty" in listen else "listening 127.0.0.1:")
        client = ControlClient(control, patience_s=5)
        assert client.do("state")["model"] == "paper-58"
        assert client.do("printed")["uncut_text"] == ""
        client.close()
        process.terminate()
    assert process.returncode == 0
    assert not (tmp_path / "tty").is_symlink()


@pytest.mark.parametrize(
    "arguments", [["--listen", "nowhere"], ["--listen", "127.0.0.1:0", "--profile", "x"], ["--buffer", "1"]]
)
def test_wrong_command_line_says_what_to_write(tmp_path: Path, arguments: list[str]) -> None:
    command = [
        sys.executable,
        "-m",
        "devices.printer.virtual",
        "--control",
        str(tmp_path / "c"),
        "--out",
        str(tmp_path),
    ]
    ended = subprocess.run([*command, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "usage:" in ended.stderr
