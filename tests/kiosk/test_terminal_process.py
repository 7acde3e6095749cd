"""The terminal as a process: how it ends, what it tells after a crash, and that two do not share a state folder."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from kiosk.identity.api import CardStep
from kiosk.records.card_journal import CardJournal
from kiosk.records.draw_journal import DrawJournal
from kiosk.rehearsal.children import Child
from kiosk.rehearsal.demo_pin import DEMO_PIN
from kiosk.rehearsal.hands import until
from kiosk.rehearsal.observer import Observer
from kiosk.rehearsal.seen import Shown, Target, find
from kiosk.rehearsal.stage import PORTRAIT, Stage, TerminalOptions
from kiosk.rehearsal.xinput import XInput
from kiosk.rehearsal.xvfb import Xvfb
from kiosk.state_db import StateDb

ARMS = (76, 43)
"""Middle of the town's arms in the head band."""


@pytest.fixture(scope="module")
def foyer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stage, str]]:
    """A stage and a display for all tests of this file."""
    with Stage() as stage, Xvfb(PORTRAIT, tmp_path_factory.mktemp("x")) as server:
        yield stage, server.display


@contextmanager
def terminal(foyer: tuple[Stage, str], tmp_path: Path) -> Iterator[tuple[Child, Observer]]:
    stage, display = foyer
    with ExitStack() as stack:
        observer = stack.enter_context(Observer(tmp_path / "o.sock"))
        child = stage.start_terminal(display, TerminalOptions(observe=tmp_path / "o.sock"))
        observer.follow(child.pid)
        stack.callback(child.end)
        yield child, observer


def wait(observer: Observer, holds: Callable[[Shown], bool], within_s: float = 20.0) -> Shown:
    def now() -> bool:
        return observer.now is not None and holds(observer.now)

    assert observer.wait(now, time.monotonic() + within_s), observer.now
    assert observer.now is not None
    return observer.now


def ended(child: Child, within_s: float) -> int | None:
    """Exit code, None if it still runs after that time."""
    deadline = time.monotonic() + within_s
    while child.exit_code() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    return child.exit_code()


def tap(glass: XInput, x: int, y: int) -> None:
    glass.press(x, y)
    time.sleep(0.05)
    glass.release()
    time.sleep(0.25)


def press(observer: Observer, glass: XInput, node: str) -> None:
    """A finger on a key of the page that stands."""
    assert observer.now is not None
    target = find(observer.now, node)
    assert isinstance(target, Target), target
    tap(glass, target.x, target.y)


def come_in(observer: Observer, glass: XInput) -> None:
    """Types the PIN on the page that the gesture opened."""
    wait(observer, lambda shown: shown.page == "staff.pin")
    time.sleep(0.4)
    for count, digit in enumerate(DEMO_PIN, 1):
        press(observer, glass, f"pad.{digit}")
        wait(observer, lambda shown, count=count: f"{count} Ziffer" in shown.texts)  # type: ignore[misc]
    press(observer, glass, "staff.pin.ok")
    wait(observer, lambda shown: shown.page == "staff")
    time.sleep(0.4)


def call_staff(observer: Observer, glass: XInput) -> None:
    time.sleep(0.4)
    for _ in range(5):
        tap(glass, *ARMS)
    come_in(observer, glass)


def test_ends_on_purpose_with_0_and_leaves_no_marker(foyer: tuple[Stage, str], tmp_path: Path) -> None:
    with terminal(foyer, tmp_path) as (child, observer):
        wait(observer, lambda shown: shown.page == "attract")
        assert (foyer[0].folder / "state" / "running").exists()
        os.kill(child.pid, signal.SIGTERM)
        assert ended(child, 10) == 0
    assert not (foyer[0].folder / "state" / "running").exists()


