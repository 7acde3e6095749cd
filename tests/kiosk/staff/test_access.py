"""Lock-out with scripted clocks, over restarts, with clocks that jump and files that are not whole."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.staff.access import LONGEST_PAUSE_S, StaffAccess, pause_s
from kiosk.staff.api import PinLocked, PinOutcome, PinRight, PinUnusable, PinWrong
from kiosk.staff.memory import StaffMemory
from kiosk.staff.pin_file import write_pin_file

PIN, WRONG = b"27182818", b"11223344"


@dataclass
class Clocks:
    """Both clocks, set by hand."""

    wall: float = 1_000_000.0
    steady: float = 50.0

    def pass_by(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds


@pytest.fixture(scope="module")
def pin_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pin") / "staff.pin"
    write_pin_file(path, PIN)
    return path


@dataclass
class Terminal:
    """A terminal that can be switched off and on."""

    pin_file: Path
    folder: Path
    clocks: Clocks

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        memory = StaffMemory(self.folder)
        self.access = StaffAccess(
            self.pin_file, memory, wall=lambda: self.clocks.wall, clock=lambda: self.clocks.steady
        )

    def try_pin(self, pin: bytes) -> PinOutcome:
        return self.access.check(bytearray(pin))


@pytest.fixture
def terminal(pin_file: Path, tmp_path: Path) -> Terminal:
    return Terminal(pin_file, tmp_path, Clocks())


def test_pauses_double_up_to_an_hour() -> None:
    assert [pause_s(n) for n in range(11)] == [0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600]
    assert pause_s(10**9) == LONGEST_PAUSE_S


def test_the_right_pin_opens_and_forgets_the_wrong_ones(terminal: Terminal) -> None:
    assert terminal.try_pin(WRONG) == PinWrong(2)
    assert terminal.try_pin(PIN) == PinRight()
    assert terminal.try_pin(WRONG) == PinWrong(2)


def test_three_wrong_pins_lock_and_the_right_one_does_not_open_meanwhile(terminal: Terminal) -> None:
    outcomes = [terminal.try_pin(WRONG) for _ in range(3)]
    assert outcomes == [PinWrong(2), PinWrong(1), PinLocked(30.0)]
    terminal.clocks.pass_by(29.0)
    assert terminal.try_pin(PIN) == PinLocked(1.0)
    assert terminal.access.locked() == PinLocked(1.0)
    terminal.clocks.pass_by(1.5)
    assert terminal.access.locked() is None
    assert terminal.try_pin(WRONG) == PinLocked(60.0)
    terminal.clocks.pass_by(60.0)
    assert terminal.try_pin(PIN) == PinRight()


def test_a_try_while_locked_counts_for_nothing(terminal: Terminal) -> None:
    for _ in range(10):
        terminal.try_pin(WRONG)
    assert StaffMemory(terminal.folder).content.failures == 3


def test_a_restart_saves_nobody_a_pause(terminal: Terminal) -> None:
    for _ in range(3):
        terminal.try_pin(WRONG)
    terminal.clocks.wall += 10.0
    terminal.clocks.steady = 1.0  # begins anew with the machine
    terminal.restart()
    assert terminal.try_pin(PIN) == PinLocked(20.0)


def test_the_plug_pulled_during_the_check_saves_no_try(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def plug(_phc: str, _digits: bytearray) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr("kiosk.staff.pin_file.matches", plug)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            terminal.try_pin(WRONG)
        terminal.restart()
    assert terminal.access.locked() == PinLocked(30.0)


def test_a_clock_that_went_back_starts_the_pause_anew(terminal: Terminal) -> None:
    for _ in range(3):
        terminal.try_pin(WRONG)
    terminal.clocks.wall -= 86_400.0
    terminal.restart()
    assert terminal.access.locked() == PinLocked(30.0)
    terminal.clocks.pass_by(30.0)
    assert terminal.try_pin(PIN) == PinRight()


def test_a_clock_that_jumps_while_the_program_runs_changes_nothing(terminal: Terminal) -> None:
    for _ in range(3):
        terminal.try_pin(WRONG)
    terminal.clocks.wall += 86_400.0
    assert terminal.try_pin(PIN) == PinLocked(30.0)
    terminal.clocks.wall -= 2 * 86_400.0
    terminal.clocks.steady += 30.0
    assert terminal.try_pin(PIN) == PinRight()


def test_a_pause_that_was_over_stays_over_after_a_restart(terminal: Terminal) -> None:
    for _ in range(3):
        terminal.try_pin(WRONG)
    terminal.clocks.pass_by(31.0)
    terminal.restart()
    assert terminal.access.locked() is None
    assert terminal.try_pin(WRONG) == PinLocked(60.0)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"failures": "x"}', b'{"failures": -1}', b"\xff\xfe", b'{"who": 1}',
                b'{"closed_since": "2026-11-24T10:24:00"}']
)  # fmt: skip
def test_a_damaged_memory_locks_once_and_then_heals(content: bytes, pin_file: Path, tmp_path: Path) -> None:
    (tmp_path / "staff.json").write_bytes(content)
    terminal = Terminal(pin_file, tmp_path, Clocks())
    assert terminal.access.locked() == PinLocked(30.0)
    terminal.clocks.pass_by(30.0)
    assert terminal.try_pin(PIN) == PinRight()
    terminal.restart()
    assert terminal.access.locked() is None


def test_a_file_that_cannot_be_used_spends_no_try(terminal: Terminal, tmp_path: Path) -> None:
    terminal.pin_file = tmp_path / "missing.pin"
    terminal.restart()
    assert terminal.try_pin(PIN) == PinUnusable()
    assert not (tmp_path / "staff.json").exists()


def test_a_disk_that_takes_nothing_still_counts_in_memory(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kiosk.staff.memory.replace_file", full)
    assert [terminal.try_pin(WRONG) for _ in range(3)] == [PinWrong(2), PinWrong(1), PinLocked(30.0)]


def test_out_of_service_survives_and_does_not_touch_the_count(terminal: Terminal) -> None:
    since = datetime(2026, 11, 24, 10, 24, tzinfo=UTC)
    terminal.try_pin(WRONG)
    memory = StaffMemory(terminal.folder)
    assert memory.note_closed(since)
    again = StaffMemory(terminal.folder)
    assert (again.content.closed_since, again.content.failures, again.damaged) == (since, 1, False)
    assert again.note_closed(None)
    assert StaffMemory(terminal.folder).content.closed_since is None


def test_the_memory_is_for_its_owner_only_and_holds_no_digit_of_a_pin(terminal: Terminal) -> None:
    terminal.try_pin(WRONG)
    path = terminal.folder / "staff.json"
    assert path.stat().st_mode & 0o777 == 0o600
    assert set(json.loads(path.read_text())) == {"failures", "failed_at", "closed_since"}
    assert WRONG not in path.read_bytes()
