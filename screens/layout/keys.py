"""Everything that can be pressed in the middle of a page: keys, tiles, choice rows."""

from kiosk.dialogue.pages import Choices, KeyRow, Mark, Node, Role, Tiles
from screens.geometry import Rect
from screens.inks import Ink
from screens.layout.kit import Align, Body, Kit, Laid, Squeeze, Words, inner
from screens.layout.placed import Fill, Icon, Kind, Part, Shape
from screens.layout.topics import corner_tile, corner_tile_height
from screens.metrics import TextStyle
from screens.text.breaking import break_calmly, break_evenly

KEY_MM = 24.0
LARGE_KEY_MM = 28.0
LOW_KEY_MM = 20.0
"""Least height of anything pressed (reach mode)."""
BIG_KEY_MM = 40.0
"""The one key of the start page and of the time warning."""
_PADDING_MM = 6.0
_LEAST_AIR_MM = 3.0
"""Above and below the words of a key, however many lines they take."""


def key_height(kit: Kit) -> int:
    """Height of a plain key."""
    if kit.lowest:
        return kit.m.mm(KEY_MM if kit.m.large else LOW_KEY_MM)
    return kit.m.mm(LARGE_KEY_MM if kit.m.large else KEY_MM)


def grown_height(kit: Kit, least: int, text: int) -> int:
    """Height of a key that holds `text` px of lines: keys grow, text never shrinks."""
    return max(least, text + 2 * kit.roomy(_LEAST_AIR_MM, _LEAST_AIR_MM))


_INKS = {Body.PRIMARY: (Ink.ON_PRIMARY, Ink.ON_PRIMARY), Body.DANGER: (Ink.DANGER, Ink.DANGER)}
"""Word and icon of a key, where they are not as usual."""


def label_key(
    kit: Kit,
    node: Node,
    rect: Rect,
    body: Body,
    *,
    style: TextStyle | None = None,
    icon_after: bool = False,
    icon_mm: float = 10.0,
    gap_mm: float = 4.0,
) -> Part:
    """A key with icon and label, centred together. Where both do not fit, the icon gives way."""
    face = kit.face(rect, body)
    room = inner(face)
    ink, icon_ink = _INKS.get(body, (Ink.TEXT, Ink.ICON))
    style = (style or kit.m.body.strong()).on_key()
    icon, gap = (kit.m.mm(icon_mm), kit.m.mm(gap_mm)) if node.icon else (0, 0)
    width = label_room(kit, rect.w)
    words = kit.words(node.name, style, (0, 0, width - icon - gap), ink, align=Align.CENTRE, how=break_evenly)
    if icon and (words.lines > 1 or words.width > width - icon - gap):
        alone = kit.words(node.name, style, (0, 0, width), ink, align=Align.CENTRE, how=break_evenly)
        if alone.lines < words.lines or words.width > width - icon - gap:
            words, icon, gap = alone, 0, 0
    total = words.width + icon + gap
    left = room.x + round((room.w - total) / 2)
    middle = room.y + room.h / 2
    text_x = left if icon_after or not icon else left + icon + gap
    column = (text_x, middle - words.lines * style.line_px / 2, words.width + 1)
    shapes: list[Shape] = list(kit.words(node.name, style, column, ink, align=Align.CENTRE, how=break_evenly).shapes)
    if icon:
        icon_x = left + words.width + gap if icon_after else left
        shapes.append(kit.icon(node.icon, icon_x, middle - icon / 2, icon, icon_ink))
    return kit.key(node, face, tuple(shapes), Kind.PRIMARY if body is Body.PRIMARY else Kind.KEY)


def label_room(kit: Kit, width: int) -> int:
    """How wide a label may be in a key of this width."""
    padding = _PADDING_MM if width > kit.m.mm(70) else 2.0
    return width - 2 * (kit.m.mm(padding) + kit.border)


def label_height(kit: Kit, node: Node, width: int, style: TextStyle | None = None) -> int:
    """Least height of a key with this label."""
    style = (style or kit.m.body.strong()).on_key()
    words = kit.words(node.name, style, (0, 0, label_room(kit, width)), Ink.TEXT, how=break_evenly)
    return round(words.height) + 2 * kit.m.mm(_LEAST_AIR_MM)