def test_a_crash_is_told_to_staff_only_and_the_visit_is_gone(foyer: tuple[Stage, str], tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    with terminal(foyer, first) as (child, observer), XInput(foyer[1]) as glass:
        wait(observer, lambda shown: shown.page == "attract")
        time.sleep(0.4)
        tap(glass, 540, 1381)
        wait(observer, lambda shown: shown.page == "home")
        os.kill(child.pid, signal.SIGKILL)
        assert ended(child, 10) == -signal.SIGKILL
    with closing(StateDb(foyer[0].folder / "state" / "state.db")) as db:
        CardJournal(db, time.time).begun(CardStep.PIN)  # as if it had been killed in the middle of that
    with terminal(foyer, second) as (_, observer), XInput(foyer[1]) as glass:
        shown = wait(observer, lambda shown: shown.page == "attract")
        assert "Absturz" not in shown.texts
        time.sleep(0.4)
        for _ in range(5):
            tap(glass, *ARMS)
        come_in(observer, glass)
        press(observer, glass, "staff.notices.open")
        shown = wait(observer, lambda shown: shown.page == "staff.notices")
        assert "T-01" in shown.texts
        assert "nach einem Absturz neu gestartet" in shown.texts
        assert "während eine PIN gesetzt oder entsperrt wurde" in shown.texts


def to_the_number(observer: Observer, glass: XInput) -> None:
    """Up to the key that draws it, pressed; again where a busy machine was too slow to take a finger, as people do."""
    for node in ("attract.start", "home.queue", "queue.service.id_documents", "queue.draw"):
        wait(observer, lambda shown, node=node: find(shown, node) is not None)  # type: ignore[misc]
        for _ in range(5):
            time.sleep(0.4)
            before = observer.now
            press(observer, glass, node)
            if observer.wait(lambda before=before: observer.now != before, time.monotonic() + 3):  # type: ignore[misc]
                break


@pytest.mark.parametrize(("page", "outcome"), [("queue.ticket", "shown"), ("working", "void")])
def test_killed_with_a_number_on_its_way_the_portal_hears_of_it(
    foyer: tuple[Stage, str], tmp_path: Path, page: str, outcome: str
) -> None:
    """Seen by a person it keeps its place; seen by nobody it is void, and nobody waits behind it."""
    portal = foyer[0].controls.portal
    portal.do("reset")
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    with terminal(foyer, first) as (child, observer), XInput(foyer[1]) as glass:
        wait(observer, lambda shown: shown.page == "attract")
        if page == "working":
            portal.do("answer_lost", times=9)
        to_the_number(observer, glass)
        wait(observer, lambda shown: shown.page == page)
        assert until(lambda: len(portal.do("export")["queue_tickets"]) == 1, 10)
        os.kill(child.pid, signal.SIGKILL)
        assert ended(child, 10) == -signal.SIGKILL
    portal.do("answer_lost", times=0)
    assert [ticket["outcome"] for ticket in portal.do("export")["queue_tickets"]] == [None]
    with terminal(foyer, second) as (_, observer):
        wait(observer, lambda shown: shown.page == "attract")
        assert until(lambda: portal.do("export")["queue_tickets"][0]["outcome"] is not None, 60)
    (ticket,) = portal.do("export")["queue_tickets"]
    assert (ticket["outcome"], ticket["outcome_reason"]) == (outcome, "interrupted")
    with closing(StateDb(foyer[0].folder / "state" / "state.db")) as db:
        assert DrawJournal(db, time.time).left() == []
    portal.do("reset")


def test_a_broken_program_ends_with_70_and_its_log_has_places_but_no_words(
    foyer: tuple[Stage, str], tmp_path: Path
) -> None:
    with terminal(foyer, tmp_path) as (child, observer), XInput(foyer[1]) as glass:
        wait(observer, lambda shown: shown.page == "attract")
        observer.__exit__(None, None, None)  # whoever listened is gone: the next page cannot be told
        time.sleep(0.4)
        tap(glass, 540, 1381)
        assert ended(child, 10) == 70
    log = (foyer[0].folder / "terminal-log" / "terminal.log").read_text("utf-8")
    assert "crash BrokenPipeError" in log
    assert "observe.py" in log


def test_a_second_terminal_on_the_same_state_refuses_with_4(foyer: tuple[Stage, str], tmp_path: Path) -> None:
    with terminal(foyer, tmp_path) as (_, observer):
        wait(observer, lambda shown: shown.page == "attract")
        second = foyer[0].start_terminal(foyer[1])
        assert ended(second, 15) == 4


def test_staff_restart_it_with_75_and_no_crash_is_told(foyer: tuple[Stage, str], tmp_path: Path) -> None:
    """75 is not 0: whatever starts it again on failure does so, like the unit, which always does."""
    with terminal(foyer, tmp_path) as (child, observer), XInput(foyer[1]) as glass:
        wait(observer, lambda shown: shown.page == "attract")
        call_staff(observer, glass)
        press(observer, glass, "staff.restart")
        assert ended(child, 10) == 75
    assert not (foyer[0].folder / "state" / "running").exists()


def test_out_of_service_survives_the_plug(foyer: tuple[Stage, str], tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    with terminal(foyer, first) as (child, observer), XInput(foyer[1]) as glass:
        wait(observer, lambda shown: shown.page == "attract")
        call_staff(observer, glass)
        press(observer, glass, "staff.close")
        wait(observer, lambda shown: "Außer Betrieb seit" in shown.texts)
        os.kill(child.pid, signal.SIGKILL)
        assert ended(child, 10) == -signal.SIGKILL
    with terminal(foyer, second) as (_, observer), XInput(foyer[1]) as glass:
        shown = wait(observer, lambda shown: shown.page == "out.of.service")
        assert shown.fault == "T-10"
        call_staff(observer, glass)
        press(observer, glass, "staff.open")
        wait(observer, lambda shown: any(node.id == "staff.close" for node in shown.nodes))
        press(observer, glass, "staff.end")
        wait(observer, lambda shown: shown.page == "attract")
