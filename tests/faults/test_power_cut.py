"""The plug is pulled at any moment: what was acknowledged is there, nothing is doubled, the file is whole.

50 cuts, and 1,000 in `make faults`. A drive that lies about its flush, and a database that does not wait for it, have
to fail here: otherwise the bench would notice nothing.
"""

import pytest

from kiosk.state_db.connection import PRAGMAS
from tests.faults.power_runs import run
from tests.faults.seeds import FULL, in_turn, judge, say

CUTS = 1000 if FULL else 50
CONTROLS = 200 if FULL else 25


def test_what_was_acknowledged_survives(tmp_path):
    runs = [run(seed, tmp_path) for seed in in_turn("power", CUTS)]
    judge("power", [(each.seed, each.faults) for each in runs])
    say(f"power: {len(runs)} cuts, {sum(each.acknowledged for each in runs)} changes acknowledged")
    assert sum(each.cut_while for each in runs) > len(runs) / 2, "the plug is hardly ever pulled in time"
    assert sum(each.acknowledged for each in runs) > 2 * len(runs), "hardly anything was ever at stake"


SPOILT = {
    "drive lies about its flush": {"lies": True},
    "nobody waits for the flush": {"pragmas": tuple(each.replace("EXTRA", "OFF") for each in PRAGMAS)},
    "folder is not flushed": {
        "pragmas": ("PRAGMA locking_mode = NORMAL", "PRAGMA journal_mode = DELETE", "PRAGMA synchronous = FULL")
    },
}


@pytest.mark.parametrize("spoilt", SPOILT.values(), ids=SPOILT)
def test_the_bench_notices_what_is_lost(tmp_path, spoilt):
    runs = [run(seed, tmp_path, **spoilt) for seed in range(1, CONTROLS + 1)]
    wrong = sum(bool(each.faults) for each in runs)
    assert wrong >= CONTROLS / 40
    kept = []
    with pytest.raises(AssertionError, match=r"power \d+: "):
        judge("power", [(each.seed, each.faults) for each in runs], keep=kept.append)
    assert len("".join(kept).splitlines()) == wrong
