"""Entries of a list that grows: a flat box with name and answers, and at its end the two keys that belong to it."""

from dataclasses import dataclass

from kiosk.dialogue.pages import ListRow, ListRows, Node
from screens.geometry import Rect
from screens.inks import Ink
from screens.layout.keys import columns, label_key
from screens.layout.kit import Body, Kit, Laid
from screens.layout.placed import Fill, Kind, Part, Shape
from screens.text.typed import read_lines

_KEY_MM, _LARGE_KEY_MM = 20.0, 24.0
_KEY_WIDTH_MM = 46.0
_KEY_PADDING_MM, _ICON_MM, _ICON_GAP_MM = 4.5, 8.0, 3.0
_BETWEEN_KEYS_MM, _BETWEEN_ROWS_MM = 4.0, 4.0
_BOX_RADIUS_MM, _BOX_PADDING_MM = 2.0, 5.0
_ROOMY_VALUE_MM = 80.0
"""In a narrower column than this the words stand over the keys."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the rows of a page are divided: the same for all, so that the keys stand in columns.

    Args:
        key_width: of each of the two keys.
        words: width of the words.
        over: words over the keys.
    """

    key_width: int
    words: int
    over: bool


def list_rows(kit: Kit, block: ListRows, x: int, width: int) -> Laid:
    """Boxes one below the other."""
    plan = _plan(kit, block, width)
    parts: list[Part] = []
    y = 0
    for row in block.rows:
        made, height = _row(kit, row, plan, Rect(x, y, width, 0))
        parts += made
        y += height + kit.m.mm(_BETWEEN_ROWS_MM)
    return Laid(tuple(parts), max(0, y - kit.m.mm(_BETWEEN_ROWS_MM)))


def _plan(kit: Kit, block: ListRows, width: int) -> _Plan:
    padding = kit.m.mm(_BOX_PADDING_MM)
    keys = [key for row in block.rows for key in (row.change, row.remove)]
    wide = max(_key_width(kit, key) for key in keys)
    words = width - 3 * padding - 2 * wide - kit.m.mm(_BETWEEN_KEYS_MM)
    if kit.m.large or words < kit.m.mm(_ROOMY_VALUE_MM):
        return _Plan(wide, width - 2 * padding, over=True)
    return _Plan(wide, words, over=False)


def _key_width(kit: Kit, node: Node) -> int:
    label = round(kit.wide(node.name, kit.m.body.strong().on_key())) + 1
    icon = kit.m.mm(_ICON_MM) + kit.m.mm(_ICON_GAP_MM)
    return max(kit.m.mm(_KEY_WIDTH_MM), label + icon + 2 * (kit.m.mm(_KEY_PADDING_MM) + kit.border))


def _row(kit: Kit, row: ListRow, plan: _Plan, at: Rect) -> tuple[list[Part], int]:
    pad_x, pad_y = kit.m.mm(_BOX_PADDING_MM), kit.roomy(3.5, 2.0)
    key = kit.m.mm(_LARGE_KEY_MM if kit.m.large and not kit.lowest else _KEY_MM)
    left = at.x + pad_x
    title = kit.words(row.title.name, kit.m.body.strong(), (0, 0, plan.words), Ink.TEXT)
    value = kit.words(row.value.name, kit.m.body, (0, 0, plan.words), Ink.TEXT, how=read_lines)
    text = round(title.height) + round(value.height)
    between = kit.roomy(3.0, 2.0)
    inside = text + between + key if plan.over else max(text, key)
    height = inside + 2 * pad_y
    top = at.y + pad_y if plan.over else at.y + (height - text) // 2
    second = (left, top + round(title.height), plan.words)
    words = [
        kit.text_part(row.title, kit.m.body.strong(), (left, top, plan.words), Ink.TEXT),
        kit.text_part(row.value, kit.m.body, second, Ink.TEXT, how=read_lines),
    ]
    key_top = at.y + height - pad_y - key if plan.over else at.y + (height - key) // 2
    places = _key_places(kit, plan, Rect(at.x, at.y, at.w, height))
    keys = [
        label_key(kit, node, Rect(place, key_top, wide, key), Body.QUIET, icon_mm=_ICON_MM, gap_mm=_ICON_GAP_MM)
        for node, (place, wide) in zip((row.change, row.remove), places, strict=True)
    ]
    return [_box(kit, row, Rect(at.x, at.y, at.w, height)), *words, *keys], height


def _key_places(kit: Kit, plan: _Plan, box: Rect) -> list[tuple[int, int]]:
    """(x, width) of the two keys: two halves under the words, or at the end edge."""
    padding, gap = kit.m.mm(_BOX_PADDING_MM), kit.m.mm(_BETWEEN_KEYS_MM)
    if plan.over:
        return columns(kit, box.x + padding, box.w - 2 * padding, 2, _BETWEEN_KEYS_MM)
    second = box.right - padding - plan.key_width
    return [(second - gap - plan.key_width, plan.key_width), (second, plan.key_width)]


def _box(kit: Kit, row: ListRow, rect: Rect) -> Part:
    """Flat and white; in strong contrast with a line around."""
    radius = kit.m.mm(_BOX_RADIUS_MM)
    shapes: list[Shape] = [Fill(rect, Ink.BORDER if kit.contrast else Ink.BG, radius)]
    if kit.contrast:
        line = kit.border
        shapes.append(Fill(rect.inset(line, line, line, line), Ink.BG, max(0, radius - line)))
    return Part(key=f"row:{row.title.id}", kind=Kind.NOTE, rect=rect, shapes=tuple(shapes))
