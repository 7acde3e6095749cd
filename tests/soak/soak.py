"""`make soak`: many visits at one terminal, and whether it grows: memory, threads, files, what lies on its disk.

    python tests/soak/soak.py --visits 1500 --out build/soak

The real terminal in a real window, town hall over TLS, printer over TCP, card behind pcscd; people as the journeys have
them, one after the other, their waits divided by SPEED. The town hall forgets between two visits, so that every journey
finds the numbers that it expects; the terminal is never told. Writes `soak.json` and `soak.md`; ends with 1 if a visit
failed or something grew beyond its bound between the second third and the last one.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kiosk.rehearsal.journal import Journal
from kiosk.rehearsal.journey import Journey, load_journey
from kiosk.rehearsal.observer import Observer
from kiosk.rehearsal.player import Player
from kiosk.rehearsal.stage import PORTRAIT, Stage, TerminalOptions
from kiosk.rehearsal.xinput import XInput
from kiosk.rehearsal.xvfb import Xvfb
from tests.bench.processes import own_mb, pss_mb

JOURNEYS = Path(__file__).resolve().parents[1] / "journeys"
SPEED = 12.0
PERSON = "erika_beispiel"
_NUMBERS = ("wartenummer", "ohne_zettel", "wartenummer", "wartenummer", "ohne_zettel")
MIX = (
    *_NUMBERS, "hilfe", *_NUMBERS, "fundanzeige", *_NUMBERS, "klappe_offen_waehrend", "tastatur",
    *_NUMBERS, "zweitdruck", *_NUMBERS, "portal_weg_beim_senden", *_NUMBERS, "ausweis_weg_und_wieder", "weggehen",
)  # fmt: skip
"""One round of people: most want a number, some walk away, some find something broken, some hand something in."""
EVERY = len(MIX)
"""Looked at after a whole round, so that always the same pages were the last ones."""
OWN_MB, STATE_KB, LOG_KB = 3.0, 256, 2048
"""How much the median of the last third may lie above that of the second; logs turn over at their own size. PSS is
shown and not judged: it counts the pages of libraries by how many programs share them, and so tells of those too."""


@dataclass(frozen=True)
class Sample:
    """The terminal after so many visits."""

    visits: int
    pss_mb: float
    own_mb: float
    threads: int
    files: int
    state_kb: float
    log_kb: float


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--visits", type=int, default=1500)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    samples, failed, played = soak(options.visits)
    wrong = [*failed, *grown(samples)]
    report = {"visits": played, "minutes": (time.monotonic() - begun) / 60, "wrong": wrong}
    content = report | {"samples": [asdict(sample) for sample in samples]}
    (options.out / "soak.json").write_text(json.dumps(content, indent=1, ensure_ascii=False), "utf-8")
    table = as_table(samples)
    (options.out / "soak.md").write_text(table, "utf-8")
    sys.stdout.write(table + "".join(f"{each}\n" for each in wrong))
    sys.stdout.write(f"{played} visits in {report['minutes']:.1f} minutes: {len(wrong)} things wrong\n")
    return 1 if wrong else 0


def soak(visits: int) -> tuple[list[Sample], list[str], int]:
    """Plays them up to the first that fails; gives the samples, what failed, and how many were played to their end."""
    samples: list[Sample] = []
    failed: list[str] = []
    played = 0
    with (
        Stage(None, screen=PORTRAIT, person=PERSON) as stage,
        Xvfb(PORTRAIT, stage.logs) as xvfb,
        XInput(xvfb.display) as glass,
    ):
        socket = stage.folder / "seen.sock"
        with Observer(socket) as observer:
            clock = load_journey(JOURNEYS / "wartenummer.yaml").start.clock
            assert clock is not None
            begun = time.monotonic()
            options = TerminalOptions(observe=socket, clock=clock, speed=SPEED)
            terminal = stage.start_terminal(xvfb.display, options)
            observer.follow(terminal.pid)
            for number, journey in zip(range(1, visits + 1), people(), strict=False):
                stage.controls.portal.do("reset")
                stage.controls.portal.do("clock", at=(clock + timedelta(seconds=time.monotonic() - begun)).isoformat())
                player = Player(stage, terminal, observer, glass, journal=Journal(), pages=None, speed=SPEED)
                reason = player.play(journey)
                if reason:
                    failed.append(f"visit {number}, {journey.name}: {reason}")
                    break
                played = number
                if number % EVERY == 0 or number == visits:
                    samples.append(seen(number, terminal.pid, stage))
                    for paper in stage.paper.iterdir():
                        paper.unlink()
            terminal.end()
    return samples, failed, played


def people() -> Iterator[Journey]:
    """One after the other, without end."""
    return cycle([load_journey(JOURNEYS / f"{name}.yaml") for name in MIX])


def seen(visits: int, pid: int, stage: Stage) -> Sample:
    """The terminal now."""
    status = Path(f"/proc/{pid}/status").read_text()
    threads = int(next(line.split()[1] for line in status.splitlines() if line.startswith("Threads:")))
    return Sample(
        visits=visits,
        pss_mb=pss_mb(pid),
        own_mb=own_mb(pid),
        threads=threads,
        files=len(list(Path(f"/proc/{pid}/fd").iterdir())),
        state_kb=_size_kb(stage.folder / "state"),
        log_kb=_size_kb(stage.folder / "terminal-log"),
    )


def _size_kb(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1024


def grown(samples: list[Sample]) -> list[str]:
    """What is above its bound in the last third, in words."""
    third = len(samples) // 3
    if third == 0:
        return []
    middle, last = samples[third : 2 * third], samples[2 * third :]
    bounds = {"own_mb": OWN_MB, "threads": 0, "files": 1, "state_kb": STATE_KB, "log_kb": LOG_KB}
    wrong = []
    for name, bound in bounds.items():
        before, after = (statistics.median(getattr(each, name) for each in part) for part in (middle, last))
        if after > before + bound:
            wrong.append(f"{name} grew from {before:.1f} to {after:.1f}")
    return wrong


def as_table(samples: list[Sample]) -> str:
    """Markdown, one line a sample."""
    rows = ["| visits | PSS, MB | of no file, MB | threads | files | state, kB | log, kB |", "| --- " * 7 + "|"]
    for each in samples:
        rows.append(
            f"| {each.visits} | {each.pss_mb:.1f} | {each.own_mb:.1f} | {each.threads} | {each.files} "
            f"| {each.state_kb:.0f} | {each.log_kb:.0f} |"
        )
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.exit(main())
