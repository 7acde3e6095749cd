"""A PIN of staff, right and wrong, typed with real fingers: afterwards it is in no byte that was written.

Searched as in `test_marked_person`, the pictures of pages and the virtual printer's paper included: nothing of a PIN
belongs anywhere. Only its hash does, in `staff.pin`.
"""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree

import pytest

from kiosk.rehearsal.actions import Key, Type
from kiosk.rehearsal.journey import Journey, load_journey
from kiosk.rehearsal.rehearse import Overrides, play
from tests.privacy.marks import Marks, files_in

JOURNEYS = Path(__file__).parents[1] / "journeys"
NAMES = ("wartung_falsche_pin", "wartung_ausser_betrieb")


def typed(journey: Journey) -> set[str]:
    """What was typed on a page, as one text each."""
    texts = {action.text for step in journey.steps for action in step.do if isinstance(action, Type)}
    for step in journey.steps:
        keys = "".join(action.name for action in step.do if isinstance(action, Key) and action.name.isdigit())
        texts |= {keys} if keys else set()
    return texts


@pytest.fixture(scope="module")
def left() -> Iterator[tuple[Path, set[str]]]:
    """Everything that the journeys left, and what was typed in them."""
    folder = Path(tempfile.mkdtemp(prefix="bt-p-", dir="/tmp"))  # a short name: there are sockets in it
    marks: set[str] = set()
    try:
        for name in NAMES:
            journey = load_journey(JOURNEYS / f"{name}.yaml")
            assert play(journey, folder / name / "evidence", Overrides(), world=folder / name / "world"), name
            marks |= typed(journey)
        yield folder, marks
    finally:
        rmtree(folder, ignore_errors=True)


def test_no_pin_is_in_any_file(left: tuple[Path, set[str]]) -> None:
    folder, typed_in = left
    assert typed_in == {"27182818", "11223344", "99887766", "11223443"}
    files = files_in(folder)
    names = {file.name for file in files}
    assert {"staff.pin", "terminal.log", "journey.log", "timings.json", "staff.json", "state.db"} <= names
    assert Marks(typed_in).in_files(files) == []


def test_no_log_tells_digit_by_digit(left: tuple[Path, set[str]]) -> None:
    folder, _ = left
    logs = [file for file in files_in(folder) if file.suffix in {".log", ".json"}]
    told = b"".join(log.read_bytes() for log in logs)
    assert b"tap pad.*" in told
    assert b"key *" in told
    assert b"pressed staff.pin.ok" in told
    assert re.findall(rb'pad\.\d|pressed pad|tap pad\.\* at|key \d|"target": ?"\d"', told) == []
