"""Evidence: figures, what may be overwritten, and the counts at the end."""

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.rehearsal.evidence import Evidence, in_the_way, step_entry, timings
from kiosk.rehearsal.journal import Journal, TouchTimes
from kiosk.rehearsal.journey import End
from kiosk.rehearsal.player import Played
from kiosk.rehearsal.rehearse import counted
from kiosk.rehearsal.seen import Pressed, SeenNode, Shown

STEP = Played(n=1, page="home", seen="home", ok=True, picture="pages/01-home.png")
NUMBER = SeenNode(id="ticket.number", role="figure", name="B 047")
SLIP = {"slip": 1, "first_dot_monotonic": 100.75, "cut_monotonic": 102.0}


def journal() -> Journal:
    """A journey that began at 100 s; two touches."""
    found = Journal()
    found.begin = 100.0
    found.touches += [TouchTimes(1, "home.queue", 100.2, 40.0, 120.0), TouchTimes(1, "queue.draw", 100.5, 60.0, None)]
    return found


def shown(page: str, at: float, *nodes: SeenNode, fault: str = "") -> Shown:
    return Shown(page=page, at=at, nodes=nodes, fault=fault)


def test_a_step_tells_its_slowest_touch() -> None:
    entry = step_entry(STEP, journal().of_step(1))
    assert entry == {
        "n": 1,
        "page": "home",
        "seen": "home",
        "ok": True,
        "picture": "pages/01-home.png",
        "touch_to_pressed_ms": 60.0,
        "touch_to_page_ms": 120.0,
    }
    assert step_entry(STEP, [])["touch_to_page_ms"] is None


def test_figures_begin_at_the_touch_before() -> None:
    pages = [shown("home", 100.125), shown("queue.ticket", 100.625, NUMBER), shown("queue.ticket", 101.0, NUMBER)]
    found = timings(journal(), pages, [SLIP])
    assert (found["start_ms"], found["first_paper_ms"], found["receipt_ms"]) == (125.0, 250.0, 125.0)
    assert found["touches"][1] == {"step": 1, "target": "queue.draw", "to_pressed_ms": 60.0, "to_page_ms": None}


def test_what_did_not_happen_has_no_figure() -> None:
    found = timings(Journal(), [], [SLIP | {"first_dot_monotonic": None}])
    assert found == {"start_ms": None, "first_paper_ms": None, "receipt_ms": None, "touches": []}


def test_the_log_is_in_order_of_time() -> None:
    found = journal()
    found.note("tap home.queue", 100.2)
    pages = [shown("home", 100.1), shown("home", 100.3), shown("paused", 100.4, fault="N-03")]
    lines = found.lines(pages, [Pressed("home.queue", 100.25)], [SLIP])
    assert [line.split(maxsplit=1) for line in lines] == [
        ["100", "shown home"],
        ["200", "tap home.queue"],
        ["250", "pressed home.queue"],
        ["300", "changed home"],
        ["400", "shown paused fault=N-03"],
        ["750", "paper 1 begins"],
        ["2000", "paper 1 cut"],
    ]


def test_the_log_does_not_tell_what_was_typed() -> None:
    found = journal()
    [line] = found.lines([], [Pressed("keyboard.q", 100.25)], [])
    assert line.split() == ["250", "pressed", "keyboard.*"]


def test_evidence_is_written_and_old_evidence_goes(tmp_path: Path) -> None:
    out = tmp_path / "printer"
    out.mkdir()
    for ending in ("png", "txt", "bin"):
        (out / f"01.{ending}").write_bytes(b"x")
    (out / "01.json").write_text(json.dumps(SLIP))
    folder = tmp_path / "besuch"
    (folder / "pages").mkdir(parents=True)
    (folder / "pages" / "99-old.png").touch()
    assert in_the_way(folder) == ""
    evidence = Evidence(folder, "besuch")
    evidence.write(
        played=[STEP],
        reason="Step 1 failed.",
        failed_step=1,
        portal={"applications": [], "queue_tickets": [], "status_queries": []},
        journal=journal(),
        shown=[],
        pressed=[],
        slips=evidence.take_paper(out),
    )
    result = json.loads((folder / "result.json").read_text())
    assert (result["journey"], result["ok"], result["failed_step"], result["reason"]) == (
        "besuch", False, 1, "Step 1 failed.",
    )  # fmt: skip
    assert sorted(path.name for path in folder.iterdir()) == [
        "journey.log", "pages", "paper", "portal.json", "result.json", "timings.json",
    ]  # fmt: skip
    assert list((folder / "pages").iterdir()) == []
    assert sorted(path.name for path in (folder / "paper").iterdir()) == ["01.bin", "01.json", "01.png", "01.txt"]


def test_what_is_no_evidence_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "besuch").mkdir()
    (tmp_path / "besuch" / "thesis.odt").touch()
    assert "thesis.odt" in in_the_way(tmp_path / "besuch")
    assert "no folder" in in_the_way(tmp_path / "besuch" / "thesis.odt")
    assert in_the_way(tmp_path / "new") == ""


@pytest.mark.parametrize(
    ("end", "slips", "unknown", "reason"),
    [
        (End(tickets=1, papers=1), 1, 0, ""),
        (End(), 3, 0, ""),
        (End(papers=0), 1, 0, "At the end: 0 slips of paper expected, 1 found."),
        (End(tickets=2, papers=1), 1, 0, "At the end: 2 queue tickets expected, 1 found."),
        (End(), 1, 7, "At the end: 0 bytes that the printer does not understand expected, 7 found."),
        (End(applications=1), 1, 0, "At the end: 1 applications expected, 0 found."),
    ],
)
def test_the_end_counts(end: End, slips: int, unknown: int, reason: str) -> None:
    portal: dict[str, Any] = {"applications": [], "queue_tickets": [{"id": "x"}]}
    assert counted(end, portal, {"slips": slips, "unknown_bytes": unknown}) == reason
