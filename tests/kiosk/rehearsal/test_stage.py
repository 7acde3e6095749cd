"""The stage: parts come up, can be talked to, and never stay behind. Real processes throughout."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kiosk.rehearsal import Stage, StageError, TerminalOptions
from kiosk.rehearsal.children import Child
from kiosk.rehearsal.xinput import XInput
from kiosk.rehearsal.xvfb import Xvfb
from kiosk.settings import load_settings

PARTS = 5  # portal, network, printer, card, pcscd (which has a daemon of its own besides)


def processes(word: str) -> list[str]:
    """Command lines of running processes that name this, there or in their environment (pcscd knows it only there)."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line, environment = ((process / name).read_bytes() for name in ("cmdline", "environ"))
        except OSError:
            continue
        if word.encode() in line + environment and str(os.getpid()) != process.name:
            found.append(line.replace(b"\0", b" ").decode("utf-8", "replace"))
    return found


def gone(word: str, within_s: float = 5.0) -> bool:
    """Whether no process names this any more."""
    deadline = time.monotonic() + within_s
    while processes(word):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_parts_come_up_and_end_without_a_trace() -> None:
    begin = time.monotonic()
    with Stage() as stage:
        took = time.monotonic() - begin
        controls = stage.controls
        assert controls.printer.do("state")["cover"] == "closed"
        assert controls.portal.do("state")["portal"] == "up"
        assert controls.network.do("state")["cable"] == "whole"
        assert controls.card.do("state")["card"] == "removed"
        assert Path(stage.environment["PCSCLITE_CSOCK_NAME"]).exists()
        settings = load_settings(stage.config)
        assert settings.printer.url.startswith("tcp://127.0.0.1:")
        assert Path(settings.portal.token_file).stat().st_mode & 0o077 == 0
        assert len(processes(str(stage.folder))) >= PARTS
        folder = stage.folder
    assert took < 10  # seen: half a second; a busy machine may be slower
    assert gone(str(folder))
    assert not folder.exists()


def test_a_stage_in_a_given_folder_keeps_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("s")
    with Stage(folder):
        pass
    assert (folder / "log" / "portal.log").exists()
    assert not list(folder.glob("*.sock"))


def test_a_folder_without_room_for_sockets(tmp_path: Path) -> None:
    with pytest.raises(StageError, match="take a shorter folder"):
        Stage(tmp_path / ("x" * 80))


def test_a_part_that_does_not_come_up_takes_the_others_along(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("s")
    (folder / "pcscd").write_text("a file where a folder should be")
    with pytest.raises(StageError, match="pcscd ended with code 1"):
        Stage(folder).__enter__()
    assert gone(str(folder))


def test_children_die_with_a_killed_parent(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("s")
    program = (
        "import pathlib, sys\nfrom kiosk.rehearsal import Stage\n"
        "with Stage(pathlib.Path(sys.argv[1])) as stage:\n    print('ready', flush=True)\n    input()\n"
    )
    command = [sys.executable, "-c", program, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        assert len(processes(str(folder))) > PARTS
        parent.kill()
    assert gone(str(folder))


def test_a_child_says_why_it_ended(tmp_path: Path) -> None:
    child = Child("part", [sys.executable, "-c", "import sys; sys.exit('no such roll')"], tmp_path)
    with pytest.raises(StageError, match="part ended with code 1: no such roll"):
        child.first_line(time.monotonic() + 20)


def test_a_silent_child(tmp_path: Path) -> None:
    child = Child("part", [sys.executable, "-c", "input()"], tmp_path)
    child.end()
    stubborn = (
        "import signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on', flush=True); signal.pause()"
    )
    child = Child("stubborn", [sys.executable, "-c", stubborn], tmp_path)
    assert child.first_line(time.monotonic() + 20) == "on"
    with pytest.raises(StageError, match="stubborn does not come up in time"):
        child.first_line(time.monotonic() + 0.1)
    assert child.end(patience_s=0.2) == -signal.SIGKILL


def test_a_display_of_ones_own(tmp_path: Path) -> None:
    with Xvfb((300, 200), tmp_path) as xvfb:
        with XInput(xvfb.display) as glass:
            assert glass.picture().size == (300, 200)
            glass.press(10, 10)
            glass.release()
            glass.key("Shift+Tab", down_s=0.01)
            with pytest.raises(ValueError, match="no key"):
                glass.key("Nope", down_s=0.01)
        display = xvfb.display
    with pytest.raises(StageError, match="does not answer"):
        XInput(display)


def test_no_xvfb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StageError, match="install the apt package xvfb"):
        Xvfb((300, 200), tmp_path).__enter__()


def test_options_as_the_command_takes_them() -> None:
    assert TerminalOptions(speed=2, lang="en", window=(540, 960, 10, 20)).arguments() == [
        "--speed", "2", "--lang", "en", "--window", "540x960+10+20",
    ]  # fmt: skip
