"""Before the job: what the driver sees is what stands there, and nothing is sent to a printer that cannot print."""

import socket
import time
from collections.abc import Callable
from typing import Any

import pytest

from devices.printer import Document, FontFiles, Limits, NotPrinted, Printed, PrinterStatus, open_printer

MakeBench = Callable[..., Any]


def test_ready_printer_prints_once(bench: MakeBench, ticket: Document) -> None:
    on = bench()
    assert on.driver.status() is PrinterStatus.READY
    assert on.driver.print(ticket, "a") == Printed()
    assert len(on.slips()) == 1
    assert on.do("state")["unknown_bytes"] == 0
    assert on.facts()["unknown_bytes"] == 0


def test_low_paper_still_prints(bench: MakeBench, ticket: Document) -> None:
    on = bench()
    on.do("paper_low")
    assert on.driver.status() is PrinterStatus.PAPER_LOW
    assert on.driver.print(ticket, "a") == Printed()


@pytest.mark.parametrize(
    ("situation", "back", "status"),
    [
        ("cover_open", "cover_closed", PrinterStatus.COVER_OPEN),
        ("paper_out", "paper_in", PrinterStatus.NO_PAPER),
        ("off", "on", PrinterStatus.OFFLINE),
        ("mute", "unmute", PrinterStatus.OFFLINE),
    ],
)
def test_trouble_before_is_not_printed_and_the_same_key_prints_later(
    bench: MakeBench, ticket: Document, situation: str, back: str, status: PrinterStatus
) -> None:
    on = bench()
    on.do(situation)
    started = time.monotonic()
    assert on.driver.status() is status
    assert on.driver.print(ticket, "a") == NotPrinted(status)
    assert time.monotonic() - started < 1.5
    assert on.do("state")["jobs"] == 0
    on.do(back)
    assert on.driver.status() is PrinterStatus.READY
    assert on.driver.print(ticket, "a") == Printed()
    assert len(on.slips()) == 1


def test_peer_that_accepts_and_says_nothing_is_offline_within_the_deadline(fonts: FontFiles, ticket: Document) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        driver = open_printer(f"tcp://127.0.0.1:{silent.getsockname()[1]}", fonts=fonts)
        started = time.monotonic()
        assert driver.print(ticket, "a") == NotPrinted(PrinterStatus.OFFLINE)
        assert time.monotonic() - started < 2.5


@pytest.mark.parametrize("stale", ["10000000", "12121212", "00", "372500", "38000000", "5f5400", "0000121012"])
def test_defect_11_stale_bytes_are_no_answer(bench: MakeBench, ticket: Document, stale: str) -> None:
    on = bench(limits=Limits(settle_s=0.1))
    on.do("cover_open")
    on.do("stale", hex=stale)
    assert on.driver.status() is PrinterStatus.COVER_OPEN
    on.do("cover_closed")
    on.do("stale", hex=stale)
    assert on.driver.print(ticket, "a") == Printed()
    assert len(on.slips()) == 1


def test_defect_10_a_failed_connection_spoils_nothing(bench: MakeBench, ticket: Document) -> None:
    on = bench()
    on.do("off")
    for _ in range(3):
        assert on.driver.status() is PrinterStatus.OFFLINE
    on.do("on")
    assert on.driver.print(ticket, "a") == Printed()
