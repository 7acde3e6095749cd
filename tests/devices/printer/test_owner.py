"""The owner thread: one at a time, a change reported once, logged once down and once up."""

import logging
import queue
import select
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from devices.printer import (
    Document,
    NotPrinted,
    Paragraph,
    Printed,
    PrinterOwner,
    PrinterStatus,
    PrintJob,
    PrintOutcome,
    Unknown,
)

SLIP = Document("test_page", (Paragraph("x"),), valid_for_s=60.0)


@dataclass
class Scripted:
    """A printer that says what it is told to; its calls must all come from one thread."""

    now: PrinterStatus = PrinterStatus.READY
    outcome: PrintOutcome = field(default_factory=Printed)
    threads: set[str] = field(default_factory=set)
    looks: int = 0
    printed: list[str] = field(default_factory=list)

    def status(self) -> PrinterStatus:
        self.threads.add(threading.current_thread().name)
        self.looks += 1
        return self.now

    def print(self, document: Document, job: str) -> PrintOutcome:
        self.threads.add(threading.current_thread().name)
        self.printed.append(job)
        return self.outcome

    def refuse(self, document: Document, job: str, reason: PrinterStatus) -> PrintOutcome:
        return self.outcome if job in self.printed else NotPrinted(reason)


@dataclass
class Stage:
    printer: Scripted
    owner: PrinterOwner
    heard: "queue.Queue[PrinterStatus]"
    time: list[float]

    def print(self, key: str) -> PrintOutcome:
        done: queue.Queue[PrintOutcome] = queue.Queue()
        self.owner.submit(PrintJob(SLIP, key, done.put))
        return done.get(timeout=5)


@pytest.fixture
def stage() -> Iterator[Callable[..., Stage]]:
    owners = []

    def make(interval_s: float = 60.0, **options: object) -> Stage:
        printer, heard, time = Scripted(), queue.Queue[PrinterStatus](), [0.0]
        owner = PrinterOwner(printer, heard.put, interval_s=interval_s, clock=lambda: time[0], **options)  # type: ignore[arg-type]
        owners.append(owner)
        owner.start()
        return Stage(printer, owner, heard, time)

    yield make
    for owner in owners:
        owner.stop()


def test_first_look_comes_at_once_and_preparation_after_it(stage: Callable[..., Stage]) -> None:
    prepared = threading.Event()
    made = stage(prepare=prepared.set)
    assert made.heard.get(timeout=5) is PrinterStatus.READY
    assert prepared.wait(5)


def test_change_is_heard_once_and_logged_once_down_and_up(
    stage: Callable[..., Stage], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="devices.printer")
    made = stage(interval_s=0.005)
    assert made.heard.get(timeout=5) is PrinterStatus.READY
    made.printer.now = PrinterStatus.COVER_OPEN
    assert made.heard.get(timeout=5) is PrinterStatus.COVER_OPEN
    made.printer.now = PrinterStatus.NO_PAPER
    assert made.heard.get(timeout=5) is PrinterStatus.NO_PAPER
    made.printer.now = PrinterStatus.PAPER_LOW
    assert made.heard.get(timeout=5) is PrinterStatus.PAPER_LOW
    looks = made.printer.looks
    while made.printer.looks < looks + 3:
        pass
    assert made.heard.empty()
    assert [record.getMessage() for record in caplog.records] == ["printer down: cover_open", "printer back: paper_low"]


@pytest.mark.parametrize(
    "outcome", [NotPrinted(PrinterStatus.COVER_OPEN), Unknown(PrinterStatus.COVER_OPEN, cleared=True)]
)
def test_trouble_of_a_job_is_a_change_of_status(stage: Callable[..., Stage], outcome: PrintOutcome) -> None:
    made = stage()
    assert made.heard.get(timeout=5) is PrinterStatus.READY
    made.printer.outcome = outcome
    assert made.print("a") == outcome
    assert made.heard.get(timeout=5) is PrinterStatus.COVER_OPEN


def test_jobs_keep_their_order_and_one_thread(stage: Callable[..., Stage]) -> None:
    made = stage()
    assert [made.print(key) for key in "abc"] == [Printed()] * 3
    assert made.printer.printed == ["a", "b", "c"]
    assert made.printer.threads == {"printer"}


def test_slip_that_is_too_old_is_not_printed(stage: Callable[..., Stage]) -> None:
    made = stage()
    assert made.heard.get(timeout=5) is PrinterStatus.READY
    outcomes: queue.Queue[PrintOutcome] = queue.Queue()

    both_wait = threading.Event()

    def late(outcome: PrintOutcome) -> None:
        outcomes.put(outcome)
        both_wait.wait(5)
        made.time[0] += 61.0  # the job behind this one has waited too long

    made.owner.submit(PrintJob(SLIP, "a", late))
    made.owner.submit(PrintJob(SLIP, "b", outcomes.put))
    both_wait.set()
    assert outcomes.get(timeout=5) == Printed()
    assert isinstance(outcomes.get(timeout=5), NotPrinted)
    assert made.printer.printed == ["a"]