def columns(kit: Kit, x: int, width: int, count: int, gap_mm: float) -> list[tuple[int, int]]:
    """(x, width) of equal columns; rounding spreads over them, the last one ends on the margin."""
    gap = kit.m.mm(gap_mm)
    edges = [round(i * (width + gap) / count) for i in range(count + 1)]
    return [(x + edges[i], edges[i + 1] - edges[i] - gap) for i in range(count)]


def key_row(kit: Kit, block: KeyRow, x: int, width: int) -> Laid:
    """Keys of equal width. A row in which something is chosen is set lighter: its chosen key is the strong one."""
    choosing = any(Mark.SELECTED in node.marks for node in block.keys)
    count = min(block.columns, 2) if kit.m.large else block.columns
    gap_mm = 4.0 if count > 2 else 6.0
    places = columns(kit, x, width, count, gap_mm)
    least = key_height(kit) if not choosing or kit.m.large or kit.lowest else kit.m.mm(22)
    parts: list[Part] = []
    y = 0
    for start in range(0, len(block.keys), count):
        row = block.keys[start : start + count]
        height = max(least, *(label_height(kit, node, places[i][1]) for i, node in enumerate(row)))
        for (left, wide), node in zip(places, row, strict=False):
            chosen = Mark.SELECTED in node.marks
            style = kit.m.body if choosing and not chosen else kit.m.body.strong()
            body = Body.SELECTED if chosen else Body.FUNCTION if turns(node) else Body.QUIET
            parts.append(label_key(kit, node, Rect(left, y, wide, height), body, style=style))
        y += height + kit.m.mm(4)
    return Laid(tuple(parts), y - kit.m.mm(4))


def turns(node: Node) -> bool:
    """Whether a key shows more of the same page: it must not look like one more answer (04, niedrig)."""
    return node.icon == "down"


def tiles(kit: Kit, block: Tiles, x: int, width: int) -> Laid:
    """Tiles in columns; L and XL have them as rows over the full width, in landscape two abreast where it is tight."""
    count = _tile_columns(kit, block)
    corner = block.tall and block.columns == 2
    tall = block.tall and not kit.m.large and not kit.reach
    tall = tall and not (corner and (kit.m.landscape or kit.squeezed(Squeeze.AIR)))
    places = columns(kit, x, width, count, 6.0)
    parts: list[Part] = []
    gap = kit.m.gap if corner and tall else kit.m.mm(4)
    y = 0
    for start in range(0, len(block.tiles), count):
        row = block.tiles[start : start + count]
        if corner and tall:
            height = corner_tile_height(kit, row, places)
        else:
            height = max(_tile_height(kit, block, node, places[i][1], tall=tall) for i, node in enumerate(row))
        for (left, wide), node in zip(places, row, strict=False):
            rect = Rect(left, y, wide, height)
            set_tile = corner_tile if corner and tall else _tall_tile if tall else _tile
            parts.append(set_tile(kit, node, rect))
        y += height + gap
    return Laid(tuple(parts), y - gap)


def _tile_columns(kit: Kit, block: Tiles) -> int:
    if kit.m.large:
        return 2 if _bare(kit) and len(block.tiles) > 1 else 1
    if kit.reach:  # two abreast at most, and at least where that keeps them within reach
        return min(block.columns, 2) if not kit.lowest or len(block.tiles) == 1 else 2
    return block.columns


def _tile_height(kit: Kit, block: Tiles, node: Node, width: int, *, tall: bool) -> int:
    low = kit.m.landscape or kit.squeezed(Squeeze.AIR)
    if tall:
        words = _tall_words(kit, node, Rect(0, 0, width, 0))
        least = kit.m.mm(46 if low else 50)
        return grown_height(kit, least, kit.m.mm(16) + kit.m.mm(3) + round(words.height))
    row = 27 if len(block.tiles) > 2 else 32  # a list of rows is lower, so that a field over it stays within reach
    least = 30 if low or (kit.m.large and not node.value) else 36 if block.columns > 1 else row
    _, height = _tile_words(kit, node, Rect(0, 0, width - 2 * kit.border, 0))
    return grown_height(kit, kit.m.mm(24 if kit.squeezed(Squeeze.AIR) else least), height)


