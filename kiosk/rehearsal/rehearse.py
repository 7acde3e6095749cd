"""Plays journeys one after the other, each on a stage and a display of its own, and says how they went."""

import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import msgspec

from devices.control import ControlError
from kiosk.rehearsal.children import Child
from kiosk.rehearsal.errors import JourneyError, StageError
from kiosk.rehearsal.evidence import Evidence, in_the_way
from kiosk.rehearsal.hands import until
from kiosk.rehearsal.journal import Journal
from kiosk.rehearsal.journey import End, Journey, Start, load_journey
from kiosk.rehearsal.observer import Observer
from kiosk.rehearsal.player import Player
from kiosk.rehearsal.stage import LANDSCAPE, PORTRAIT, Stage, TerminalOptions
from kiosk.rehearsal.xinput import XInput
from kiosk.rehearsal.xvfb import Xvfb
from kiosk.settings import load_settings, shipped_config
from kiosk.settings.located import Mistake

HELD, FAILED, WRONG, ENVIRONMENT = 0, 1, 2, 3

_CALM_S = 4.0
"""How long the world gets to come to rest after the last step."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the command line says instead of the journeys; None leaves it to them."""

    lang: str | None = None
    size: str | None = None
    theme: str | None = None
    orientation: str | None = None
    speed: float | None = None

    def over(self, start: Start) -> Start:
        """The start of a journey with these in its place."""
        given = {name: getattr(self, name) for name in self.__slots__ if getattr(self, name) is not None}
        return msgspec.structs.replace(start, **given)


def rehearse(journeys: Sequence[Path], evidence: Path, overrides: Overrides, *, services: Path | None = None) -> int:
    """Plays the journeys and leaves the evidence in `evidence`/<journey>/; tells about each on stdout.

    Args:
        services: a town's own folder of services instead of the shipped one.

    Returns:
        0 all held · 1 an expectation failed · 2 a journey or the evidence folder is wrong (nothing was played) ·
        3 the machine lacks something.
    """
    known = load_settings(shipped_config() / "terminal.yaml").terminal.languages
    if overrides.lang is not None and overrides.lang not in known:
        sys.stderr.write(f"--lang {overrides.lang}: the terminal speaks {', '.join(known)}\n")
        return WRONG
    try:
        evidence.mkdir(parents=True, exist_ok=True)
        loaded = _load(journeys, evidence)
    except OSError as error:
        sys.stderr.write(f"--evidence {evidence}: cannot be made ({error.strerror}): name another folder\n")
        return WRONG
    except JourneyError as error:
        sys.stderr.write(f"{error}\n")
        return WRONG
    failures = 0
    try:
        with _terminable():
            for journey in loaded:
                failures += not play(journey, evidence / journey.name, overrides, services=services)
    except StageError as error:
        sys.stderr.write(f"{error}\n")
        return ENVIRONMENT
    sys.stdout.write(f"{len(loaded) - failures} of {len(loaded)} journeys held; evidence: {evidence}\n")
    return FAILED if failures else HELD


def _load(paths: Sequence[Path], evidence: Path) -> list[Journey]:
    mistakes: list[Mistake] = []
    loaded: dict[str, Journey] = {}
    for path in paths:
        try:
            journey = load_journey(path)
        except JourneyError as error:
            mistakes += error.mistakes
            continue
        if journey.name in loaded:
            other = loaded[journey.name].path
            mistakes.append(Mistake(path, 1, f"has the same name as {other}", "give each journey a name of its own"))
        loaded[journey.name] = journey
        trouble = in_the_way(evidence / journey.name)
        if trouble:
            mistakes.append(Mistake(evidence / journey.name, 0, trouble, "name another folder with --evidence"))
    if mistakes:
        raise JourneyError(tuple(mistakes))
    return list(loaded.values())