def test_broken_document_does_not_end_the_thread(stage: Callable[..., Stage]) -> None:
    made = stage()
    working = made.printer.print
    made.printer.print = lambda document, job: 1 / 0  # type: ignore[assignment, method-assign]
    assert made.print("a") == Unknown(PrinterStatus.ERROR)
    made.printer.print = working  # type: ignore[method-assign]
    assert made.print("b") == Printed()


def test_jobs_that_still_wait_at_the_end_are_told(stage: Callable[..., Stage]) -> None:
    made = stage()
    outcomes: queue.Queue[PrintOutcome] = queue.Queue()
    hold = threading.Event()
    made.owner.submit(PrintJob(SLIP, "a", lambda _: hold.wait(5)))
    stopper = threading.Thread(target=made.owner.stop)
    stopper.start()
    made.owner.submit(PrintJob(SLIP, "b", outcomes.put))
    hold.set()
    stopper.join(5)
    assert isinstance(outcomes.get(timeout=5), NotPrinted)
    assert "b" not in made.printer.printed


def test_a_question_is_answered_by_a_look_of_now(stage: Callable[..., Stage]) -> None:
    made = stage(interval_s=3600.0)
    assert made.heard.get(timeout=5) is PrinterStatus.READY
    answers: queue.Queue[PrinterStatus] = queue.Queue()
    made.owner.ask(answers.put)
    assert answers.get(timeout=5) is PrinterStatus.READY
    made.printer.now = PrinterStatus.COVER_OPEN
    made.owner.ask(answers.put)
    assert answers.get(timeout=5) is PrinterStatus.COVER_OPEN
    assert made.heard.get(timeout=5) is PrinterStatus.COVER_OPEN
    assert made.printer.threads == {"printer"}


@pytest.mark.parametrize("why", ["not ready", "too old", "at the end"])
def test_key_that_was_sent_once_keeps_its_outcome_when_it_is_refused(stage: Callable[..., Stage], why: str) -> None:
    made = stage(interval_s=3600.0)
    assert made.heard.get(timeout=5) is PrinterStatus.READY
    made.printer.outcome = Unknown(PrinterStatus.COVER_OPEN)
    assert made.print("a") == Unknown(PrinterStatus.COVER_OPEN)
    match why:
        case "not ready":
            made.printer.now = PrinterStatus.COVER_OPEN
            made.time[0] = 10.0
            answers: queue.Queue[PrinterStatus] = queue.Queue()
            made.owner.ask(answers.put)
            assert answers.get(timeout=5) is PrinterStatus.COVER_OPEN
            made.time[0] = 5.0  # submitted before the look that saw it
        case "too old":
            ticks = iter([0.0] + [1000.0] * 50)
            made.owner._clock = lambda: next(ticks)
        case _:
            made.owner.stop()
    assert made.print("a") == Unknown(PrinterStatus.COVER_OPEN)
    assert made.printer.printed == ["a"]


def test_job_that_waited_through_a_look_takes_its_word(stage: Callable[..., Stage]) -> None:
    """Nobody waits for two deadlines in a row."""
    made = stage()
    assert made.heard.get(timeout=5) is PrinterStatus.READY
    outcomes: queue.Queue[PrintOutcome] = queue.Queue()
    looking = threading.Event()
    go_on = threading.Event()

    def slow_look() -> PrinterStatus:
        looking.set()
        assert go_on.wait(5)
        made.time[0] += 1.4
        return PrinterStatus.OFFLINE

    made.printer.status = slow_look  # type: ignore[method-assign]
    made.owner.submit(PrintJob(SLIP, "a", outcomes.put))  # a look follows it
    assert outcomes.get(timeout=5) == Printed()
    assert looking.wait(5)
    made.owner.submit(PrintJob(SLIP, "b", outcomes.put))
    go_on.set()
    assert outcomes.get(timeout=5) == NotPrinted(PrinterStatus.OFFLINE)
    assert made.printer.printed == ["a"]


def test_job_after_a_look_is_tried(stage: Callable[..., Stage]) -> None:
    made = stage()
    made.printer.now = PrinterStatus.COVER_OPEN
    assert made.heard.get(timeout=5) is PrinterStatus.READY
    assert made.print("a") == Printed()
    assert made.heard.get(timeout=5) is PrinterStatus.COVER_OPEN
    made.time[0] += 1.0
    assert made.print("b") == Printed()  # whoever comes now may have shut it
    assert made.printer.printed == ["a", "b"]


