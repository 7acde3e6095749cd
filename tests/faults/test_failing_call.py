"""An error at the n-th call of the disk: error shown or success, never both.

Every n up to 500 in `make faults`, a sample of them otherwise. The disk is in memory and under apsw; a real process
whose real system calls fail is in `test_failing_system_call`.
"""

from tests.faults.failing_calls import LAST_CALL, run
from tests.faults.seeds import FULL, judge, known, say

SAMPLED = (3, 12, 14, 17, 20, 29, 36, 43, 77, 104, 159, 231, 312, 405)


def test_each_call_may_fail_once(tmp_path):
    numbers = range(1, LAST_CALL + 1) if FULL else sorted({*known("call"), *SAMPLED})
    runs = [run(number, tmp_path) for number in numbers]
    judge("call", [(each.number, each.faults) for each in runs])
    refused = sum(each.refused for each in runs)
    say(f"call: {sum(each.hit for each in runs)} of {len(runs)} calls failed, {refused} people heard of it, 0 wrongly")
    assert sum(each.hit for each in runs) > len(runs) * 0.9, "the scenario is too short for the last calls"
    assert refused > len(runs) / 2, "the faults hardly ever reach anybody"
