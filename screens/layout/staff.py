"""The staff area (11, 31): state with a pill, boxes of a secret, counters, devices, keys two abreast.

In large text a device's pill moves under its words: nothing gets smaller.
"""

from kiosk.dialogue.pages import Counters, DeviceRow, Devices, Pill, SecretFields, StaffKeys, StatePanel, Tone
from screens.geometry import Rect
from screens.inks import Ink
from screens.layout.keys import columns, key_height, label_height, label_key
from screens.layout.kit import Body, Kit, Laid, Squeeze
from screens.layout.placed import Face, Fill, Kind, Part, Shape, shifted
from screens.text.breaking import break_calmly, break_evenly

_PILL_MM, _PILL_WIDTH_MM, _PILL_PADDING_MM = 12.0, 74.0, 3.5
_BOX_MM, _LEAST_BOX_MM, _DOT_MM, _BOX_GAP_MM = 34.0, 22.0, 7.0, 4.0
_ROW_MM, _CHECK_MM = 27.0, 37.0
_FIGURE_MM = 43.0
_TONES = {
    Tone.PLAIN: (Ink.SURFACE2, Ink.TEXT),
    Tone.INFO: (Ink.INFO_BG, Ink.INFO),
    Tone.SUCCESS: (Ink.SUCCESS_BG, Ink.SUCCESS),
    Tone.WARN: (Ink.WARN_BG, Ink.WARN),
    Tone.DANGER: (Ink.DANGER_BG, Ink.DANGER),
}


