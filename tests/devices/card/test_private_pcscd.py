"""Private pcscd: what it says when it cannot be had, and that it leaves nothing behind."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.card import private_pcscd
from devices.card.private_pcscd import PcscdError, PrivatePcscd


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder whose path leaves room for a socket."""
    path = Path(tempfile.mkdtemp(prefix="bt-card-", dir="/tmp"))
    yield path
    shutil.rmtree(path)


@pytest.fixture
def no_namespaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine where unshare fails."""
    forbidden = tmp_path / "unshare"
    forbidden.write_text("#!/bin/sh\nexit 1\n")
    forbidden.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")


def alive(pid: int) -> bool:
    """Whether the process runs (a dead one that nobody has collected does not)."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def test_missing_packages_are_named(folder, monkeypatch, tmp_path):
    monkeypatch.setattr(private_pcscd, "_DRIVERS", tmp_path)
    with pytest.raises(PcscdError, match="apt package vsmartcard-vpcd"):
        PrivatePcscd(folder).start()
    monkeypatch.undo()
    monkeypatch.setattr(private_pcscd, "_DAEMON", str(tmp_path / "pcscd"))
    with pytest.raises(PcscdError, match="apt package pcscd"):
        PrivatePcscd(folder).start()


def test_a_path_too_long_for_a_socket_is_refused(folder):
    with pytest.raises(PcscdError, match="shorter folder"):
        PrivatePcscd(folder / ("x" * 90))


@pytest.mark.usefixtures("no_namespaces")
def test_without_namespaces_and_without_a_systems_pcscd(folder, monkeypatch, tmp_path):
    monkeypatch.setattr(private_pcscd, "SYSTEM_SOCKET", tmp_path / "none")
    with pytest.raises(PcscdError, match="namespaces are forbidden"):
        PrivatePcscd(folder).start()


@pytest.mark.usefixtures("no_namespaces")
def test_without_namespaces_the_systems_pcscd_is_used_and_never_killed(folder, monkeypatch, tmp_path):
    system = tmp_path / "pcscd.comm"
    system.touch()
    monkeypatch.setattr(private_pcscd, "SYSTEM_SOCKET", system)
    with PrivatePcscd(folder) as pcscd:
        assert (pcscd.private, pcscd.socket, pcscd.port, pcscd.pid) == (False, system, 35963, None)
        assert pcscd.environment == {"PCSCLITE_CSOCK_NAME": str(system)}
        with pytest.raises(PcscdError, match="not killed"):
            pcscd.kill()
    assert system.exists()


def test_a_pcscd_that_dies_at_once_is_reported_with_its_words(folder, monkeypatch, tmp_path):
    broken = tmp_path / "pcscd"
    broken.write_text("#!/bin/sh\necho something is wrong\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr(private_pcscd, "_DAEMON", str(broken))
    with pytest.raises(PcscdError, match=r"pcscd\.log"):
        PrivatePcscd(folder).start()
    assert "something is wrong" in (folder / "pcscd.log").read_text()


def test_a_taken_port_is_replaced_by_another_one(folder, monkeypatch):
    guess = private_pcscd._free_ports
    guesses = []

    def first_a_taken_one() -> int:
        guesses.append(taken if not guesses else guess())
        return guesses[-1]

    with private_pcscd.socket.create_server(("", 0)) as holder:
        taken = holder.getsockname()[1]
        monkeypatch.setattr(private_pcscd, "_free_ports", first_a_taken_one)
        with PrivatePcscd(folder, patience_s=1.0) as pcscd:
            assert pcscd.port == guesses[1] != taken


def test_it_keeps_its_port_over_kill_and_start_and_runs_once(folder):
    with PrivatePcscd(folder) as pcscd:
        port, first = pcscd.port, pcscd.pid
        with pytest.raises(PcscdError, match="runs already"):
            pcscd.start()
        pcscd.kill()
        assert not alive(first)
        pcscd.start()
        assert (pcscd.port, alive(pcscd.pid)) == (port, True)
        second = pcscd.pid
    assert not alive(second)
    pcscd.stop()


def pid_of_pcscd(folder: Path) -> int:
    """From the file that pcscd writes (with a zero byte at the end)."""
    return int((folder / "pcscd" / "pcscd.pid").read_text().split()[0])


def start_command(folder: Path) -> tuple[subprocess.Popen[str], int]:
    """The command line, ready; and the process id of its pcscd."""
    process = subprocess.Popen(
        [sys.executable, "-m", "devices.card.private_pcscd", "--dir", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    word, where, port = process.stdout.readline().split()
    assert (word, where) == ("ready", str(folder / "pcscd" / "pcscd.comm"))
    assert int(port) > 1024
    return process, pid_of_pcscd(folder)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 0), (signal.SIGKILL, -9)])
def test_the_command_leaves_no_pcscd_behind(folder, eventually, number, code):
    process, pcscd = start_command(folder)
    process.send_signal(number)
    process.communicate(timeout=5)
    assert process.returncode == code
    eventually(lambda: not alive(pcscd))


def test_the_command_says_when_pcscd_has_ended(folder):
    process, pcscd = start_command(folder)
    os.kill(pcscd, signal.SIGKILL)
    _, words = process.communicate(timeout=5)
    assert process.returncode == 1
    assert "pcscd ended by itself" in words


@pytest.mark.usefixtures("no_namespaces")
def test_the_command_says_in_one_line_why_it_cannot(folder, capfd, monkeypatch):
    monkeypatch.setattr(private_pcscd, "SYSTEM_SOCKET", folder / "none")
    assert private_pcscd.main(["--dir", str(folder)]) == 1
    assert capfd.readouterr().err.count("\n") == 1


def test_everything_ends_with_the_one_who_started_it(folder, eventually):
    starter = (
        "import subprocess, sys, time\n"
        f"a = subprocess.Popen([sys.executable, '-m', 'devices.card.private_pcscd', '--dir', {str(folder)!r}])\n"
        "b = subprocess.Popen([sys.executable, '-m', 'devices.card.virtual', '--port', '9',"
        f" '--control', {str(folder / 'card')!r}])\n"
        "print(a.pid, b.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", starter], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    lines = [process.stdout.readline() for _ in range(3)]  # both are ready
    helpers = [int(pid) for line in lines if not line.startswith("ready") for pid in line.split()]
    pcscd = pid_of_pcscd(folder)
    assert all(map(alive, [*helpers, pcscd]))
    process.kill()
    process.wait()
    process.stdout.close()
    eventually(lambda: not any(map(alive, [*helpers, pcscd])))
