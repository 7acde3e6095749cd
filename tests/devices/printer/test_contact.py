"""Deadlines and words of a conversation, against a printer of which every answer and every delay is written down."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from devices.printer import Document, FontFiles, Limits, NotPrinted, Paragraph, Printed, PrinterStatus, Unknown
from devices.printer.driver import EscposPrinter
from devices.printer.link import Moved, NoLink
from devices.printer.profiles import profile_of
from devices.printer.status import BARRIER, LOCK_FEED, RECOVER
from devices.printer.typesetter import EscposTypesetter

SLIP = Document("test_page", (Paragraph("kurz"),))
LIMITS = Limits()
FINE = b"\x12"

Answer = Callable[[bytes], bytes]


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Scripted:
    """Line and link in one. Nothing takes time but waiting for what does not come, and connecting.

    Attributes:
        answer: bytes from us -> what the printer says to them.
        connect_s: how long it takes; more than it is given means nobody answers.
    """

    clock: Clock
    answer: Answer
    connect_s: float = 0.0
    shared: bool = True
    bytes_per_s: float = math.inf
    got: list[bytes] = field(default_factory=list)
    waiting: bytes = b""
    opened: int = 0

    def open(self, timeout_s: float) -> "Scripted | NoLink":
        self.clock.now += min(timeout_s, self.connect_s)
        self.opened += 1
        return NoLink("nobody") if self.connect_s > timeout_s else self

    def pump(self, outgoing: bytes | memoryview, wait_s: float) -> Moved:
        if len(outgoing):
            self.got.append(bytes(outgoing))
            self.waiting += self.answer(bytes(outgoing))
        if not self.waiting and not len(outgoing):
            self.clock.now += wait_s
        said, self.waiting = self.waiting, b""
        return Moved(len(outgoing), said, open=True)

    def close(self, drain_s: float) -> None:
        self.clock.now += drain_s  # it never hangs up either

    def abort(self) -> None:
        pass

    def fileno(self) -> int | None:
        return None


def well(sent: bytes) -> bytes:
    """A printer that is fine and knows nothing but status and barrier."""
    if sent.startswith(b"\x10\x04"):
        return FINE
    return b"\x00" if sent.endswith(BARRIER) else b""


def driver(line: Scripted, fonts: FontFiles, profile: str = "generic-80", *, asks: bool = False) -> EscposPrinter:
    return EscposPrinter(line, profile_of(profile), EscposTypesetter(fonts), LIMITS, asks=asks, clock=line.clock)


def silent(_: bytes) -> bytes:
    return b""


def halting() -> Answer:
    """Answers three questions, then no more."""
    left = [3]

    def answer(sent: bytes) -> bytes:
        left[0] -= sent.startswith(b"\x10\x04")
        return FINE if left[0] >= 0 and sent.startswith(b"\x10\x04") else b""

    return answer


@pytest.mark.parametrize(
    ("answer", "connect_s"),
    [
        (well, 60.0),
        (silent, 0.0),
        (silent, 1.1),
        (halting(), 1.0),
        (lambda _: b"\x11", 0.0),
    ],
    ids=["no connection", "silent", "slow and silent", "stops answering", "noise"],
)
@pytest.mark.parametrize("asks", [False, True])
def test_not_ready_is_known_within_one_and_a_half_seconds(
    answer: Answer, connect_s: float, fonts: FontFiles, *, asks: bool
) -> None:
    line = Scripted(Clock(), answer, connect_s)
    printer = driver(line, fonts, asks=asks)
    for call in (printer.status, lambda: printer.print(SLIP, "a")):
        before = line.clock.now
        assert call() in (PrinterStatus.OFFLINE, NotPrinted(PrinterStatus.OFFLINE))
        assert line.clock.now - before <= 1.5


class Babbling(Scripted):
    """Says something at every moment, whatever it is asked."""

    def pump(self, outgoing: bytes | memoryview, wait_s: float) -> Moved:
        self.clock.now += 0.001
        return Moved(len(outgoing), b"\x00", open=True)


def test_printer_that_never_falls_silent_holds_nobody_up(fonts: FontFiles) -> None:
    line = Babbling(Clock(), silent)
    assert driver(line, fonts).print(SLIP, "a") == NotPrinted(PrinterStatus.OFFLINE)
    assert line.clock.now <= 1.5


def test_why_there_is_no_printer_is_said_once(fonts: FontFiles, caplog: pytest.LogCaptureFixture) -> None:
    line = Scripted(Clock(), silent)
    printer = driver(line, fonts)
    for _ in range(3):
        printer.status()
    line.answer = well
    printer.status()
    line.connect_s = 60.0
    for _ in range(3):
        printer.status()
    said = [record.getMessage() for record in caplog.records]
    assert said == ["the printer does not answer; this model is silent while its cover is open", "nobody"]


def test_torn_job_and_a_dead_printer_after_it_take_no_longer(fonts: FontFiles) -> None:
    line = Scripted(Clock(), lambda sent: FINE if sent.startswith(b"\x10\x04") else b"")  # never confirms
    printer = driver(line, fonts)
    assert isinstance(printer.print(SLIP, "a"), Unknown)
    line.answer = silent
    before = line.clock.now
    assert printer.print(SLIP, "b") == NotPrinted(PrinterStatus.OFFLINE)
    assert line.clock.now - before <= 1.5


def test_job_is_one_piece_with_lock_number_and_barrier_at_its_end(fonts: FontFiles) -> None:
    """Defect 14: not one send for each line, by whoever comes."""

    def echoing(sent: bytes) -> bytes:
        at = sent.find(b"\x1d(H\x06\x0000")
        return b"\x37\x22" + sent[at + 7 : at + 11] + b"\x00" + well(sent) if at >= 0 else well(sent)

    line = Scripted(Clock(), echoing)
    assert driver(line, fonts, "epson-tm-t20iii").print(SLIP, "a") == Printed()
    [job] = [sent for sent in line.got if sent.endswith(BARRIER)]
    assert job.startswith(b"\x1b@")
    assert job[-len(LOCK_FEED) - 14 : -14] == LOCK_FEED
    assert job[-14:-7] == b"\x1d(H\x06\x0000"
    assert line.got.count(LOCK_FEED) == 1  # and once at the first contact


def test_number_of_another_job_confirms_nothing(fonts: FontFiles) -> None:
    line = Scripted(Clock(), lambda sent: b"\x37\x22AAAA\x00" + well(sent) if sent.endswith(BARRIER) else well(sent))
    assert driver(line, fonts, "epson-tm-t20iii").print(SLIP, "a") == Unknown(PrinterStatus.READY)


def test_numbers_of_two_jobs_differ(fonts: FontFiles) -> None:
    line = Scripted(Clock(), well)
    printer = driver(line, fonts, "epson-tm-t20iii")
    printer.print(SLIP, "a")
    printer.print(SLIP, "b")
    numbers = [sent[-7:-3] for sent in line.got if sent.endswith(BARRIER) and len(sent) > 20]
    assert len(numbers) == 2
    assert len(set(numbers)) == 2


def test_mended_fault_is_ended_once_and_an_unmended_one_is_left_alone(fonts: FontFiles) -> None:
    jammed = {1: b"\x1a", 2: b"\x52", 3: b"\x1a", 4: FINE}
    line = Scripted(Clock(), lambda sent: jammed[sent[2]] if sent.startswith(b"\x10\x04") else b"")
    printer = driver(line, fonts, "epson-tm-t20iii")
    assert printer.status() is PrinterStatus.CUTTER_JAM
    assert RECOVER not in line.got
    jammed[1] = b"\x3a"  # it waits to be told to go on

    def recovering(sent: bytes) -> bytes:
        if sent == RECOVER:
            jammed.update({1: FINE, 2: FINE, 3: FINE})
        return jammed[sent[2]] if sent.startswith(b"\x10\x04") else b""

    line.answer = recovering
    assert printer.status() is PrinterStatus.READY
    assert line.got.count(RECOVER) == 1


def test_printer_that_drops_out_of_paper_while_it_is_recognised_is_offline_or_fine(fonts: FontFiles) -> None:
    """GS I is answered in its turn, and by some never: that says nothing about paper."""
    line = Scripted(Clock(), well)
    printer = driver(line, fonts, asks=True)
    assert printer.status() is PrinterStatus.READY
    assert printer.profile.id == "generic-80"
    assert b"\x1dIB" in line.got
    assert b"\x1dIC" not in line.got  # who does not say the maker does not say the model either
