"""Parts of the card contract: a real pcscd of one's own, the virtual card and the watcher, each a process of its own.

Processes, because libpcsclite binds a process to one pcscd for life.
"""

import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from devices.card.private_pcscd import PrivatePcscd
from devices.control import ControlClient

PATIENCE_S = 5.0


class Watcher:
    """`python -m devices.card` and what it said."""

    def __init__(self, pcscd: PrivatePcscd, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "devices.card", "--log", *arguments],
            env=os.environ | pcscd.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.said: list[str] = []
        self._lines: queue.Queue[dict[str, Any]] = queue.Queue()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def expect(self, presence: str, within_s: float = PATIENCE_S) -> float:
        """The next thing it says is this; gives the seconds it took."""
        begin = time.monotonic()
        try:
            line = self._lines.get(timeout=within_s)
        except queue.Empty:
            raise AssertionError(f"nothing said within {within_s} s; so far {self.said}") from None
        assert line == {"presence": presence}, self.said
        return time.monotonic() - begin

    def until(self, presence: str, within_s: float = PATIENCE_S) -> None:
        """Waits until it says this, whatever comes before."""
        deadline = time.monotonic() + within_s
        while self._lines.get(timeout=max(0.0, deadline - time.monotonic())) != {"presence": presence}:
            pass

    def silent(self, for_s: float) -> None:
        """It says nothing for a while."""
        with pytest.raises(queue.Empty):
            self._lines.get(timeout=for_s)

    def cpu_ticks(self) -> int:
        """Processor time used so far, in hundredths of a second."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    def stop(self) -> tuple[float, str]:
        """Ends it; gives how long its stop() took (seconds) and its log."""
        assert self._process.stdin
        assert self._process.stderr
        self._process.stdin.close()
        line = self._lines.get(timeout=PATIENCE_S)
        assert self._process.wait(PATIENCE_S) == 0
        return line["stopped_ms"] / 1000, self._process.stderr.read()

    def close(self) -> None:
        """Takes the process away if it still runs."""
        self._process.kill()
        self._process.wait()
        self._thread.join()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            assert stream
            stream.close()

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            said = json.loads(line)
            self.said.append(said.get("presence", "stopped"))
            self._lines.put(said)


class Card:
    """`python -m devices.card.virtual` and its control socket."""

    def __init__(self, port: int, control: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "devices.card.virtual", "--port", str(port), "--control", str(control), *arguments],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        assert self.process.stdout.readline() == "ready\n"
        self._control = ControlClient(control)

    def do(self, situation: str, **arguments: Any) -> dict[str, Any]:
        """Sends a situation; gives the state after it."""
        return self._control.do(situation, **arguments)

    def until(self, within_s: float = PATIENCE_S, **wanted: Any) -> None:
        """Waits until the state has these values."""
        deadline = time.monotonic() + within_s
        while wanted.items() - (state := self.do("state")).items():
            assert time.monotonic() < deadline, state
            time.sleep(0.02)

    def close(self) -> None:
        """Takes the process away."""
        self._control.close()
        self.process.terminate()
        assert self.process.stdout
        self.process.stdout.close()
        assert self.process.wait(PATIENCE_S) == 0


@pytest.fixture
def cleaning() -> Iterator[ExitStack]:
    """Everything a test starts ends with it."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def new_folder(cleaning: ExitStack) -> Callable[[], Path]:
    """Makes folders whose paths leave room for a socket, unlike a deep tmp_path."""

    def make() -> Path:
        folder = Path(tempfile.mkdtemp(prefix="bt-card-", dir="/tmp"))
        cleaning.callback(shutil.rmtree, folder)
        return folder

    return make


@pytest.fixture
def new_pcscd(cleaning: ExitStack, new_folder: Callable[[], Path]) -> Callable[[], PrivatePcscd]:
    """Makes private pcscds that are not yet started."""

    def make() -> PrivatePcscd:
        pcscd = PrivatePcscd(new_folder())
        cleaning.callback(pcscd.stop)
        return pcscd

    return make


@pytest.fixture
def pcscd(new_pcscd: Callable[[], PrivatePcscd]) -> PrivatePcscd:
    """A private pcscd that runs."""
    running = new_pcscd()
    running.start()
    return running


@pytest.fixture
def watch(cleaning: ExitStack) -> Callable[..., Watcher]:
    """Starts watchers."""

    def start(pcscd: PrivatePcscd, *arguments: str) -> Watcher:
        watcher = Watcher(pcscd, *arguments)
        cleaning.callback(watcher.close)
        return watcher

    return start


@pytest.fixture
def card(cleaning: ExitStack, new_folder: Callable[[], Path]) -> Callable[..., Card]:
    """Starts virtual cards."""

    def start(pcscd: PrivatePcscd, *arguments: str) -> Card:
        virtual = Card(pcscd.port, new_folder() / "control", *arguments)
        cleaning.callback(virtual.close)
        return virtual

    return start


@pytest.fixture
def transmit() -> Callable[..., list[str]]:
    """Connects as an application does, sends commands, gives the answers in hex ("!code" where PC/SC failed)."""

    def send(pcscd: PrivatePcscd, *commands: str) -> list[str]:
        client = Path(__file__).with_name("pcsc_client.py")
        run = subprocess.run(
            [sys.executable, str(client), *commands],
            env=os.environ | pcscd.environment,
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        )
        return run.stdout.split()

    return send


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], None]:
    """Waits until something holds."""

    def wait(holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < deadline
            time.sleep(0.02)

    return wait
