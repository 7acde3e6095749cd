"""The watcher against a scripted service: what a real one cannot be made to do. (The real one: tests/contract/card.)"""

import itertools
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence

import pytest

from devices.card.api import CardPresence
from devices.card.codes import PcscCode, StateBit
from devices.card.pcsc import PLUG_AND_PLAY, ReaderWatch, WatchDelays
from devices.card.service import Code

NO_READER, EMPTY, PRESENT = CardPresence.NO_READER, CardPresence.EMPTY, CardPresence.PRESENT
DELAYS = WatchDelays(debounce=0.0, first_retry=0.01, longest_retry=0.04, rescan=0.05, longest_wait=60.0)

Answer = tuple[Code, list[int]]


class ScriptedService:
    """A service whose waits are answered from a script; without one they block until cancelled."""

    def __init__(self, script: Sequence[Answer] = ()) -> None:
        self.connects: list[float] = []
        self.connect_code: Code = PcscCode.SUCCESS
        self.listed: Callable[[], tuple[Code, list[str]]] = lambda: (PcscCode.SUCCESS, ["Reader 00 00"])
        self.waits: list[tuple[str, int, int]] = []
        self.disconnects = 0
        self._script: Iterator[Answer] = iter(script)
        self._cancelled = threading.Event()

    def connect(self) -> tuple[Code, int]:
        self.connects.append(time.monotonic())
        return self.connect_code, len(self.connects)

    def readers(self, context: int) -> tuple[Code, list[str]]:
        return self.listed()

    def wait(self, context: int, known: Sequence[tuple[str, int]], timeout_ms: int) -> Answer:
        ((name, state),) = known
        self.waits.append((name, state, timeout_ms))
        answer = next(self._script, None)
        if answer is not None:
            return answer
        self._cancelled.wait(timeout_ms / 1000)
        cancelled = self._cancelled.is_set()
        self._cancelled.clear()
        return (PcscCode.CANCELLED if cancelled else PcscCode.TIMEOUT), [state]

    def cancel(self, context: int) -> Code:
        self._cancelled.set()
        return PcscCode.SUCCESS

    def disconnect(self, context: int) -> None:
        self.disconnects += 1


class Run:
    """A watch on a scripted service."""

    def __init__(self, service: ScriptedService, delays: WatchDelays = DELAYS) -> None:
        self.told: queue.Queue[CardPresence] = queue.Queue()
        self.watch = ReaderWatch("", self.told.put, delays=delays, make_port=lambda: service)

    def expect(self, *presences: CardPresence) -> None:
        assert [self.told.get(timeout=2) for _ in presences] == list(presences)

    def silent(self, for_s: float = 0.15) -> None:
        with pytest.raises(queue.Empty):
            self.told.get(timeout=for_s)


@pytest.fixture
def run() -> Iterator[Callable[..., Run]]:
    runs: list[Run] = []

    def start(service: ScriptedService, delays: WatchDelays = DELAYS) -> Run:
        runs.append(Run(service, delays))
        runs[-1].watch.start()
        return runs[-1]

    yield start
    for one in runs:
        one.watch.stop()


def fine(*bits: StateBit | int) -> Answer:
    return PcscCode.SUCCESS, [sum(bits) | StateBit.CHANGED]


def test_pauses_between_attempts_grow_up_to_the_cap(run):
    service = ScriptedService()
    service.connect_code = PcscCode.NO_SERVICE
    run(service).expect(NO_READER)
    time.sleep(0.4)
    pauses = [after - before for before, after in itertools.pairwise(service.connects)]
    assert pauses[0] < pauses[-1]
    assert all(pause >= 0.04 for pause in pauses[3:])
    assert len(pauses) <= 11


def test_a_service_that_accepts_and_fails_at_once_is_not_hammered(run):
    service = ScriptedService(itertools.repeat((PcscCode.COMM_ERROR, [0])))
    watching = run(service)
    watching.expect(NO_READER)
    time.sleep(0.2)
    assert len(service.connects) < 10
    watching.silent(0.0)


@pytest.mark.parametrize("code", [PcscCode.COMM_ERROR, PcscCode.NO_SERVICE, PcscCode.INVALID_HANDLE, 0x80100077])
def test_any_fault_of_the_service_is_mended_by_a_new_connection(run, code):
    service = ScriptedService([fine(StateBit.PRESENT), (code, [0]), fine(StateBit.PRESENT)])
    run(service).expect(PRESENT, NO_READER, PRESENT)
    assert (len(service.connects), service.disconnects) == (2, 1)


