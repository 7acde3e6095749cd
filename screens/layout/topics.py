"""Tiles of topics (05): icon and chevron in the upper corners, name and what it holds at the lower edge."""

from kiosk.dialogue.pages import Node
from screens.geometry import Rect
from screens.inks import Ink
from screens.layout.kit import Body, Kit, Words, inner
from screens.layout.placed import Kind, Part, Shape

_TILE_MM = 58.0
_PADDING_MM, _TOP_MM, _ICON_MM, _CHEVRON_MM = 7.0, 5.6, 16.0, 8.0
_AIR_MM, _BOTTOM_MM = 1.0, 4.0


def corner_tile_height(kit: Kit, row: tuple[Node, ...], places: list[tuple[int, int]]) -> int:
    """Height of a row of them: all as high as the one with the longest words."""
    least = kit.m.mm(_TILE_MM)
    for node, (_, wide) in zip(row, places, strict=False):
        words = sum(text.height for text in _words(kit, node, Rect(0, 0, wide, 0), 0.0))
        least = max(least, round(words) + kit.m.mm(_TOP_MM + _ICON_MM + _AIR_MM + _BOTTOM_MM) + 2 * kit.lower)
    return least


def corner_tile(kit: Kit, node: Node, rect: Rect) -> Part:
    """One such tile."""
    face = kit.face(rect, Body.QUIET)
    room = inner(face)
    pad, size, chevron = kit.m.mm(_PADDING_MM), kit.m.mm(_ICON_MM), kit.m.mm(_CHEVRON_MM)
    words = _words(kit, node, rect, 0.0)
    top = room.bottom - kit.m.mm(_BOTTOM_MM) - sum(text.height for text in words)
    shapes: list[Shape] = [shape for text in _words(kit, node, rect, top) for shape in text.shapes]
    if node.icon:
        shapes.append(kit.icon(node.icon, room.x + pad, room.y + kit.m.mm(_TOP_MM), size, Ink.ICON))
    middle = room.y + kit.m.mm(_TOP_MM) + (size - chevron) / 2
    shapes.append(kit.icon("chevron", room.right - pad - chevron, middle, chevron, Ink.ICON))
    return kit.key(node, face, tuple(shapes), Kind.TILE)


def _words(kit: Kit, node: Node, rect: Rect, top: float) -> list[Words]:
    pad = kit.m.mm(_PADDING_MM) + kit.border
    column = (rect.x + pad, top, rect.w - 2 * pad)
    words = [kit.words(node.name, kit.m.body.strong().on_key(), column, Ink.TEXT)]
    if node.value:
        below = (column[0], top + words[0].height, column[2])
        words.append(kit.words(node.value, kit.m.caption, below, Ink.MUTED))
    return words
