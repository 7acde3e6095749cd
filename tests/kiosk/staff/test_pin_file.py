"""The file with the hash: its form, its strength, who can read it, and what is no PIN."""

import os
from pathlib import Path

import pytest

from kiosk.staff.pin_file import PinFileError, check_pin_file, matches, read_pin_file, weakness, write_pin_file

PIN = b"27182818"
SALT, HASH = "U7irF/0xkRdHNhKnfFHomg", "hS2IcbbhiEBA2Jj9KnspFVXJcwLOzTc6jlM998itzCA"
OUTSIDE = f"$argon2id$v=19$m=19456,t=2,p=1${SALT}${HASH}"
"""Made from 123456 by another program run, with the least parameters."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pin") / "staff.pin"
    write_pin_file(path, PIN)
    return path


def test_a_file_that_was_made_opens_for_its_pin_only(made: Path) -> None:
    phc = read_pin_file(made)
    assert matches(phc, bytearray(PIN))
    assert not matches(phc, bytearray(b"27182819"))
    assert not matches(phc, bytearray(b"2718281"))
    assert PIN not in made.read_bytes()


def test_a_hash_of_another_program_run_is_understood() -> None:
    assert matches(OUTSIDE, bytearray(b"123456"))


def test_only_its_owner_can_read_it_and_nothing_else_is_left(made: Path) -> None:
    assert made.stat().st_mode & 0o777 == 0o600
    assert check_pin_file(made) == []
    assert os.listdir(made.parent) == [made.name]


def test_two_files_of_one_pin_differ(made: Path, tmp_path: Path) -> None:
    write_pin_file(tmp_path / "other.pin", PIN)
    assert (tmp_path / "other.pin").read_bytes() != made.read_bytes()


def test_a_new_pin_replaces_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "staff.pin"
    write_pin_file(path, PIN)
    write_pin_file(path, b"314159")
    assert matches(read_pin_file(path), bytearray(b"314159"))
    assert not matches(read_pin_file(path), bytearray(PIN))


@pytest.mark.parametrize(
    "pin",
    ["", "27182", "2718281828459", "27182a", "27 182", "111111", "123456", "654321", "567890", "246802",
     "121212", "123123", "271271271", "135791"],
)  # fmt: skip
def test_what_anybody_would_guess_is_no_pin(pin: str, tmp_path: Path) -> None:
    assert weakness(pin.encode())
    with pytest.raises(PinFileError) as told:
        write_pin_file(tmp_path / "staff.pin", pin.encode())
    assert len(pin) < 5 or pin not in str(told.value)
    assert not (tmp_path / "staff.pin").exists()


@pytest.mark.parametrize("pin", ["271828", "27182818", "901235", "112358", "271828182845"])
def test_these_are_pins(pin: str) -> None:
    assert weakness(pin.encode()) == ""


def phc(parameters: str, kind: str = "argon2id") -> str:
    return f"${kind}$v=19${parameters}${SALT}${HASH}"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "no Argon2id"),
        ("123456", "no Argon2id"),
        (phc("m=47104,t=3,p=1", "argon2i"), "no Argon2id"),
        (phc("m=47104,t=3,p=1") + "x" * 600, "no Argon2id"),
        (phc("m=47104,t=3,p=1").replace("v=19", "v=16"), "no Argon2id"),
        (phc("m=19455,t=2,p=1"), "weaker than OWASP"),
        (phc("m=19456,t=1,p=1"), "weaker than OWASP"),
        (phc("m=7168,t=4,p=1"), "weaker than OWASP"),
        (phc("m=999999999,t=2,p=1"), "too much for a terminal"),
        (phc("m=19456,t=2,p=64"), "too much for a terminal"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_what_to_do(content: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "staff.pin"
    path.write_text(content, "ascii")
    path.chmod(0o600)
    [mistake] = check_pin_file(path)
    assert str(path) in mistake
    assert says in mistake
    assert "buergerterminal staff-pin --out FILE" in mistake
    assert HASH not in mistake


@pytest.mark.parametrize("parameters", ["m=47104,t=1,p=1", "m=19456,t=2,p=1", "m=7168,t=5,p=1", "m=65536,t=3,p=4"])
def test_what_owasp_asks_for_is_enough(parameters: str, tmp_path: Path) -> None:
    path = tmp_path / "staff.pin"
    path.write_text(phc(parameters) + "\n", "ascii")
    path.chmod(0o600)
    assert check_pin_file(path) == []


def test_a_missing_file_and_an_open_one(tmp_path: Path) -> None:
    path = tmp_path / "staff.pin"
    assert "cannot be read" in check_pin_file(path)[0]
    path.write_text(OUTSIDE, "ascii")
    path.chmod(0o644)
    assert check_pin_file(path) == [f"{path}: others may read it (mode 644): chmod 600"]
