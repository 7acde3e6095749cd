"""Millimetres to pixels, and the sizes of text (mock-ups 3, facts/ux 5.2).

All lengths of a page come from here, so that a terminal of another size, or a demo window drawn to scale, only has
another px/mm. Text sizes are cap heights in millimetres; Fira Sans has 0.689 cap heights in an em."""

from dataclasses import dataclass, replace

from kiosk.dialogue.pages import Size

CAP_PER_EM = 0.689
ASCENT = 0.935
DESCENT = 0.265
REGULAR = 400
STRONG = 600
WIDE_LINE, WIDE_LETTER = 1.5, 0.12
"""Least line height and added letter space in em of somebody who asked for more space (WCAG 1.4.12)."""

_BODY_CAP = {Size.S: 4.4, Size.M: 5.4, Size.L: 7.4, Size.XL: 8.8}
_HEADING_FACTOR = {Size.S: 1.6, Size.M: 1.5, Size.L: 1.3, Size.XL: 1.2}
_CAPTION_CAP = {Size.S: 4.0, Size.M: 4.6, Size.L: 7.4, Size.XL: 7.5}

MARGIN_MM = 15.7
"""Side margin: 57 px at 3.64 px/mm, which leaves 966 px of content."""
GAP_MM = 6.0
LANDSCAPE_LEFT = 0.4375
"""Share of the reading side in landscape: the right one is the portrait tray unchanged."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text is set.

    Args:
        px: size in pixels, not rounded.
        weight: 400 or 600.
        line: line height as a multiple of the size.
        spacing: extra room between letters in em (large titles are set a little tighter).
    """

    px: float
    weight: int
    line: float
    spacing: float = 0.0

    @property
    def line_px(self) -> float:
        """Height of one line box."""
        return self.px * self.line

    @property
    def baseline(self) -> float:
        """From the top of a line box down to the baseline, as browsers place it (half leading above and below)."""
        return (self.line_px - (ASCENT + DESCENT) * self.px) / 2 + ASCENT * self.px

    def strong(self) -> "TextStyle":
        """The same in weight 600."""
        return replace(self, weight=STRONG)

    def on_key(self) -> "TextStyle":
        """The same with the tight lines of keys; letters keep the room that somebody asked for."""
        return replace(self, line=1.2, spacing=self.spacing if self.spacing >= WIDE_LETTER / 2 else 0.0)


@dataclass(frozen=True, slots=True)
class Metrics:
    """Window and text size.

    Args:
        width: of the window in pixels.
        height: of the window in pixels.
        px_per_mm: pixels in a millimetre of this panel (or of the demo window).
        size: text size of this visit.
        spacing: wider lines and letters.
        joined: letters join (Arabic): no room between them, more above and below.
    """

    width: int
    height: int
    px_per_mm: float
    size: Size = Size.M
    spacing: bool = False
    joined: bool = False

    def mm(self, length: float) -> int:
        """Length in whole pixels."""
        return round(length * self.px_per_mm)

    def line(self, width: float) -> int:
        """Width of a line in whole pixels, never nothing."""
        return max(1, round(width * self.px_per_mm))

    @property
    def landscape(self) -> bool:
        return self.width > self.height

    @property
    def large(self) -> bool:
        """Sizes L and XL: less decoration, two rows in the utility bar, tiles as rows over the full width."""
        return self.size in (Size.L, Size.XL)

    @property
    def margin(self) -> int:
        return self.mm(MARGIN_MM)

    @property
    def gap(self) -> int:
        return self.mm(GAP_MM)

    def _style(self, cap_mm: float, weight: int, line: float, spacing: float = 0.0) -> TextStyle:
        if self.spacing:
            line, spacing = max(line, WIDE_LINE), spacing + WIDE_LETTER
        if self.joined:
            spacing = 0.0
        return TextStyle(cap_mm * self.px_per_mm / CAP_PER_EM, weight, line, spacing)

    @property
    def body(self) -> TextStyle:
        return self._style(_BODY_CAP[self.size], REGULAR, 1.35)

    @property
    def caption(self) -> TextStyle:
        return self._style(_CAPTION_CAP[self.size], REGULAR, 1.35)

    @property
    def h1(self) -> TextStyle:
        return self._style(_BODY_CAP[self.size] * _HEADING_FACTOR[self.size], STRONG, 1.25, -0.004)

    @property
    def h2(self) -> TextStyle:
        return self._style(_BODY_CAP[self.size] * 1.2, STRONG, 1.25)

    @property
    def start_key(self) -> TextStyle:
        """Label of the one key on the start page."""
        return self._style(_BODY_CAP[self.size] * max(1.64, _HEADING_FACTOR[self.size]), STRONG, 1.25)

    @property
    def lead(self) -> TextStyle:
        """Subtitle of a hero and sentence of the time warning: heading size in weight 400."""
        return self._style(_BODY_CAP[self.size] * _HEADING_FACTOR[self.size], REGULAR, 1.35)

    def _at_least_h1(self, cap_mm: float, line: float, spacing: float = 0.0) -> TextStyle:
        return self._style(max(cap_mm, _BODY_CAP[self.size] * _HEADING_FACTOR[self.size]), STRONG, line, spacing)

    @property
    def start(self) -> TextStyle:
        return self._at_least_h1(14.4, 1.12, -0.011)

    @property
    def display(self) -> TextStyle:
        return self._at_least_h1(12.0, 1.15, -0.005)

    @property
    def figure(self) -> TextStyle:
        return self._at_least_h1(13.0, 1.15)

    @property
    def queue_number(self) -> TextStyle:
        return self._at_least_h1(43.5, 1.0, 0.01)
