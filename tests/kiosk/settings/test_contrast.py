"""Contrast against published pairs of colours."""

import pytest

from kiosk.settings.contrast import Rgb, contrast, darker, distance, luminance, rgb

BLACK, WHITE = rgb("#000000"), rgb("#FFFFFF")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#FFFFFF", 1.0),
        ("#767676", "#FFFFFF", 4.54),  # the lightest grey that WCAG's examples take for text on white
        ("#FF0000", "#FFFFFF", 4.0),
        ("#0000FF", "#FFFFFF", 8.59),
    ],
)
def test_known_ratios(one: str, other: str, ratio: float) -> None:
    assert contrast(rgb(one), rgb(other)) == pytest.approx(ratio, abs=0.005)
    assert contrast(rgb(other), rgb(one)) == contrast(rgb(one), rgb(other))


def test_a_veil_lowers_the_contrast_of_white_on_dark() -> None:
    blue = rgb("#0B4A8F")
    assert contrast(WHITE, blue, 0.68) < contrast(WHITE, blue)
    assert luminance(WHITE, 0.5) == pytest.approx(0.214, abs=0.001)


def test_distance_is_nothing_for_equals_and_one_from_black_to_white() -> None:
    assert distance(WHITE, WHITE) == 0
    assert distance(BLACK, WHITE) == pytest.approx(1.0, abs=0.001)


@pytest.mark.parametrize("colour", [rgb("#4C9900"), rgb("#FF0000"), rgb("#808080"), WHITE])
def test_the_next_darker_shade_is_the_next(colour: Rgb) -> None:
    found = darker(colour, WHITE, 7.0)
    assert 7.0 <= contrast(found, WHITE) < 7.6
    assert all(new <= old for new, old in zip(found, colour, strict=True))


@pytest.mark.parametrize("value", ["0B4A8F", "#0B4A8", "#0B4A8FF", "#GG0000", "blue"])
def test_what_is_no_colour_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        rgb(value)
