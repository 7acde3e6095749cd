"""On-screen keyboard and number pad: the same keys at the same place in every text size."""

from dataclasses import replace
from functools import lru_cache

from kiosk.dialogue.pages import Keyboard, KeyCap, Mark, Node, NumberPad
from screens.geometry import Rect
from screens.inks import Ink
from screens.layout.keys import columns, key_height, label_height, label_key
from screens.layout.kit import Align, Body, Kit, Laid, inner
from screens.layout.placed import Fill, Kind, Part, Shape, shifted
from screens.metrics import REGULAR, TextStyle
from screens.text.breaking import break_evenly

COLUMNS = 11
_KEY_MM, _LARGE_KEY_MM, _LOW_KEY_MM, _GAP_MM = 24.0, 23.0, 20.0, 3.6
_LETTER = 1.15
"""Size of a letter as a multiple of body."""
_PAD_KEY_MM, _PAD_GAP_MM = 28.0, 4.0
_PAD_COLUMNS = 3
_ICON_MM, _ICON_GAP_MM = 10.0, 2.0
_PRESSED_IN = frozenset({Mark.ACTIVE, Mark.SELECTED})


@lru_cache(maxsize=16)
def keyboard(kit: Kit, block: Keyboard, x: int, width: int) -> Laid:
    """Rows of eleven columns; a key may take several. In L and XL rows are a millimetre lower, in reach mode four.

    Laid out once for each face that it shows: a page changes with every letter, its keyboard does not.
    """
    gap = _GAP_MM * kit.m.px_per_mm
    pitch = (width + gap) / COLUMNS
    height = kit.m.mm(_LOW_KEY_MM if kit.reach else _LARGE_KEY_MM if kit.m.large else _KEY_MM)
    parts: list[Part] = []
    y = 0
    for row in block.rows:
        column = 0
        for cap in row:
            left, right = round(x + column * pitch), round(x + (column + cap.columns) * pitch - gap)
            parts.append(_cap(kit, cap, Rect(left, y, right - left, height)))
            column += cap.columns
        y += height + kit.m.mm(_GAP_MM)
    return Laid(tuple(parts), max(0, y - kit.m.mm(_GAP_MM)))


def _letter(kit: Kit) -> TextStyle:
    return TextStyle(kit.m.body.px * _LETTER, REGULAR, 1.2)


def _cap(kit: Kit, cap: KeyCap, rect: Rect) -> Part:
    """A letter, or a caption where the key is wider than one column; pressed in while it is on (shift)."""
    wide = cap.columns > 1 or cap.function
    style = kit.m.caption.on_key() if wide else _letter(kit)
    # Large captions need the width; the one icon left is that of the widest function key (14, XL).
    icon = "" if kit.m.large and cap.columns < _PAD_COLUMNS else cap.node.icon
    return _typing_key(kit, cap.node, rect, style, icon, function=cap.function)


def _typing_key(kit: Kit, node: Node, rect: Rect, style: TextStyle, icon: str, *, function: bool) -> Part:
    """A key of keyboard or pad: icon and label in the middle; without words the icon alone."""
    on = bool(_PRESSED_IN & node.marks)
    face = kit.face(rect, Body.SELECTED if on else Body.FUNCTION if function else Body.QUIET)
    style = style.strong() if on else style
    room = inner(face)
    size, gap = (kit.m.mm(_ICON_MM), kit.m.mm(_ICON_GAP_MM)) if icon else (0, 0)
    width = rect.w - 2 * (kit.m.mm(2) + kit.border)
    if kit.wide(max(node.name.split(" "), key=len), style) > width:
        style = replace(style, spacing=0.0)  # the width of these keys is the hand's: wider letters give way
    words = kit.words(node.name, style, (0, 0, width - size - gap), Ink.TEXT, how=break_evenly)
    if icon and (words.lines > 1 or words.width > width - size - gap):
        size, gap = 0, 0
        words = kit.words(node.name, style, (0, 0, width), Ink.TEXT, how=break_evenly)
    left = room.x + round((room.w - words.width - size - gap) / 2)
    middle = room.y + room.h / 2
    column = (left + size + gap, middle - words.height / 2, words.width + 1)
    shapes: list[Shape] = [*kit.words(node.name, style, column, Ink.TEXT, align=Align.CENTRE, how=break_evenly).shapes]
    if size:
        shapes.append(kit.icon(icon, left, middle - size / 2, size, Ink.TEXT))
    return kit.key(node, face, tuple(shapes), Kind.TYPING)


