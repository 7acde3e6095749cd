"""The command as a whole: exit codes, what it says, and that a rehearsal that is ended leaves nothing behind."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from kiosk.rehearsal import Overrides, rehearse
from tests.kiosk.rehearsal.test_stage import gone, processes

START = "steps:\n  - {page: attract, do: [{tap: attract.start}]}\n"
LYING = f"journey: lying\n{START}  - {{page: home, not: [Guten Tag]}}\n"
LOST = f"journey: lost\nstart: {{speed: 5}}\n{START}  - {{page: home, do: [{{tap: Kuchen}}]}}\n"
LEAVING = f"journey: leaving\n{START}  - {{page: home, do: [{{wait_s: 60}}]}}\nend: {{page: attract}}\n"
COUNTING = "journey: counting\nsteps: [{page: attract}]\nend: {papers: 3, page: attract}\n"


def journeys(folder: Path, *texts: str) -> list[Path]:
    """Files with these journeys."""
    paths = []
    for number, text in enumerate(texts):
        paths.append(folder / f"{number}.yaml")
        paths[-1].write_text(text, "utf-8")
    return paths


def result(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "result.json").read_text("utf-8"))
    return found


def test_failed_expectations_leave_evidence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rehearse(journeys(tmp_path, LYING, LOST, COUNTING), tmp_path / "out", Overrides()) == 1
    lying, lost, counting = (result(tmp_path / "out" / name) for name in ("lying", "lost", "counting"))
    assert lying["reason"] == "Step 2 (line 4): the page 'home' said 'Guten Tag', which it must not."
    assert (lying["ok"], lying["failed_step"]) == (False, 2)
    assert [(step["seen"], step["ok"]) for step in lying["steps"]] == [("attract", True), ("home", False)]
    assert (tmp_path / "out" / "lying" / "pages" / "02-home.png").exists()
    assert lost["reason"].startswith(
        "Step 2 (line 5): there is nothing to press named 'Kuchen' (keys there: home.queue"
    )
    assert (counting["reason"], counting["failed_step"]) == ("At the end: 3 slips of paper expected, 0 found.", 2)
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("lying: FAILED. Step 2 (line 4): the page 'home' said")
    assert said[-1] == f"0 of 3 journeys held; evidence: {tmp_path / 'out'}"


def test_a_terminal_that_dies_is_a_failed_expectation(tmp_path: Path) -> None:
    [path] = journeys(tmp_path, LEAVING)

    def kill() -> None:
        deadline = time.monotonic() + 30
        while not (tmp_path / "out" / "leaving" / "pages" / "02-home.png").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        for children in Path("/proc/self/task").glob("*/children"):
            for pid in children.read_text().split():
                if b"kiosk\0run" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    os.kill(int(pid), signal.SIGKILL)

    threading.Thread(target=kill, daemon=True).start()
    begin = time.monotonic()
    assert rehearse([path], tmp_path / "out", Overrides(lang="en")) == 1
    assert time.monotonic() - begin < 45  # the wait of a minute was not sat out
    reason = result(tmp_path / "out" / "leaving")["reason"]
    assert reason.startswith("Step 2 (line 4): the terminal ended with code -9; its last words: ")


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["journey: a\nsteps: []\n", "journey: b\n"], ["0.yaml:2: steps", "1.yaml:1: Object missing"]),
        ([COUNTING, COUNTING], ["1.yaml:1: has the same name as"]),
        (["journey: taken\nsteps: [{page: a}]\n"], ["taken: holds something that is no evidence (letter.odt)"]),
    ],
)
def test_what_is_wrong_is_said_before_anything_plays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], texts: list[str], said: list[str]
) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "letter.odt").touch()
    assert rehearse(journeys(tmp_path, *texts), tmp_path, Overrides()) == 2
    errors = capsys.readouterr().err.splitlines()
    assert [text in line for text, line in zip(said, errors, strict=True)] == [True] * len(said)
    assert (tmp_path / "taken" / "letter.odt").exists()


def test_a_machine_that_lacks_something(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = journeys(tmp_path, COUNTING)
    monkeypatch.setattr("shutil.which", lambda _name: None)
    assert rehearse(paths, tmp_path / "out", Overrides()) == 3
    assert capsys.readouterr().err == "no Xvfb: install the apt package xvfb\n"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_an_ended_rehearsal_leaves_no_process(
    tmp_path_factory: pytest.TempPathFactory, number: signal.Signals, code: int
) -> None:
    folder = tmp_path_factory.mktemp("r")
    [path] = journeys(folder, LEAVING)
    command = [sys.executable, "-m", "kiosk", "rehearse", str(path), "--evidence", str(folder / "out")]
    stages = folder / "t"
    stages.mkdir()
    with subprocess.Popen(command, env=os.environ | {"TMPDIR": str(stages)}) as playing:
        deadline = time.monotonic() + 30
        while not (folder / "out" / "leaving" / "pages" / "02-home.png").exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert processes(str(stages))
        playing.send_signal(number)
        assert playing.wait(20) == code
    assert gone(str(stages))
    if number is signal.SIGTERM:
        assert not list(stages.iterdir())
