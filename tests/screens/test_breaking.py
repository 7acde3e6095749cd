"""Lines of text: nothing lost, nothing wider than it must be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.metrics import REGULAR, STRONG, TextStyle
from screens.text.breaking import Line, break_at_sentences, break_evenly, break_lines
from screens.text.fonts import Fonts

STYLE = TextStyle(px=28.5, weight=REGULAR, line=1.35)


def measure(text: str, weight: int, px: float) -> float:
    """Ten pixels a letter, twelve if strong: easy to reason about."""
    return len(text) * (12.0 if weight == STRONG else 10.0)


def texts(lines: tuple[Line, ...]) -> list[str]:
    return [line.text for line in lines]


def test_words() -> None:
    assert texts(break_lines("eins zwei drei", 100, STYLE, measure)) == ["eins zwei", "drei"]


def test_hard_break() -> None:
    assert texts(break_lines("eins\nzwei drei", 200, STYLE, measure)) == ["eins", "zwei drei"]


def test_soft_hyphen_shows_only_where_it_breaks() -> None:
    word = "Aufenthalts\u00adbescheinigung"
    assert texts(break_lines(word, 400, STYLE, measure)) == ["Aufenthaltsbescheinigung"]
    assert texts(break_lines(word, 130, STYLE, measure)) == ["Aufenthalts-", "bescheinigung"]


def test_breaks_behind_a_hyphen_inside_a_word_only() -> None:
    assert texts(break_lines("Labrador-Mischling", 100, STYLE, measure)) == ["Labrador-", "Mischling"]
    assert texts(break_lines("an- oder", 200, STYLE, measure)) == ["an- oder"]
    assert texts(break_lines("Telefon 02651 88-0", 120, STYLE, measure)) == ["Telefon", "02651 88-0"]


def test_strong_words_are_pieces_of_their_own() -> None:
    (line,) = break_lines("warten **9 Personen**. 4 offen", 900, STYLE, measure)
    assert [(piece.text, piece.weight) for piece in line.pieces] == [
        ("warten ", REGULAR),
        ("9 Personen", STRONG),
        (". 4 offen", REGULAR),
    ]
    assert line.pieces[1].x == 70
    assert line.width == 70 + 120 + 90


def test_full_stop_stays_with_its_strong_word() -> None:
    assert texts(break_lines("es sind **neun**.", 90, STYLE, measure)) == ["es sind", "neun."]


def test_even_lines_have_no_lonely_last_word() -> None:
    text = "Nehmen Sie den Beleg mit dem Handy mit"
    assert texts(break_lines(text, 350, STYLE, measure))[-1] == "mit"
    assert texts(break_evenly(text, 350, STYLE, measure)) == ["Nehmen Sie den Beleg", "mit dem Handy mit"]


def test_sentences_go_apart_where_each_fits() -> None:
    text = "Wir sind hier. Bitte warten."
    assert texts(break_at_sentences(text, 200, STYLE, measure)) == ["Wir sind hier.", "Bitte warten."]
    assert texts(break_at_sentences(text, 400, STYLE, measure)) == [text]
    assert len(break_at_sentences("Da. Eine lange Zeile ohne Ende", 200, STYLE, measure)) == 2


def test_no_sentence_ends_with_a_lonely_word() -> None:
    text = "Hier erledigen Sie vieles selbst. In Ruhe und ohne Termin."
    lines = ["Hier erledigen Sie", "vieles selbst.", "In Ruhe und ohne Termin."]
    assert texts(break_at_sentences(text, 270, STYLE, measure)) == lines
    assert texts(break_at_sentences(text.replace(". ", ".\n"), 270, STYLE, measure)) == lines


def test_dates_and_abbreviations_end_no_sentence() -> None:
    for text in ("Anna Ott, 1. Mai 2015, ein Kind", "Verein der Freunde e. V. in Mayen"):
        assert texts(break_at_sentences(text, 200, STYLE, measure)) == texts(break_lines(text, 200, STYLE, measure))


def test_empty_text_is_one_empty_line() -> None:
    assert texts(break_lines("", 100, STYLE, measure)) == [""]


LETTERS = st.text(alphabet="abcÄß-–.,\u00ad", min_size=1, max_size=14)
TEXTS = st.lists(LETTERS, min_size=1, max_size=20).map(" ".join)


def squeezed(text: str) -> str:
    return text.replace("\u00ad", "").replace(" ", "").replace("-", "")


@pytest.mark.parametrize("how", [break_lines, break_evenly])
@given(text=TEXTS, width=st.integers(20, 400))
def test_no_letter_is_lost_and_no_line_is_too_wide(how: object, text: str, width: int) -> None:
    lines = how(text, width, STYLE, measure)  # type: ignore[operator]
    assert squeezed("".join(line.text for line in lines)) == squeezed(text)
    for line in lines:
        inside = line.text.strip(" -–")
        if line.width > width:
            assert " " not in inside, f"{line.text!r} could have been broken"


@given(words=st.lists(st.sampled_from(["eins", "**zwei**", "drei", "vierzig"]), min_size=1, max_size=12))
def test_pieces_follow_each_other_without_a_gap(words: list[str]) -> None:
    for line in break_lines(" ".join(words), 160, STYLE, measure):
        x = 0.0
        for piece in line.pieces:
            assert piece.x == x
            x += piece.width
        assert line.width == x


def test_real_font_measures_what_it_draws() -> None:
    fonts = Fonts()
    for text in ("Wartenummer ziehen", "Führungszeugnis", "B 047", "Öffnen Sie die Kamera."):
        image, left, _ = fonts.mask(text, STRONG, 28.5, 0.0)
        box = image.getbbox()
        assert box is not None
        assert abs(box[2] + left - fonts.width(text, STRONG, 28.5)) <= 4
        assert box[0] > 0
        assert box[2] < image.width, "cut at the right"
        assert box[1] > 0
        assert box[3] < image.height, "cut below"


def test_spaced_text_is_not_cut() -> None:
    fonts = Fonts()
    for spacing in (-0.01, 0.02):
        image, _, _ = fonts.mask("Willkommen", STRONG, 76.0, spacing)
        box = image.getbbox()
        assert box is not None
        assert box[2] < image.width
