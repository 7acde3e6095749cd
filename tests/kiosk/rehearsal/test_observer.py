"""The line from the terminal, with a small process in the terminal's place."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.rehearsal.errors import StageError
from kiosk.rehearsal.observer import Observer

PAGE = {"page": "home", "fault": "", "at": 2.0, "nodes": [{"id": "x", "role": "button", "name": "X", "rect": None}]}


@pytest.fixture
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("o") / "s"


@pytest.fixture
def somebody() -> Iterator[subprocess.Popen[bytes]]:
    """A process that waits to be ended."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


def soon() -> float:
    return time.monotonic() + 5


def test_lines_become_pages_and_presses(path: Path, somebody: subprocess.Popen[bytes]) -> None:
    with Observer(path) as observer, socket.socket(socket.AF_UNIX) as terminal:
        observer.follow(somebody.pid)
        assert observer.now is None
        terminal.connect(str(path))
        lines = [{"shown": PAGE}, {"pressed": {"node": "x", "at": 3.0}}, {"shown": PAGE | {"at": 4.0, "more": 1}}]
        terminal.sendall(b"".join(json.dumps(line).encode() + b"\n" for line in lines))
        assert observer.wait(lambda: observer.count == 2, soon())
        assert observer.now is not None
        assert (observer.now.page, observer.page_since, len(observer.shown_since(1))) == ("home", 2.0, 1)
        assert [pressed.node for pressed in observer.pressed_since(3.0)] == ["x"]
        assert not observer.pressed_since(3.5)
        terminal.close()
        assert not observer.wait(lambda: observer.count == 3, soon())
        assert observer.over
    assert not path.exists()


def test_nonsense_is_remembered(path: Path, somebody: subprocess.Popen[bytes]) -> None:
    with Observer(path) as observer, socket.socket(socket.AF_UNIX) as terminal:
        observer.follow(somebody.pid)
        terminal.connect(str(path))
        terminal.sendall(b'{"shown": {"page": 7}}\nhello\n{"shown": ' + json.dumps(PAGE).encode() + b"}\n")
        assert observer.wait(lambda: observer.count == 1, soon())
        assert observer.nonsense


def test_an_end_before_the_first_word_is_noticed(path: Path, somebody: subprocess.Popen[bytes]) -> None:
    with Observer(path) as observer:
        observer.follow(somebody.pid)
        somebody.kill()
        begin = time.monotonic()
        assert not observer.wait(lambda: observer.count == 1, soon())
        assert observer.over
        assert time.monotonic() - begin < 2


def test_nobody_need_come(path: Path) -> None:
    with Observer(path):
        pass
    assert not path.exists()


def test_a_path_that_no_socket_can_have(tmp_path: Path) -> None:
    with pytest.raises(StageError, match="shorter folder"):
        Observer(tmp_path / ("x" * 120))
