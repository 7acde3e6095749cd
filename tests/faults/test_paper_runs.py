"""Random trouble with paper: no slip twice, none that is called printed and is not, every job ends.

50 seeds, and 1,000 in `make faults`. Seeds that ever failed stand in `seeds.txt` and are played first; a seed that
fails adds itself. Runs mostly wait for deadlines, so that several are played side by side.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from devices.printer import FontFiles
from tests.faults.paper_runs import Run, run

RUNS = 1000 if os.environ.get("BT_FULL") else 50
SIDE_BY_SIDE = 8
SEEDS = Path(__file__).with_name("seeds.txt")
FONTS = Path(__file__).parents[2] / "screens/assets/fonts"


def remembered() -> list[int]:
    """Seeds that failed once, oldest first."""
    lines = SEEDS.read_text().splitlines()
    return [int(line.split()[0]) for line in lines if line[:1].isdigit()]  # other benches put their name before it


def play(seeds: list[int], folder: Path) -> list[Run]:
    fonts = FontFiles(
        regular=FONTS / "FiraSans-Regular.ttf",
        bold=FONTS / "FiraSans-SemiBold.ttf",
        arabic=FONTS / "NotoSansArabic-Regular.ttf",
        arabic_bold=FONTS / "NotoSansArabic-SemiBold.ttf",
        rest=FONTS / "NotoSans-Regular.ttf",
    )
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        return list(pool.map(lambda seed: run(seed, folder, fonts), seeds))


def test_paper_is_what_was_said_whatever_goes_wrong(tmp_path: Path) -> None:
    known = remembered()
    fresh = [seed for seed in range(1, RUNS + 1) if seed not in known]
    runs = play([*known, *fresh], tmp_path)
    failed = [each for each in runs if each.faults]
    with SEEDS.open("a") as seeds:
        seeds.writelines(f"{each.seed}  # {each.faults[0][:80]}\n" for each in failed if each.seed not in known)
    assert not failed, "\n".join(f"seed {each.seed}: {fault}" for each in failed for fault in each.faults)
    assert sum(each.printed for each in runs) > RUNS, "the runs are too hard to show anything"
    assert sum(each.unknown for each in runs) > RUNS / 5, "the runs are too easy to show anything"
    assert sum(each.not_printed for each in runs) > RUNS / 10
