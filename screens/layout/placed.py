"""What a laid-out page consists of: parts with flat shapes, in whole pixels from the upper left corner.

The window's ground is `Ink.BG`; only what differs from it has a part.
A `Part` is what is drawn, pressed and replaced as one: a key, a paragraph, a zone's ground. Equal parts of two pages
need not be drawn again, so everything here is frozen and comparable. Colours are inks, not values: the theme is
painting's."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from kiosk.dialogue.pages import Appearance
from screens.geometry import Rect
from screens.inks import FIXED, GROUNDS, Ink
from screens.metrics import ASCENT, DESCENT


class Kind(Enum):
    """What a part is, for painting order and for checks."""

    GROUND = "ground"
    FRAME = "frame"
    UTILITY = "utility"
    PANEL = "panel"
    TEXT = "text"
    KEY = "key"
    TYPING = "typing"
    """A key of the keyboard or the number pad: pressed fast, and twice for a double letter."""
    PRIMARY = "primary"
    TILE = "tile"
    CHOICE = "choice"
    FIELD = "field"
    NOTE = "note"
    PICTURE = "picture"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Fill:
    """A rectangle in one colour, its corners rounded."""

    rect: Rect
    ink: Ink
    radius: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """One run of text; `x` is where it starts, `baseline` where it stands."""

    x: int
    baseline: int
    width: int
    text: str
    weight: int
    px: float
    ink: Ink
    spacing: float = 0.0

    @property
    def rect(self) -> Rect:
        """Room it takes: advance width, ascent and descent."""
        top = self.baseline - round(ASCENT * self.px)
        return Rect(self.x, top, self.width, round((ASCENT + DESCENT) * self.px))


@dataclass(frozen=True, slots=True)
class Icon:
    """A tinted icon in a square; `stroke` in units of its 48 grid; `turned` points the other way."""

    rect: Rect
    name: str
    ink: Ink
    stroke: float = 3.0
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing in its own colours, filling the rectangle; `slice_bottom`: as wide as needed, cut at the top."""

    rect: Rect
    name: str
    slice_bottom: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code with its quiet zone, centred in the rectangle."""

    rect: Rect
    data: str


Shape = Fill | Text | Icon | Drawing | Code


@dataclass(frozen=True, slots=True)
class Face:
    """Body of a key: edge colour with the face inset, the lower edge thicker than the others."""

    rect: Rect
    edge: Ink
    fill: Ink
    line: int
    lower: int
    radius: int

    def fills(self) -> tuple[Fill, Fill]:
        """The two rounded rectangles it is drawn as."""
        inner = self.rect.inset(self.line, self.line, self.line, self.lower)
        return Fill(self.rect, self.edge, self.radius), Fill(inner, self.fill, max(0, self.radius - self.line // 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing on the page.

    Args:
        key: unique on the page and stable from page to page, so that unchanged parts are recognised.
        kind: what it is.
        rect: drawn area.
        shapes: drawn in this order, after the face.
        node: id of the node it shows, empty for none.
        face: body of a key.
        hit: area that reacts to touch, None where nothing does.
        private: personal.
    """

    key: str
    kind: Kind
    rect: Rect
    shapes: tuple[Shape, ...] = ()
    node: str = ""
    face: Face | None = None
    hit: Rect | None = None
    private: bool = False

    @property
    def pressable(self) -> bool:
        return self.hit is not None


@dataclass(frozen=True, slots=True)
class Placed:
    """A page in pixels, parts in painting order."""

    page: str
    width: int
    height: int
    appearance: Appearance
    parts: tuple[Part, ...]
    ring_mm: int
    """Width of one of the three bands of the focus ring."""
    radius: int
    emblem: Rect
    """The town's arms: place of the staff gesture."""
    targets: Mapping[str, Part] = field(default_factory=dict)
    """Pressable parts by node id."""

    def rects(self) -> dict[str, Rect]:
        """Drawn area of each node."""
        areas: dict[str, Rect] = {}
        for part in self.parts:
            if part.node and part.node not in areas:
                areas[part.node] = part.rect
        return areas

    def at(self, x: float, y: float) -> str:
        """Id of the node whose hit area holds the point, empty for none."""
        for node, part in self.targets.items():
            if part.hit is not None and part.hit.holds(x, y):
                return node
        return ""


def shifted_shape(shape: Shape, dx: int, dy: int) -> Shape:
    """A shape somewhere else."""
    match shape:
        case Text(x, baseline, width, text, weight, px, ink, spacing):
            return Text(x + dx, baseline + dy, width, text, weight, px, ink, spacing)
        case Fill(rect, ink, radius):
            return Fill(rect.moved(dx, dy), ink, radius)
        case Icon(rect, name, ink, stroke, turned):
            return Icon(rect.moved(dx, dy), name, ink, stroke, turned)
        case Drawing(rect, name, slice_bottom):
            return Drawing(rect.moved(dx, dy), name, slice_bottom)
        case Code(rect, data):
            return Code(rect.moved(dx, dy), data)


def shifted(part: Part, dx: int, dy: int) -> Part:
    """A part somewhere else."""
    if not dx and not dy:
        return part
    return replace(
        part,
        rect=part.rect.moved(dx, dy),
        shapes=tuple(shifted_shape(shape, dx, dy) for shape in part.shapes),
        face=None if part.face is None else replace(part.face, rect=part.face.rect.moved(dx, dy)),
        hit=None if part.hit is None else part.hit.moved(dx, dy),
    )


def held(part: Part, sink: int) -> Part:
    """How a key looks while a finger rests on it: dark, label light, lower edge gone, content `sink` px lower."""
    shapes = tuple(_held_shape(shifted_shape(shape, 0, sink)) for shape in part.shapes)
    face = part.face
    if face is None:
        ground = Fill(part.rect, Ink.PRESSED, 0)
        return replace(part, shapes=(ground, *shapes))
    return replace(part, shapes=shapes, face=replace(face, edge=Ink.PRESSED, fill=Ink.PRESSED, lower=face.line))


def _held_shape(shape: Shape) -> Shape:
    match shape:
        case Fill(ink=ink) | Text(ink=ink) if ink in FIXED:
            return shape
        case Fill(ink=ink):
            return replace(shape, ink=Ink.PRESSED if ink in GROUNDS else Ink.ON_PRESSED)
        case Text() | Icon():
            return replace(shape, ink=Ink.ON_PRESSED)
        case Drawing() | Code():
            return shape
