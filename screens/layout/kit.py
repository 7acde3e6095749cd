"""Tools that every block of a page is laid out with: text in line boxes, key bodies, lines by theme."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from kiosk.dialogue.pages import Node
from screens.geometry import Rect
from screens.inks import Ink
from screens.layout.placed import Face, Icon, Kind, Part, Shape, Text, shifted
from screens.metrics import Metrics, TextStyle
from screens.text.breaking import Line, Measure, advance, break_lines
from screens.text.joints import softened
from screens.text.typed import typed_lines

_SNAP = 0.3
"""Baselines go to whole pixels a little more often upwards, as browsers set them."""

USUAL_REACH_MM = 370.0
"""Height over the lower edge of the glass: 1220 mm over the floor at the usual mounting."""
LARGE_REACH_MM, LOW_REACH_MM = 270.0, 200.0
"""In reach mode: 1120 mm over the floor for large text, 1050 mm (DIN 18040) otherwise."""

Breaking = Callable[[str, float, TextStyle, Measure], tuple[Line, ...]]


class Align(Enum):
    """Where the lines of a text start."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


class Body(Enum):
    """Look of a key."""

    QUIET = "quiet"
    PRIMARY = "primary"
    SELECTED = "selected"
    FUNCTION = "function"
    """A key of the keyboard that types nothing, or one that turns to more of the same page."""
    OFF = "off"
    """Cannot be used now and says why: flat, without the firm lower edge of everything that works."""
    DANGER = "danger"
    """Takes something away from citizens (staff only): white, with border and word in the colour of danger."""


