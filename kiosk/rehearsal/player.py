"""Plays one journey on a terminal: waits for each page, looks, takes its picture, acts."""

import time
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from kiosk.rehearsal.children import Child
from kiosk.rehearsal.errors import ExpectationError
from kiosk.rehearsal.hands import Hands
from kiosk.rehearsal.journal import Journal
from kiosk.rehearsal.journey import Journey, Step
from kiosk.rehearsal.observer import Observer
from kiosk.rehearsal.seen import Shown, forbidden, missing
from kiosk.rehearsal.stage import Stage
from kiosk.rehearsal.xinput import XInput

START_S = 30.0
"""How long a terminal may take to its first page; only then a step's own time begins."""
PAGE_S = 20.0
"""How long a page may take unless the step says otherwise."""
SHORTEST_S = 6.0
"""No speed makes a page's time shorter than this: the machine is not faster."""
_EXIT_S = 5.0
_GRABS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One step as it went. `picture` is the path within the evidence, empty if there was nothing to see."""

    n: int
    page: str
    seen: str
    ok: bool
    picture: str


class Player:
    """Everything that belongs to one playing.

    Args:
        pages: folder for the pictures; made by the caller. None: none are taken.
        speed: divides waits and the time of pages.

    Attributes:
        played: the steps so far.
        failed_step: number of the step that did not hold; the end is the step after the last.
    """

    def __init__(
        self,
        stage: Stage,
        terminal: Child,
        observer: Observer,
        glass: XInput,
        *,
        journal: Journal,
        pages: Path | None,
        speed: float,
    ) -> None:
        self._stage = stage
        self._terminal = terminal
        self._observer = observer
        self._glass = glass
        self._journal = journal
        self._pages = pages
        self._speed = speed
        self._hands = Hands(observer, glass, stage.controls, journal, speed=speed, px_per_mm=stage.px_per_mm)
        self.played: list[Played] = []
        self.failed_step: int | None = None

    def play(self, journey: Journey) -> str:
        """Plays all steps and looks for the last page. Gives the reason of the failure, empty if all held."""
        self._observer.wait(lambda: self._observer.count > 0, time.monotonic() + START_S)
        steps = [*journey.steps]
        if journey.end.page is not None:
            steps.append(Step(line=0, page=journey.end.page))
        for n, step in enumerate(steps, 1):
            where = f"Step {n} (line {step.line})" if step.line else "At the end"
            try:
                self._play(step, n, last=n > len(journey.steps))
            except ExpectationError as error:
                self.failed_step = n
                self._journal.note(f"failed step {n}")
                return f"{where}: {error}."
        return ""

    def _play(self, step: Step, n: int, *, last: bool) -> None:
        begun = self._observer.count
        try:
            self._expect(step, begun)
        except ExpectationError:
            self._keep(step, n, ok=False, listed=not last)
            raise
        self._journal.note(f"settled {n} {step.page}")
        self._keep(step, n, ok=True, listed=not last)
        try:
            for action in step.do:
                self._hands.do(action, n)
                self._stay_honest(step, begun)
                self._alive()
        except ExpectationError:
            self._keep(step, n, ok=False, listed=not last)
            raise

    def _expect(self, step: Step, begun: int) -> None:
        """Waits for the page with its texts; looks at every state of it that passes by meanwhile."""
        patience = max(SHORTEST_S, (step.within_s or PAGE_S) / self._speed)
        there = self._observer.wait(
            lambda: self._settled(step) or bool(self._lies(step, begun)), time.monotonic() + patience
        )
        self._stay_honest(step, begun)
        if not there:
            self._alive()
            raise ExpectationError(self._wrong(step, patience))
        shown = self._observer.now
        lies = forbidden(shown, step.never) if shown is not None and shown.page == step.page else ()
        if lies:
            raise ExpectationError(_lie(step.page, lies))

    def _settled(self, step: Step) -> bool:
        shown = self._observer.now
        return shown is not None and shown.page == step.page and not missing(shown, step.shows)

    def _lies(self, step: Step, begun: int) -> tuple[str, ...]:
        pages = (page for page in self._observer.shown_since(begun) if page.page == step.page)
        return next((lies for page in pages if (lies := forbidden(page, step.never))), ())

    def _stay_honest(self, step: Step, begun: int) -> None:
        lies = self._lies(step, begun)
        if lies:
            raise ExpectationError(_lie(step.page, lies))

    def _wrong(self, step: Step, patience: float) -> str:
        shown = self._observer.now
        within = f"within {patience:.0f} s"
        if self._observer.nonsense:
            return f"the terminal told something that is no page ({self._observer.nonsense})"
        if shown is None:
            return f"the page {step.page!r} was expected, the terminal showed nothing {within}"
        if shown.page != step.page:
            fault = f" with fault {shown.fault}" if shown.fault else ""
            return f"the page {step.page!r} was expected, {shown.page!r}{fault} was seen {within}"
        absent = missing(shown, step.shows)
        verb = "was" if len(absent) == 1 else "were"
        return f"the page {step.page!r} came, but {' and '.join(map(repr, absent))} {verb} missing on it {within}"

    def _alive(self) -> None:
        """Raises when the terminal is gone; waits a moment for the exit code of one that has hung up."""
        if self._observer.over and self._terminal.exit_code() is None:
            deadline = time.monotonic() + _EXIT_S
            while self._terminal.exit_code() is None and time.monotonic() < deadline:
                time.sleep(0.02)
        code = self._terminal.exit_code()
        if code is not None or self._observer.over:
            ended = f"ended with code {code}" if code is not None else "hung up"
            words = self._stage.terminal_words()
            raise ExpectationError(f"the terminal {ended}{f'; its last words: {words}' if words else ''}")

    def _keep(self, step: Step, n: int, *, ok: bool, listed: bool) -> None:
        """Takes a picture and writes down what was seen; a later one of the same step replaces it."""
        shown = self._observer.now
        seen = shown.page if shown is not None else ""
        picture = ""
        if shown is not None and self._pages is not None:
            picture = f"pages/{n:02d}-{seen}.png"
            self._still(shown).save(self._pages / f"{n:02d}-{seen}.png", compress_level=3)
        if self.played and self.played[-1].n == n:
            self.played.pop()
        if listed:
            self.played.append(Played(n=n, page=step.page, seen=seen, ok=ok, picture=picture))

    def _still(self, shown: Shown) -> Image.Image:
        """A picture that does not change any more: the X server may be a moment behind the terminal."""
        picture = self._glass.picture()
        for _ in range(_GRABS):
            again = self._glass.picture()
            if again.tobytes() == picture.tobytes() or self._observer.now is not shown:
                return again
            picture = again
        return picture


def _lie(page: str, lies: tuple[str, ...]) -> str:
    return f"the page {page!r} said " + " and ".join(repr(text) for text in lies) + ", which it must not"