def play(
    journey: Journey,
    folder: Path,
    overrides: Overrides,
    *,
    world: Path | None = None,
    services: Path | None = None,
) -> bool:
    """Plays one journey and tells about it on stdout; gives whether it held.

    Args:
        folder: for the evidence.
        world: folder for the stage, which stays; None makes one that goes.
        services: a town's own folder of services instead of the shipped one.

    Raises:
        StageError: the machine lacks something.
    """
    begin = time.monotonic()
    start = overrides.over(journey.start)
    screen = LANDSCAPE if start.orientation == "landscape" else PORTRAIT
    with (
        Stage(world, screen=screen, services=services, person=start.person) as stage,
        Xvfb(screen, stage.logs) as xvfb,
        XInput(xvfb.display) as glass,
        Observer(stage.folder / "seen.sock") as observer,
    ):
        playing = _Playing(journey, start, stage, observer)
        reason = playing.play(xvfb.display, glass, Evidence(folder, journey.name))
    spent = time.monotonic() - begin
    sys.stdout.write(f"{journey.name}: {f'FAILED. {reason}' if reason else 'held'} ({spent:.1f} s)\n")
    sys.stdout.flush()
    return not reason


class _Playing:
    """One journey on one stage: start, steps, end, evidence."""

    def __init__(self, journey: Journey, start: Start, stage: Stage, observer: Observer) -> None:
        self._journey = journey
        self._start = start
        self._stage = stage
        self._observer = observer

    def play(self, display: str, glass: XInput, evidence: Evidence) -> str:
        """Plays, writes the evidence, gives the reason of the failure or an empty text."""
        start, controls = self._start, self._stage.controls
        if start.clock is not None:
            controls.portal.do("clock", at=start.clock.isoformat())
        options = TerminalOptions(
            observe=self._stage.folder / "seen.sock",
            clock=start.clock,
            speed=start.speed,
            lang=start.lang,
            size=start.size,
            theme=start.theme,
        )
        journal = Journal()
        terminal = self._stage.start_terminal(display, options)
        self._observer.follow(terminal.pid)
        player = Player(
            self._stage,
            terminal,
            self._observer,
            glass,
            journal=journal,
            pages=evidence.pages,
            speed=start.speed,
        )
        reason = player.play(self._journey)
        failed = player.failed_step
        if not reason:
            self._calm()
        reason = reason or _stopped(terminal, self._stage)
        terminal.end()
        try:
            portal, printer = controls.portal.do("export"), controls.printer.do("state")
        except ControlError as error:
            raise StageError(f"the world around the terminal is gone: {error}") from error
        if not reason:
            reason = counted(self._journey.end, portal, printer)
            failed = len(self._journey.steps) + 1 if reason else None
        elif failed is None:
            failed = len(self._journey.steps) + 1
        evidence.write(
            played=player.played,
            reason=reason,
            failed_step=failed,
            portal=portal,
            journal=journal,
            shown=self._observer.shown_since(0),
            pressed=self._observer.pressed_since(0.0),
            slips=evidence.take_paper(self._stage.paper),
        )
        return reason

    def _calm(self) -> None:
        """Lets the printer finish and the last reports reach the portal; what does not come is counted as it is."""
        controls, end = self._stage.controls, self._journey.end
        if end.applications:
            until(lambda: controls.portal.do("state")["applications"] == end.applications, end.within_s or _CALM_S)
        until(lambda: not controls.printer.do("state")["busy"], _CALM_S)
        until(lambda: all(t["outcome"] for t in controls.portal.do("export")["queue_tickets"]), _CALM_S)


def _stopped(terminal: Child, stage: Stage) -> str:
    """Asks the terminal to stop; a sentence if it does not do so in order."""
    code = terminal.end()
    if code == 0:
        return ""
    words = stage.terminal_words()
    return f"At the end: the terminal was asked to stop and ended with code {code}{f': {words}' if words else ''}."


def counted(end: End, portal: dict[str, Any], printer: dict[str, Any]) -> str:
    """Compares what is left in the world with the end of a journey; a sentence if it differs."""
    wanted = {
        "applications": (end.applications, len(portal["applications"])),
        "queue tickets": (end.tickets, len(portal["queue_tickets"])),
        "slips of paper": (end.papers, printer["slips"]),
        "bytes that the printer does not understand": (0, printer["unknown_bytes"]),
    }
    wrong = [
        f"{expected} {what} expected, {found} found"
        for what, (expected, found) in wanted.items()
        if expected is not None and expected != found
    ]
    return f"At the end: {'; '.join(wrong)}." if wrong else ""


@contextmanager
def _terminable() -> Iterator[None]:
    """SIGTERM ends the rehearsal like Ctrl-C does: children are ended in order and folders removed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + signal.SIGTERM)

    old = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, old)
