"""The panel in pixels: everything inside its card, nothing over anything else, at every scale."""

from dataclasses import replace

import pytest

from screens.geometry import Rect
from screens.inks import Ink
from screens.layout.placed import Fill, Icon, Part, Placed, Text
from screens.panel import Card, Key, Look, Panel, Pill, Tone
from screens.panel.layout import HEIGHT, WIDTH, lay_out_panel
from screens.text.fonts import Fonts

LOOKS = (Look.CHOSEN, Look.PLAIN, Look.FILLED, Look.FLAT)


def card(number: int, keys: int) -> Card:
    return Card(
        "printer",
        f"Gerät {number}",
        "Ein Satz dazu",
        Pill("nicht erreichbar", Tone.BAD),
        tuple(Key(f"{number}.{i}", "Antwortet", LOOKS[i]) for i in range(keys)),
    )


SUBTITLE = "Vorführung, keine echten Daten. Wartungs-PIN 27182818"
PANEL = Panel("Bühne", SUBTITLE, tuple(card(n, 2 + n % 3) for n in range(6)))


def placed(scale: float = 1.0, panel: Panel = PANEL) -> Placed:
    return lay_out_panel(panel, int(WIDTH * scale), int(HEIGHT * scale), Fonts().width)


def cards(page: Placed) -> list[Part]:
    return [part for part in page.parts if part.key.startswith("card:")]


def keys(page: Placed) -> list[Part]:
    return [part for part in page.parts if part.key.startswith("key:")]


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.25, 2.0])
def test_everything_is_inside_its_card_and_nothing_overlaps(scale: float) -> None:
    page = placed(scale)
    window = Rect(0, 0, page.width, page.height)
    for ground in cards(page):
        assert window.contains(ground.rect)
        shapes = [shape.rect for shape in ground.shapes[1:] if isinstance(shape, Text | Icon)]
        assert all(ground.rect.contains(rect) for rect in shapes)
    areas = [part.rect for part in keys(page)]
    assert all(any(ground.rect.contains(area) for ground in cards(page)) for area in areas)
    assert not any(a.overlaps(b) for i, a in enumerate(areas) for b in areas[:i])


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_labels_fit_into_their_keys(scale: float) -> None:
    for part in keys(placed(scale)):
        (label,) = [shape for shape in part.shapes if isinstance(shape, Text)]
        assert part.rect.x < label.x
        assert label.x + label.width < part.rect.right


def test_keys_are_high_enough_for_a_mouse_and_texts_large_enough_to_read() -> None:
    page = placed()
    assert {part.rect.h for part in keys(page)} == {34}
    sizes = {shape.px for part in page.parts for shape in part.shapes if isinstance(shape, Text)}
    assert min(sizes) >= 13
    assert max(sizes) <= 17


def test_only_what_can_be_pressed_has_a_lower_edge() -> None:
    page = placed()
    for part in keys(page):
        assert part.pressable == (part.face is not None)
    flat = [part.node for part in keys(page) if not part.pressable]
    assert flat == ["2.3", "5.3"]
    assert not set(flat) & set(page.targets)


def test_a_press_finds_the_key_and_a_gap_finds_none() -> None:
    page = placed()
    first, second = keys(page)[:2]
    assert page.at(*first.rect.middle) == "0.0"
    assert page.at((first.rect.right + second.rect.x) / 2, first.rect.middle[1]) == ""


def test_a_change_of_state_changes_one_card_only() -> None:
    """What is equal is not drawn again."""
    changed = replace(PANEL.cards[1], pill=Pill("zu", Tone.GOOD))
    after = placed(panel=replace(PANEL, cards=(PANEL.cards[0], changed, *PANEL.cards[2:])))
    differing = [a.key for a, b in zip(placed().parts, after.parts, strict=True) if a != b]
    assert differing == ["card:1"]


def test_state_is_never_colour_alone() -> None:
    """Each tone has an icon of its own beside the word."""
    icons = set()
    for tone in Tone:
        panel = replace(PANEL, cards=(replace(PANEL.cards[0], pill=Pill("so", tone)),))
        (ground,) = cards(placed(panel=panel))
        pill = [shape for shape in ground.shapes if isinstance(shape, Fill)][-1]
        assert pill.ink is not Ink.BG
        icons.add(next(s.name for s in ground.shapes if isinstance(s, Icon) and pill.rect.contains(s.rect)))
    assert len(icons) == len(Tone)
