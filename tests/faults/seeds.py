"""Seeds that failed once stand in `seeds.txt` as `BENCH SEED  # what was wrong` and are played first, every time.

A bare number there is one of the bench of paper, which came first.
"""

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

FULL = bool(os.environ.get("BT_FULL"))
FILE = Path(__file__).with_name("seeds.txt")


def known(bench: str) -> list[int]:
    """Seeds of this bench that failed once, oldest first."""
    rows = [line.partition("#")[0].split() for line in FILE.read_text("utf-8").splitlines()]
    return [int(row[1]) for row in rows if len(row) == 2 and row[0] == bench]


def in_turn(bench: str, count: int) -> list[int]:
    """The known ones, then fresh ones until there are `count` more."""
    old = known(bench)
    return [*old, *(seed for seed in range(1, count + len(old) + 1) if seed not in old)][: count + len(old)]


def judge(bench: str, faults: Iterable[tuple[int, list[str]]], *, keep: Callable[[str], object] | None = None) -> None:
    """Fails with all that is wrong, and keeps the seeds of it.

    Args:
        faults: seed and what is wrong with it.
        keep: takes the lines for `seeds.txt`; writes them there if None.
    """
    wrong = [(seed, what) for seed, what in faults if what]
    old = known(bench)
    lines = [f"{bench} {seed}  # {what[0][:80]}\n" for seed, what in wrong if seed not in old]
    if lines:
        (keep or _append)("".join(lines))
    assert not wrong, "\n".join(f"{bench} {seed}: {each}" for seed, what in wrong for each in what)


def say(figures: str) -> None:
    """Figures of a run, for `docs/reliability.md`; pytest shows them with -s, and when the test fails."""
    sys.stdout.write(f"{figures}\n")


def _append(lines: str) -> None:
    with FILE.open("a", encoding="utf-8") as file:
        file.write(lines)