def number_pad(kit: Kit, block: NumberPad, x: int, width: int) -> Laid:
    """The pad at the start edge; beside it the note, and under the note up to two keys, level with the pad's end."""
    half, rest = columns(kit, x, width, 2, 6.0)
    pad, height = _pad(kit, block.keys, *half)
    gap = kit.m.mm(_PAD_GAP_MM)
    beside, top = _beside(kit, block.beside, *rest, bottom=height)
    if block.note is None:
        return Laid((*pad, *beside), height)
    room = top - (gap if beside else 0)
    note = _note(kit, block.note, Rect(*_at(rest, 0), room), tall=True)
    if note.rect.h <= room:
        return Laid((*pad, _note(kit, block.note, Rect(*_at(rest, 0), room), tall=True, fill=True), *beside), height)
    note = _note(kit, block.note, Rect(*_at((x, width), 0), 0), tall=False)  # large text: across, above the pad
    down = note.rect.h + gap
    return Laid((note, *(shifted(part, 0, down) for part in (*pad, *beside))), height + down)


def _at(column: tuple[int, int], y: int) -> tuple[int, int, int]:
    return column[0], y, column[1]


def _pad(kit: Kit, keys: tuple[Node, ...], x: int, width: int) -> tuple[list[Part], int]:
    tall = _LOW_KEY_MM if kit.lowest else _KEY_MM if kit.reach else _PAD_KEY_MM
    height, gap = kit.m.mm(tall), kit.m.mm(_PAD_GAP_MM)
    digits = TextStyle(kit.m.h1.px, REGULAR, 1.2)
    places = columns(kit, x, width, _PAD_COLUMNS, _PAD_GAP_MM)
    parts: list[Part] = []
    for number, node in enumerate(keys):
        row, column = divmod(number, _PAD_COLUMNS)
        left, wide = places[column]
        function = not node.id.rsplit(".", 1)[-1].isdigit()
        shown = "" if node.icon and function else node.name
        rect = Rect(left, row * (height + gap), wide, height)
        style = kit.m.caption.on_key() if function else digits
        parts.append(_pad_key(kit, node, rect, style, shown, function=function))
    rows = -(-len(keys) // _PAD_COLUMNS)
    return parts, rows * (height + gap) - gap


def _pad_key(kit: Kit, node: Node, rect: Rect, style: TextStyle, shown: str, *, function: bool) -> Part:
    """Delete is the one key without a word: its icon has room for nothing else and is known (mock-ups 5)."""
    if shown:
        return _typing_key(kit, node, rect, style, "", function=function)
    face = kit.face(rect, Body.FUNCTION)
    room, size = inner(face), kit.m.mm(_ICON_MM)
    icon = kit.icon(node.icon, room.x + (room.w - size) // 2, room.y + (room.h - size) / 2, size, Ink.TEXT)
    return kit.key(node, face, (icon,), Kind.TYPING)


def _beside(kit: Kit, keys: tuple[Node, ...], x: int, width: int, *, bottom: int) -> tuple[list[Part], int]:
    """Keys from the bottom up; where the topmost begins."""
    parts: list[Part] = []
    top = bottom
    for node in reversed(keys):
        height = max(key_height(kit), label_height(kit, node, width))
        rect = Rect(x, top - height, width, height)
        parts.append(label_key(kit, node, rect, Body.QUIET, icon_after=node.icon == "forward"))
        top = rect.y - kit.m.mm(_PAD_GAP_MM)
    return parts[::-1], parts[-1].rect.y if parts else bottom


def _note(kit: Kit, node: Node, box: Rect, *, tall: bool, fill: bool = False) -> Part:
    """A white box: icon over the words, or beside them where it lies across; `fill`: as high as the box says."""
    pad_x, pad_y = kit.m.mm(7), kit.roomy(6, 3)
    icon = kit.m.mm(12) if node.icon and not (tall and kit.lowest) else 0
    style = kit.m.caption if tall and kit.lowest else kit.m.body
    side = icon + kit.m.mm(5) if icon and not tall else 0
    top = box.y + pad_y + (icon + kit.m.mm(2.5) if icon and tall else 0)
    column = (box.x + pad_x + side, top, box.w - 2 * pad_x - side)
    name = kit.words(node.name, kit.m.body.strong() if node.value else kit.m.body, column, Ink.TEXT)
    value = kit.words(node.value, style, (column[0], top + name.height, column[2]), Ink.TEXT)
    end = top + name.height + (value.height if node.value else 0)
    height = max(round(end), box.y + pad_y + icon) + pad_y - box.y
    rect = Rect(box.x, box.y, box.w, box.h if fill else height)
    radius = kit.m.mm(2)
    shapes: list[Shape] = [Fill(rect, Ink.BORDER if kit.contrast else Ink.BG, radius)]
    if kit.contrast:
        line = kit.border
        shapes.append(Fill(rect.inset(line, line, line, line), Ink.BG, max(0, radius - line)))
    shapes += name.shapes
    shapes += value.shapes if node.value else ()
    if icon:
        shapes.append(kit.icon(node.icon, box.x + pad_x, box.y + pad_y, icon, Ink.ICON))
    return Part(
        key=f"node:{node.id}", kind=Kind.NOTE, rect=rect, shapes=tuple(shapes), node=node.id, private=node.private
    )
