"""All pages that can be laid out and drawn, by name: built by hand after the mock-ups, and made by the dialogue."""

from collections.abc import Callable, Mapping

from kiosk.dialogue.pages import Appearance, Page
from tests.screens import (
    about_pages,
    arabic_pages,
    dialogue_pages,
    form_pages,
    identity_pages,
    list_pages,
    sample_pages,
    settings_pages,
    staff_pages,
)

PAGES: Mapping[str, Callable[[Appearance], Page]] = {
    **sample_pages.PAGES,
    **about_pages.PAGES,
    **form_pages.PAGES,
    **settings_pages.PAGES,
    **staff_pages.PAGES,
    **arabic_pages.PAGES,
    **list_pages.PAGES,
    **dialogue_pages.PAGES,
    **identity_pages.PAGES,
}
ONE_LANGUAGE = frozenset(arabic_pages.PAGES)
"""Written from right to left, in one language and without reach mode."""