def test_a_fault_while_listing_is_a_fault_of_the_service(run):
    service = ScriptedService([fine(StateBit.EMPTY)])
    answers = iter([(PcscCode.NO_SERVICE, [])])
    service.listed = lambda: next(answers, (PcscCode.SUCCESS, ["Reader"]))
    run(service).expect(NO_READER, EMPTY)


@pytest.mark.parametrize("gone", [(PcscCode.UNKNOWN_READER, [0]), fine(StateBit.UNKNOWN, StateBit.IGNORE)])
def test_a_reader_that_goes_and_comes_keeps_the_connection(run, gone):
    service = ScriptedService([fine(StateBit.PRESENT), gone, fine(StateBit.EMPTY)])
    run(service).expect(PRESENT, NO_READER, EMPTY)
    assert len(service.connects) == 1


def test_a_missing_reader_is_awaited_by_its_announcement(run):
    service = ScriptedService([fine(), fine(StateBit.EMPTY)])
    answers = iter([(PcscCode.NO_READERS, [])])
    service.listed = lambda: next(answers, (PcscCode.SUCCESS, ["Reader"]))
    run(service).expect(NO_READER, EMPTY)
    assert [name for name, _, _ in service.waits[:2]] == [PLUG_AND_PLAY, "Reader"]


@pytest.mark.parametrize("answer", [(PcscCode.UNKNOWN_READER, [0]), fine(StateBit.UNKNOWN), fine()])
def test_a_service_without_announcements_is_asked_at_intervals(run, answer):
    service = ScriptedService(itertools.repeat(answer))
    service.listed = lambda: (PcscCode.SUCCESS, [])
    watching = run(service)
    watching.expect(NO_READER)
    time.sleep(0.2)
    assert 2 <= len(service.waits) <= 22
    watching.silent(0.0)


def test_being_woken_for_nothing_does_not_spin(run):
    service = ScriptedService(itertools.repeat(fine(StateBit.EMPTY)))
    watching = run(service)
    watching.expect(EMPTY)
    time.sleep(0.2)
    assert len(service.waits) <= 22
    watching.silent(0.0)


def test_the_counter_of_insertions_is_handed_back(run):
    service = ScriptedService([fine(0x0003_0000, StateBit.PRESENT), fine(0x0005_0000, StateBit.PRESENT)])
    watching = run(service)
    watching.expect(PRESENT)
    watching.silent()
    assert [state for _, state, _ in service.waits[:3]] == [0, 0x0003_0020, 0x0005_0020]


def test_a_trembling_card_is_told_when_it_rests(run):
    delays = WatchDelays(debounce=0.08, first_retry=0.001, longest_wait=60.0)
    service = ScriptedService([fine(StateBit.EMPTY), *[fine(StateBit.PRESENT), fine(StateBit.EMPTY)] * 5, fine(0x20)])
    watching = run(service, delays)
    watching.expect(EMPTY, PRESENT)
    watching.silent()
    assert 0 < service.waits[12][2] <= 81


def test_a_cancel_that_comes_too_early_is_repeated():
    class Deaf(ScriptedService):
        cancels = 0

        def cancel(self, context: int) -> Code:
            self.cancels += 1
            return PcscCode.INVALID_HANDLE if self.cancels < 4 else super().cancel(context)

    service = Deaf([fine(StateBit.EMPTY)])
    watching = Run(service)
    watching.watch.start()
    watching.expect(EMPTY)
    begin = time.monotonic()
    watching.watch.stop()
    assert time.monotonic() - begin < 5
    assert service.cancels >= 4
    assert service.disconnects == 1


def test_stop_twice_never_started_and_from_the_listener():
    Run(ScriptedService()).watch.stop()
    holder: list[ReaderWatch] = []
    told = threading.Event()

    def listener(_presence: CardPresence) -> None:
        holder[0].stop()
        told.set()

    holder.append(ReaderWatch("", listener, delays=DELAYS, make_port=lambda: ScriptedService([fine(StateBit.EMPTY)])))
    holder[0].start()
    assert told.wait(2)
    holder[0].stop()
    holder[0].stop()


def test_down_and_up_are_logged_once(run, caplog):
    caplog.set_level("INFO")
    service = ScriptedService(
        [fine(StateBit.PRESENT), *[(PcscCode.COMM_ERROR, [0])] * 4, fine(StateBit.EMPTY), fine(StateBit.PRESENT)]
    )
    run(service).expect(PRESENT, NO_READER, EMPTY, PRESENT)
    assert [record.getMessage() for record in caplog.records] == [
        "card.reader_up",
        "card.reader_down reason=comm_error",
        "card.reader_up",
    ]
