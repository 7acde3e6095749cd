"""Help, imprint and the rest fit in every look, whatever a town writes within the limits; keys lie within reach."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.about import AboutSection, AboutTopic
from kiosk.about.model import MAX_HEADING, MAX_TEXT
from kiosk.dialogue import phases as p
from kiosk.dialogue.pages import Appearance, Page, Size, Theme, focus_order
from kiosk.settings import shipped_config
from kiosk.texts import load
from screens.layout import fits, lay_out
from screens.metrics import Metrics
from screens.text.fonts import Fonts
from tests.screens.about_pages import parts, shown
from tests.screens.checks import key_faults, text_faults

WINDOWS = ((1080, 1920, 3.64), (1920, 1080, 3.64), (1080, 1920, 4.03), (1920, 1080, 4.03))
"""23.8 and 21.5 inch, upright and lying."""
HIGHEST = 573
"""Upper edge of the highest key in the reference window."""
LOOKS = [
    Appearance(lang=lang, size=size, theme=theme, reach=reach, spacing=spacing)
    for lang, size, theme, reach, spacing in product(
        ("de", "en"), Size, (Theme.STANDARD, Theme.HC_DARK), (False, True), (False, True)
    )
]


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return Fonts()


def help_parts(look: Appearance) -> list[Page]:
    found = [shown(p.Help(p.Home()), look)]
    while (page := shown(p.Help(p.Home(), len(found)), look)).part == len(found):
        found.append(page)
    return found


@pytest.mark.parametrize("topic", [*AboutTopic, None], ids=lambda topic: topic.value if topic else "help")
def test_every_page_fits_in_every_look(topic: AboutTopic | None, fonts: Fonts) -> None:
    for look, window in product(LOOKS, WINDOWS):
        metrics = Metrics(*window)
        for page in help_parts(look) if topic is None else parts(topic, look):
            assert fits(page, metrics, fonts.width), f"{page.id} {page.part} {look} {window}"


@pytest.mark.parametrize("look", [Appearance(size=size, theme=theme) for size, theme in product(Size, Theme)])
def test_nothing_is_cut_and_no_key_lies_too_high(look: Appearance, fonts: Fonts) -> None:
    pages = [*help_parts(look), *(page for topic in AboutTopic for page in parts(topic, look))]
    for page in pages:
        placed = lay_out(page, Metrics(1080, 1920, 3.64), fonts.width)
        assert not [*key_faults(placed), *text_faults(placed)], f"{page.id} {page.part}"
        assert set(placed.targets) == set(focus_order(page))
        assert min(part.rect.y for part in placed.targets.values()) >= HIGHEST


_WORDS = sorted(
    {
        word
        for forms in load(shipped_config() / "texts" / "de.po").texts.values()
        for word in forms[0].split()
        if "{" not in word and max(len(piece) for piece in word.split("\u00ad")) <= 24
    }
)


def _text(most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(_WORDS), min_size=1, max_size=most // 4).map(
        lambda words: " ".join(words)[:most].rpartition(" ")[0] or words[0]
    )


_SECTION = st.builds(
    lambda heading, text: AboutSection({"de": heading}, {"de": text}), _text(MAX_HEADING), _text(MAX_TEXT)
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sections=st.lists(_SECTION, min_size=1, max_size=8).map(tuple),
    size=st.sampled_from(Size),
    spacing=st.booleans(),
    window=st.sampled_from(WINDOWS),
)
def test_whatever_a_town_writes_within_the_limits_fits(
    sections: tuple[AboutSection, ...], size: Size, spacing: bool, window: tuple[int, int, float], fonts: Fonts
) -> None:
    look = Appearance(size=size, spacing=spacing)
    for page in parts(AboutTopic.IMPRINT, look, {AboutTopic.IMPRINT: sections}):
        assert fits(page, Metrics(*window), fonts.width), f"part {page.part}"
