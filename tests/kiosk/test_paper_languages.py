"""Which languages paper speaks on a terminal: those of its screen, as far as this machine can print their letters."""

import logging

import msgspec
import pytest
from PIL import features

from kiosk.briefing import papers
from kiosk.settings import Settings, load_settings, shipped_config


def settings(*languages: str) -> Settings:
    shipped = load_settings(shipped_config() / "terminal.yaml")
    return msgspec.structs.replace(shipped, terminal=msgspec.structs.replace(shipped.terminal, languages=languages))


def test_only_what_the_screen_offers_is_loaded() -> None:
    assert set(papers(settings("de", "en"), shipped_config())) == {"de", "en"}
    assert set(papers(settings("en", "tr", "uk", "ar"), shipped_config())) == {"de", "en", "tr", "uk", "ar"}


def test_a_language_that_paper_does_not_speak_is_left_to_german() -> None:
    assert set(papers(settings("de", "fr"), shipped_config())) == {"de"}


def test_without_fribidi_paper_speaks_german_instead_of_arabic_and_the_log_says_why(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(features, "check", lambda _name: False)
    with caplog.at_level(logging.ERROR):
        assert set(papers(settings("de", "ar"), shipped_config())) == {"de"}
    assert "libfribidi0" in caplog.text
