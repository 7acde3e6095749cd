"""The settings page (03): a live preview in the panel, option keys with a sample over their word, switches."""

from kiosk.dialogue.pages import Mark, Node
from kiosk.dialogue.settings_blocks import OptionRow, Preview, Sample, Switches
from screens.geometry import Rect
from screens.inks import Ink
from screens.layout.keys import columns, grown_height
from screens.layout.kit import Align, Body, Kit, Laid, Squeeze, inner
from screens.layout.placed import Fill, Icon, Kind, Part, Shape, Text, shifted
from screens.layout.reading import title_with_aside
from screens.metrics import CAP_PER_EM, STRONG
from screens.text.breaking import break_at_sentences, break_evenly

_KEY_MM, _LEAST_KEY_MM, _KEY_GAP_MM = 31.8, 24.0, 3.6
_OVER_LETTER_MM = 2.0
"""The line box of the largest letter is higher than the letter."""
_LETTER_CAPS_MM = (5.0, 6.6, 8.8, 11.4)
_SUNS_MM = (8.0, 10.0, 12.0)
_SAMPLE_MM, _SAMPLE_GAP_MM = 12.4, 2.4
_SWITCH_MM, _LEAST_SWITCH_MM = 28.0, 24.0
_TRACK_MM, _KNOB_MM = (23.0, 12.0), 8.2
_COLOURS = (
    (Ink.PLATE, Ink.SAMPLE_EDGE, Ink.SAMPLE_TEXT),
    (Ink.CODE, Ink.SAMPLE_EDGE, Ink.SAMPLE_BRIGHT),
    (Ink.PLATE, Ink.CODE, Ink.CODE),
)
"""Ground, edge and text of a sample of colours: standard, dark, strong contrast. The same in every theme."""


def preview(kit: Kit, panel: Preview, x: int, width: int) -> Laid:
    """Heading and sentence, and the card under them; the card gives way last of all."""
    title = kit.text_part(panel.title, kit.m.h1, (x, kit.roomy(8, 5), width), Ink.TEXT, how=break_evenly)
    parts, bottom = [title], title.rect.bottom
    if panel.text.name:
        at = (x, bottom + kit.m.mm(1.8), width)
        parts.append(kit.text_part(panel.text, kit.m.body, at, Ink.MUTED, how=break_at_sentences))
        bottom = parts[-1].rect.bottom
    top = bottom + kit.roomy(8, 4)
    card = _card(kit, panel, x, width)
    return Laid((*parts, *(shifted(part, 0, top) for part in card)), top + card[0].rect.h + kit.roomy(12, 5))


def _card(kit: Kit, panel: Preview, x: int, width: int) -> list[Part]:
    """The card with its ground first: what a question looks like in these settings."""
    pad_x, pad_y = kit.m.mm(10), kit.roomy(8, 4)
    icon = kit.m.mm(16 if kit.m.large else 28) if panel.sample.icon and not kit.squeezed(Squeeze.AIR) else 0
    left, room = x + pad_x, width - 2 * pad_x - (icon + kit.m.gap if icon else 0)
    caption = kit.text_part(panel.caption, kit.m.caption, (left, pad_y, room), Ink.MUTED)
    top = caption.rect.bottom + kit.m.mm(1)
    sample = kit.text_part(panel.sample, kit.m.h1, (left, top, room), Ink.TEXT, how=break_evenly)
    bottom = sample.rect.bottom
    shapes: list[Shape] = []
    if panel.sample.value:
        words = kit.words(panel.sample.value, kit.m.body, (left, bottom, room), Ink.MUTED)
        shapes += words.shapes
        bottom += round(words.height)
    card = Rect(x, 0, width, max(bottom, pad_y + icon) + pad_y)
    radius, line = kit.m.mm(2), kit.border
    ground: list[Shape] = [Fill(card, Ink.BORDER if kit.contrast else Ink.BG, radius)]
    if kit.contrast:
        ground.append(Fill(card.inset(line, line, line, line), Ink.BG, max(0, radius - line)))
    if icon:
        ground.append(kit.icon(panel.sample.icon, card.right - pad_x - icon, (card.h - icon) / 2, icon, Ink.ICON))
    shown = Part(
        key=sample.key,
        kind=Kind.TEXT,
        rect=Rect(left, top, room, bottom - top),
        shapes=(*sample.shapes, *shapes),
        node=sample.node,
    )
    return [Part(key="panel:card", kind=Kind.PANEL, rect=card, shapes=tuple(ground)), caption, shown]


def option_row(kit: Kit, block: OptionRow, x: int, width: int) -> Laid:
    """Title and what is chosen on one line, and a key for each option; the chosen one looks pressed in.

    Where reach mode leaves no room for that, both stand at the start of the row of keys.
    """
    if kit.lowest and not kit.m.large:
        return _low_row(kit, block, x, width)
    title = kit.text_part(block.title, kit.m.h2, (x, 0, width), Ink.TEXT)
    head = title_with_aside(kit, title, block.current)
    keys, height = _option_keys(kit, block, Rect(x, head.height + kit.m.mm(3), width, 0))
    return Laid((*head.parts, *keys), height)


