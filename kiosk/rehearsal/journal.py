"""What happened in a journey, in order of time: event lines without contents."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.rehearsal.seen import Pressed, Shown, discreet


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done or found: by the player, at `at` (monotonic seconds)."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class TouchTimes:
    """One touch or key and what the terminal made of it.

    Args:
        step: number of the step, from 1.
        target: node id, "x,y" or the key's name.
        at: when the finger came down (monotonic seconds).
        to_pressed_ms: from there to the frame with the pressed look; None if there was none.
        to_page_ms: from the finger leaving the glass to the first frame with another page, or another state of the
            same page; None if nothing changed. From the finger coming down where the page did not wait for its leaving.
    """

    step: int
    target: str
    at: float
    to_pressed_ms: float | None
    to_page_ms: float | None


class Journal:
    """Collects deeds and touches of one journey."""

    def __init__(self) -> None:
        self.begin = time.monotonic()
        self.deeds: list[Deed] = []
        self.touches: list[TouchTimes] = []

    def note(self, text: str, at: float | None = None) -> None:
        """Writes down that something happened now, or at a given time."""
        self.deeds.append(Deed(time.monotonic() if at is None else at, text))

    def last_touch_before(self, at: float) -> TouchTimes | None:
        """The touch that led to something that happened at `at`."""
        return max((touch for touch in self.touches if touch.at <= at), key=lambda touch: touch.at, default=None)

    def of_step(self, step: int) -> tuple[TouchTimes, ...]:
        """The touches of one step."""
        return tuple(touch for touch in self.touches if touch.step == step)

    def lines(
        self, shown: Iterable[Shown], pressed: Iterable[Pressed], slips: Iterable[Mapping[str, Any]]
    ) -> list[str]:
        """Everything in order, with milliseconds since the begin."""
        deeds = [*self.deeds]
        for slip in slips:
            if slip["first_dot_monotonic"] is not None:
                deeds.append(Deed(slip["first_dot_monotonic"], f"paper {slip['slip']} begins"))
            deeds.append(Deed(slip["cut_monotonic"], f"paper {slip['slip']} cut"))
        before: Shown | None = None
        for page in shown:
            kind = "changed" if before is not None and page.page == before.page else "shown"
            deeds.append(Deed(page.at, f"{kind} {page.page}{f' fault={page.fault}' if page.fault else ''}"))
            before = page
        deeds += [Deed(each.at, f"pressed {discreet(each.node)}") for each in pressed]
        return [f"{(deed.at - self.begin) * 1000:9.0f} {deed.text}" for deed in sorted(deeds, key=lambda d: d.at)]
