"""An answer in a long list: found by its beginning, by a word, by everyday names, and with typing errors."""

import pytest

from kiosk.services.choosing import matching
from kiosk.services.fields import CountryField, Option, Text
from tests.kiosk.services.shipped import field

STATES = field("gewerbe_anmelden", "geburtsland")
assert isinstance(STATES, CountryField)


def found(text: str, lang: str = "de") -> list[str]:
    assert isinstance(STATES, CountryField)
    return [option.label.say(lang) for option in matching(STATES.options, text, lang)]


def test_nothing_typed_gives_all_in_their_order() -> None:
    assert found("")[0] == "Deutschland"
    assert len(found(" ")) == len(STATES.options)


@pytest.mark.parametrize("typed", ["österr", "OSTERR", "oesterr", "Österreich"])
def test_accents_and_capitals_do_not_count(typed: str) -> None:
    assert found(typed) == ["Österreich"]


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("holland", "Niederlande"),
        ("england", "Vereinigtes Königreich"),
        ("usa", "Vereinigte Staaten"),
        ("weissrussland", "Belarus"),
        ("elfenbein", "Côte d’Ivoire"),
        ("Turkey", "Türkei"),
        ("Germany", "Deutschland"),
    ],
)
def test_everyday_names_and_the_other_language(typed: str, state: str) -> None:
    assert state in found(typed)[:2]


def test_what_begins_so_comes_before_words_inside_and_those_before_parts() -> None:
    hits = found("guinea")
    assert hits[0] == "Guinea"
    assert hits.index("Guinea-Bissau") < hits.index("Papua-Neuguinea")


def test_a_typing_error_is_forgiven_only_where_nothing_else_fits() -> None:
    assert found("frankriech") == ["Frankreich"]
    assert found("fra")[0] == "Frankreich"
    assert found("xyzzy") == []
    assert found("qqq") == []


def test_the_language_that_is_shown_comes_first() -> None:
    options = (Option("a", Text("Berg", "Hill")), Option("b", Text("Hügel", "Berg")))
    assert [option.value for option in matching(options, "berg", "de")] == ["a", "b"]
    assert [option.value for option in matching(options, "berg", "en")] == ["b", "a"]


def test_signs_alone_find_all() -> None:
    assert len(found("-'")) == len(STATES.options)
