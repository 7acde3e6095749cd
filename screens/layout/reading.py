"""Blocks that are only read: headings, paragraphs, lists, notes, steps."""

from dataclasses import replace

from kiosk.dialogue.pages import Facts, Heading, Mark, Node, Notes, Paragraph, Section, Steps, Tone
from screens.geometry import Rect
from screens.inks import Ink
from screens.layout.kit import Align, Kit, Laid, Squeeze
from screens.layout.placed import Fill, Kind, Part, Shape, Text, shifted
from screens.metrics import TextStyle
from screens.text.breaking import break_calmly, break_evenly

LEAD_GAP_MM = 2.7
_TONES = {
    Tone.PLAIN: (Ink.SURFACE, Ink.ICON),
    Tone.INFO: (Ink.INFO_BG, Ink.INFO),
    Tone.SUCCESS: (Ink.SUCCESS_BG, Ink.SUCCESS),
    Tone.WARN: (Ink.WARN_BG, Ink.WARN),
    Tone.DANGER: (Ink.DANGER_BG, Ink.DANGER),
}


def heading(kit: Kit, block: Heading, x: int, width: int, *, hint: bool) -> Laid:
    """The question and the line under it; a `hint` (line without icon on a page to operate) is muted."""
    title = kit.text_part(block.title, kit.m.h1, (x, 0, width), Ink.TEXT, how=break_evenly)
    if block.lead is None:
        return Laid((title,), title.rect.h)
    top = title.rect.h + kit.m.mm(LEAD_GAP_MM)
    lead = block.lead
    if not lead.icon:
        ink = Ink.MUTED if hint else Ink.TEXT
        part = kit.text_part(lead, kit.m.body, (x, top, width), ink, how=break_calmly)
        return Laid((title, part), part.rect.bottom)
    top = title.rect.h + kit.m.mm(4)
    icon, gap = kit.m.mm(11), kit.m.mm(4)
    text = kit.text_part(lead, kit.m.body, (x + icon + gap, top, width - icon - gap), Ink.TEXT, how=break_calmly)
    shape = kit.icon(lead.icon, x, top + (kit.m.body.line_px - icon) / 2, icon, Ink.TEXT)
    return Laid((title, _joined(text, (shape,), Rect(x, top, width, text.rect.h))), text.rect.bottom)


def _joined(part: Part, shapes: tuple[Shape, ...], rect: Rect) -> Part:
    return Part(
        key=part.key, kind=part.kind, rect=rect, shapes=(*part.shapes, *shapes), node=part.node, private=part.private
    )


def section(kit: Kit, block: Section, x: int, width: int) -> Laid:
    """Title over a group; smaller and with its icon in front where it has one."""
    node = block.title
    if not node.icon:
        part = kit.text_part(node, kit.m.h2, (x, 0, width), Ink.TEXT)
        return Laid((part,), part.rect.h) if block.aside is None else title_with_aside(kit, part, block.aside)
    icon, gap = kit.m.mm(10), kit.m.mm(4)
    style = kit.m.body.strong()
    text = kit.text_part(node, style, (x + icon + gap, 0, width - icon - gap), Ink.TEXT)
    shape = kit.icon(node.icon, x, (style.line_px - icon) / 2, icon, Ink.MUTED)
    height = max(icon, text.rect.h)
    return Laid((_joined(text, (shape,), Rect(x, 0, width, height)),), height)


def title_with_aside(kit: Kit, title: Part, node: Node) -> Laid:
    """A quiet text on the line of the title, at its end; below it where both have no room."""
    x, width = title.rect.x, title.rect.w
    style = kit.m.body
    room = width - max((text.x + text.width for text in title.shapes if isinstance(text, Text)), default=x) + x
    aside = kit.words(node.name, style, (0, 0, width), Ink.MUTED)
    if aside.lines > 1 or aside.width > room - kit.m.gap:
        below = kit.text_part(node, style, (x, title.rect.bottom, width), Ink.MUTED)
        return Laid((title, below), below.rect.bottom)
    at = (x + width - aside.width - 1, round((title.rect.h - style.line_px) / 2), aside.width + 1)
    short = replace(title, rect=Rect(x, title.rect.y, width - aside.width - kit.m.gap, title.rect.h))
    return Laid((short, kit.text_part(node, style, at, Ink.MUTED, align=Align.RIGHT)), title.rect.h)


def paragraph(kit: Kit, block: Paragraph, x: int, width: int) -> Laid:
    """Running text."""
    style, ink = (kit.m.caption, Ink.MUTED) if block.quiet else (kit.m.body, Ink.TEXT)
    part = kit.text_part(block.text, style, (x, 0, width), ink, how=break_calmly)
    return Laid((part,), part.rect.h)


