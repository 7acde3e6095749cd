"""Settings: what ships is good, and every mistake is named with file, line and remedy."""

import re
from pathlib import Path

import pytest

from kiosk.checking import check
from kiosk.settings import SettingsError, load_settings, shipped_config
from kiosk.staff import write_pin_file

SHIPPED = (shipped_config() / "terminal.yaml").read_text(encoding="utf-8")


def broken(tmp_path: Path, old: str, new: str) -> list[str]:
    assert old in SHIPPED
    path = tmp_path / "terminal.yaml"
    path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SettingsError) as found:
        load_settings(path)
    return [str(mistake) for mistake in found.value.mistakes]


def line_of(text: str) -> int:
    return 1 + next(number for number, line in enumerate(SHIPPED.splitlines()) if text in line)


def test_what_ships_is_good() -> None:
    settings = load_settings(shipped_config() / "terminal.yaml")
    assert settings.terminal.languages == ("de", "en")
    assert check(shipped_config()) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("columns: 48", "columns: 99", "columns: 48", "printer.columns"),
        ("px_per_mm: 3.64", "px_per_m: 3.64", "px_per_mm: 3.64", "unknown field `px_per_m`"),
        ("url: https://portal", "url: http://portal", "url: https://portal", "portal.url"),
        ("url: tcp://192.0.2.20:9100", "url: lp0", "url: tcp://", "printer.url"),
        ("languages: [de, en]", "languages: []", "languages:", "terminal.languages"),
        ("id: mayen-02", "id: Mayen 02", "id: mayen-02", "terminal.id"),
        ("fullscreen: true", "fullscreen: perhaps", "fullscreen: true", "screen.fullscreen"),
        ("delays: {}", "delays: {warning_s: 5}", "\ndelays: {}".strip(), "warning_s"),
        ("  name: Stadt Mayen ", "  nome: Stadt Mayen ", "town:", "town"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: str, words: str) -> None:
    mistakes = broken(tmp_path, old, new)
    assert any(words in mistake for mistake in mistakes), mistakes
    numbers = {int(mistake.split(":")[1]) for mistake in mistakes}
    near = {line_of(line), line_of(line) + 1}
    assert numbers & near or line == "delays: {}", mistakes


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    text = SHIPPED.replace("columns: 48", "columns: 99").replace("px_per_mm: 3.64", "px_per_mm: no")
    path = tmp_path / "terminal.yaml"
    path.write_text(text, encoding="utf-8")
    assert len(check(tmp_path)) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "holds no settings"),
        (b"- a\n- b\n", "holds no settings"),
        (b"town: [\n", "is not YAML"),
        (b"\xff\xfe\x00", "is not YAML text"),
        (b"x" * 300_000, "is larger than"),
    ],
)
def test_garbage_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "terminal.yaml").write_bytes(content)
    assert words in check(tmp_path)[0]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "cannot be read" in check(tmp_path)[0]


def test_keys_above_the_reach_limit_are_refused(tmp_path: Path) -> None:
    (tmp_path / "terminal.yaml").write_text(SHIPPED.replace("bottom_mm: 850", "bottom_mm: 900"), encoding="utf-8")
    assert "mount the screen lower, at 850 mm" in check(tmp_path)[0]


def test_the_file_with_the_pin_of_staff_is_checked(tmp_path: Path) -> None:
    (tmp_path / "terminal.yaml").write_text(f"{SHIPPED}\nstaff: {{pin_file: staff.pin}}\n", encoding="utf-8")
    assert check(tmp_path) == []  # it is on the terminal only
    assert any("staff.pin: cannot be read" in mistake for mistake in check(tmp_path, on_terminal=True))
    (tmp_path / "staff.pin").write_text("271828\n", encoding="ascii")
    [mistake] = check(tmp_path)
    assert "staff.pin_file" in mistake
    assert "buergerterminal staff-pin --out FILE" in mistake
    assert "271828" not in mistake
    write_pin_file(tmp_path / "staff.pin", b"271828")
    assert check(tmp_path) == []


def test_files_of_the_terminal_are_checked_on_request(tmp_path: Path) -> None:
    (tmp_path / "terminal.yaml").write_text(SHIPPED, encoding="utf-8")
    assert check(tmp_path) == []
    found = check(tmp_path, on_terminal=True)
    assert len(found) == 3
    assert "portal-ca.pem does not exist" in found[0]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("tcp://192.0.2.20:9100", "tcp://192.0.2.20", "printer.url: .*write tcp://HOST:PORT"),
        ("tcp://192.0.2.20:9100", "tcp://192.0.2.20:91000", "printer.url: .*write tcp://HOST:PORT"),
        ("tcp://192.0.2.20:9100", "usb-lp:///srv/paper", "printer.url: .*write usb-lp:///dev/usb/lp0"),
        ("tcp://192.0.2.20:9100", "usb://epson", "printer.url: .*write usb://VENDOR:PRODUCT"),
        ("tcp://192.0.2.20:9100", "serial:///dev/ttyS0?baud=12", "printer.url: .*baud is one of"),
        ('profile: ""', "profile: epson", "printer.profile: .*epson-tm-t88.*leave it empty"),
    ],
)
def test_a_printer_that_cannot_be_is_refused_with_the_remedy(tmp_path: Path, old: str, new: str, words: str) -> None:
    (tmp_path / "terminal.yaml").write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    [mistake] = check(tmp_path)
    assert re.search(words, mistake), mistake


@pytest.mark.parametrize(
    "url",
    ["usb-lp:///dev/usb/lp0", "usb://04b8:0e28", "serial:///dev/ttyS0?baud=9600&flow=xonxoff", "tcp://[::1]:9100"],
)
def test_every_wire_can_be_named(tmp_path: Path, url: str) -> None:
    text = SHIPPED.replace("tcp://192.0.2.20:9100", f'"{url}"', 1).replace('profile: ""', "profile: generic-58", 1)
    (tmp_path / "terminal.yaml").write_text(text, encoding="utf-8")
    assert check(tmp_path) == []
