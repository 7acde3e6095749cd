"""Every situation on every wire that runs here: same driver, same printer, same words."""

import queue
from collections.abc import Callable
from typing import Any

import pytest

from devices.printer import Document, NotPrinted, Paragraph, Printed, PrinterOwner, PrinterStatus, PrintJob, Unknown
from devices.printer.api import PrintOutcome

MakeBench = Callable[..., Any]

WIRES = ["tcp", "serial", "serial-xonxoff", "usb-lp", "usb"]
DRAWN = "Ħalaș, Nguyễn, Ḥusain"
"""In no code page of any printer: sent as dots, so that the document is long."""

BEFORE = [
    ("cover_open", "cover_closed", PrinterStatus.COVER_OPEN),
    ("paper_out", "paper_in", PrinterStatus.NO_PAPER),
    ("off", "on", PrinterStatus.OFFLINE),
    ("mute", "unmute", PrinterStatus.OFFLINE),
    ("hot", "cool", PrinterStatus.TOO_HOT),
    ("offline", "online", PrinterStatus.BUSY),
]


@pytest.fixture(params=WIRES)
def wire(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_ready_printer_prints_once(bench: MakeBench, wire: str, ticket: Document) -> None:
    on = bench(wire=wire)
    assert on.driver.status() is PrinterStatus.READY
    assert on.driver.print(ticket, "a") == Printed()
    assert on.driver.print(ticket, "a") == Printed()
    [slip] = on.slips()
    assert slip.splitlines()[-1] == "Wartestand auf dem Handy"
    assert on.do("state")["unknown_bytes"] == 0


def test_low_paper_still_prints(bench: MakeBench, wire: str, ticket: Document) -> None:
    on = bench(wire=wire)
    on.do("paper_low")
    assert on.driver.status() is PrinterStatus.PAPER_LOW
    assert on.driver.print(ticket, "a") == Printed()


@pytest.mark.parametrize(("situation", "back", "status"), BEFORE)
def test_trouble_before_sends_nothing_and_the_same_key_prints_later(
    bench: MakeBench, wire: str, ticket: Document, situation: str, back: str, status: PrinterStatus
) -> None:
    on = bench(wire=wire)
    on.do(situation)
    assert on.driver.status() is status
    assert on.driver.print(ticket, "a") == NotPrinted(status)
    assert on.do("state")["jobs"] == 0
    on.do(back)
    assert on.driver.status() is PrinterStatus.READY
    assert on.driver.print(ticket, "a") == Printed()
    assert len(on.slips()) == 1


def test_broken_printer_stays_broken_until_it_is_switched(bench: MakeBench, wire: str, ticket: Document) -> None:
    on = bench(wire=wire)
    on.do("broken")
    assert on.driver.print(ticket, "a") == NotPrinted(PrinterStatus.ERROR)
    on.do("off")
    on.do("on")
    assert on.driver.print(ticket, "a") == Printed()


@pytest.mark.parametrize(
    ("situation", "arguments", "back", "status"),
    [
        ("cover_open", {"after_bytes": 200}, "cover_closed", PrinterStatus.COVER_OPEN),
        ("paper_out", {"after_mm": 30}, "paper_in", PrinterStatus.NO_PAPER),
        ("broken", {"after_bytes": 200}, "", PrinterStatus.ERROR),
    ],
)
def test_trouble_during_is_unknown_and_the_rest_never_comes(
    bench: MakeBench,
    wire: str,
    ticket: Document,
    situation: str,
    arguments: dict[str, int],
    back: str,
    status: PrinterStatus,
) -> None:
    on = bench(wire=wire)
    on.do(situation, **arguments)
    assert on.driver.print(ticket, "a") == Unknown(status, cleared=True)
    assert on.driver.print(ticket, "a") == Unknown(status, cleared=True)
    for step in [back] if back else ["off", "on"]:
        on.do(step)
    assert on.driver.print(ticket, "b") == Printed()
    assert sum("Wartestand" in slip for slip in on.slips()) == 1


def test_switched_off_during_the_job(bench: MakeBench, wire: str, ticket: Document) -> None:
    on = bench(wire=wire)
    on.do("off", after_bytes=200)
    assert isinstance(on.driver.print(ticket, "a"), Unknown)
    on.do("on")
    assert on.driver.print(ticket, "b") == Printed()
    assert sum("Wartestand" in slip for slip in on.slips()) == 1


def test_jammed_knife_is_told_and_ended_by_command_when_it_is_free(
    bench: MakeBench, wire: str, ticket: Document
) -> None:
    on = bench(wire=wire)
    on.do("jam")
    assert on.driver.print(ticket, "a") == Unknown(PrinterStatus.CUTTER_JAM, cleared=True)
    assert on.driver.status() is PrinterStatus.CUTTER_JAM
    assert on.driver.print(ticket, "b") == NotPrinted(PrinterStatus.CUTTER_JAM)
    on.do("repair")
    assert on.driver.status() is PrinterStatus.READY
    assert on.driver.print(ticket, "b") == Printed()


def test_long_document_arrives_whole_through_a_small_buffer(bench: MakeBench, wire: str) -> None:
    on = bench(wire=wire)
    document = Document("test_page", tuple(Paragraph(f"Zeile {n}: {DRAWN}") for n in range(20)))
    assert on.driver.print(document, "a") == Printed()
    assert on.facts()["bytes"] > 20_000
    assert on.do("state")["unknown_bytes"] == 0


@pytest.mark.parametrize("stale", ["10000000", "12121212", "00", "372500", "38000000", "5f5400", "37223030303000"])
def test_stale_bytes_are_no_answer(bench: MakeBench, wire: str, ticket: Document, stale: str) -> None:
    on = bench(wire=wire)
    on.do("cover_open")
    on.do("stale", hex=stale)
    assert on.driver.status() is PrinterStatus.COVER_OPEN
    on.do("cover_closed")
    on.do("stale", hex=stale)
    assert on.driver.print(ticket, "a") == Printed()
    assert len(on.slips()) == 1


def test_owner_hears_each_change_once_and_prints_meanwhile(bench: MakeBench, wire: str, ticket: Document) -> None:
    """On a held connection the printer says it by itself; on a shared one it is looked at."""
    on = bench(wire=wire)
    heard: list[PrinterStatus] = []
    polled = wire in ("tcp", "usb")
    owner = PrinterOwner(
        on.driver,
        heard.append,
        interval_s=0.05 if polled else 3600.0,
        trouble_s=0.05 if polled else 3600.0,
        watch=on.driver.watch,
        close=on.driver.close,
    )
    owner.start()
    try:
        on.until(lambda: heard == [PrinterStatus.READY])
        on.do("cover_open")
        on.until(lambda: heard == [PrinterStatus.READY, PrinterStatus.COVER_OPEN])
        on.do("cover_closed")
        on.until(lambda: heard == [PrinterStatus.READY, PrinterStatus.COVER_OPEN, PrinterStatus.READY])
        outcomes: queue.Queue[PrintOutcome] = queue.Queue()
        owner.submit(PrintJob(ticket, "a", outcomes.put))
        assert outcomes.get(timeout=5) == Printed()
        on.do("paper_low")
        on.until(lambda: heard[-1] is PrinterStatus.PAPER_LOW)
        assert len(heard) == 4
    finally:
        owner.stop()