def _low_row(kit: Kit, block: OptionRow, x: int, width: int) -> Laid:
    wide = kit.m.mm(62)
    title = kit.text_part(block.title, kit.m.body.strong().on_key(), (x, 0, wide), Ink.TEXT)
    current = kit.text_part(block.current, kit.m.caption.on_key(), (x, title.rect.bottom, wide), Ink.MUTED)
    keys, height = _option_keys(kit, block, Rect(x + wide + kit.m.gap, 0, width - wide - kit.m.gap, 0))
    down = (height - current.rect.bottom) // 2
    return Laid((shifted(title, 0, down), shifted(current, 0, down), *keys), height)


def _option_keys(kit: Kit, block: OptionRow, at: Rect) -> tuple[list[Part], int]:
    """The keys from the upper edge of `at`, and where they end."""
    x, y, width = at.x, at.y, at.w
    parts: list[Part] = []
    count = max(1, len(block.keys) if _one_row(kit, block, width) else 2)
    places = columns(kit, x, width, count, _KEY_GAP_MM)
    for start in range(0, len(block.keys), count):
        row = list(enumerate(block.keys[start : start + count], start=start))
        height = max(_option_height(kit, block, node, places[i - start][1]) for i, node in row)
        for number, _ in row:
            left, wide = places[number - start]
            parts.append(_option(kit, block, number, Rect(left, y, wide, height)))
        y += height + kit.between_keys
    return parts, y - kit.between_keys


def _one_row(kit: Kit, block: OptionRow, width: int) -> bool:
    """Whether the longest word of each option fits its key when all stand abreast."""
    _, wide = columns(kit, 0, width, max(1, len(block.keys)), _KEY_GAP_MM)[0]
    style = kit.m.caption.strong()
    words = (word for node in block.keys for word in node.name.replace("\u00ad", " ").split(" "))
    return all(kit.wide(word, style.on_key()) <= _option_room(kit, wide) for word in words)


def _option_room(kit: Kit, width: int) -> int:
    return width - 2 * (kit.m.mm(1.5) + kit.active)


def _sample_px(kit: Kit) -> tuple[int, int]:
    """Height of a sample and the gap under it; large words need the room, and samples are drawings."""
    if kit.m.large and kit.squeezed(Squeeze.DRAWINGS):
        return 0, 0
    return kit.m.mm(9.0 if kit.squeezed(Squeeze.AIR) else _SAMPLE_MM), kit.m.mm(_SAMPLE_GAP_MM)


def _option_height(kit: Kit, block: OptionRow, node: Node, width: int) -> int:
    style = kit.m.caption.strong().on_key()
    words = kit.words(node.name, style, (0, 0, _option_room(kit, width)), Ink.TEXT, how=break_evenly)
    sample, gap = _sample_px(kit)
    least = kit.m.mm(_LEAST_KEY_MM if kit.squeezed(Squeeze.AIR) or not sample else _KEY_MM)
    above = kit.m.mm(_OVER_LETTER_MM) if sample and block.sample is Sample.LETTER else 0
    return grown_height(kit, least, above + sample + gap + round(words.height))


