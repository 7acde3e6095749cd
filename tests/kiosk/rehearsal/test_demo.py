"""`buergerterminal demo` from end to end on a display of its own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.rehearsal.demo import Restarts
from kiosk.rehearsal.xinput import XInput
from kiosk.rehearsal.xvfb import Xvfb
from screens.geometry import Rect
from screens.inks import STANDARD, Ink
from tests.architecture.tree import ROOT
from tests.kiosk.rehearsal.desk import close, command_of, marked, until, windows

SCREEN = Rect(0, 0, 1920, 1080)
TITLE, PANEL = "Stadt Mayen · Terminal 2", "Bühne"


@dataclass
class Demo:
    """A running demo."""

    process: subprocess.Popen[str]
    display: str
    mark: str
    temporary: Path
    errors: Path

    def both_windows(self) -> bool:
        return {TITLE, PANEL} <= set(windows(self.display))

    def terminals(self) -> list[int]:
        """Process ids of the terminal (one, but for a moment)."""
        return [pid for pid in marked(self.mark) if " kiosk run " in command_of(pid)]

    def said(self) -> str:
        return self.errors.read_text()

    def gone(self) -> bool:
        return not list(marked(self.mark))


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    mark = f"BT_TEST={uuid.uuid4()}"
    temporary = Path(tempfile.mkdtemp(prefix="t", dir="/tmp"))
    errors = tmp_path / "stderr"
    with Xvfb((SCREEN.w, SCREEN.h), tmp_path) as xvfb, errors.open("w") as stderr:
        name, _, value = mark.partition("=")
        environment = os.environ | {"DISPLAY": xvfb.display, "TMPDIR": str(temporary), name: value}
        command = [sys.executable, "-m", "kiosk", "demo"]
        process = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=stderr, text=True, start_new_session=True
        )
        running = Demo(process, xvfb.display, mark, temporary, errors)
        try:
            until(lambda: running.both_windows() or process.poll() is not None, 30, running.said)
            assert process.poll() is None, running.said()
            yield running
        finally:
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()
            shutil.rmtree(temporary, ignore_errors=True)


def test_both_windows_a_crash_and_ctrl_c(demo: Demo) -> None:
    found = windows(demo.display)
    terminal, panel = found[TITLE][0], found[PANEL][0]
    assert SCREEN.contains(terminal)
    assert SCREEN.contains(panel)
    assert not terminal.overlaps(panel)
    assert terminal.w * 16 == terminal.h * 9
    assert (panel.w, panel.h) == (420, 700)
    with XInput(demo.display) as glass:
        until(lambda: glass.picture().getpixel((terminal.x + 4, terminal.y + 4)) == STANDARD[Ink.FRAME])
        until(lambda: glass.picture().getpixel((panel.x + 4, panel.y + 4)) == STANDARD[Ink.STAFF_FRAME])
        folder = ROOT / "build" / "demo"
        folder.mkdir(parents=True, exist_ok=True)
        glass.picture().save(folder / "desktop.png")  # to look at, beside the mock-ups

    (first,) = demo.terminals()
    os.kill(first, signal.SIGKILL)
    until(lambda: (now := demo.terminals()) != [] and first not in now)
    until(demo.both_windows, 15, demo.said)
    assert "ended with code -9 and is started again" in demo.said()

    demo.process.send_signal(signal.SIGINT)
    said, _ = demo.process.communicate(timeout=15)
    assert demo.process.returncode == 0
    assert f"printed slips: {ROOT / 'build' / 'demo' / 'paper'}\n" in said
    until(demo.gone, 3)
    assert list(demo.temporary.iterdir()) == []
    assert len(demo.said().splitlines()) == 1


def test_closing_the_terminal_ends_everything(demo: Demo) -> None:
    close(demo.display, windows(demo.display)[TITLE][1])
    assert demo.process.wait(15) == 0, demo.said()
    until(demo.gone, 3)
    assert list(demo.temporary.iterdir()) == []
    assert demo.said() == ""


@pytest.mark.parametrize("display", [None, ":9999"])
def test_without_a_display_it_says_what_to_do(display: str | None) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "DISPLAY"}
    if display is not None:
        environment["DISPLAY"] = display
    command = [sys.executable, "-m", "kiosk", "demo"]
    begin = time.monotonic()
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1
    assert "make run" in done.stderr
    assert "rehearse" in done.stderr
    assert time.monotonic() - begin < 5


def test_five_restarts_a_minute_and_no_more() -> None:
    restarts = Restarts(most=5, within_s=60)
    assert [restarts.allow(second) for second in (0, 1, 2, 3, 4, 5, 59)] == [True] * 5 + [False] * 2
    assert restarts.allow(60)
    assert not restarts.allow(60.5)
    assert restarts.allow(61)
