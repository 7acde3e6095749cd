"""The journal and the driver: nothing leaves before it is written down, nothing is ever sent twice."""

import hashlib
import logging
import socket
from collections.abc import Callable
from typing import Any

import pytest

from devices.printer import (
    Document,
    FontFiles,
    Heading,
    JournalError,
    LeftOver,
    MemoryJournal,
    NotPrinted,
    Printed,
    PrinterStatus,
    PrintOutcome,
    Qr,
    Unknown,
    open_printer,
    profile_of,
)
from devices.printer.typesetter import EscposTypesetter
from tests.contract.printer.conftest import QUICK

MakeBench = Callable[..., Any]

EVERY_CALL = ("begin", "claimed", "sent", "ended", "left_over")


class Written(MemoryJournal):
    """Remembers the order of calls, and what the printer had received at each."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []
        self.received: list[int] = []
        self.digest, self.size = b"", 0
        self.look: Callable[[], int] = lambda: 0
        self.broken: tuple[str, ...] = ()

    def begin(self, key: str, kind: str) -> PrintOutcome | None:
        self._note("begin")
        return super().begin(key, kind)

    def claimed(self, key: str, digest: bytes, size: int) -> None:
        self._note("claimed")
        self.digest, self.size = digest, size
        super().claimed(key, digest, size)

    def sent(self, key: str) -> None:
        self._note("sent")
        super().sent(key)

    def ended(self, key: str, outcome: PrintOutcome) -> None:
        self._note(f"ended {type(outcome).__name__}")
        super().ended(key, outcome)

    def left_over(self) -> LeftOver | None:
        self._note("left_over")
        return super().left_over()

    def _note(self, call: str) -> None:
        self.calls.append(call)
        self.received.append(self.look())
        if call.split(maxsplit=1)[0] in self.broken:
            raise JournalError("no space left")


def benched(bench: MakeBench, journal: Written) -> Any:
    on = bench(journal=journal)
    journal.look = lambda: int(on.do("state")["jobs"])
    return on


def test_order_of_a_good_job(bench: MakeBench, ticket: Document) -> None:
    journal = Written()
    on = benched(bench, journal)
    assert on.driver.print(ticket, "a") == Printed()
    assert journal.calls == ["left_over", "begin", "claimed", "sent", "ended Printed"]
    assert journal.received[:3] == [0, 0, 0]  # claimed before the printer had anything of it
    assert journal.size >= on.facts()["bytes"]  # and lock, number and barrier
    assert len(journal.digest) == hashlib.sha256().digest_size


def test_order_of_jobs_that_fail(bench: MakeBench, ticket: Document) -> None:
    journal = Written()
    on = benched(bench, journal)
    journal.calls.clear()
    on.do("cover_open")
    assert on.driver.print(ticket, "a") == NotPrinted(PrinterStatus.COVER_OPEN)
    assert journal.calls == ["begin", "ended NotPrinted"]
    on.do("cover_closed")
    on.do("cover_open", after_bytes=200)
    journal.calls.clear()
    assert isinstance(on.driver.print(ticket, "a"), Unknown)
    assert journal.calls in (
        ["begin", "claimed", "sent", "ended Unknown"],
        ["begin", "claimed", "ended Unknown"],  # where the buffer filled up first
    )


def test_document_that_cannot_be_laid_out_frees_its_key(bench: MakeBench, ticket: Document) -> None:
    journal = Written()
    on = benched(bench, journal)
    with pytest.raises(ValueError, match="QR"):
        on.driver.print(Document("test_page", (Qr("x" * 2900),)), "a")
    assert journal.calls == ["left_over", "begin", "ended NotPrinted"]
    assert on.driver.print(ticket, "a") == Printed()


def test_job_that_was_interrupted_in_the_last_run_is_not_sent(bench: MakeBench, ticket: Document) -> None:
    journal = MemoryJournal()
    journal.begin("a", "queue_ticket")
    journal.claimed("a", b"", 1)  # and then the power went
    on = bench(journal=journal)
    assert on.driver.print(ticket, "a") == Unknown(PrinterStatus.OFFLINE)
    assert on.do("state")["jobs"] == 0


def test_second_run_on_the_same_journal_prints_nothing_twice(bench: MakeBench, ticket: Document) -> None:
    journal = MemoryJournal()
    first = bench(journal=journal)
    assert first.driver.print(ticket, "a") == Printed()
    second = bench(journal=journal)
    assert second.driver.print(ticket, "a") == Printed()
    assert second.do("state")["jobs"] == 0


@pytest.mark.parametrize(
    "broken", [("begin",), ("claimed",), ("sent",), ("ended",), ("begin", "claimed", "sent", "ended")]
)
def test_full_disk_stops_no_paper_and_prints_nothing_twice(
    bench: MakeBench, ticket: Document, broken: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    journal = Written()
    journal.broken = broken
    on = bench(journal=journal)
    for _ in range(3):
        assert on.driver.print(ticket, "a") == Printed()
    assert on.driver.print(ticket, "b") == Printed()
    assert len(on.slips()) == 2
    journal.broken = ()
    assert on.driver.print(Document("test_page", (Heading("c"),)), "c") == Printed()
    said = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert said
    if len(broken) > 1:
        assert said == ["print journal fails, paper goes on: no space left"]


@pytest.mark.parametrize("killed_after", [40, 300, 5000, 9000])
@pytest.mark.parametrize("how", ["claimed", "ended"])
def test_next_run_cuts_off_what_a_killed_one_left(
    bench: MakeBench, ticket: Document, fonts: FontFiles, how: str, killed_after: int
) -> None:
    """A run that was killed in the middle of text or picture: its remains are on a strip of their own."""
    journal = MemoryJournal()
    on = bench(journal=journal, profile="generic-80", clears=False)
    whole = EscposTypesetter(fonts).sheet(ticket, profile_of("generic-80"), cut_first=False).blob
    left = whole[:killed_after]
    journal.begin("killed", "queue_ticket")
    journal.claimed("killed", b"", len(whole))
    if how == "ended":
        journal.ended("killed", Unknown(PrinterStatus.OFFLINE))
    with socket.create_connection(on.printer.address) as wire:
        wire.sendall(left)
    on.rest()
    url = f"tcp://{on.printer.listening}"
    again = open_printer(url, fonts=fonts, limits=QUICK, profile="generic-80", journal=journal)
    outcomes = [again.print(Document("test_page", (Heading("Andere Person"),)), f"b{n}") for n in range(3)]
    assert outcomes[-1] == Printed()
    slips = [slip for slip in on.slips() if "Andere Person" in slip]
    assert slips
    assert all(slip.split() == ["Andere", "Person"] for slip in slips)


def test_next_run_cuts_first_where_the_journal_cannot_be_read(bench: MakeBench, ticket: Document) -> None:
    journal = Written()
    journal.broken = ("left_over",)
    on = bench(journal=journal)
    assert on.driver.print(ticket, "a") == Printed()
    assert on.facts()["cuts"] == 1
    assert len(on.slips()) == 2, "a strip of paper, then the slip"
