"""Contrast and distance of colours: WCAG 2.2 relative luminance, and OKLab for "do these two look alike?".

Pure computation on sRGB bytes. The settings use it to refuse a town's colours, the tests of the screens to measure
what was painted.
"""

import math
from collections.abc import Sequence

Rgb = tuple[int, int, int]

_TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def rgb(value: str) -> Rgb:
    """ "#0B4A8F" as three numbers. Raises ValueError for anything else."""
    if len(value) != 7 or value[0] != "#":
        raise ValueError(f"{value!r} is no colour like #0B4A8F")
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def luminance(colour: Rgb, light: float = 1.0) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2, "relative luminance").

    Args:
        light: share of each channel that is left under a veil.
    """
    red, green, blue = _linear(colour, light)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb, light: float = 1.0) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio"), perhaps under a veil."""
    dark, bright = sorted((luminance(one, light), luminance(other, light)))
    return (bright + 0.05) / (dark + 0.05)


def distance(one: Rgb, other: Rgb) -> float:
    """How different two colours look: Euclidean in OKLab (Ottosson 2020); about 0.02 is just noticeable."""
    return math.dist(_oklab(one), _oklab(other))


def darker(colour: Rgb, on: Rgb, ratio: float) -> Rgb:
    """The next darker shade of the same hue that has this contrast with a bright `on`; black if there is none."""
    for percent in range(100, -1, -1):
        red, green, blue = (channel * percent // 100 for channel in colour)
        if contrast((red, green, blue), on) >= ratio:
            return red, green, blue
    return 0, 0, 0


def _linear(colour: Rgb, light: float = 1.0) -> tuple[float, float, float]:
    red, green, blue = (_linear_channel(channel * light / 255) for channel in colour)
    return red, green, blue


def _linear_channel(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _oklab(colour: Rgb) -> tuple[float, float, float]:
    cones = [math.cbrt(value) for value in _times(_TO_LMS, _linear(colour))]
    lightness, green_red, blue_yellow = _times(_TO_LAB, cones)
    return lightness, green_red, blue_yellow


def _times(matrix: Sequence[Sequence[float]], vector: Sequence[float]) -> list[float]:
    return [sum(factor * value for factor, value in zip(row, vector, strict=True)) for row in matrix]
