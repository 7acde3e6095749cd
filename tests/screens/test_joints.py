"""Long German words: each has joints, they are used where a column is too narrow, and nowhere else."""

import re
from collections.abc import Iterator

import pytest

from kiosk.dialogue.pages import Appearance, nodes, plain
from kiosk.settings import shipped_config
from kiosk.texts import load
from screens.inks import Ink
from screens.layout.kit import Kit
from screens.metrics import Metrics
from screens.text.fonts import Fonts
from screens.text.joints import LONG, divided, joints
from screens.text.typed import typed_lines
from tests.screens.checks import PX_PER_MM
from tests.screens.dialogue_pages import PAGES

_LONGEST = 18
"""Letters of a word that must be divisible."""
_WORD = re.compile(rf"[A-Za-zÄÖÜäöüß]{{{_LONGEST},}}")


def _kit() -> Kit:
    return Kit(Metrics(1080, 1920, PX_PER_MM), Fonts().width, contrast=False)


def _words() -> Iterator[str]:
    for forms in load(shipped_config() / "texts" / "de.po").texts.values():
        yield from (word for form in forms for word in _WORD.findall(plain(form)))
    for build in PAGES.values():
        for node in nodes(build(Appearance())):
            yield from _WORD.findall(f"{plain(node.name)} {plain(node.value)}")


def test_every_very_long_word_on_a_page_can_be_divided() -> None:
    without = {word for word in _words() if "\u00ad" not in divided(word)}
    assert not without, "add them to screens/assets/text/joints-de.txt"


def test_the_list_is_in_order() -> None:
    """Small letters, joints inside, no part shorter than two letters, and nothing that is too short to need them."""
    for word, ends in joints().items():
        assert word == word.lower()
        assert len(word) >= LONG - 1, word
        lengths = [end - start for start, end in zip((0, *ends), (*ends, len(word)), strict=True)]
        assert len(ends) >= 1, word
        assert min(lengths) >= 2, word


def test_a_word_is_divided_only_where_it_is_too_wide() -> None:
    kit = _kit()
    wide = kit.words("Bewohnerparkausweis beantragen", kit.m.body, (0, 0, 900), Ink.TEXT)
    assert [shape.text for shape in wide.shapes] == ["Bewohnerparkausweis beantragen"]
    narrow = kit.words("Bewohnerparkausweis beantragen", kit.m.body, (0, 0, 190), Ink.TEXT)
    assert [shape.text for shape in narrow.shapes] == ["Bewohner-", "parkausweis", "beantragen"]


def test_what_somebody_typed_is_left_alone() -> None:
    kit = _kit()
    typed = kit.words("Bewohnerparkausweis", kit.m.body, (0, 0, 190), Ink.TEXT, how=typed_lines)
    assert "-" not in "".join(shape.text for shape in typed.shapes)


@pytest.mark.parametrize(("word", "shown"), [("FÜHRUNGSZEUGNIS", "FÜHRUNGS\u00adZEUGNIS"), ("Rathaus", "Rathaus")])
def test_case_is_kept_and_unknown_words_stay(word: str, shown: str) -> None:
    assert divided(word) == shown