def _term_and_text(
    kit: Kit, node: Node, at: tuple[int, int, int], style: TextStyle, *, ink: Ink = Ink.TEXT
) -> tuple[tuple[Shape, ...], float]:
    """Bold name over value; a name alone is running text. Returns the shapes and their height."""
    if not node.value:
        words = kit.words(node.name, style, at, ink, how=break_calmly)
        return words.shapes, words.height
    x, top, width = at
    name = kit.words(node.name, kit.m.body.strong(), at, ink, how=break_calmly)
    value = kit.words(node.value, style, (x, top + name.height, width), ink, how=break_calmly)
    return (*name.shapes, *value.shapes), name.height + value.height


def facts(kit: Kit, block: Facts, x: int, width: int, *, loose: bool = False) -> Laid:
    """Icon, bold term, text; a divider between two, and above the first if wanted. `loose`: nothing follows it."""
    parts: list[Part] = []
    pad, icon, line = kit.roomy(8 if loose else 6, 3), kit.m.mm(12), kit.border
    bare = kit.m.large and kit.squeezed(Squeeze.AIR)  # large words need the whole width (21, XL)
    left = icon + kit.m.mm(6) if any(node.icon for node in block.facts) and not bare else 0
    y = 0
    for number, node in enumerate(block.facts):
        if number or block.divider_above:
            parts.append(_divider(f"divider:{node.id}", Rect(x, y, width, line)))
            y += line
        shapes, text_height = _term_and_text(kit, node, (x + left, y + pad, width - left), kit.m.body)
        if node.icon and not bare:
            shapes = (*shapes, kit.icon(node.icon, x, y + pad, icon, Ink.ICON))
        height = round(max(text_height, icon if node.icon and not bare else 0)) + 2 * pad
        parts.append(_read(node, Kind.TEXT, Rect(x, y, width, height), shapes))
        y += height
    return Laid(tuple(parts), y)


def _divider(key: str, rect: Rect) -> Part:
    return Part(key=key, kind=Kind.GROUND, rect=rect, shapes=(Fill(rect, Ink.DIVIDER),))


def _read(node: Node, kind: Kind, rect: Rect, shapes: tuple[Shape, ...]) -> Part:
    return Part(key=f"node:{node.id}", kind=kind, rect=rect, shapes=shapes, node=node.id, private=node.private)


def notes(kit: Kit, block: Notes, x: int, width: int) -> Laid:
    """Flat boxes side by side, equally high; two and more have their text in caption size."""
    count = 1 if kit.m.large else max(1, len(block.notes))
    gap = kit.m.gap
    style = kit.m.body if count == 1 else kit.m.caption
    parts: list[Part] = []
    y = 0
    for start in range(0, len(block.notes), count):
        row = block.notes[start : start + count]
        edges = [round(i * (width + gap) / count) for i in range(count + 1)]
        boxes = [(x + edges[i], edges[i + 1] - edges[i] - gap) for i in range(len(row))]
        height = max(_note_height(kit, node, wide, style) for node, (_, wide) in zip(row, boxes, strict=True))
        for node, (left, wide) in zip(row, boxes, strict=True):
            parts.append(_note(kit, node, Rect(left, y, wide, height), style, block.tone))
        y += height + kit.m.mm(4)
    return Laid(tuple(parts), y - kit.m.mm(4))


def _note_text(kit: Kit, node: Node, box: Rect, style: TextStyle) -> tuple[tuple[Shape, ...], float]:
    pad_x, pad_y, icon = kit.m.mm(7), kit.roomy(6, 3), kit.m.mm(12)
    left = pad_x + (icon + kit.m.mm(5) if node.icon else 0)
    return _term_and_text(kit, node, (box.x + left, box.y + pad_y, box.w - left - pad_x), style)


def _note_height(kit: Kit, node: Node, width: int, style: TextStyle) -> int:
    _, text = _note_text(kit, node, Rect(0, 0, width, 0), style)
    return round(max(text, kit.m.mm(12) if node.icon else 0)) + 2 * kit.roomy(6, 3)


