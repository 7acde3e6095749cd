"""Texts: both catalogues say the same things, the program asks for no other, and the wording keeps its rules."""

import re
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.checking import compare
from kiosk.settings import shipped_config
from kiosk.texts import TextError, Wording, load

TEXTS = shipped_config() / "texts"
ROOT = shipped_config().parent
HEAD = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)


def wording(lang: str) -> Wording:
    return Wording(load(TEXTS / f"{lang}.po"))


def test_both_languages_have_the_same_texts() -> None:
    assert compare(load(TEXTS / "de.po"), load(TEXTS / "en.po")) == []


def test_every_text_that_the_program_names_exists() -> None:
    known = load(TEXTS / "de.po").texts
    files = [path for path in (ROOT / "kiosk").rglob("*.py") if "documents" not in path.parts]  # paper has its own
    source = "\n".join(path.read_text(encoding="utf-8") for path in files if path.name != "paper.py")
    named = set(re.findall(r'\bw(?:\.count)?\(\s*"([a-z_]+(?:\.[a-z_]+)+)"', source))
    assert len(named) > 60
    assert named - known.keys() == set()


def test_every_fault_has_a_line_in_the_book_of_staff() -> None:
    from kiosk.dialogue.faults import CATALOGUE

    w = wording("de")
    assert all(w.has(fault.staff_text) for fault in CATALOGUE)
    assert len({fault.code for fault in CATALOGUE}) == len(CATALOGUE)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_sentences_are_short_and_calm(lang: str) -> None:
    for key, forms in load(TEXTS / f"{lang}.po").texts.items():
        for form in forms:
            assert "!" not in form, key
            for sentence in re.split(r"[.?\n]", form):
                assert len(sentence.split()) <= 15, f"{key}: {sentence}"


def test_plural_date_and_time() -> None:
    de, en = wording("de"), wording("en")
    assert de.count("queue.waiting_now", 1) == "Gerade wartet **1 Person**."
    assert de.count("queue.waiting_now", 9) == "Gerade warten **9 Personen**."
    moment = datetime(2026, 11, 24, 9, 4)  # noqa: DTZ001 -- only its face counts
    assert de.day(moment) == "Dienstag, 24. November 2026"
    assert de.time(moment) == "9:04 Uhr"
    assert en.day(moment) == "Tuesday, 24 November 2026"
    assert de.words(40) == "vierzig"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('msgid "a"\nmsgstr ""\n', ":6: the text 'a' is empty"),
        ('msgid "a"\nmsgid_plural "a"\nmsgstr[0] "x"\n', "the text 'a'"),
        ("text without a key\n", "cannot be read"),
    ],
)
def test_a_broken_catalogue_is_named(tmp_path: Path, body: str, words: str) -> None:
    path = tmp_path / "de.po"
    path.write_text(HEAD + body, encoding="utf-8")
    with pytest.raises(TextError, match=re.escape(words)):
        load(path)


def test_a_translation_that_lacks_or_changes_something_is_named(tmp_path: Path) -> None:
    german, other = tmp_path / "de.po", tmp_path / "en.po"
    german.write_text(HEAD + 'msgid "a"\nmsgstr "x {n}"\n\nmsgid "b"\nmsgstr "y"\n', encoding="utf-8")
    other.write_text(HEAD + 'msgid "a"\nmsgstr "x {m}"\n\nmsgid "c"\nmsgstr "z"\n', encoding="utf-8")
    found = compare(load(german), load(other))
    assert any("'b' is missing" in line for line in found)
    assert any("'c' is not used" in line for line in found)
    assert any("fills in other values: use n" in line for line in found)
