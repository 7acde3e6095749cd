"""A person whose data nobody else has: afterwards they are in no byte that was written but where they belong.

Searched is everything that terminal, town hall, printer, card reader, X server and rehearsal left: state folder with
`state.db` and Kivy's folder, logs, home and temporary folders (the run has its own), the evidence, and whatever changed
meanwhile in the temporary folders of the machine.

Allowed places: what the town hall received (its own store, `portal.json`), pictures of pages, paper. The journey itself
is where the marks come from.

Not searched: the memory of the processes (Python cannot promise to overwrite a text), files that were deleted again,
the swap file, and what the X server kept of the picture.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.rehearsal.actions import Type
from kiosk.rehearsal.journey import load_journey
from tests.privacy.marks import SHORTEST, Marks, files_in
from tests.privacy.playing import Left, played

JOURNEY = Path(__file__).with_name("gemerkte_person.yaml")
TYPED_IN = ("beschreibung", "ort_strasse", "familienname", "vornamen", "strasse", "telefon", "email")


@pytest.fixture(scope="module")
def left() -> Iterator[Left]:
    with played(load_journey(JOURNEY), frozenset({JOURNEY.name})) as everything:
        yield everything


@pytest.fixture(scope="module")
def marks(left: Left) -> Marks:
    """What was typed, what it became in the application, and the secrets of the receipts."""
    typed = {action.text for step in load_journey(JOURNEY).steps for action in step.do if isinstance(action, Type)}
    sent = {application["answers"][name] for application in left.applications for name in TYPED_IN}
    slips = [file.read_text("utf-8") for file in (left.evidence / "paper").glob("*.txt")]
    found = (re.findall(r"Zugangscode\n([2-9A-HJ-NP-Z]{4}) ([2-9A-HJ-NP-Z]{4})", slip) for slip in slips)
    codes = {first + second for pairs in found for first, second in pairs}
    assert len(codes) == len(slips) == 2
    return Marks(text for text in typed | sent | codes if len(text.encode()) >= SHORTEST)


def test_the_marks_arrived_where_they_belong(left: Left, marks: Marks) -> None:
    """Otherwise there was nothing to find."""
    first, second = left.applications
    assert first["answers"] == second["answers"]
    assert set(TYPED_IN) <= set(first["answers"])
    for place in ("world/town-hall", "evidence/portal.json"):
        files = files_in(left.folder / place) or [left.folder / place]
        found = {hit.number for hit in marks.in_files(files)}
        assert len(found) >= len(TYPED_IN)


def test_no_mark_is_anywhere_else(left: Left, marks: Marks) -> None:
    files = left.searched()
    names = {str(file.relative_to(left.folder)) for file in files}
    assert {
        "world/state/state.db", "world/terminal-log/terminal.log", "world/state/kivy/data/style.kv",
        "world/log/printer.log", "world/log/portal.log", "world/log/terminal.log", "world/log/card.log",
        "world/log/network.log", "world/log/pcscd.log", "evidence/result.json", "evidence/journey.log",
        "evidence/timings.json",
    } <= names  # fmt: skip
    assert marks.in_files(files) == []


def test_the_terminals_disk_does_not_say_what_they_applied_for(left: Left) -> None:
    """They left an application there while the portal was away."""
    service = next(each["service"] for each in left.applications)
    places = ("world/state", "world/terminal-log", "world/log/terminal.log")
    files = files_in(left.folder / "world/state", left.folder / "world/terminal-log")
    files.append(left.folder / "world/log/terminal.log")
    assert all(any(file.is_relative_to(left.folder / place) for file in files) for place in places)
    assert Marks([service]).in_files(files) == []


def test_no_mark_is_in_a_temporary_folder_of_the_machine(left: Left, marks: Marks) -> None:
    assert marks.in_files(left.changed_elsewhere()) == []


def test_nothing_was_written_elsewhere(left: Left) -> None:
    """Every file that a process of the run had open for writing lies in a folder that was searched."""
    assert left.strange() == set()
    assert any(file.name == "state.db" for file in left.written)


def test_no_log_tells_key_by_key_what_was_typed(left: Left) -> None:
    """The marks letter by letter, which no search for whole words would find."""
    logs = [file for file in left.searched() if file.suffix in {".log", ".json"}]
    told = b"".join(log.read_bytes() for log in logs)
    assert b"keyboard.*" in told
    assert re.findall(rb"keyboard\.[^*]|pad\.\d|choice\.[\w.]+\.\w", told) == []