def _note(kit: Kit, node: Node, box: Rect, style: TextStyle, tone: Tone) -> Part:
    ground, icon_ink = _TONES[tone]
    radius, size = kit.m.mm(2), kit.m.mm(12)
    shapes: list[Shape] = [Fill(box, Ink.BORDER if kit.contrast else ground, radius)]
    if kit.contrast:
        line = kit.border
        shapes.append(Fill(box.inset(line, line, line, line), Ink.BG, max(0, radius - line)))
    if tone is Tone.DANGER:  # an error also shows without its colour
        bar = kit.m.mm(2)
        shapes.append(Fill(Rect(box.x, box.y, bar, box.h), Ink.DANGER, kit.m.line(0.5)))
    words, height = _note_text(kit, node, box, style)
    pad_y = kit.roomy(6, 3)
    # A short text without a bold line stands in the middle of its icon; otherwise icon and first line share their top.
    drop = 0 if node.value else round((box.h - 2 * pad_y - height) / 2)
    part = _read(node, Kind.NOTE, box, words)
    shapes += shifted(part, 0, drop).shapes
    if node.icon:
        top = box.y + pad_y if node.value else box.y + (box.h - size) / 2
        shapes.append(kit.icon(node.icon, box.x + kit.m.mm(7), top, size, icon_ink))
    return _read(node, Kind.NOTE, box, tuple(shapes))


_STEP_LOOK = {
    Mark.DONE: (Ink.SUCCESS, "check"),
    Mark.RUNNING: (Ink.ICON, "hourglass"),
    Mark.FAILED: (Ink.DANGER, "close"),
}


def steps(kit: Kit, block: Steps, x: int, width: int) -> Laid:
    """One row a step: disc, words, and the word for its state at the end."""
    parts: list[Part] = []
    line, y = kit.border, 0
    for number, node in enumerate(block.steps, start=1):
        if number > 1:
            parts.append(_divider(f"divider:{node.id}", Rect(x, y, width, line)))
        row, height = _step(kit, node, number, Rect(x, y + line, width, 0))
        parts.append(_read(node, Kind.TEXT, Rect(x, y + line, width, height), row))
        y += line + height
    return Laid(tuple(parts), y)


def _step(kit: Kit, node: Node, number: int, at: Rect) -> tuple[tuple[Shape, ...], int]:
    running, to_come = Mark.RUNNING in node.marks, Mark.TO_COME in node.marks
    disc = kit.m.mm(15)
    left = disc + kit.m.mm(7)
    body = kit.m.body.strong() if running else kit.m.body
    caption = kit.m.caption.strong() if running else kit.m.caption
    end = kit.words(node.hint, caption, (0, 0, at.w), Ink.TEXT)
    width = at.w - left - (end.width + kit.m.gap if node.hint else 0)
    name = kit.words(node.name, body, (0, 0, width), Ink.TEXT, how=break_calmly)
    value = kit.words(node.value, kit.m.caption.on_key(), (0, 0, width), Ink.TEXT)
    text_height = name.height + (value.height if node.value else 0)
    height = max(
        kit.m.mm(20 if kit.squeezed(Squeeze.AIR) else 30) - kit.border, round(text_height) + 2 * kit.roomy(3, 3)
    )
    middle = at.y + height / 2
    top = middle - text_height / 2
    shapes: list[Shape] = list(_step_disc(kit, node, number, Rect(at.x, round(middle - disc / 2), disc, disc)))
    ink = Ink.MUTED if to_come else Ink.TEXT
    shapes += kit.words(node.name, body, (at.x + left, top, width), ink, how=break_calmly).shapes
    if node.value:
        column = (at.x + left, top + name.height, width)
        shapes += kit.words(node.value, kit.m.caption.on_key(), column, Ink.MUTED).shapes
    if node.hint:
        column = (at.x, middle - caption.line_px / 2, at.w)
        ink = Ink.TEXT if running else Ink.MUTED
        shapes += kit.words(node.hint, caption, column, ink, align=Align.RIGHT).shapes
    return tuple(shapes), height


def _step_disc(kit: Kit, node: Node, number: int, disc: Rect) -> tuple[Shape, ...]:
    for mark, (ink, icon) in _STEP_LOOK.items():
        if mark in node.marks:
            size = kit.m.mm(10)
            x, y = disc.x + (disc.w - size) // 2, disc.y + (disc.h - size) / 2
            on = Ink.ON_PRIMARY if mark is Mark.RUNNING else Ink.ON_TONE
            return Fill(disc, ink, disc.w // 2), kit.icon(icon, x, y, size, on)
    line = kit.m.line(0.8)
    ring = disc.inset(line, line, line, line)
    style = kit.m.caption.strong()
    column = (disc.x, disc.y + (disc.h - style.line_px) / 2, disc.w)
    digits = kit.words(str(number), style, column, Ink.MUTED, align=Align.CENTRE).shapes
    return Fill(disc, Ink.BORDER, disc.w // 2), Fill(ring, Ink.BG, ring.w // 2), *digits
