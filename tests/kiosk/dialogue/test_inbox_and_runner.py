"""Events from many threads, effects on lanes: order kept, nobody waits for somebody else, nothing breaks silently."""

import threading
import time
from collections.abc import Callable
from uuid import UUID

from kiosk.dialogue.clock import Clock, uuid7
from kiosk.dialogue.effects import DrawTicket, FetchQueue, NewVisit, ProbePortal
from kiosk.dialogue.events import EffectBroke, Event, PortalProbed, QueueAnswered, Tick
from kiosk.dialogue.inbox import Inbox
from kiosk.dialogue.runner import Duty, Runner
from tests.kiosk.dialogue import samples


def until(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.002)


def test_stamps_never_go_back_and_ids_are_fresh() -> None:
    inbox = Inbox(Clock().stamp)
    threads = [threading.Thread(target=lambda: [inbox.post(Tick()) for _ in range(200)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stamps = []
    while (taken := inbox.take()) is not None:
        stamps.append(taken[1])
    assert len(stamps) == 1600
    assert [stamp.monotonic for stamp in stamps] == sorted(stamp.monotonic for stamp in stamps)
    assert len({stamp.fresh for stamp in stamps}) == 1600


def test_wake_comes_after_the_event_is_in() -> None:
    seen: list[bool] = []
    inbox = Inbox(Clock().stamp)
    inbox.wake = lambda: seen.append(inbox.take() is not None)
    inbox.post(Tick())
    assert seen == [True]


def test_uuid7_is_version_7_and_sorts_by_time() -> None:
    first, second = uuid7(samples.stamp(0).wall), uuid7(samples.stamp(1).wall)
    assert first.version == 7
    assert first.variant == "specified in RFC 4122"
    assert first < second


def test_clock_of_a_rehearsal_starts_where_it_is_told() -> None:
    seconds = iter([100.0, 100.0, 130.0])
    clock = Clock(samples.START, monotonic=lambda: next(seconds))
    assert clock.stamp().wall == samples.START
    assert (clock.stamp().wall - samples.START).total_seconds() == 30


def test_lanes_do_not_wait_for_each_other() -> None:
    answers: list[Event] = []
    release = threading.Event()

    def slow(_effect: object) -> Event:
        release.wait(5)
        return QueueAnswered(samples.REQUEST_ID, samples.UNREACHABLE)

    duties = {FetchQueue: Duty("citizen", slow), ProbePortal: Duty("probe", lambda _: PortalProbed(None))}
    runner = Runner(duties, answers.append)
    runner.do(FetchQueue(samples.REQUEST_ID))
    runner.do(ProbePortal())
    until(lambda: PortalProbed(None) in answers)
    assert len(answers) == 1
    release.set()
    until(lambda: len(answers) == 2)
    runner.stop()


def test_one_lane_keeps_the_order() -> None:
    seen: list[int] = []
    duties = {DrawTicket: Duty("citizen", lambda effect: seen.append(effect.ticket.int))}  # type: ignore[union-attr]
    runner = Runner(duties, lambda event: None)
    for number in range(50):
        runner.do(DrawTicket(UUID(int=number), samples.REQUEST))
    until(lambda: len(seen) == 50)
    assert seen == list(range(50))
    runner.stop()


def test_a_worker_that_breaks_says_so_and_goes_on() -> None:
    answers: list[Event] = []

    def broken(_effect: object) -> Event:
        raise RuntimeError("secret words")

    runner = Runner({FetchQueue: Duty("citizen", broken), NewVisit: Duty(None, broken)}, answers.append)
    runner.do(FetchQueue(samples.REQUEST_ID))
    runner.do(FetchQueue(samples.REQUEST_ID))
    runner.do(NewVisit())
    until(lambda: len(answers) == 3)
    assert answers.count(EffectBroke(FetchQueue(samples.REQUEST_ID))) == 2
    assert EffectBroke(NewVisit()) in answers
    runner.stop()


def test_a_superseded_question_is_not_asked() -> None:
    seen: list[int] = []
    release = threading.Event()

    def slow(effect: object) -> None:
        seen.append(effect.request.int)  # type: ignore[attr-defined]
        release.wait(5)

    runner = Runner({FetchQueue: Duty("queue", slow, newest_only=True)}, lambda event: None)
    runner.do(FetchQueue(UUID(int=1)))
    until(lambda: seen == [1])
    for number in (2, 3, 4):
        runner.do(FetchQueue(UUID(int=number)))
    release.set()
    until(lambda: seen == [1, 4])
    runner.stop()