def _option(kit: Kit, block: OptionRow, number: int, rect: Rect) -> Part:
    node = block.keys[number]
    chosen = Mark.SELECTED in node.marks
    face = kit.face(rect, Body.SELECTED if chosen else Body.QUIET)
    style = (kit.m.caption.strong() if chosen else kit.m.caption).on_key()
    width = _option_room(kit, rect.w)
    words = kit.words(node.name, style, (0, 0, width), Ink.TEXT, how=break_evenly)
    sample, gap = _sample_px(kit)
    middle = rect.y + (rect.h - (0 if kit.contrast else kit.m.line(1))) / 2
    top = round(middle - (sample + gap + words.height) / 2)
    column = (rect.x + (rect.w - width) // 2, top + sample + gap, width)
    label = kit.words(node.name, style, column, Ink.TEXT, align=Align.CENTRE, how=break_evenly)
    shapes = _sample(kit, block.sample, number, Rect(rect.x, top, rect.w, sample)) if sample else ()
    return kit.key(node, face, (*shapes, *label.shapes), Kind.CHOICE)


def _sample(kit: Kit, sample: Sample, number: int, box: Rect) -> tuple[Shape, ...]:
    """What stands over the word, in the middle of `box`."""
    match sample:
        case Sample.LETTER:
            share = _LETTER_CAPS_MM[min(number, len(_LETTER_CAPS_MM) - 1)] / _SAMPLE_MM
            px = share * box.h / CAP_PER_EM
            wide = round(kit.measure("A", STRONG, px))
            return (Text(box.x + (box.w - wide) // 2, box.bottom, wide, "A", STRONG, px, Ink.TEXT),)
        case Sample.COLOURS:
            return _colours(kit, number, box)
        case Sample.SUN:
            size = min(kit.m.mm(_SUNS_MM[min(number, len(_SUNS_MM) - 1)]), box.h)
            x, y = box.x + (box.w - size) // 2, box.y + (box.h - size) // 2
            return (Icon(Rect(x, y, size, size), "sun", Ink.ICON, 3.7 if size < kit.m.mm(12) else 3.0),)


def _colours(kit: Kit, number: int, box: Rect) -> tuple[Shape, ...]:
    ground, edge, ink = _COLOURS[min(number, len(_COLOURS) - 1)]
    style = kit.m.caption.strong().on_key()
    wide, line = round(kit.wide("Abc", style)), kit.m.line(0.5)
    plate = Rect(box.x + (box.w - wide) // 2, box.y, wide, box.h).inset(-kit.m.mm(6), 0, -kit.m.mm(6), 0)
    at = (plate.x + kit.m.mm(6), box.y + (box.h - style.line_px) / 2, wide + 1)
    inside = plate.inset(line, line, line, line)
    words = kit.words("Abc", style, at, ink).shapes
    return Fill(plate, edge, kit.m.line(1)), Fill(inside, ground, kit.m.line(0.5)), *words


def switches(kit: Kit, block: Switches, x: int, width: int) -> Laid:
    """Two abreast, one a row in large sizes; where even that is too full two again, without their icons.

    The last one of an odd number has its row for itself.
    """
    count = 1 if kit.m.large and not kit.squeezed(Squeeze.AIR) else 3 if kit.lowest and not kit.m.large else 2
    places = columns(kit, x, width, count, 6.0 if count < 3 else 4.0)
    parts: list[Part] = []
    y = 0
    for start in range(0, len(block.switches), count):
        row = block.switches[start : start + count]
        places = places if len(row) > 1 or count > 2 else [(x, width)]
        least = kit.m.mm(_LEAST_SWITCH_MM if kit.squeezed(Squeeze.AIR) else _SWITCH_MM)
        text = max(
            _switch_text(kit, node, Rect(0, 0, places[i][1] - 2 * kit.border, 0))[1] for i, node in enumerate(row)
        )
        height = grown_height(kit, least, text)
        for (left, wide), node in zip(places, row, strict=False):
            parts.append(_switch(kit, node, Rect(left, y, wide, height)))
        y += height + kit.between_keys
    return Laid(tuple(parts), y - kit.between_keys)


def _bare(kit: Kit) -> bool:
    return kit.squeezed(Squeeze.AIR) and (kit.m.large or kit.reach)


def _switch_text(kit: Kit, node: Node, room: Rect) -> tuple[tuple[Shape, ...], int]:
    """Name over "an" or "aus", centred in the height of `room`; and how high they are."""
    pad = kit.m.mm(3 if _bare(kit) else 6)
    left = room.x + pad + (0 if _bare(kit) or not node.icon else kit.m.mm(12 + 4))
    width = room.right - pad - kit.m.mm(_TRACK_MM[0]) - kit.m.mm(4) - left
    name_style, caption = kit.m.body.strong().on_key(), kit.m.caption.on_key()
    height = kit.words(node.name, name_style, (0, 0, width), Ink.TEXT).height
    height += kit.words(node.value, caption, (0, 0, width), Ink.MUTED).height if node.value else 0
    top = room.y + (room.h - height) / 2
    name = kit.words(node.name, name_style, (left, top, width), Ink.TEXT)
    value = kit.words(node.value, caption, (left, top + name.height, width), Ink.MUTED).shapes if node.value else ()
    return (*name.shapes, *value), round(height)


def _switch(kit: Kit, node: Node, rect: Rect) -> Part:
    face = kit.face(rect, Body.QUIET)
    room = inner(face)
    on = Mark.SELECTED in node.marks
    pad, middle = kit.m.mm(3 if _bare(kit) else 6), room.y + room.h / 2
    shapes: list[Shape] = [*_switch_text(kit, node, Rect(room.x, room.y, room.w, room.h))[0]]
    if node.icon and not _bare(kit):
        size = kit.m.mm(12)
        shapes.append(kit.icon(node.icon, room.x + pad, middle - size / 2, size, Ink.ICON))
    wide, tall = kit.m.mm(_TRACK_MM[0]), kit.m.mm(_TRACK_MM[1])
    track = Rect(room.right - pad - wide, round(middle - tall / 2), wide, tall)
    return kit.key(node, face, (*shapes, *_track(kit, track, on=on)), Kind.CHOICE)


def _track(kit: Kit, track: Rect, *, on: bool) -> tuple[Shape, ...]:
    """A pill with a knob: filled with the knob at its end when on, hollow with the knob at its start when off."""
    knob = kit.m.mm(_KNOB_MM)
    gap = (track.h - knob) // 2
    if on:
        disc = Rect(track.right - gap - knob, track.y + gap, knob, knob)
        return Fill(track, Ink.PRIMARY, track.h // 2), Fill(disc, Ink.ON_PRIMARY, knob // 2)
    line = kit.m.line(0.8)
    hole = track.inset(line, line, line, line)
    disc = Rect(track.x + gap, track.y + gap, knob, knob)
    return (
        Fill(track, Ink.BORDER, track.h // 2),
        Fill(hole, Ink.BG, hole.h // 2),
        Fill(disc, Ink.BORDER, knob // 2),
    )
