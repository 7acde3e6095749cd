"""The command that makes the PIN file: asked twice on a real terminal, nothing shown, weak PINs refused."""

import os
import pty
import sys
from pathlib import Path

import pytest

from kiosk.staff.command import set_pin
from kiosk.staff.pin_file import check_pin_file, matches, read_pin_file

COMMAND = Path(sys.executable).with_name("buergerterminal")


def answers(*typed: str) -> "list[str]":
    return list(reversed(typed))


def test_a_pin_that_was_typed_twice_is_written(tmp_path: Path) -> None:
    path, given = tmp_path / "staff.pin", answers("27182818", "27182818")
    assert set_pin(path, lambda _prompt: given.pop()) == ""
    assert matches(read_pin_file(path), bytearray(b"27182818"))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("27182818", "27182819"), "not the same"),
        (("27182",), "6 to 12 digits"),
        (("123456",), "in a row"),
        (("hunderte",), "digits only"),
        (("٢٧١٨٢٨",), "digits only"),
    ],
)
def test_what_is_refused_leaves_no_file(typed: tuple[str, ...], says: str, tmp_path: Path) -> None:
    given = answers(*typed)
    said = set_pin(tmp_path / "staff.pin", lambda _prompt: given.pop())
    assert says in said
    assert typed[0] not in said
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "staff.pin"
    assert str(path) in set_pin(path, lambda _prompt: "27182818")


def test_the_command_asks_on_the_terminal_and_shows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "staff.pin"
    process, line = pty.fork()
    if process == 0:
        os.execv(COMMAND, [str(COMMAND), "staff-pin", "--out", str(path)])  # noqa: S606 -- the program under test
    shown = b""
    for prompt in (b"not shown): ", b"same again: "):
        while prompt not in shown:
            shown += os.read(line, 1024)
        os.write(line, b"27182818\n")
    while chunk := read(line):
        shown += chunk
    _, status = os.waitpid(process, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert check_pin_file(path) == []
    assert b"2718" not in shown
    assert b"pin_file: staff.pin" in shown


def read(line: int) -> bytes:
    """What the other side wrote, empty when it is gone."""
    try:
        return os.read(line, 1024)
    except OSError:
        return b""
