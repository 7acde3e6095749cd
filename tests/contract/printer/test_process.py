"""The virtual printer as a process of its own, over its command line and its control socket."""

import queue
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from devices.control import ControlClient, ControlError
from devices.printer import (
    Document,
    EscposPrinter,
    FontFiles,
    NotPrinted,
    Printed,
    PrinterOwner,
    PrinterStatus,
    PrintJob,
    PrintOutcome,
    open_printer,
)

ROOT = Path(__file__).parents[3]


@dataclass
class Running:
    """The process, its control connection, and a driver for it with the limits of a real terminal."""

    control: ControlClient
    driver: EscposPrinter
    address: str
    out: Path


@pytest.fixture
def running(tmp_path: Path, fonts: FontFiles) -> Iterator[Running]:
    socket, out = tmp_path / "control.sock", tmp_path / "paper"
    command = [sys.executable, "-m", "devices.printer.virtual", "--listen", "127.0.0.1:0"]
    command += ["--control", str(socket), "--out", str(out)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        match = re.fullmatch(r"listening (127\.0\.0\.1:\d+)\n", line)
        assert match, line
        control = ControlClient(socket, patience_s=5)
        yield Running(control, open_printer(f"tcp://{match[1]}", fonts=fonts), match[1], out)
        control.close()
    finally:
        process.terminate()
        assert process.wait(10) == 0
        assert not socket.exists()


def test_ticket_at_real_speed_starts_within_the_budget(running: Running, ticket: Document) -> None:
    running.driver.prepare()
    tapped = time.monotonic()
    assert running.driver.print(ticket, "a") == Printed()
    assert time.monotonic() - tapped < 2.5
    state = running.control.do("state")
    assert (state["slips"], state["unknown_bytes"], state["listening"]) == (1, 0, running.address)
    first_dot = float(re.findall(r'"first_dot_monotonic": ([\d.]+)', (running.out / "01.json").read_text())[0])
    assert 0 < first_dot - tapped < 10


def test_situations_over_the_control_socket(running: Running, ticket: Document) -> None:
    assert running.control.do("cover_open")["cover"] == "open"
    assert running.driver.print(ticket, "a") == NotPrinted(PrinterStatus.COVER_OPEN)
    assert running.control.do("cover_closed")["cover"] == "closed"
    off = running.control.do("off")
    assert (off["power"], off["listening"]) == ("off", None)
    assert running.driver.status() is PrinterStatus.OFFLINE
    assert running.control.do("on")["listening"] == running.address
    assert running.driver.status() is PrinterStatus.READY
    for wrong in ({"situation": "fly"}, {"situation": "slow", "mm_per_s": -1}, {"situation": "stale", "hex": "xx"}):
        with pytest.raises(ControlError):
            running.control.do(**wrong)  # type: ignore[arg-type]


def test_owner_reports_what_happens_to_the_printer(running: Running, ticket: Document) -> None:
    heard: queue.Queue[PrinterStatus] = queue.Queue()
    done: queue.Queue[PrintOutcome] = queue.Queue()
    owner = PrinterOwner(running.driver, heard.put, interval_s=0.05, prepare=running.driver.prepare)
    owner.start()
    assert heard.get(timeout=20) is PrinterStatus.READY
    running.control.do("paper_low")
    assert heard.get(timeout=20) is PrinterStatus.PAPER_LOW
    owner.submit(PrintJob(ticket, "a", done.put))
    assert done.get(timeout=20) == Printed()
    running.control.do("off")
    assert heard.get(timeout=20) is PrinterStatus.OFFLINE
    owner.stop()


def test_port_in_use_is_said_and_ends_with_3(running: Running, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "devices.printer.virtual", "--listen", running.address]
    command += ["--control", str(tmp_path / "second.sock"), "--out", str(tmp_path / "second")]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == 3
    assert "in use" in ended.stderr
