"""Fields to fill in, and what is wrong with them."""

from dataclasses import dataclass, replace

from kiosk.dialogue.pages import ErrorSummary, Fields, Mark, Node
from screens.geometry import Rect
from screens.inks import Ink
from screens.layout.kit import Kit, Laid, Squeeze
from screens.layout.placed import Face, Fill, Kind, Part, Shape, Text
from screens.metrics import TextStyle
from screens.text.breaking import Line, break_calmly
from screens.text.typed import last_lines, typed_end

_FIELD_MM, _LARGE_FIELD_MM, _LEAST_FIELD_MM = 30.0, 32.0, 24.0
_PADDING_MM = 6.0
_LABEL_GAP_MM = 2.5
_BAR_MM, _BESIDE_BAR_MM = 2.0, 7.1
_LEAST_LINES = 2
_LEAST_WIDTH_MM = 40.0
"""A field among several that has to be narrower than asked for."""


@dataclass(frozen=True, slots=True)
class _Place:
    """One field on its way: where it lies and how it looks."""

    node: Node
    rect: Rect
    active: bool
    failed: bool


def fields(kit: Kit, block: Fields, x: int, width: int) -> Laid:
    """Labels over fields; side by side where the block says so and they have room. A mistake gets bar and sentence."""
    if block.error is None:
        parts, height = _group(kit, block, x, 0, width)
        return Laid(tuple(parts), height)
    bar, beside = kit.m.mm(_BAR_MM), kit.m.mm(_BESIDE_BAR_MM)
    left = x + bar + beside
    sentence = _sentence(kit, block.error, left, x + width - left)
    parts, height = _group(kit, block, left, sentence.rect.bottom + kit.roomy(6, 3), x + width - left)
    line = Rect(x, 0, bar, height)
    edge = Part(key=f"error:{block.error.id}", kind=Kind.GROUND, rect=line, shapes=(Fill(line, Ink.DANGER),))
    return Laid((edge, sentence, *parts), height)


def _sentence(kit: Kit, node: Node, x: int, width: int) -> Part:
    """Icon and sentence over the group, in the same words as in the summary."""
    icon, gap = kit.m.mm(10), kit.m.mm(3)
    style = kit.m.body.strong()
    part = kit.text_part(node, style, (x + icon + gap, 0, width - icon - gap), Ink.DANGER, how=break_calmly)
    shape = kit.icon("error", x, (style.line_px - icon) / 2, icon, Ink.DANGER)
    return replace(part, rect=Rect(x, 0, width, part.rect.h), shapes=(*part.shapes, shape))


def _group(kit: Kit, block: Fields, x: int, top: int, width: int) -> tuple[list[Part], int]:
    """The fields from `top`, and where they end."""
    columns = _columns(kit, block, x, width)
    parts: list[Part] = []
    y = top
    for start in range(0, len(block.fields), len(columns)):
        row = list(zip(block.fields[start:], columns, strict=False))
        if start:
            y += kit.roomy(6, 4)
        if block.labels:
            labels = [_label(kit, node, left, y, wide) for node, (left, wide) in row]
            parts += labels
            y += max(label.rect.h for label in labels) + kit.m.mm(_LABEL_GAP_MM)
        height = _height(kit, block)
        for node, (left, wide) in row:
            parts.append(_field(kit, block, node, Rect(left, y, wide, height)))
        y += height
    return parts, y


def _columns(kit: Kit, block: Fields, x: int, width: int) -> list[tuple[int, int]]:
    """(x, width) of the fields of a row: as wide as asked for, wider for a long label, narrower where the column is.

    One a row where that fails.
    """
    least = [kit.m.mm(_LEAST_WIDTH_MM)] * len(block.fields)
    wanted = [kit.m.mm(mm) for mm in block.widths_mm]
    style = kit.m.body.strong()
    if block.labels and wanted:
        names = [max(node.name.split(" "), key=len) for node in block.fields]
        least = [max(least[0], int(kit.wide(name, style)) + 1) for name in names]
        wanted = [max(pair) for pair in zip(wanted, least, strict=True)]
    rest = width - (len(wanted) - 1) * kit.m.gap
    if sum(wanted) > rest:
        narrowed = [int(wide * rest / sum(wanted)) for wide in wanted]
        wanted = narrowed if all(pair[0] >= pair[1] for pair in zip(narrowed, least, strict=True)) else wanted
    if not wanted or sum(wanted) + (len(wanted) - 1) * kit.m.gap > width:
        return [(x, width)]
    places: list[tuple[int, int]] = []
    for wide in wanted:
        places.append((x, wide))
        x += wide + kit.m.gap
    return places


def _label(kit: Kit, node: Node, x: int, y: int, width: int) -> Part:
    words = kit.words(node.name, kit.m.body.strong(), (x, y, width), Ink.TEXT)
    rect = Rect(x, y, width, round(words.height))
    return Part(key=f"label:{node.id}", kind=Kind.TEXT, rect=rect, shapes=words.shapes)


def _height(kit: Kit, block: Fields) -> int:
    least = kit.roomy(_LARGE_FIELD_MM if kit.m.large else _FIELD_MM, _LEAST_FIELD_MM)
    least = max(least, kit.m.mm(20.0))
    if block.lines == 1:
        return max(least, round(kit.m.lead.line_px))
    lines = min(block.lines, _LEAST_LINES + 1) if kit.squeezed(Squeeze.AIR) else block.lines
    return max(least, round(lines * _area_style(kit).line_px) + 2 * kit.m.mm(5))


