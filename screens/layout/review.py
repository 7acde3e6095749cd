"""Answers before they are sent: rows with the key that changes them, and the sum."""

from kiosk.dialogue.pages import Node, Review, ReviewGroup, ReviewRow, Role, Total
from screens.geometry import Rect
from screens.inks import Ink
from screens.layout.keys import label_key
from screens.layout.kit import Align, Body, Kit, Laid
from screens.layout.placed import Fill, Kind, Part, Shape
from screens.text.breaking import break_lines
from screens.text.typed import read_lines

_ROW_MM, _KEY_MM, _LARGE_KEY_MM = 24.0, 20.0, 24.0
_LABEL_MM, _KEY_WIDTH_MM = 78.0, 48.0
_ROOMY_VALUE_MM = 90.0
"""In a narrower column than this a value is not broken: the label moves over it instead."""


def review(kit: Kit, block: Review, x: int, width: int) -> Laid:
    """Groups one below the other."""
    parts: list[Part] = []
    y = 0
    for number, group in enumerate(block.groups):
        if number:
            y += kit.roomy(7, 4)
        made, y = _group(kit, group, x, y, width)
        parts += made
    return Laid(tuple(parts), y)


def apart(block: Review) -> tuple[Review, ...]:
    """One block a row, so that a page can be continued beside (landscape)."""
    untitled = Node(id="", role=Role.TEXT, name="")
    return tuple(
        Review((ReviewGroup(group.title if number == 0 else untitled, (row,)),))
        for group in block.groups
        for number, row in enumerate(group.rows)
    )


def continues(block: Review) -> bool:
    """Whether it goes on with the group of the block before."""
    return not block.groups[0].title.name


def _group(kit: Kit, group: ReviewGroup, x: int, y: int, width: int) -> tuple[list[Part], int]:
    parts: list[Part] = []
    if group.title.name:
        title = kit.text_part(group.title, kit.m.h2, (x, y, width), Ink.TEXT)
        parts.append(title)
        y = title.rect.bottom + kit.m.mm(0.5)
    line = kit.border
    for row in group.rows:
        made, height = _row(kit, row, x, y, width)
        parts += made
        rule = Rect(x, y + height, width, line)
        parts.append(
            Part(key=f"divider:{row.label.id}", kind=Kind.GROUND, rect=rule, shapes=(Fill(rule, Ink.DIVIDER),))
        )
        y = rule.bottom
    return parts, y


def _row(kit: Kit, row: ReviewRow, x: int, y: int, width: int) -> tuple[list[Part], int]:
    """Label, value, key or origin. Where that is too narrow, the label stands over the value."""
    end_width = _end_width(kit, row)
    room = width - (end_width + kit.m.gap if end_width else 0)
    label_width, beside = kit.m.mm(_LABEL_MM), room - kit.m.mm(_LABEL_MM) - kit.m.gap
    usual = width - max(end_width, kit.m.mm(_KEY_WIDTH_MM)) - 2 * kit.m.gap - label_width  # rows without a key as well
    over = kit.m.large or usual < kit.m.mm(_ROOMY_VALUE_MM)
    label_column = (x, room) if over else (x, label_width)
    value_column = (x, room) if over else (x + label_width + kit.m.gap, beside)
    label = kit.words(row.label.name, kit.m.body, (0, 0, label_column[1]), Ink.MUTED, how=break_lines)
    value = kit.words(row.value.name, kit.m.body.strong(), (0, 0, value_column[1]), Ink.TEXT, how=read_lines)
    text = round(label.height + value.height if over else max(label.height, value.height))
    key = _key_height(kit) if row.change is not None else 0
    least = max(kit.m.mm(_ROW_MM) - kit.border, key + 2 * kit.m.line(1.7))
    height = max(least, text + 2 * kit.roomy(4, 3))
    top = y + (height - text) // 2
    label_top = top if over else y + round((height - label.height) / 2)
    value_top = top + round(label.height) if over else y + round((height - value.height) / 2)
    parts = [
        kit.text_part(row.label, kit.m.body, (label_column[0], label_top, label_column[1]), Ink.MUTED),
        kit.text_part(
            row.value,
            kit.m.body.strong(),
            (value_column[0], value_top, value_column[1]),
            Ink.TEXT,
            how=read_lines,
        ),
    ]
    end = Rect(x + width - end_width, y + (height - key) // 2, end_width, key)
    if row.change is not None:
        parts.append(label_key(kit, row.change, end, Body.QUIET, icon_mm=8.0, gap_mm=3.0))
    elif row.value.value:
        parts.append(_origin(kit, row.value, Rect(end.x, y, end.w, height)))
    return parts, height


def _key_height(kit: Kit) -> int:
    return kit.m.mm(_LARGE_KEY_MM if kit.m.large else _KEY_MM)


def _end_width(kit: Kit, row: ReviewRow) -> int:
    """Room at the end edge for the key, or for where the answer came from."""
    if row.change is not None:
        style = kit.m.body.strong()
        label = kit.wide(row.change.name, style.on_key())
        return max(kit.m.mm(_KEY_WIDTH_MM), round(label) + 2 * (kit.m.mm(4) + kit.border) + 1)
    if not row.value.value:
        return 0
    style = kit.m.caption
    words = kit.wide(row.value.value, style)
    return round(words) + 1 + (kit.m.mm(8) + kit.m.mm(2) if row.value.icon else 0)


def _origin(kit: Kit, node: Node, box: Rect) -> Part:
    """ "vom Ausweis": such an answer has no key."""
    style = kit.m.caption
    top = box.y + (box.h - style.line_px) / 2
    words = kit.words(node.value, style, (box.x, top, box.w), Ink.MUTED, align=Align.RIGHT)
    shapes: list[Shape] = [*words.shapes]
    if node.icon:
        size = kit.m.mm(8)
        shapes.append(kit.icon(node.icon, box.x, box.y + (box.h - size) / 2, size, Ink.MUTED))
    return Part(key=f"origin:{node.id}", kind=Kind.TEXT, rect=box, shapes=tuple(shapes))


def total(kit: Kit, block: Total, x: int, width: int) -> Laid:
    """Label at the start, amount at the end; one below the other where the line is too short."""
    style = kit.m.body
    amount_width = round(kit.wide(block.amount.name, style.strong())) + 1
    rest = width - amount_width - kit.m.gap
    label = kit.words(block.label.name, style, (0, 0, rest), Ink.TEXT)
    if rest > 0 and label.lines == 1 and label.width <= rest:
        first = kit.text_part(block.label, style, (x, 0, rest), Ink.TEXT)
        at = (x + width - amount_width, 0, amount_width)
        second = kit.text_part(block.amount, style.strong(), at, Ink.TEXT, align=Align.RIGHT)
        return Laid((first, second), first.rect.bottom)
    first = kit.text_part(block.label, style, (x, 0, width), Ink.TEXT)
    second = kit.text_part(block.amount, style.strong(), (x, first.rect.bottom, width), Ink.TEXT)
    return Laid((first, second), second.rect.bottom)
