"""Text: soft hyphens are broken at and never printed, no word is cut or left alone, control characters are gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.printer.text import SOFT_HYPHEN, clean, has_arabic, shown, widest, wrap

SOFT = SOFT_HYPHEN
words = st.text("abcdefgäöüß", min_size=1, max_size=14)
soft_words = st.lists(words, min_size=1, max_size=3).map(SOFT.join)
texts = st.lists(soft_words, max_size=20).map(" ".join)


@given(text=texts, width=st.integers(16, 48))
def test_no_soft_hyphen_is_printed_and_nothing_else_is_lost(text: str, width: int) -> None:
    lines = wrap(clean(text), width)
    assert all(SOFT not in line and len(line) <= width for line in lines)
    assert "".join("".join(lines).split()).replace("-", "") == "".join(shown(text).split())


@given(text=texts, width=st.integers(16, 48))
def test_a_hyphen_appears_only_at_a_soft_hyphen(text: str, width: int) -> None:
    pieces = [piece for word in text.split() for piece in word.split(SOFT)]
    for line in wrap(clean(text), width):
        if line.endswith("-"):
            last = line[:-1].split()[-1]
            assert any(last.endswith(piece) for piece in pieces)
        assert "-" not in line[:-1]


@given(text=texts)
def test_no_piece_is_cut_where_the_widest_fits(text: str) -> None:
    width = int(max(widest(clean(text)), 1))
    wholes = {piece for word in text.split() for piece in word.split(SOFT)}
    for line in wrap(clean(text), width):
        for word in line.rstrip("-").split():
            assert any(word.endswith(piece) for piece in wholes)
            assert any(word.startswith(piece) for piece in wholes)


def test_a_long_word_breaks_where_it_may() -> None:
    word = clean(f"Eingangs{SOFT}bestätigung")
    assert wrap(word, 19) == ("Eingangsbestätigung",)
    assert wrap(word, 16) == ("Eingangs-", "bestätigung")
    assert wrap("MY-2026-004711", 8) == ("MY-2026-", "004711")
    assert wrap("https://service.example/weg", 20) == ("https://", "service.example/weg")


def test_a_word_that_fits_on_the_next_line_is_parted_only_to_fill_a_very_empty_line() -> None:
    text = clean(f"Ihre Aufenthalts{SOFT}erlaubnis")
    assert wrap(text, 20) == ("Ihre Aufenthalts-", "erlaubnis")
    assert wrap(clean(f"Ihre neue Wohnung, Haus{SOFT}nummer"), 24) == ("Ihre neue Wohnung,", "Hausnummer")
    assert wrap(clean(f"Ihr Bus{SOFT}schein"), 10) == ("Ihr", "Busschein")


def test_no_short_word_stands_alone_at_the_end() -> None:
    assert wrap("Bitte gut aufbewahren. Nur mit Nummer und Code gibt es Auskunft zu", 64)[-1] == "Auskunft zu"
    assert wrap("Der Bescheid kommt per Post an", 28) == ("Der Bescheid kommt per", "Post an")


def test_company_for_a_lonely_word_never_cuts_another() -> None:
    assert wrap("Повторний друк", 10) == ("Повторний", "друк")
    assert wrap("Donaudampfschiff ist da", 17) == ("Donaudampfschiff", "ist da")


@pytest.mark.parametrize("mark", ["\u200f", "\u2068", "\u2069", "\ufeff", "\u200b"])
def test_direction_marks_are_for_arabic_only(mark: str) -> None:
    assert clean(f"a{mark}b") == "ab"
    assert has_arabic("سلام")
    assert clean("\u200fسلام") == "\u200fسلام"
    assert clean("\ufeffسلام") == "سلام"


def test_nothing_becomes_no_line() -> None:
    assert wrap("", 20) == wrap(" \n ", 20) == wrap(SOFT, 20) == ()
    assert widest("") == 0