def test_printer_in_trouble_is_looked_at_often_and_a_well_one_seldom(stage: Callable[..., Stage]) -> None:
    made = stage(interval_s=3600.0, trouble_s=0.005)
    assert made.heard.get(timeout=5) is PrinterStatus.READY
    made.printer.now = PrinterStatus.NO_PAPER
    made.printer.outcome = Unknown(PrinterStatus.NO_PAPER)
    made.print("a")
    assert made.heard.get(timeout=5) is PrinterStatus.NO_PAPER
    made.printer.now = PrinterStatus.READY
    assert made.heard.get(timeout=5) is PrinterStatus.READY
    looks = made.printer.looks
    assert made.print("b") == Unknown(PrinterStatus.NO_PAPER)  # awake, and nothing but the look after it
    assert made.heard.get(timeout=5) is PrinterStatus.NO_PAPER
    assert made.heard.get(timeout=5) is PrinterStatus.READY
    assert made.printer.looks >= looks + 1


def test_what_the_printer_says_by_itself_is_heard_without_a_look(stage: Callable[..., Stage]) -> None:
    says: queue.Queue[PrinterStatus] = queue.Queue()

    def watch(wait_s: float, wake: int) -> PrinterStatus | None:
        try:
            return says.get(timeout=0.05)
        except queue.Empty:
            return None if select.select([wake], [], [], wait_s and 3600.0)[0] else PrinterStatus.READY

    said = [PrinterStatus.COVER_OPEN, PrinterStatus.READY]
    for status in said:
        says.put(status)
    made = stage(watch=watch)
    assert [made.heard.get(timeout=5) for _ in range(3)] == [PrinterStatus.READY, *said]
    assert made.printer.looks == 1
    assert made.print("a") == Printed()


def test_refused_document_is_not_printed_and_says_nothing_about_the_printer(stage: Callable[..., Stage]) -> None:
    made = stage()
    assert made.heard.get(timeout=5) is PrinterStatus.READY

    def refuse(document: Document, job: str) -> PrintOutcome:
        raise ValueError("too wide")

    made.printer.print = refuse  # type: ignore[method-assign]
    assert made.print("a") == NotPrinted(PrinterStatus.ERROR)
    assert made.heard.empty()


def test_printer_is_let_go_at_the_end(stage: Callable[..., Stage]) -> None:
    closed = threading.Event()
    made = stage(close=closed.set)
    made.owner.stop()
    assert closed.is_set()


def test_preparation_that_breaks_leaves_a_thread_that_looks_and_answers(stage: Callable[..., Stage]) -> None:
    made = stage(prepare=lambda: 1 / 0, interval_s=0.005)
    assert made.heard.get(timeout=5) is PrinterStatus.READY
    assert made.print("a") == Printed()
    made.printer.now = PrinterStatus.COVER_OPEN
    assert made.heard.get(timeout=5) is PrinterStatus.COVER_OPEN


def test_driver_that_breaks_is_a_printer_with_a_fault_until_it_works_again(
    stage: Callable[..., Stage], caplog: pytest.LogCaptureFixture
) -> None:
    made = stage(interval_s=0.005, trouble_s=0.005)
    assert made.heard.get(timeout=5) is PrinterStatus.READY
    working, looks = made.printer.status, []

    def broken() -> PrinterStatus:
        looks.append(1)
        raise RuntimeError("secret")

    made.printer.status = broken  # type: ignore[method-assign]
    assert made.heard.get(timeout=5) is PrinterStatus.ERROR
    assert made.print("a") == Printed()
    while len(looks) < 5:
        pass
    made.printer.status = working  # type: ignore[method-assign]
    assert made.heard.get(timeout=5) is PrinterStatus.READY
    broke = [record.getMessage() for record in caplog.records if "broken" in record.getMessage()]
    assert broke == ["printer driver broken: error=RuntimeError"]


def test_watch_that_breaks_is_not_asked_without_pause(stage: Callable[..., Stage]) -> None:
    calls: list[float] = []

    def watch(wait_s: float, wake: int) -> PrinterStatus | None:
        calls.append(wait_s)
        raise OSError("gone")

    made = stage(watch=watch, trouble_s=3600.0)
    assert [made.heard.get(timeout=5) for _ in range(2)] == [PrinterStatus.READY, PrinterStatus.ERROR]
    assert made.print("a") == Printed()  # wakes it
    assert made.heard.get(timeout=5) is PrinterStatus.READY
    assert len(calls) <= 3
