"""kill -9 of a terminal at any moment of printing: no key twice on paper, "printed" only what is, the rest is unknown.

After each kill the next run is given the same keys again, as a careless program would: what may have left is not sent
a second time, whatever it believes.
"""

import os
import random
import subprocess
import sys
from collections import Counter

import pytest

from devices.printer.virtual import MachineSettings, VirtualPrinter

CYCLES = 200 if os.environ.get("BT_FULL") else 12
SEED = 20261126
KEYS = 40


@pytest.fixture
def printer(tmp_path):
    printer = VirtualPrinter("127.0.0.1", 0, tmp_path / "paper", MachineSettings(mm_per_s=1000.0, cut_s=0.01))
    printer.start()
    yield printer
    printer.stop()


def start(state, printer, first):
    command = [sys.executable, "-m", "tests.faults.printing", state, f"tcp://{printer.listening}", first, KEYS]
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)
    words = process.stdout.readline().split()
    assert words[0] == "left"
    return process, int(words[2])


def whole_lines(text):
    """What was said completely: the last line of a killed process may be torn."""
    return [line.split() for line in text.split("\n")[:-1]]


def test_no_slip_comes_twice_and_printed_is_on_paper(printer, tmp_path):
    chance = random.Random(SEED)
    state = tmp_path / "state.db"
    said: dict[str, str] = {}
    first, unknown = 0, 0
    for _ in range(CYCLES):
        process, left = start(state, printer, first)
        unknown += left
        try:
            process.wait(chance.uniform(0.0, 0.4))
        except subprocess.TimeoutExpired:
            process.kill()
        told, _ = process.communicate(timeout=10)
        for _ended, key, outcome in whole_lines(told):
            if outcome == "Printed":
                said[key] = outcome
        first = max(0, max((int(key[3:]) for key in said), default=0) - chance.randrange(4))
    process, left = start(state, printer, 0)  # all keys from the beginning: nothing of them may come out again
    told, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    printer.stop()
    slips = Counter(
        line.removeprefix("N ") for path in (tmp_path / "paper").glob("*.txt")
        for line in path.read_text().splitlines() if line.startswith("N ")
    )  # fmt: skip
    assert said, "nothing was ever printed: the test says nothing"
    assert [number for number, times in slips.items() if times > 1] == []
    assert {key for key in said if f"{int(key[3:]):04d}" not in slips} == set(), "said to be printed, and is not"
    assert unknown + left <= CYCLES, "one job at a time can be on its way"
