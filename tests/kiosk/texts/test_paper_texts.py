"""Texts of paper: five languages say the same things, documents ask for no other, unchecked ones say so."""

import re
import shutil
from pathlib import Path

import pytest

from kiosk.checking import check, compare
from kiosk.settings import shipped_config
from kiosk.texts import Wording, load

FOLDER = shipped_config() / "texts" / "paper"
ROOT = shipped_config().parent
LANGUAGES = ("ar", "de", "en", "tr", "uk")


def test_these_are_the_languages() -> None:
    assert tuple(sorted(file.stem for file in FOLDER.iterdir())) == LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_is_complete(lang: str) -> None:
    assert compare(load(FOLDER / "de.po"), load(FOLDER / f"{lang}.po")) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_that_nobody_has_read_says_so_in_its_head(lang: str) -> None:
    head = (FOLDER / f"{lang}.po").read_text(encoding="utf-8").split("msgid")[0]
    assert ("Unchecked: no native reader" in head) == (lang not in ("de", "en"))


def test_documents_name_exactly_the_texts_of_paper() -> None:
    files = [*(ROOT / "kiosk" / "documents").glob("*.py"), ROOT / "kiosk" / "dialogue" / "paper.py"]
    source = "\n".join(file.read_text(encoding="utf-8") for file in files)
    named = set(re.findall(r'"([a-z_]+(?:\.[a-z_]+)+)"', source))
    known = load(FOLDER / "de.po").texts.keys()
    kinds = {key for key in known if key.endswith(".notification")}
    assert named - known == set()
    assert known - named - kinds == {"locale", "clock.time"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sentences_are_short_and_calm(lang: str) -> None:
    for key, forms in load(FOLDER / f"{lang}.po").texts.items():
        for form in forms:
            assert "!" not in form, key
            for sentence in re.split(r"[.?؟\n]", form):
                assert len(sentence.split()) <= 15, f"{key}: {sentence}"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("tr", ["Önünüzde 1\u00a0kişi var", "Önünüzde 3\u00a0kişi var", "Önünüzde 11\u00a0kişi var"]),
        ("uk", ["Перед вами: 1\u00a0особа", "Перед вами: 3\u00a0особи", "Перед вами: 11\u00a0осіб"]),
        ("ar", ["أمامك شخص واحد", "أمامك 3\u00a0أشخاص", "أمامك 11\u00a0شخصًا"]),
    ],
)
def test_plural_forms_of_the_language(lang: str, words: list[str]) -> None:
    w = Wording(load(FOLDER / f"{lang}.po"))
    assert [w.count("ticket.ahead", count) for count in (1, 3, 11)] == words


def test_check_names_what_a_language_of_paper_lacks(tmp_path: Path) -> None:
    config = tmp_path / "config"
    shutil.copytree(shipped_config(), config)
    assert check(config) == []
    turkish = config / "texts" / "paper" / "tr.po"
    text = turkish.read_text(encoding="utf-8")
    turkish.write_text(text.replace('msgid "receipt.code"\nmsgstr "Erişim kodu"\n', ""), encoding="utf-8")
    [mistake] = check(config)
    assert "tr.po" in mistake
    assert "'receipt.code' is missing" in mistake


def test_check_on_a_terminal_names_the_package_that_joins_arabic(monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import features

    assert not [line for line in check(shipped_config(), on_terminal=True) if "libfribidi0" in line]
    monkeypatch.setattr(features, "check", lambda _name: False)
    assert [line for line in check(shipped_config(), on_terminal=True) if "libfribidi0" in line]
    assert "libfribidi0" in (ROOT / "deploy" / "apt.txt").read_text(encoding="utf-8").splitlines()
