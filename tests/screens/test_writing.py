"""What physical keys mean while a field waits, and how typed text is set. No window."""

import pytest

from kiosk.dialogue.pages import Appearance
from screens.metrics import TextStyle
from screens.text.typed import typed_end, typed_lines
from screens.writing import BACKSPACE, SPACE, Stroke, Writing
from tests.screens import form_pages

LETTER, ARROW, TAB, ENTER, DELETE, KEYPAD_7, ESCAPE = 97, 275, 9, 13, 127, 263, 27
STYLE = TextStyle(10, 400, 1.2)


def measure(text: str, _weight: int, _px: float) -> float:
    return 10.0 * len(text)


@pytest.fixture
def writing() -> Writing:
    writing = Writing()
    writing.show(form_pages.date_question(Appearance()))
    return writing


def test_letters_and_digits_write(writing: Writing) -> None:
    for key in (LETTER, KEYPAD_7, SPACE, 228):
        assert writing.stroke(key, ring="") is Stroke.TEXT
        assert writing.written("x") == "x"


@pytest.mark.parametrize("key", [ARROW, TAB, ENTER, DELETE, ESCAPE, 282, 304])
def test_other_keys_do_not(writing: Writing, key: int) -> None:
    assert writing.stroke(key, ring="") is Stroke.OTHER


def test_backspace_erases(writing: Writing) -> None:
    assert writing.stroke(BACKSPACE, ring="pad.1") is Stroke.ERASE


def test_space_presses_what_has_the_ring_unless_it_is_the_active_field(writing: Writing) -> None:
    assert writing.stroke(SPACE, ring="born.2") is Stroke.TEXT
    assert writing.written(" ") == " "
    for ring in ("pad.1", "born.0"):
        assert writing.stroke(SPACE, ring=ring) is Stroke.OTHER
        assert writing.written(" ") == "", "its text belongs to the press"
        assert writing.written("ü") == "ü", "text without a key counts (input methods)"


def test_a_repeated_key_writes_nothing_until_the_next_one(writing: Writing) -> None:
    writing.stroke(LETTER, ring="")
    assert writing.written("a") == "a"
    writing.repeated()
    assert writing.written("a") == ""
    writing.stroke(LETTER + 1, ring="")
    assert writing.written("b") == "b"


def test_nothing_waits_nothing_is_written() -> None:
    writing = Writing()
    writing.show(form_pages.intro(Appearance()))
    assert writing.stroke(LETTER, ring="") is Stroke.OTHER
    assert writing.stroke(BACKSPACE, ring="") is Stroke.OTHER
    assert writing.written("a") == ""


def test_control_characters_never_arrive(writing: Writing) -> None:
    assert writing.written("a\x00\x1b\u200bb") == "ab"


def shown(text: str, width: float) -> list[str]:
    return [line.text for line in typed_lines(text, width, STYLE, measure)]


def test_typed_lines_break_at_spaces_and_hyphens_and_inside_a_long_word() -> None:
    assert shown("", 100) == [""]
    assert shown("eins zwei", 100) == ["eins zwei"]
    assert shown("eins zwei drei", 90) == ["eins zwei ", "drei"]
    assert shown("Labrador-Mischling", 120) == ["Labrador-", "Mischling"]
    assert shown("abcdefghij", 40) == ["abcd", "efgh", "ij"]
    assert shown("ein\nzwei", 100) == ["ein", "zwei"]


def test_typed_lines_lose_nothing() -> None:
    text = "**Stern**  und\u00adweich - " * 7
    for width in range(10, 300, 7):
        lines = shown(text, width)
        assert "".join(lines) == text
        assert all(10 * len(line.rstrip(" ")) <= width for line in lines)


def test_the_end_of_a_long_text_is_seen() -> None:
    assert typed_end("abcdef", 35, STYLE, measure).text == "def"
    assert typed_end("abc", 30, STYLE, measure).text == "abc"
    assert typed_end("abc", 5, STYLE, measure).text == ""
    assert typed_end("", 50, STYLE, measure).width == 0
