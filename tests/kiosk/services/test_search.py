"""Search: everyday words, beginnings, typing errors, both spellings of umlauts, and the other language."""

import pytest

from kiosk.services.distance import distance, nearest
from kiosk.services.search import fold, search, search_index
from tests.kiosk.services.shipped import catalogue

ALL = search_index(catalogue().services.values())
LIVE = search_index(catalogue().live)


@pytest.mark.parametrize(
    ("typed", "lang", "first"),
    [
        ("hunt", "de", "hund_anmelden"),
        ("Hundesteuer", "de", "hund_anmelden"),
        ("hun", "de", "hund_anmelden"),
        ("ich möchte meinen Hund anmelden", "de", "hund_anmelden"),
        ("hund abmelden", "de", "hund_abmelden"),
        ("Umzug", "de", "wohnsitz_aenderung"),
        ("ummelden", "de", "wohnsitz_aenderung"),
        ("perso", "de", "personalausweis_beantragen"),
        ("anwohnerparken", "de", "bewohnerparkausweis"),
        ("geburtsukrunde", "de", "geburtsurkunde"),
        ("heiraten", "de", "eheschliessung_wunsch"),
        ("wohngelt", "de", "wohngeld"),
        ("Führerschein", "de", "fuehrerschein"),
        ("fuehrerschein", "de", "fuehrerschein"),
        ("fuhrerschein", "de", "fuehrerschein"),
        ("auto anmelden", "de", "kfz_anmelden"),
        ("schlüssel gefunden", "de", "fundanzeige"),
        ("knöllchen", "de", "verwarnung_anhoerung"),
        ("Schlaglöcher", "de", "verkehrsraum_schaden"),
        ("beschwerde", "de", "buergeranregung"),
        ("wie weit ist mein Antrag", "de", "vorgang_status"),
        ("wartenumer", "de", "wartenummer"),
        ("kita", "de", "status_kita"),
        ("lagerfeuer", "de", "verbrennung_anzeigen"),
        ("dog", "en", "hund_anmelden"),
        ("Hundesteuer", "en", "hund_anmelden"),
        ("wedding", "de", "eheschliessung_wunsch"),
        ("weding", "en", "eheschliessung_wunsch"),
    ],
)
def test_everyday_words(typed: str, lang: str, first: str) -> None:
    found = search(ALL, typed, lang)
    assert [service.id for service in found.services][:1] == [first], [service.id for service in found.services]
    assert 1 <= len(found.services) <= 5
    assert found.total >= len(found.services)


@pytest.mark.parametrize(
    ("typed", "meant"), [("hunt", "Hund"), ("geburtsukrunde", "Geburtsurkunde"), ("hund", ""), ("hu", "")]
)
def test_meant(typed: str, meant: str) -> None:
    assert search(ALL, typed, "de").meant == meant


@pytest.mark.parametrize("typed", ["", "   ", "?!", "xyzqq", "ßßß", "\u202e", "a" * 500])
def test_nothing_found_is_nothing_bad(typed: str) -> None:
    assert search(ALL, typed, "de").services == ()


def test_only_what_is_offered_is_found() -> None:
    assert {service.id for service in search(LIVE, "hund", "de").services} == {"hund_anmelden"}
    assert search(LIVE, "hund", "tr").services[0].id == "hund_anmelden"


def test_every_name_finds_its_service() -> None:
    for service in catalogue().services.values():
        for lang in ("de", "en"):
            found = search(ALL, service.name.say(lang), lang, limit=3)
            assert service.id in [one.id for one in found.services], service.name.say(lang)


def test_every_letter_of_a_name_keeps_it_in_reach() -> None:
    for end in range(3, len("Hund anmelden") + 1):
        assert search(ALL, "Hund anmelden"[:end], "de").services[0].id == "hund_anmelden"


@pytest.mark.parametrize(
    ("left", "right", "errors"),
    [
        ("hund", "hund", 0),
        ("hunt", "hund", 1),
        ("hnud", "hund", 1),
        ("hun", "hund", 1),
        ("", "ab", 2),
        ("abc", "xyz", 3),
    ],
)
def test_distance(left: str, right: str, errors: int) -> None:
    assert distance(left, right, 5) == distance(right, left, 5) == errors
    assert distance(left, right, errors) == errors
    if errors:
        assert distance(left, right, errors - 1) == errors


def test_distance_to_a_beginning() -> None:
    assert distance("hundst", "hundesteuer", 2, prefix=True) == 1
    assert distance("katze", "hundesteuer", 2, prefix=True) == 3


def test_nearest() -> None:
    assert nearest("requird", ["required", "require_x", "min"]) == "required"
    assert nearest("ganz anders", ["required"]) is None


@pytest.mark.parametrize("spelling", ["Stra\u00adße", "Straße", "strasse", "STRASSE"])
def test_spellings_fold_to_one(spelling: str) -> None:
    assert fold(spelling) == "strasse"


def test_umlauts_fold_with_their_spellings() -> None:
    assert fold("Müller") == fold("Mueller") == fold("muller")
