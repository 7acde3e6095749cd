"""What a terminal says about itself: what ships is whole, a town's file wins, and each mistake is named by line."""

import shutil
from pathlib import Path

import pytest

from kiosk.about import AboutError, AboutTopic, check_about, load_about
from kiosk.about.model import MAX_HEADING, MAX_SECTIONS, MAX_TEXT
from kiosk.checking import check
from kiosk.settings import shipped_config

SHIPPED = shipped_config()


def written(folder: Path, content: str, name: str = "imprint") -> list[str]:
    path = folder / "about" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, "utf-8")
    return check_about(folder, SHIPPED, ("de", "en"))


def section(de: str = "Ein Text.", en: str = "A text.", heading: str = "Titel") -> str:
    return f'  - heading: {{de: "{heading}", en: "Title"}}\n    text:\n      de: "{de}"\n      en: "{en}"\n'


def test_what_ships_says_everything_in_german_and_english() -> None:
    about = load_about(SHIPPED, SHIPPED, ("de", "en"))
    assert set(about) == set(AboutTopic)
    for sections in about.values():
        for each in sections:
            assert each.heading.keys() >= {"de", "en"}
            assert each.text.keys() >= {"de", "en"}


def test_the_statement_names_feedback_and_enforcement_and_claims_no_more_than_is_known() -> None:
    texts = " ".join(each.text["de"] for each in load_about(SHIPPED, SHIPPED, ("de",))[AboutTopic.ACCESSIBILITY])
    said = texts.replace("\u00ad", "")
    for words in (
        "nur teilweise",
        "unabhängige Prüfung gab es noch nicht",
        "02651 88-0",
        "Durchsetzungsstelle",
        "MLBF",
    ):
        assert words in said


def test_example_data_is_marked_as_such() -> None:
    for topic in (AboutTopic.IMPRINT, AboutTopic.ACCESSIBILITY, AboutTopic.PRIVACY):
        assert "# EXAMPLE DATA" in (SHIPPED / "about" / f"{topic.value}.yaml").read_text("utf-8")


def test_the_libraries_follow_the_licences() -> None:
    sections = load_about(SHIPPED, SHIPPED, ("de", "en"))[AboutTopic.LICENCES]
    mit = [each.text["de"] for each in sections if each.heading["de"] == "MIT"]
    assert any("kivy\u00a02.3.1" in text for text in mit)
    assert all(len(text) <= MAX_TEXT for text in mit)
    assert "EUPL-1.2" in sections[0].text["de"]


def test_a_file_beside_the_settings_wins(tmp_path: Path) -> None:
    assert written(tmp_path, "sections:\n" + section(de="Gemeinde Moosbach.")) == []
    about = load_about(tmp_path, SHIPPED, ("de", "en"))
    assert [each.text["de"] for each in about[AboutTopic.IMPRINT]] == ["Gemeinde Moosbach."]
    assert about[AboutTopic.PRIVACY] == load_about(SHIPPED, SHIPPED, ("de", "en"))[AboutTopic.PRIVACY]


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("sections:\n" + section(en=""), 5, "the text in 'en' is missing"),
        ("sections:\n" + section() + section(de="x " * 81), 8, "has 162 signs, 160 fit a page in large text"),
        ("sections:\n" + section(heading="x " * 21), 2, "has 42 signs, 40 fit"),
        ("sections:\n" + section(de="Körperschaftsteuerdurchführungsverordnung"), 4, "wider than a line"),
        ("sections:\n" + section() * (MAX_SECTIONS + 1), 1, "Expected `array`"),
        ("sections: []\n", 1, "Expected `array`"),
        ("section: []\n", 1, "unknown field `section`"),
        ("sections:\n  - heading: {de: a, en: b}\n", 2, "missing required field `text`"),
        ("- a\n", 1, "holds no text"),
    ],
)
def test_mistakes_are_named_by_line_with_a_remedy(tmp_path: Path, content: str, line: int, words: str) -> None:
    (mistake,) = written(tmp_path, content)
    assert mistake.startswith(f"{tmp_path}/about/imprint.yaml:{line}: ")
    assert words in mistake


def test_a_soft_hyphen_lets_a_long_word_through(tmp_path: Path) -> None:
    assert (
        written(tmp_path, "sections:\n" + section(de="Körperschaftsteuer\\u00ADdurchführungs\\u00ADverordnung")) == []
    )


def test_a_third_language_is_missed_in_every_file() -> None:
    found = check_about(SHIPPED, SHIPPED, ("de", "en", "ar"))
    for topic in AboutTopic:
        assert any(f"{topic.value}.yaml" in mistake and "'ar' is missing" in mistake for mistake in found)


def test_a_heading_may_fill_a_line(tmp_path: Path) -> None:
    assert written(tmp_path, "sections:\n" + section(heading=("wort " * 8).strip()[:MAX_HEADING])) == []


def test_a_broken_list_of_libraries_is_refused_with_what_makes_it_anew(tmp_path: Path) -> None:
    (mistake,) = written(tmp_path, "libraries:\n  - {name: kivy, version: 2.3, licence: MIT}\n", "libraries")
    assert "libraries.yaml:2: " in mistake
    assert 'make it anew with "make lock"' in mistake


def test_all_files_are_judged_at_once_and_check_and_start_refuse(tmp_path: Path) -> None:
    shutil.copy(SHIPPED / "terminal.yaml", tmp_path)
    written(tmp_path, "sections: []\n", "privacy")
    assert len(written(tmp_path, "sections: []\n")) == 2
    assert len([mistake for mistake in check(tmp_path) if "/about/" in mistake]) == 2
    with pytest.raises(AboutError, match=r"privacy\.yaml:1"):
        load_about(tmp_path, SHIPPED, ("de",))