def _tile_words(kit: Kit, node: Node, room: Rect) -> tuple[list[Shape], int]:
    """Name and condition of a tile, centred in the height of `room`; and how high they are."""
    left, right = _tile_sides(kit)
    width = room.w - left - right
    off = Mark.UNAVAILABLE in node.marks
    name_style = (kit.m.body if off else kit.m.body.strong()).on_key()
    name_ink, value_ink = (Ink.UNAVAILABLE, Ink.UNAVAILABLE) if off else (Ink.TEXT, Ink.MUTED)
    caption = kit.m.caption.on_key()
    name = kit.words(node.name, name_style, (0, 0, width), name_ink, how=break_calmly)
    height = name.lines * name_style.line_px
    value_lines = 0
    if node.value:
        value_lines = kit.words(node.value, caption, (0, 0, width), value_ink, how=break_calmly).lines
        height += value_lines * caption.line_px
    top = room.y + (room.h - height) / 2
    column = (room.x + left, top, width)
    shapes: list[Shape] = [*kit.words(node.name, name_style, column, name_ink, how=break_calmly).shapes]
    if node.value:
        below = top + name.lines * name_style.line_px
        column = (room.x + left, below, width)
        shapes += kit.words(node.value, caption, column, value_ink, how=break_calmly).shapes
    return shapes, round(height)


def _bare(kit: Kit) -> bool:
    """Whether tiles show words only: in landscape, large sizes need their whole width for them."""
    return kit.m.large and kit.m.landscape and kit.squeezed(Squeeze.AIR)


def _tile_sides(kit: Kit) -> tuple[int, int]:
    """Room taken by icon and chevron inside a tile, from the inner edge."""
    padding = kit.m.mm(_PADDING_MM)
    if _bare(kit):
        return kit.m.mm(3), kit.m.mm(3)
    return padding + kit.m.mm(16) + kit.m.mm(4), padding + kit.m.mm(8) + kit.m.mm(2)


def _tile(kit: Kit, node: Node, rect: Rect) -> Part:
    more, off = turns(node), Mark.UNAVAILABLE in node.marks
    face = kit.face(rect, Body.FUNCTION if more else Body.OFF if off else Body.QUIET)
    room = inner(face)
    middle = room.y + room.h / 2
    padding, icon, chevron = kit.m.mm(_PADDING_MM), kit.m.mm(16), kit.m.mm(8)
    shapes, _ = _tile_words(kit, node, room)
    if _bare(kit):
        return kit.key(node, face, tuple(shapes), Kind.TILE)
    ink = Ink.UNAVAILABLE if off else Ink.ICON
    if node.icon:
        shapes.append(kit.icon(node.icon, room.x + padding, middle - icon / 2, icon, ink))
    if not more:  # what leads away has an arrow; what only explains itself has the sign for that
        end = "info" if off else "chevron"
        shapes.append(kit.icon(end, room.right - padding - chevron, middle - chevron / 2, chevron, ink))
    return kit.key(node, face, tuple(shapes), Kind.TILE)


def _tall_words(kit: Kit, node: Node, rect: Rect) -> Words:
    width = _tall_room(kit, rect)
    return kit.words(node.name, kit.m.body.strong().on_key(), (0, 0, width), Ink.TEXT, align=Align.CENTRE)


def _tall_room(kit: Kit, rect: Rect) -> int:
    return rect.w - 2 * (kit.m.mm(_PADDING_MM) + kit.border)


