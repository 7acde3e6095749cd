"""A virtual printer on the desk: without a line, with very fast paper, and hands on its cover."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from devices.printer.virtual import MODELS, Machine, MachineSettings
from devices.printer.virtual.situations import Situations

FAST: dict[str, Any] = {"mm_per_s": 1e6, "cut_s": 0.0}


@dataclass
class Desk:
    """The machine, what it answered, and the folder of its slips."""

    machine: Machine
    out: Path
    answers: bytearray = field(default_factory=bytearray)
    listening: str | None = "desk"
    clients: int = 1

    def do(self, name: str, **arguments: Any) -> dict[str, Any]:
        """A situation, as over the control socket."""
        return dict(Situations(self)({"do": name, **arguments}))

    def greet(self, data: bytes) -> None:
        """There is no line that bytes could lie in."""

    def hang_up(self) -> None:
        """There is no line that could end."""

    def send(self, data: bytes) -> bytes:
        """Bytes go in; gives what the printer said since, once it has nothing left to do or cannot go on."""
        self.answers.clear()
        while data:
            room = max(1, self.machine.room(0.5))
            self.machine.receive(data[:room], self.answers.extend)
            data = data[room:]
        self.rest()
        return bytes(self.answers)

    def rest(self) -> None:
        """Waits until nothing moves any more."""
        self.until(self._rests)

    def until(self, what: Callable[[], bool]) -> None:
        """Waits for something to become true."""
        deadline = time.monotonic() + 20
        while not what():
            assert time.monotonic() < deadline, f"never came true; {self.do('state')}"
            time.sleep(0.002)

    def _rests(self) -> bool:
        state = self.do("state")
        return state["held"] or not (state["busy"] or state["waiting_bytes"])

    def tear(self) -> str:
        """Tears off what hangs out; what a person reads on it."""
        self.do("tear")
        return self.read()

    def read(self, number: int = 0) -> str:
        """What a person reads on a slip; the last one without a number."""
        paths = sorted(self.out.glob("*.txt"))
        return paths[number - 1].read_text()

    def picture(self, number: int = 0) -> Image.Image:
        """A slip; the last one without a number. Opened as grey, 0 is black."""
        paths = sorted(self.out.glob("*.png"))
        with Image.open(paths[number - 1]) as picture:
            assert picture.mode == "1"
            return picture.convert("L")

    def facts(self, number: int = 0) -> dict[str, Any]:
        """The figures of a slip; the last one without a number."""
        paths = sorted(self.out.glob("*.json"))
        facts: dict[str, Any] = json.loads(paths[number - 1].read_text())
        return facts


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Makes desks: model name, and how it is built otherwise."""
    made: list[Machine] = []

    def make(model: str = "plain", **built: Any) -> Desk:
        base = MODELS[model]
        names = MachineSettings.__dataclass_fields__
        settings = MachineSettings(**{**{name: getattr(base, name) for name in names}, **FAST, **built})
        out = tmp_path / f"paper{len(made)}"
        answers = bytearray()
        machine = Machine(out, settings, answers.extend, answers.extend, lambda on: None)
        machine.start()
        made.append(machine)
        return Desk(machine, out, answers)

    yield make
    for machine in made:
        machine.stop()
