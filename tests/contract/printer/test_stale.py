"""Nothing that an unknown job left in the printer comes out when the printer is mended, minutes later."""

from collections.abc import Callable
from typing import Any

import pytest

from devices.printer import Document, Printed, PrinterStatus, Unknown

MakeBench = Callable[..., Any]

TROUBLE = [
    ("paper_out", "paper_in", PrinterStatus.NO_PAPER),
    ("cover_open", "cover_closed", PrinterStatus.COVER_OPEN),
]


@pytest.mark.parametrize(("trouble", "mended", "seen"), TROUBLE)
def test_printer_that_answers_again_drops_the_rest_before_it_is_mended(
    bench: MakeBench, ticket: Document, trouble: str, mended: str, seen: PrinterStatus
) -> None:
    """The connection was lost at the same moment, so that the job itself could not clear anything."""
    on = bench(mm_per_s=200.0)
    on.do(trouble, after_mm=20)
    on.do("mute", after_mm=19)
    on.do("hang_up", after_mm=20)
    outcome = on.driver.print(ticket, "a")
    assert isinstance(outcome, Unknown)
    assert not outcome.cleared
    assert on.do("state")["waiting_bytes"] > 0, "the test says nothing"
    on.do("unmute")
    assert on.driver.status() is seen
    assert on.do("state")["waiting_bytes"] == 0
    on.do(mended)
    on.rest()
    assert on.slips() == []
    assert on.driver.print(ticket, "b") == Printed()
    assert on.slips()[-1].count("B 047") == 1


def test_printer_that_only_is_slow_keeps_what_it_prints(bench: MakeBench, ticket: Document) -> None:
    on = bench(mm_per_s=30.0)
    on.do("hang_up", after_mm=20)
    assert isinstance(on.driver.print(ticket, "a"), Unknown)
    assert on.driver.status() is PrinterStatus.READY
    on.rest()
    assert [slip.count("B 047") for slip in on.slips()] == [1]