def _tall_tile(kit: Kit, node: Node, rect: Rect) -> Part:
    face = kit.face(rect, Body.QUIET)
    room = inner(face)
    icon, gap = kit.m.mm(16), kit.m.mm(3)
    words = _tall_words(kit, node, rect)
    style = kit.m.body.strong().on_key()
    top = room.y + (room.h - icon - gap - words.height) / 2
    width = _tall_room(kit, rect)
    column = (room.x + (room.w - width) // 2, top + icon + gap, width)
    shapes: list[Shape] = [
        kit.icon(node.icon, room.x + (room.w - icon) // 2, top, icon, Ink.ICON),
        *kit.words(node.name, style, column, Ink.TEXT, align=Align.CENTRE).shapes,
    ]
    return kit.key(node, face, tuple(shapes), Kind.TILE)


def choices(kit: Kit, block: Choices, x: int, width: int) -> Laid:
    """Rows to pick from, two abreast where reach mode leaves no room otherwise."""
    parts: list[Part] = []
    gap = kit.m.mm(4)
    places = columns(kit, x, width, 2 if kit.lowest and len(block.rows) > 1 and not kit.m.large else 1, 6.0)
    y = 0
    for start in range(0, len(block.rows), len(places)):
        row = block.rows[start : start + len(places)]
        height = max(_choice_height(kit, block, node, place[1]) for node, place in zip(row, places, strict=False))
        for node, (left, wide) in zip(row, places, strict=False):
            parts.append(_choice(kit, node, Rect(left, y, wide, height)))
        y += height + gap
    return Laid(tuple(parts), y - gap)


def _choice_height(kit: Kit, block: Choices, node: Node, width: int) -> int:
    """More than five rows are a millimetre lower each, so that six and the nav row fit."""
    box = node.role is Role.CHECKBOX
    tall = (28.0 if node.value else KEY_MM) if box else 32.0 if len(block.rows) <= 5 else 31.0
    _, text = _choice_words(kit, node, Rect(0, 0, width, 0))
    least = LOW_KEY_MM if kit.lowest else KEY_MM if kit.squeezed(Squeeze.AIR) else tall
    return grown_height(kit, kit.m.mm(least), text)


def _choice_words(kit: Kit, node: Node, room: Rect) -> tuple[list[Shape], int]:
    chosen = Mark.SELECTED in node.marks and node.role is Role.RADIO
    left = kit.m.mm(_PADDING_MM) + kit.border + kit.m.mm(11) + kit.m.mm(6)
    width = room.w - left - kit.m.mm(_PADDING_MM)
    answer, caption = (kit.m.body.strong() if chosen else kit.m.body).on_key(), kit.m.caption.on_key()
    name = kit.words(node.name, answer, (0, 0, width), Ink.TEXT, how=break_calmly)
    height = name.lines * answer.line_px
    if node.value:
        height += kit.words(node.value, caption, (0, 0, width), Ink.MUTED, how=break_calmly).lines * caption.line_px
    top = room.y + (room.h - height) / 2
    shapes: list[Shape] = [
        *kit.words(node.name, answer, (room.x + left, top, width), Ink.TEXT, how=break_calmly).shapes
    ]
    if node.value:
        below = top + name.lines * answer.line_px
        shapes += kit.words(node.value, caption, (room.x + left, below, width), Ink.MUTED, how=break_calmly).shapes
    return shapes, round(height)


def _choice(kit: Kit, node: Node, rect: Rect) -> Part:
    chosen = Mark.SELECTED in node.marks
    face = kit.face(rect, Body.SELECTED if chosen and node.role is Role.RADIO else Body.QUIET)
    room = inner(face)
    size = kit.m.mm(11)
    mark = Rect(rect.x + kit.border + kit.m.mm(_PADDING_MM), round(room.y + (room.h - size) / 2), size, size)
    words, _ = _choice_words(kit, node, Rect(rect.x, room.y, rect.w, room.h))
    box = node.role is Role.CHECKBOX
    shapes = _check_box(kit, mark, checked=chosen) if box else _radio(kit, mark, chosen=chosen)
    return kit.key(node, face, (*shapes, *words), Kind.CHOICE)


def _radio(kit: Kit, mark: Rect, *, chosen: bool) -> tuple[Shape, ...]:
    line = kit.m.line(0.8)
    ring = mark.inset(line, line, line, line)
    shapes: tuple[Shape, ...] = (
        Fill(mark, Ink.ICON if chosen else Ink.BORDER, mark.w // 2),
        Fill(ring, Ink.BG, ring.w // 2),
    )
    if chosen:
        gap = (mark.w - kit.m.mm(5.5)) // 2
        dot = mark.inset(gap, gap, gap, gap)
        shapes = (*shapes, Fill(dot, Ink.ICON, dot.w // 2))
    return shapes


def _check_box(kit: Kit, mark: Rect, *, checked: bool) -> tuple[Shape, ...]:
    radius = kit.m.line(1)
    if checked:
        size = kit.m.mm(9)
        icon = Icon(
            Rect(mark.x + (mark.w - size) // 2, mark.y + (mark.h - size) // 2, size, size), "check", Ink.ON_PRIMARY, 4.5
        )
        return Fill(mark, Ink.PRIMARY, radius), icon
    line = kit.m.line(0.8)
    return Fill(mark, Ink.BORDER, radius), Fill(mark.inset(line, line, line, line), Ink.BG, max(0, radius - line // 2))
