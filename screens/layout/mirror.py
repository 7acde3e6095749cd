"""Right-to-left pages: everything changes sides, but not what is a picture, a number or a keyboard (mock-ups 2)."""

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from screens.geometry import Rect
from screens.layout.placed import Code, Drawing, Fill, Icon, Kind, Part, Shape, Text, shifted, shifted_shape

_TURNED = frozenset({"back", "forward", "chevron", "exit"})
"""Icons that point somewhere in the page; all others show a thing."""
_LATIN = frozenset({Kind.FIELD, Kind.TYPING})
"""What is entered is Latin: in fields and on keys everything keeps its order."""


def mirrored(parts: Sequence[Part], width: int) -> tuple[Part, ...]:
    """The parts of a page that is `width` px wide, on the other side."""
    typing = [part.rect for part in parts if part.kind is Kind.TYPING]
    block = reduce(_around, typing) if typing else Rect(0, 0, width, 0)
    aside = width - block.right - block.x
    return tuple(shifted(part, aside, 0) if part.kind is Kind.TYPING else _mirrored(part, width) for part in parts)


def mirrored_rect(rect: Rect, width: int) -> Rect:
    """A rectangle on the other side."""
    return Rect(width - rect.right, rect.y, rect.w, rect.h)


def _around(one: Rect, other: Rect) -> Rect:
    left, top = min(one.x, other.x), min(one.y, other.y)
    return Rect(left, top, max(one.right, other.right) - left, max(one.bottom, other.bottom) - top)


def _mirrored(part: Part, width: int) -> Part:
    rect = mirrored_rect(part.rect, width)
    if part.kind in _LATIN:
        return shifted(part, rect.x - part.rect.x, 0)
    return replace(
        part,
        rect=rect,
        shapes=tuple(_mirrored_shape(shape, width) for shape in part.shapes),
        face=None if part.face is None else replace(part.face, rect=mirrored_rect(part.face.rect, width)),
        hit=None if part.hit is None else mirrored_rect(part.hit, width),
    )


def _mirrored_shape(shape: Shape, width: int) -> Shape:
    match shape:
        case Text(x=x):
            return shifted_shape(shape, width - x - shape.width - x, 0)
        case Icon(rect, name):
            return replace(shape, rect=mirrored_rect(rect, width), turned=name in _TURNED)
        case Fill(rect) | Drawing(rect) | Code(rect):
            return replace(shape, rect=mirrored_rect(rect, width))