class Squeeze(Enum):
    """What has given way because the page is too full. Text and the size of keys never do."""

    NOTHING = 0
    DRAWINGS = 1
    AIR = 2
    """Gaps and tall rows at their least."""
    PANEL = 3
    """The panel keeps its words only, and air is halved again."""
    NOTES = 4
    """Notes that only explain are left out, and facts beside a mistake; speech still has them."""
    TWICE = 5
    """What is said twice goes: at its field the mistake that stands on top; and the second line of the last fact."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A block laid out with its upper edge at y = 0."""

    parts: tuple[Part, ...]
    height: int

    def at(self, y: int) -> tuple[Part, ...]:
        """Its parts, moved down."""
        return tuple(shifted(part, 0, y) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Words:
    """Text set in a column: its shapes and how much room it takes."""

    shapes: tuple[Text, ...]
    width: int
    height: float
    lines: int


@dataclass(frozen=True, slots=True)
class Kit:
    """Metrics, measure and theme of one page.

    Args:
        m: metrics of the window at this text size.
        measure: width of a text.
        contrast: high-contrast theme: 1 mm lines, no decoration.
        squeeze: what has given way.
        reach: everything that is pressed lies low (portrait; in landscape it does anyway).
    """

    m: Metrics
    measure: Measure
    contrast: bool
    squeeze: Squeeze = Squeeze.NOTHING
    reach: bool = False

    @property
    def lowest(self) -> bool:
        """Whether keys are as low as a hand allows: in reach mode, when air has given way."""
        return self.reach and self.squeezed(Squeeze.AIR)

    @property
    def ceiling(self) -> int:
        """Nothing to press lies higher than this, if the page can help it."""
        if not self.reach:
            return self.m.height - self.m.mm(USUAL_REACH_MM)
        return self.m.height - self.m.mm(LARGE_REACH_MM if self.m.large else LOW_REACH_MM)

    def squeezed(self, by: Squeeze) -> bool:
        """Whether at least this much has given way."""
        return self.squeeze.value >= by.value

    def roomy(self, mm: float, tight: float) -> int:
        """A length that shrinks when air has to give way, and once more at the very end."""
        if self.squeezed(Squeeze.PANEL):
            return self.m.mm(max(min(tight, 2.0), tight * 0.6))
        return self.m.mm(tight if self.squeezed(Squeeze.AIR) else mm)

    def wide(self, text: str, style: TextStyle) -> float:
        """Width of a text on one line."""
        return advance(text, style, self.measure)

    @property
    def between_keys(self) -> int:
        """Least gap between two things that are pressed; never gives way."""
        return self.m.mm(4)

    @property
    def border(self) -> int:
        return self.m.line(1.0 if self.contrast else 0.5)

    @property
    def lower(self) -> int:
        """Lower edge of a key; in high contrast the border is thick enough all round."""
        return self.border if self.contrast else self.m.line(1.4)

    @property
    def active(self) -> int:
        """Border of what is chosen or active."""
        return self.m.line(2.0 if self.contrast else 1.0)

    def words(
        self,
        text: str,
        style: TextStyle,
        at: tuple[int, float, int],
        ink: Ink,
        *,
        align: Align = Align.LEFT,
        how: Breaking = break_lines,
    ) -> Words:
        """Sets a text in a column `at` (x, top, width); long words wider than it are divided at their joints."""
        x, top, width = at
        if how is not typed_lines:
            text = softened(text, lambda word: self.wide(word, style) > width)
        lines = how(text, width, style, self.measure)
        shapes: list[Text] = []
        for number, line in enumerate(lines):
            baseline = math.floor(top + number * style.line_px + style.baseline + _SNAP)
            start = x + (width - line.width) * align.value
            for piece in line.pieces:
                shape = Text(
                    x=round(start + piece.x),
                    baseline=baseline,
                    width=round(piece.width),
                    text=piece.text,
                    weight=piece.weight,
                    px=style.px,
                    ink=ink,
                    spacing=style.spacing,
                )
                shapes.append(shape)
        widest = max((line.width for line in lines), default=0.0)
        return Words(tuple(shapes), round(widest), len(lines) * style.line_px, len(lines))

    def text_part(
        self,
        node: Node,
        style: TextStyle,
        at: tuple[int, int, int],
        ink: Ink,
        *,
        text: str | None = None,
        align: Align = Align.LEFT,
        how: Breaking = break_lines,
    ) -> Part:
        """A node that is only read: its name (or `text`) in a column `at` (x, top, width)."""
        words = self.words(node.name if text is None else text, style, at, ink, align=align, how=how)
        return Part(
            key=f"node:{node.id}",
            kind=Kind.TEXT,
            rect=Rect(at[0], at[1], at[2], round(words.height)),
            shapes=words.shapes,
            node=node.id,
            private=node.private,
        )

    def icon(self, name: str, x: int, y: float, size: int, ink: Ink) -> Icon:
        """An icon in a square of `size` px; below 12 mm its line is a little thicker."""
        stroke = 3.7 if size < self.m.mm(12) else 3.0
        return Icon(Rect(x, round(y), size, size), name, ink, stroke)

    def face(self, rect: Rect, body: Body) -> Face:
        """Body of a key."""
        radius = self.m.line(1)
        match body:
            case Body.PRIMARY:
                return Face(rect, Ink.PRIMARY_EDGE, Ink.PRIMARY, self.m.line(0.5), self.lower, radius)
            case Body.SELECTED:
                return Face(rect, Ink.PRIMARY, Ink.INFO_BG, self.active, self.active, radius)
            case Body.QUIET:
                return Face(rect, Ink.BORDER, Ink.BG, self.border, self.lower, radius)
            case Body.OFF:
                return Face(rect, Ink.BORDER, Ink.SURFACE, self.border, self.border, radius)
            case Body.FUNCTION:
                return Face(rect, Ink.BORDER, Ink.SURFACE2, self.border, self.lower, radius)
            case Body.DANGER:
                return Face(rect, Ink.DANGER, Ink.BG, self.border, self.lower, radius)

    def key(self, node: Node, face: Face, shapes: tuple[Shape, ...], kind: Kind = Kind.KEY) -> Part:
        """A pressable part; its hit area is set when all keys of the page are known."""
        return Part(
            key=f"node:{node.id}",
            kind=kind,
            rect=face.rect,
            shapes=shapes,
            node=node.id,
            face=face,
            hit=face.rect,
            private=node.private,
        )


def inner(face: Face) -> Rect:
    """The face of a key without its edges: content is centred in it."""
    return face.rect.inset(face.line, face.line, face.line, face.lower)


def with_node(part: Part, node: Node) -> Part:
    """The same part, standing for a node."""
    return replace(part, node=node.id, private=node.private)