def _area_style(kit: Kit) -> TextStyle:
    return replace(kit.m.lead, line=1.25)


def _field(kit: Kit, block: Fields, node: Node, rect: Rect) -> Part:
    active, failed = Mark.ACTIVE in node.marks, Mark.FAILED in node.marks
    face = _face(kit, rect, strong=active and (not kit.contrast or len(block.fields) > 1), failed=failed)
    # The words keep their place when the border grows, so that nothing jumps when a field becomes active.
    room = rect.inset(*(2 * (kit.m.line(1) + kit.m.mm(_PADDING_MM), kit.m.line(1))))
    shapes: list[Shape] = []
    if block.icon:
        size = kit.m.mm(12)
        shapes.append(kit.icon(block.icon, room.x, rect.y + (rect.h - size) / 2, size, Ink.MUTED))
        taken = size + kit.m.mm(4)
        room = room.inset(taken, 0, 0, 0)
    style = kit.m.lead if block.lines == 1 else _area_style(kit)
    gap, caret = kit.m.line(1), kit.m.line(1)
    lines = _lines(kit, node, style, Rect(room.x, rect.y, room.w - gap - caret, rect.h), one=block.lines == 1)
    top = rect.y + (rect.h - style.line_px) / 2 if block.lines == 1 else rect.y + float(kit.m.mm(5))
    for number, line in enumerate(lines):
        shapes += _set(line, style, room.x, top + number * style.line_px)
    if active:
        middle = top + (len(lines) - 0.5) * style.line_px
        tall = min(round(style.px * 1.2), rect.h - 2 * (face.line + kit.m.mm(2)))
        at = Rect(room.x + round(lines[-1].width) + gap, round(middle - tall / 2), caret, tall)
        shapes.append(Fill(at, Ink.DANGER if failed else Ink.PRIMARY))
    return kit.key(node, face, tuple(shapes), Kind.FIELD)


def _lines(kit: Kit, node: Node, style: TextStyle, room: Rect, *, one: bool) -> tuple[Line, ...]:
    """What is seen of the value: its end, where the caret is."""
    if one:
        return (typed_end(node.value, room.w, style, kit.measure),)
    most = max(1, int((room.h - 2 * kit.m.mm(5)) / style.line_px + 0.05))
    return last_lines(node.value, room.w, style, kit.measure, most)


def _set(line: Line, style: TextStyle, x: int, top: float) -> list[Text]:
    baseline = int(top + style.baseline + 0.3)
    return [
        Text(x + round(p.x), baseline, round(p.width), p.text, p.weight, style.px, Ink.TEXT, style.spacing)
        for p in line.pieces
    ]


def _face(kit: Kit, rect: Rect, *, strong: bool, failed: bool) -> Face:
    """Flat, unlike a key: the same border on all four sides."""
    line = kit.m.line(1) if strong or failed or kit.contrast else kit.m.line(0.5)
    edge = Ink.DANGER if failed else Ink.PRIMARY if strong else Ink.BORDER
    return Face(rect, edge, Ink.BG, line, line, kit.m.line(1))


def error_summary(kit: Kit, block: ErrorSummary, x: int, width: int) -> Laid:
    """Bar, icon, title, and the sentences that stand at the fields as well; words only where nothing else has room."""
    bare = kit.squeezed(Squeeze.PANEL)
    bar, icon, radius = kit.m.mm(_BAR_MM), 0 if bare else kit.m.mm(12), kit.m.mm(2)
    pad_y = kit.roomy(6, 3)
    icon_x = x + bar + kit.m.mm(_BESIDE_BAR_MM)
    left = icon_x + (0 if bare else icon + kit.m.mm(5))
    room = x + width - kit.m.mm(7) - left
    style = kit.m.body.strong() if bare else kit.m.h2
    title = kit.text_part(block.title, style, (left, pad_y, room), Ink.TEXT, how=break_calmly)
    texts = [title]
    y = title.rect.bottom + kit.m.mm(1)
    for node in block.sentences:
        texts.append(kit.text_part(node, kit.m.body, (left, y, room), Ink.TEXT, how=break_calmly))
        y = texts[-1].rect.bottom
    height = max(y + pad_y, icon + 2 * pad_y)
    box = Rect(x, 0, width, height)
    start = Rect(x, 0, 3 * radius, height)
    if kit.contrast:
        line = kit.border
        shapes: list[Shape] = [Fill(box, Ink.DANGER, radius), Fill(box.inset(bar, line, line, line), Ink.BG)]
    else:
        shapes = [Fill(box, Ink.DANGER_BG, radius), Fill(start, Ink.DANGER, radius)]
        shapes.append(Fill(Rect(x + bar, 0, 3 * radius, height), Ink.DANGER_BG))
    if not bare:
        shapes.append(kit.icon("error", icon_x, pad_y, icon, Ink.DANGER))
    ground = Part(key=f"summary:{block.title.id}", kind=Kind.NOTE, rect=box, shapes=tuple(shapes))
    return Laid((ground, *texts), height)
