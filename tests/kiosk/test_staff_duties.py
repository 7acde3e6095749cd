"""Effects of the staff area through the real runner, entry, door and memory: what comes back, and what is wiped."""

import logging
import queue
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from devices.card.api import CardPresence
from devices.printer.api import PrinterStatus
from kiosk.dialogue.effects import (
    AskDevice,
    AskStaffDoor,
    CheckPin,
    CountBacklog,
    Effect,
    ForgetSecret,
    KeepClosed,
    RestartProgram,
)
from kiosk.dialogue.events import (
    BacklogCounted,
    ClosedKept,
    DeviceTested,
    Event,
    PortalProbed,
    StaffDoorAnswered,
    StaffPinChecked,
)
from kiosk.dialogue.runner import Runner
from kiosk.dialogue.staff_book import Device, PortalSeen
from kiosk.outbox.api import Backlog
from kiosk.secret_entry import LONGEST, SecretEntry
from kiosk.staff import StaffAccess, StaffMemory, write_pin_file
from kiosk.staff.api import PinLocked, PinRight, PinUnread, PinUnusable, PinWrong
from kiosk.staff_duties import Asking, StaffDuties

PIN, WRONG = "27182818", "11223344"


@dataclass
class Terminal:
    """The duties on a runner of their own."""

    folder: Path
    pin_file: Path | None
    entry: SecretEntry = field(default_factory=SecretEntry)
    answers: "queue.Queue[Event]" = field(default_factory=queue.Queue)
    restarts: int = 0

    def __post_init__(self) -> None:
        memory = StaffMemory(self.folder)
        duties = StaffDuties(
            entry=self.entry,
            access=StaffAccess(self.pin_file, memory) if self.pin_file else None,
            memory=memory,
            asking=Asking(
                printer=lambda done: done(PrinterStatus.COVER_OPEN),
                reader=lambda: CardPresence.EMPTY,
                portal=lambda: PortalProbed(None),
            ),
            waiting=lambda: Backlog(2, 60.0, 1),
            restart=self.restart,
            post=self.answers.put,
        )
        self.runner = Runner(duties.table(), self.answers.put)

    def restart(self) -> None:
        self.restarts += 1

    def type(self, digits: str) -> None:
        for digit in digits:
            self.entry.press(digit, limit=12)

    def ask(self, effect: Effect) -> Event:
        self.runner.do(effect)
        return self.answers.get(timeout=10)

    def wiped(self) -> bool:
        return bytes(self.entry._digits) == bytes(LONGEST)


@pytest.fixture(scope="module")
def pin_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pin") / "staff.pin"
    write_pin_file(path, PIN.encode())
    return path


@pytest.fixture
def terminal(tmp_path: Path, pin_file: Path) -> Iterator[Terminal]:
    made = Terminal(tmp_path, pin_file)
    yield made
    made.runner.stop()


def test_the_right_pin_opens_and_nothing_of_it_is_left(terminal: Terminal) -> None:
    assert terminal.ask(AskStaffDoor()) == StaffDoorAnswered(None)
    terminal.type(PIN)
    assert terminal.ask(CheckPin(8)) == StaffPinChecked(PinRight())
    assert terminal.wiped()


def test_wrong_pins_lock_the_door_and_are_wiped_each_time(terminal: Terminal, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    outcomes = []
    for _ in range(3):
        terminal.type(WRONG)
        answer = terminal.ask(CheckPin(8))
        assert isinstance(answer, StaffPinChecked)
        outcomes.append(answer.outcome)
        assert terminal.wiped()
    assert outcomes == [PinWrong(2), PinWrong(1), PinLocked(30.0)]
    door = terminal.ask(AskStaffDoor())
    assert isinstance(door, StaffDoorAnswered)
    assert door.locked is not None
    told = caplog.text + repr(outcomes) + repr(door) + repr(terminal.entry)
    assert WRONG not in told
    assert not [digit for digit in WRONG if f"'{digit}'" in told]


def test_digits_that_nobody_saw_spend_no_try(terminal: Terminal) -> None:
    terminal.type(WRONG)
    assert terminal.ask(CheckPin(7)) == StaffPinChecked(PinUnread())
    assert terminal.ask(CheckPin(8)) == StaffPinChecked(PinUnread())  # they are gone
    assert not (terminal.folder / "staff.json").exists()


def test_forget_wipes_at_once(terminal: Terminal) -> None:
    terminal.type(PIN)
    terminal.runner.do(ForgetSecret())
    assert terminal.wiped()


def test_without_a_pin_nobody_comes_in(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, None)
    terminal.type(PIN)
    assert terminal.ask(CheckPin(8)) == StaffPinChecked(PinUnusable())
    assert terminal.wiped()
    assert terminal.ask(AskStaffDoor()) == StaffDoorAnswered(None)
    terminal.runner.stop()


def test_devices_answer_with_what_was_seen(terminal: Terminal) -> None:
    assert terminal.ask(AskDevice(Device.READER)) == DeviceTested(Device.READER, CardPresence.EMPTY)
    assert terminal.ask(AskDevice(Device.PRINTER)) == DeviceTested(Device.PRINTER, PrinterStatus.COVER_OPEN)
    assert terminal.ask(AskDevice(Device.PORTAL)) == DeviceTested(Device.PORTAL, PortalSeen(None))
    assert terminal.ask(CountBacklog()) == BacklogCounted(Backlog(2, 60.0, 1))


def test_out_of_service_is_durable_when_it_says_so(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    since = datetime(2026, 11, 24, 10, 24, tzinfo=UTC)
    assert terminal.ask(KeepClosed(since)) == ClosedKept(since, kept=True)
    assert StaffMemory(terminal.folder).content.closed_since == since

    def full(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kiosk.staff.memory.replace_file", full)
    assert terminal.ask(KeepClosed(None)) == ClosedKept(None, kept=False)
    assert StaffMemory(terminal.folder).content.closed_since == since


def test_restart_is_handed_on(terminal: Terminal) -> None:
    terminal.runner.do(RestartProgram())
    assert terminal.restarts == 1
