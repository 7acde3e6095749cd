"""What a journey leaves behind, in DIR/<journey>/:

    result.json     {journey, ok, steps[{n, page, seen, ok, picture, touch_to_pressed_ms, touch_to_page_ms}],
                    failed_step, reason}; the times are those of the slowest touch of the step; failed_step is the
                    number of the step, or one more than there are steps where the end did not hold
    pages/NN-<page id>.png      the X root window when step NN was settled, or what was seen instead
    paper/NN.png|.txt|.bin|.json    each slip, from the virtual printer
    portal.json     {applications[], queue_tickets[], readings[], status_queries[]}: what the town hall has
    timings.json    {start_ms, first_paper_ms, receipt_ms, touches[]}; null where it did not happen
    journey.log     event lines with milliseconds since the begin; nothing personal

An old folder of the same journey is replaced; a folder that is no evidence is left alone.
"""

import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kiosk.rehearsal.journal import Journal, TouchTimes
from kiosk.rehearsal.player import Played
from kiosk.rehearsal.seen import Pressed, Shown

_NAMES = {"result.json", "pages", "paper", "portal.json", "timings.json", "journey.log"}
_SLIP_FILES = (".png", ".txt", ".bin", ".json")


def in_the_way(folder: Path) -> str:
    """Why a folder cannot take evidence; empty if it can."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        return "is there and is no folder"
    strange = sorted({entry.name for entry in folder.iterdir()} - _NAMES) if folder.exists() else []
    return f"holds something that is no evidence ({strange[0]})" if strange else ""


class Evidence:
    """The folder of one journey, emptied first.

    Args:
        folder: see `in_the_way`.
        journey: its name.
    """

    def __init__(self, folder: Path, journey: str) -> None:
        self._folder = folder
        self._journey = journey
        if folder.exists():
            shutil.rmtree(folder)
        self.pages = folder / "pages"
        self.paper = folder / "paper"
        for each in (self.pages, self.paper):
            each.mkdir(parents=True)

    def take_paper(self, out: Path) -> list[dict[str, Any]]:
        """Copies the slips from the printer's folder; gives their facts in order."""
        facts = []
        for slip in sorted(out.glob("[0-9][0-9]*.json")):
            for ending in _SLIP_FILES:
                shutil.copyfile(slip.with_suffix(ending), self.paper / slip.with_suffix(ending).name)
            facts.append(json.loads(slip.read_text("utf-8")))
        return facts

    def write(
        self,
        *,
        played: Sequence[Played],
        reason: str,
        failed_step: int | None,
        portal: dict[str, Any],
        journal: Journal,
        shown: Sequence[Shown],
        pressed: Iterable[Pressed],
        slips: Sequence[dict[str, Any]],
    ) -> None:
        """Writes the four files."""
        result = {
            "journey": self._journey,
            "ok": not reason,
            "steps": [step_entry(step, journal.of_step(step.n)) for step in played],
            "failed_step": failed_step,
            "reason": reason,
        }
        self._json("result.json", result)
        self._json("portal.json", portal)
        self._json("timings.json", timings(journal, shown, slips))
        lines = journal.lines(shown, pressed, slips)
        (self._folder / "journey.log").write_text("".join(f"{line}\n" for line in lines), "utf-8")

    def _json(self, name: str, data: object) -> None:
        (self._folder / name).write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")


def step_entry(step: Played, touches: Sequence[TouchTimes]) -> dict[str, Any]:
    """One entry of result.json; a time is that of the slowest touch."""
    pressed = [touch.to_pressed_ms for touch in touches if touch.to_pressed_ms is not None]
    pages = [touch.to_page_ms for touch in touches if touch.to_page_ms is not None]
    slowest = {"touch_to_pressed_ms": max(pressed, default=None), "touch_to_page_ms": max(pages, default=None)}
    return asdict(step) | slowest


def timings(journal: Journal, shown: Sequence[Shown], slips: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What timings.json holds: each figure starts at the last touch before, in true milliseconds whatever the speed.

    `start_ms`: from the start of the terminal's process to its first page. `first_paper_ms`: to the first dots of the
    first slip, by the printer's clock. `receipt_ms`: to the first page with a number to take away.
    """
    first_dot = next((slip["first_dot_monotonic"] for slip in slips if slip["first_dot_monotonic"] is not None), None)
    receipt = next((page.at for page in shown if page.figure), None)
    return {
        "start_ms": None if not shown else round((shown[0].at - journal.begin) * 1000, 1),
        "first_paper_ms": _since_touch(journal, first_dot),
        "receipt_ms": _since_touch(journal, receipt),
        "touches": [
            {
                "step": touch.step,
                "target": touch.target,
                "to_pressed_ms": touch.to_pressed_ms,
                "to_page_ms": touch.to_page_ms,
            }
            for touch in journal.touches
        ],
    }


def _since_touch(journal: Journal, at: float | None) -> float | None:
    touch = journal.last_touch_before(at) if at is not None else None
    return None if at is None or touch is None else round((at - touch.at) * 1000, 1)