def state_panel(kit: Kit, panel: StatePanel, x: int, width: int) -> Laid:
    """Title and sentence; the pill at the end edge, or below where they need the width."""
    top = kit.roomy(8, 5)
    wide = pill_width(kit, panel.pill)
    beside = not kit.m.large
    room = width - wide - kit.m.gap if beside else width
    title = kit.text_part(panel.title, kit.m.h1, (x, top, room), Ink.TEXT, how=break_evenly)
    below = (x, title.rect.bottom + kit.m.mm(1), room)
    text = kit.text_part(panel.text, kit.m.body, below, Ink.TEXT, how=break_calmly)
    bottom = text.rect.bottom
    height = pill_height(kit)
    if beside:
        at = Rect(x + width - wide, top + (bottom - top - height) // 2, wide, height)
    else:
        at = Rect(x, bottom + kit.m.mm(3), wide, height)
        bottom = at.bottom
    return Laid((title, text, pill(kit, panel.pill, at)), bottom + kit.roomy(8, 5))


def pill_height(kit: Kit) -> int:
    """Room for icon and one line."""
    return max(kit.m.mm(_PILL_MM), round(kit.m.caption.strong().on_key().line_px) + 2 * kit.m.mm(2))


def pill_width(kit: Kit, block: Pill) -> int:
    """As wide as its word."""
    words = kit.wide(block.node.name, kit.m.caption.strong().on_key())
    return round(words) + kit.m.mm(8) + kit.m.mm(3) + 2 * kit.m.mm(_PILL_PADDING_MM) + 1


def pill(kit: Kit, block: Pill, rect: Rect) -> Part:
    """Icon and word on the ground of the tone; in high contrast with a line around."""
    ground, ink = _TONES[block.tone]
    radius, icon, padding = kit.m.line(1), kit.m.mm(8), kit.m.mm(_PILL_PADDING_MM)
    style = kit.m.caption.strong().on_key()
    shapes: list[Shape] = [Fill(rect, Ink.BORDER if kit.contrast else ground, radius)]
    if kit.contrast:
        line = kit.border
        shapes.append(Fill(rect.inset(line, line, line, line), Ink.BG, max(0, radius - line)))
    left = rect.x + padding
    shapes.append(kit.icon(block.node.icon, left, rect.y + (rect.h - icon) / 2, icon, ink))
    column = (left + icon + kit.m.mm(3), rect.y + (rect.h - style.line_px) / 2, rect.w)
    shapes += kit.words(block.node.name, style, column, ink).shapes
    return Part(key=f"node:{block.node.id}", kind=Kind.NOTE, rect=rect, shapes=tuple(shapes), node=block.node.id)


def secret_fields(kit: Kit, block: SecretFields, x: int, width: int) -> Laid:
    """A box a digit, flat like a field: a dot where there is one, the caret where the next one comes; words below."""
    gap = kit.m.mm(_BOX_GAP_MM if block.places <= 8 else 2.0)
    height = kit.roomy(_BOX_MM, _LEAST_BOX_MM)
    edges = [round(i * (width + gap) / block.places) for i in range(block.places + 1)]
    parts: list[Part] = []
    for place in range(block.places):
        rect = Rect(x + edges[place], 0, edges[place + 1] - edges[place] - gap, height)
        parts.append(_box(kit, place, rect, filled=place < block.filled, waits=block.active and place == block.filled))
    top = height + kit.m.mm(4)
    words = kit.text_part(block.words, kit.m.body, (x, top, width), Ink.MUTED)
    return Laid((*parts, words), words.rect.bottom)


def _box(kit: Kit, place: int, rect: Rect, *, filled: bool, waits: bool) -> Part:
    line = kit.active if waits else kit.border
    face = Face(rect, Ink.PRIMARY if waits else Ink.BORDER, Ink.BG, line, line, kit.m.line(1))
    shapes: list[Shape] = []
    middle_x, middle_y = rect.x + rect.w // 2, rect.y + rect.h // 2
    if filled:
        dot = min(kit.m.mm(_DOT_MM), rect.w // 3)
        shapes.append(Fill(Rect(middle_x - dot // 2, middle_y - dot // 2, dot, dot), Ink.TEXT, dot // 2))
    if waits:
        caret, tall = kit.m.line(1), kit.m.mm(11)
        shapes.append(Fill(Rect(middle_x - caret // 2, middle_y - tall // 2, caret, tall), Ink.PRIMARY))
    return Part(key=f"secret:{place}", kind=Kind.GROUND, rect=rect, face=face, shapes=tuple(shapes))


def counters(kit: Kit, block: Counters, x: int, width: int) -> Laid:
    """Plates side by side, figure over what was counted; in large text lines with the figure at the start."""
    if kit.m.large:
        return _counter_lines(kit, block, x, width)
    places = columns(kit, x, width, len(block.figures), 6.0)
    pad_x, pad_y = kit.m.mm(7), kit.roomy(6, 3)
    radius = kit.m.mm(2)
    figure, caption = kit.m.figure, kit.m.caption
    names = [
        kit.words(node.name, caption, (left + pad_x, 0, wide - 2 * pad_x), Ink.TEXT)
        for node, (left, wide) in zip(block.figures, places, strict=True)
    ]
    below = pad_y + round(figure.line_px) + kit.m.mm(1)
    height = max(kit.roomy(_FIGURE_MM, 30), below + round(max(words.height for words in names)) + pad_y)
    parts: list[Part] = []
    for node, (left, wide) in zip(block.figures, places, strict=True):
        box = Rect(left, 0, wide, height)
        column = (left + pad_x, pad_y, wide - 2 * pad_x)
        shapes: tuple[Shape, ...] = (
            *_plate(kit, box, radius),
            *kit.words(node.value, figure, column, Ink.TEXT).shapes,
            *kit.words(node.name, caption, (column[0], below, column[2]), Ink.TEXT).shapes,
        )
        parts.append(Part(key=f"node:{node.id}", kind=Kind.NOTE, rect=box, shapes=shapes, node=node.id))
    return Laid(tuple(parts), height)


def _plate(kit: Kit, box: Rect, radius: int) -> tuple[Shape, ...]:
    if not kit.contrast:
        return (Fill(box, Ink.SURFACE, radius),)
    line = kit.border
    inner = Fill(box.inset(line, line, line, line), Ink.BG, max(0, radius - line))
    return Fill(box, Ink.BORDER, radius), inner


def _counter_lines(kit: Kit, block: Counters, x: int, width: int) -> Laid:
    style = kit.m.body
    number = max(round(kit.wide(node.value, style.strong())) for node in block.figures) + kit.m.gap
    parts: list[Part] = []
    y = 0
    for node in block.figures:
        value = kit.words(node.value, style.strong(), (x, y, number), Ink.TEXT)
        name = kit.words(node.name, style, (x + number, y, width - number), Ink.TEXT)
        rect = Rect(x, y, width, round(max(value.height, name.height)))
        shapes = (*value.shapes, *name.shapes)
        parts.append(Part(key=f"node:{node.id}", kind=Kind.TEXT, rect=rect, shapes=shapes, node=node.id))
        y = rect.bottom + kit.roomy(2, 0)
    return Laid(tuple(parts), y)


def devices(kit: Kit, block: Devices, x: int, width: int) -> Laid:
    """One row a device, a divider between two."""
    parts: list[Part] = []
    y, line = 0, kit.border
    for number, row in enumerate(block.rows):
        if number:
            rect = Rect(x, y, width, line)
            fill = Fill(rect, Ink.DIVIDER)
            parts.append(Part(key=f"divider:{row.device.id}", kind=Kind.GROUND, rect=rect, shapes=(fill,)))
            y += line
        laid = _large_row(kit, row, x, width) if kit.m.large else _row(kit, row, x, width)
        parts += laid.at(y)
        y += laid.height
    return Laid(tuple(parts), y)


def _check_width(kit: Kit, row: DeviceRow) -> int:
    words = round(kit.wide(row.check.name, kit.m.body.strong().on_key()))
    return max(kit.m.mm(_CHECK_MM), words + 2 * (kit.m.mm(4) + kit.border))


def _row(kit: Kit, row: DeviceRow, x: int, width: int) -> Laid:
    """Icon, words, pill, key; all in the middle of the height, which grows with the words."""
    check = _check_width(kit, row)
    gap = kit.m.mm(4)
    pill_wide = max(kit.m.mm(_PILL_WIDTH_MM if not kit.m.landscape else 70), pill_width(kit, row.state))
    icon = kit.m.mm(12)
    left = x + icon + kit.m.mm(5)
    right = x + width - check - gap - pill_wide - gap
    texts, text_height = _words(kit, row, left, right - left)
    tall = kit.m.mm(_ROW_MM) - kit.border
    height = max(tall, text_height + 2 * kit.roomy(3, 2), kit.m.mm(20) + 2 * kit.m.mm(2))
    middle = height // 2
    icon_shape = kit.icon(row.device.icon, x, middle - icon / 2, icon, Ink.ICON)
    words = shifted(texts, 0, middle - text_height // 2)
    device = Part(
        key=f"node:{row.device.id}",
        kind=Kind.TEXT,
        rect=Rect(x, 0, right - x, height),
        shapes=(icon_shape, *words.shapes),
        node=row.device.id,
    )
    pill_tall = pill_height(kit)
    state = pill(kit, row.state, Rect(right + gap, middle - pill_tall // 2, pill_wide, pill_tall))
    key_tall = kit.m.mm(20)
    key = Rect(x + width - check, middle - key_tall // 2, check, key_tall)
    return Laid((device, state, label_key(kit, row.check, key, Body.QUIET)), height)


def _large_row(kit: Kit, row: DeviceRow, x: int, width: int) -> Laid:
    """Name and pill on one line, or the pill below where both have no room; the key at the end."""
    check = _check_width(kit, row)
    room = width - check - kit.m.gap
    pad = kit.roomy(4, 2)
    wide, tall = min(pill_width(kit, row.state), room), pill_height(kit)
    name = kit.wide(row.device.name, kit.m.body.strong().on_key())
    beside = name + kit.m.gap + wide <= room
    texts, text_height = _words(kit, row, x, room, first=tall if beside else 0)
    device = shifted(texts, 0, pad)
    top = pad if beside else pad + text_height + kit.m.mm(1.5)
    state = pill(kit, row.state, Rect(x + room - wide if beside else x, top, wide, tall))
    key_tall = max(key_height(kit), label_height(kit, row.check, check))
    height = max(device.rect.bottom + pad, state.rect.bottom + pad, key_tall + 2 * kit.m.mm(2))
    key = Rect(x + width - check, (height - key_tall) // 2, check, key_tall)
    return Laid((device, state, label_key(kit, row.check, key, Body.QUIET)), height)


def _words(kit: Kit, row: DeviceRow, x: int, width: int, *, first: int = 0) -> tuple[Part, int]:
    """Name, and under it what is known, line by line; the name in the middle of a `first` line at least so high."""
    name_style, style = kit.m.body.strong().on_key(), kit.m.caption.on_key()
    drop = max(0.0, (first - name_style.line_px) / 2)
    name = kit.words(row.device.name, name_style, (x, drop, width), Ink.TEXT)
    shapes: list[Shape] = list(name.shapes)
    y = max(float(first) + kit.m.mm(1) if first else 0.0, name.height)
    for line in row.device.value.split("\n"):
        words = kit.words(line, style, (x, y, width), Ink.MUTED)
        shapes += words.shapes
        y += words.height
    rect = Rect(x, 0, width, round(y))
    key = f"node:{row.device.id}"
    return Part(key=key, kind=Kind.TEXT, rect=rect, shapes=tuple(shapes), node=row.device.id), round(y)


def staff_keys(kit: Kit, block: StaffKeys, x: int, width: int) -> Laid:
    """Keys two abreast; one of danger is white with border and word in its colour, never filled."""
    count = 1 if kit.m.large and not kit.m.landscape and not kit.squeezed(Squeeze.AIR) else 2
    places = columns(kit, x, width, count, 6.0)
    parts: list[Part] = []
    y = 0
    for start in range(0, len(block.keys), count):
        row = block.keys[start : start + count]
        height = max(key_height(kit), *(label_height(kit, node, places[i][1]) for i, node in enumerate(row)), 0)
        for (left, wide), node in zip(places, row, strict=False):
            body = Body.DANGER if node.id in block.danger else Body.QUIET
            parts.append(label_key(kit, node, Rect(left, y, wide, height), body))
        y += height + kit.m.mm(4)
    return Laid(tuple(parts), y - kit.m.mm(4))
