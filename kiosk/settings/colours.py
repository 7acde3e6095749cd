"""The town's two colours: which pairs the screens can work with.

`primary` grounds the filled key and the frame of every page, edges what is chosen, and is text on white where a field
of the frame is open; `pressed` grounds whatever a finger holds. White stands on both. 7 to 1 (WCAG 2.2, 1.4.6) is asked
for, because at less the darker brightness of the settings would fall under 4.5 to 1. Everything else that the pages
need of these colours (edges, icons, tints) follows from that; a test proves it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.settings.contrast import Rgb, contrast, darker, distance, rgb
from kiosk.settings.model import ColourSettings

TEXT_RATIO = 7.0
HELD_RATIO = 1.4
"""Between a key and the same key under a finger; the shipped pair has 1.5."""
LEAST_DISTANCE = 0.05
"""From a colour that means something; half of it is still taken for the same colour when not side by side."""

WHITE: Rgb = (255, 255, 255)
MEANINGS = {"mistakes": "#A3150F", "success": "#0B5E3B", "warnings": "#7A4300"}
"""Colours with a meaning in the standard theme (`screens.inks`; a test compares them)."""


@dataclass(frozen=True, slots=True)
class ColourMistake:
    """What is wrong with one of the two: its key, what, what to do."""

    key: str
    what: str
    remedy: str


def colour_mistakes(colours: ColourSettings) -> Iterator[ColourMistake]:
    """Everything that keeps the screens from using these colours."""
    pair = {"primary": rgb(colours.primary), "pressed": rgb(colours.pressed)}
    for key, colour in pair.items():
        ratio = contrast(colour, WHITE)
        if ratio < TEXT_RATIO:
            what = f"white words on it have a contrast of {ratio:.1f} to 1, {TEXT_RATIO:.0f} is needed"
            yield ColourMistake(key, what, f"take the next darker shade, {_written(darker(colour, WHITE, TEXT_RATIO))}")
    ratio = contrast(pair["primary"], pair["pressed"])
    if ratio < HELD_RATIO:
        what = f"looks like primary (contrast {ratio:.1f} to 1, {HELD_RATIO} is needed): nobody sees that a key is held"
        yield ColourMistake("pressed", what, "take a clearly darker one; for a very dark primary a lighter one")
    for meaning, value in MEANINGS.items():
        if distance(pair["primary"], rgb(value)) < LEAST_DISTANCE:
            what = f"looks like {value}, which stands for {meaning}"
            yield ColourMistake("primary", what, "take another hue or a much darker shade")


def _written(colour: Rgb) -> str:
    return "#{:02X}{:02X}{:02X}".format(*colour)
