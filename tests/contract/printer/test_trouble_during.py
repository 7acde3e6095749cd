"""During the job: the outcome says only what was observed, and no slip comes out later in front of somebody else."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from devices.printer import Document, NotPrinted, Paragraph, Printed, PrinterStatus, Unknown

MakeBench = Callable[..., Any]

COVER = PrinterStatus.COVER_OPEN
DRAWN = "Ħalaș, Nguyễn, Ḥusain"
"""In no code page of any printer: sent as dots, so that the document is long."""


@pytest.mark.parametrize(
    ("situation", "arguments", "back", "status"),
    [
        ("cover_open", {"after_bytes": 200}, "cover_closed", PrinterStatus.COVER_OPEN),
        ("paper_out", {"after_mm": 30}, "paper_in", PrinterStatus.NO_PAPER),
    ],
)
def test_trouble_during_is_told_at_once_and_nothing_follows(
    bench: MakeBench, ticket: Document, situation: str, arguments: dict[str, int], back: str, status: PrinterStatus
) -> None:
    on = bench()
    on.do(situation, **arguments)
    started = time.monotonic()
    assert on.driver.print(ticket, "a") == Unknown(status, cleared=True)
    assert time.monotonic() - started < 1.5
    assert on.do("state")["waiting_bytes"] == 0
    on.do(back)
    on.rest()
    assert on.slips() == []
    assert on.driver.print(ticket, "b") == Printed()
    remains, whole = on.slips()
    assert "Stadt Mayen" in remains
    assert "Wartestand" not in remains
    assert whole.splitlines()[0] == "Stadt Mayen"
    assert whole.splitlines()[-1] == "Wartestand auf dem Handy"
    assert on.do("state")["unknown_bytes"] == 0


def test_key_that_was_sent_is_never_sent_again(bench: MakeBench, ticket: Document) -> None:
    on = bench()
    assert on.driver.print(ticket, "a") == Printed()
    on.do("cover_open", after_bytes=200)
    assert on.driver.print(ticket, "b") == Unknown(COVER, cleared=True)
    on.do("cover_closed")
    received = on.do("state")["received_bytes"]
    assert on.driver.print(ticket, "a") == Printed()
    assert on.driver.print(ticket, "b") == Unknown(COVER, cleared=True)
    assert on.do("state")["received_bytes"] == received
    assert len(on.slips()) == 1


def test_switched_off_during_the_job(bench: MakeBench, ticket: Document) -> None:
    on = bench()
    on.do("off", after_bytes=200)
    started = time.monotonic()
    assert on.driver.print(ticket, "a") == Unknown(PrinterStatus.OFFLINE)
    assert time.monotonic() - started < 1.5
    on.do("on")
    assert on.driver.print(ticket, "b") == Printed()
    assert len(on.slips()) == 2  # what hung out of the printer, cut off first, and the new one
    assert on.do("state")["unknown_bytes"] == 0


def test_printer_that_prints_but_never_confirms_is_unknown(bench: MakeBench, ticket: Document) -> None:
    on = bench()
    on.printer.machine.later("bytes", 100, lambda: on.printer.machine.mute(muted=True))
    assert on.driver.print(ticket, "a") == Unknown(PrinterStatus.OFFLINE)
    on.do("unmute")
    assert on.driver.print(ticket, "b") == Printed()


def test_slow_printer_is_waited_for(bench: MakeBench, ticket: Document) -> None:
    on = bench()
    on.do("slow", mm_per_s=150)
    assert on.driver.print(ticket, "a") == Printed()
    assert on.facts()["cut_monotonic"] - on.facts()["first_dot_monotonic"] > 0.5


def test_printer_that_is_too_slow_is_told_to_stop(bench: MakeBench, ticket: Document) -> None:
    on = bench()
    on.do("slow", mm_per_s=20)
    assert on.driver.print(ticket, "a") == Unknown(PrinterStatus.READY, cleared=True)
    on.do("normal_speed")
    on.rest()
    assert on.slips() == []


def test_model_that_cannot_clear_prints_after_the_refill_and_its_late_barrier_confirms_nothing(
    bench: MakeBench, ticket: Document
) -> None:
    on = bench(clears=False)
    on.do("paper_out", after_mm=30)
    assert on.driver.print(ticket, "a") == Unknown(PrinterStatus.NO_PAPER, cleared=False)
    on.do("slow", mm_per_s=400)
    on.do("paper_in")  # the old slip comes out now; its barrier is answered into the next connection
    on.printer.machine.later("mm", 150, lambda: on.printer.machine.cover(is_open=True))
    assert on.driver.print(ticket, "b") == Unknown(COVER, cleared=False)
    assert on.slips()[0].splitlines()[-1] == "Wartestand auf dem Handy"
    assert len(on.slips()) < 3


def test_job_behind_an_unfinished_one_waits_for_its_turn_or_is_not_sent(bench: MakeBench, ticket: Document) -> None:
    on = bench(clears=False)
    on.do("paper_out", after_mm=30)
    assert on.driver.print(ticket, "a") == Unknown(PrinterStatus.NO_PAPER, cleared=False)
    on.do("slow", mm_per_s=10)
    on.do("paper_in")
    assert on.driver.print(ticket, "b") == NotPrinted(PrinterStatus.OFFLINE)
    on.do("normal_speed")
    on.rest()
    assert on.driver.print(ticket, "b") == Printed()
    assert on.slips()[0] == on.slips()[-1]


def test_defect_13_long_document_arrives_whole_through_a_small_buffer(bench: MakeBench) -> None:
    on = bench(buffer_bytes=4096)
    document = Document("test_page", tuple(Paragraph(f"Zeile {n}: {DRAWN}") for n in range(30)))
    assert on.driver.print(document, "a") == Printed()
    facts = on.facts()
    assert facts["bytes"] > 20_000
    assert facts["unknown_bytes"] == 0


def test_defect_12_torn_off_document_does_not_choke_the_printer(bench: MakeBench, ticket: Document) -> None:
    on = bench(buffer_bytes=4096)
    document = Document("test_page", tuple(Paragraph(f"Zeile {n}: {DRAWN}") for n in range(60)))
    on.do("paper_out", after_mm=12)
    outcome = on.driver.print(document, "a")
    assert isinstance(outcome, Unknown)
    assert not outcome.cleared
    on.do("paper_in")
    on.until(lambda: on.driver.status() is PrinterStatus.READY)
    on.rest()
    assert on.driver.print(ticket, "b") == Printed()
    assert on.slips()[-1].splitlines()[0] == "Stadt Mayen"
    assert on.slips()[-1].splitlines()[-1] == "Wartestand auf dem Handy"


@pytest.mark.parametrize("situation", ["cover_open", "off"])
@pytest.mark.parametrize("after", range(10, 390, 38))
def test_printed_is_only_said_of_a_slip_that_lies_there(
    bench: MakeBench, ticket: Document, situation: str, after: int
) -> None:
    on = bench()
    on.do(situation, after_bytes=after)
    outcome = on.driver.print(ticket, "a")
    lay_there = any("Wartestand" in slip for slip in on.slips())
    assert lay_there or isinstance(outcome, Unknown)
    on.do("cover_closed")
    on.do("on")
    assert on.driver.print(ticket, "b") == Printed()  # and nothing of the first one comes out with it
    assert sum("Wartestand" in slip for slip in on.slips()) == 1 + lay_there


def test_two_jobs_are_two_slips(bench: MakeBench, ticket: Document) -> None:
    on = bench()
    assert [on.driver.print(ticket, key) for key in ("a", "b")] == [Printed(), Printed()]
    first, second = on.slips()
    assert first == second
    assert (on.out / "01.bin").read_bytes() != b""
    assert on.do("state")["slips"] == 2
