"""The systemd unit of the window: understood by systemd without a word, hardened, and saying what the design asks.

Needs the Debian package systemd; a running systemd is not needed.
"""

import re
import subprocess
from pathlib import Path

import pytest

UNIT = Path(__file__).parents[2] / "deploy" / "buergerterminal.service"
EXEC_START = (
    "/usr/bin/cage -d -- /opt/buergerterminal/venv/bin/buergerterminal run --config /etc/buergerterminal/terminal.yaml"
)
EXPOSURE_AT_MOST = 20
"""systemd's exposure score times ten; without any hardening it is 92."""


def settings(text: str) -> dict[str, list[str]]:
    """All assignments of a unit file."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"^([A-Za-z]\w+)=(.*)$", text, re.MULTILINE):
        found.setdefault(name, []).append(value)
    return found


@pytest.fixture
def runnable(tmp_path: Path) -> Path:
    """The unit with a program that every machine has: the check looks for the program as well."""
    copy = tmp_path / UNIT.name
    copy.write_text(UNIT.read_text("utf-8").replace(f"ExecStart={EXEC_START}", "ExecStart=/bin/true"), "utf-8")
    return copy


def verify(unit: Path) -> tuple[int, str]:
    """Exit code and words of systemd's own check; other units of the machine do not count."""
    command = ["systemd-analyze", "verify", "--recursive-errors=no", "--man=no", str(unit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_systemd_understands_every_line(runnable):
    assert verify(runnable) == (0, "")


def test_the_check_sees_a_misspelt_line(runnable):
    runnable.write_text(runnable.read_text("utf-8").replace("RestartSec=", "RestratSec="), "utf-8")
    code, words = verify(runnable)
    assert code != 0
    assert "RestratSec" in words


def exposure(unit: Path) -> int:
    """0 if the unit is hardened enough."""
    command = ["systemd-analyze", "security", "--offline=yes", f"--threshold={EXPOSURE_AT_MOST}", str(unit)]
    return subprocess.run(command, capture_output=True, check=False).returncode


def test_the_window_is_hardened(runnable):
    assert exposure(runnable) == 0
    unhardened = re.sub(r"^(Protect|Restrict|SystemCall)\w+=.*\n", "", runnable.read_text("utf-8"), flags=re.MULTILINE)
    runnable.write_text(unhardened, "utf-8")
    assert exposure(runnable) != 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ExecStart", EXEC_START),
        ("Restart", "always"),
        ("LimitCORE", "0"),
        ("MemorySwapMax", "0"),
        ("User", "buergerterminal"),
        ("StateDirectory", "buergerterminal"),
        ("RuntimeDirectory", "buergerterminal"),
        ("LogsDirectory", "buergerterminal"),
        ("UMask", "0077"),
        ("CapabilityBoundingSet", ""),
        ("DevicePolicy", "closed"),
    ],
)
def test_what_the_design_asks(name, value):
    assert settings(UNIT.read_text("utf-8"))[name] == [value]


def test_what_would_break_the_window_is_not_switched_on():
    assert not {"PrivateDevices", "PrivateUsers", "MemoryDenyWriteExecute"} & settings(UNIT.read_text("utf-8")).keys()
