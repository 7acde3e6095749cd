"""What must hold on every page in every look, checked on the placed page: no window needed."""

from collections.abc import Iterator
from itertools import combinations, product

from kiosk.dialogue.pages import ErrorSummary, Fields, Mark, Page, Size, Theme, nodes
from screens.geometry import Rect
from screens.layout import Part, Placed
from screens.layout.placed import Drawing, Kind, Text
from screens.layout.sheet import told

PX_PER_MM = 3.64
LEAST_GAP = 13
"""3.5 mm between two things that are pressed."""
PORTRAIT, LANDSCAPE = (1080, 1920), (1920, 1080)


def part(placed: Placed, key: str) -> Part:
    return next(part for part in placed.parts if part.key == key)


def near(rect: Rect, x: int, y: int, right: int, bottom: int, by: int) -> bool:
    pairs = zip((rect.x, rect.y, rect.right, rect.bottom), (x, y, right, bottom), strict=True)
    return all(abs(is_ - should) <= by for is_, should in pairs)


def every_look() -> Iterator[tuple[Size, Theme, tuple[int, int], str]]:
    yield from product(Size, Theme, (PORTRAIT, LANDSCAPE), ("de", "en"))


GIVE_WAY = frozenset(
    {"confirm.known", "confirm.notices", "confirm.due", "confirm.welcome", "confirm.pay"}
    | {"help.terminal", "intro.finished", "done.paper", "attract.hours", "attract.listen"}
)
"""Nodes that a too full page in large text leaves out: facts beside a mistake, notes."""


def left_out(page: Page, placed: Placed) -> set[str]:
    """Nodes with words that are nowhere on the glass though they should be."""
    missing = {node.id for node in nodes(page) if node.name} - set(placed.rects())
    said = [node.name for block in page.content if isinstance(block, ErrorSummary) for node in block.sentences]
    twice = {node.id for node in nodes(page) if node.id.startswith("error.") and told(node.name, said)}
    return missing - GIVE_WAY - twice if page.appearance.size in (Size.L, Size.XL) else missing


def ceiling(placed: Placed) -> int:
    """How high a key may lie (mock-ups 2): portrait only, landscape has no glass above the reach."""
    large = placed.appearance.size in (Size.L, Size.XL)
    if placed.height < placed.width or (large and placed.page == "attract"):  # that one may be touched anywhere
        return 0
    if placed.appearance.reach:
        return 937 if large else 1192
    return 573


def key_faults(placed: Placed) -> Iterator[str]:
    keys = [p for p in placed.parts if p.pressable]
    utility = part(placed, "utility").rect
    for key in keys:
        if key.rect.w < 73 or key.rect.h < 73:
            yield f"{key.key} is smaller than 20 mm"
        if key.hit is None or not key.hit.contains(key.rect):
            yield f"{key.key} does not react where it is drawn"
        if key.kind is not Kind.UTILITY and not Rect(0, 87, placed.width, utility.y - 87).contains(key.rect):
            yield f"{key.key} leaves the page"
        if key.rect.y < ceiling(placed):
            yield f"{key.key} is out of reach"
    for one, other in combinations(keys, 2):
        if one.hit is not None and other.hit is not None and one.hit.overlaps(other.hit):
            yield f"{one.key} and {other.key} share a hit area"
        if Kind.UTILITY not in (one.kind, other.kind) and one.rect.grown(LEAST_GAP).overlaps(other.rect):
            yield f"{one.key} and {other.key} are closer than 3.5 mm"


def text_faults(placed: Placed) -> Iterator[str]:
    head, utility = part(placed, "head").rect, part(placed, "utility").rect
    page = Rect(0, head.bottom, placed.width, utility.y - head.bottom)
    shapes: list[tuple[Part, Text]] = []
    for p in placed.parts:
        for shape in p.shapes:
            if isinstance(shape, Text):
                shapes.append((p, shape))
                box = shape.rect
                if box.x < p.rect.x - 1 or box.right > p.rect.right + 1:
                    yield f"{shape.text!r} is wider than {p.key}"
                if p.pressable and not p.rect.contains(box):
                    yield f"{shape.text!r} is higher than {p.key}"
                if p.kind not in (Kind.FRAME, Kind.UTILITY) and not page.contains(box):
                    yield f"{shape.text!r} leaves the page"
    shown = [p for p in placed.parts if p.kind is not Kind.GROUND]  # what decorates a ground lies under its words
    pictures = [(p, shape) for p in shown for shape in p.shapes if isinstance(shape, Drawing)]
    for (owner, picture), (p, text) in product(pictures, shapes):
        if p is not owner and picture.rect.overlaps(ink(text)):
            yield f"{text.text!r} lies on {picture.name}"
    for (_, one), (_, other) in combinations(shapes, 2):
        if ink(one).overlaps(ink(other)):
            yield f"{one.text!r} lies on {other.text!r}"


def ink(text: Text) -> Rect:
    """About where the letters are inside their line box."""
    return text.rect.inset(2, round(text.px * 0.22), 2, round(text.px * 0.16))


def lone_field(page: Page, fault: str) -> bool:
    """The one field of a page is always active: in reach mode it may lie over the keys that write into it."""
    if not page.appearance.reach:
        return False
    fields = [node for block in page.content if isinstance(block, Fields) for node in block.fields]
    return len(fields) == 1 and Mark.ACTIVE in fields[0].marks and fault == f"node:{fields[0].id} is out of reach"
