"""Head band and utility bar: the same pixels on every page."""

from dataclasses import dataclass

from kiosk.dialogue.pages import Frame, Mark, Node
from screens.geometry import Rect
from screens.inks import Ink
from screens.layout.kit import Align, Kit
from screens.layout.placed import Drawing, Face, Fill, Kind, Part, Shape

HEAD_MM, LARGE_HEAD_MM = 24.0, 30.0
UTILITY_MM, LARGE_UTILITY_MM = 30.0, 64.0
FIELDS = 7
_FIELD_MM = 24.0


@dataclass(frozen=True, slots=True)
class FramePlace:
    """Where the frame ends and the page begins."""

    head: Rect
    utility: Rect
    emblem: Rect


def frame_place(kit: Kit, *, bare: bool = False) -> FramePlace:
    """Areas of head band and utility bar; a `bare` bar without fields (staff) needs one row in every text size."""
    m = kit.m
    high = m.large and not m.landscape  # landscape has no height to give, and one row is wide enough for large captions
    head = Rect(0, 0, m.width, m.mm(LARGE_HEAD_MM if high else HEAD_MM))
    height = m.mm(LARGE_UTILITY_MM if high and not bare else UTILITY_MM)
    utility = Rect(0, m.height - height, m.width, height)
    arms = (m.mm(14), m.mm(16))
    emblem = Rect(m.margin, (head.h - arms[1]) // 2, *arms)
    return FramePlace(head, utility, emblem)


def head_part(kit: Kit, frame: Frame, place: FramePlace) -> Part:
    """Arms, town and product at the start; time and date at the end. L and XL: town and time only."""
    m, head = kit.m, place.head
    shapes: list[Shape] = [Fill(head, Ink.STAFF_FRAME if frame.staff else Ink.FRAME)]
    if kit.contrast:
        line = m.line(1)
        shapes.append(Fill(Rect(0, head.bottom - line, head.w, line), Ink.ZONE_LINE))
    if frame.staff:
        size = m.mm(12)
        start, top = place.emblem.x + (place.emblem.w - size) // 2, place.emblem.y + (place.emblem.h - size) / 2
        shapes.append(kit.icon("wrench", start, top, size, Ink.ON_FRAME))
    else:
        shapes.append(Drawing(place.emblem, "arms-placeholder"))
    # The frame's own texts are captions, with town and time as large as a key label of size M.
    strong = (m.caption if m.large else m.body).strong().on_key()
    caption = m.caption.on_key()
    left = place.emblem.right + m.mm(4)
    width = m.width - m.margin - left
    texts = [(frame.town, frame.time, strong)]
    if not m.large:
        texts.append((frame.product, frame.date, caption))
    top = (head.h - sum(style.line_px for _, _, style in texts)) / 2
    for begin, end, style in texts:
        shapes += kit.words(begin, style, (left, top, width), Ink.ON_FRAME).shapes
        shapes += kit.words(end, style, (left, top, width), Ink.ON_FRAME, align=Align.RIGHT).shapes
        top += style.line_px
    return Part(key="head", kind=Kind.FRAME, rect=head, shapes=tuple(shapes))


def utility_parts(kit: Kit, frame: Frame, place: FramePlace) -> list[Part]:
    """Ground of the utility bar and its fields; an empty field leaves a gap."""
    bar = place.utility
    shapes: list[Shape] = [Fill(bar, Ink.STAFF_FRAME if frame.staff else Ink.FRAME)]
    if kit.contrast:
        shapes.append(Fill(Rect(0, bar.y, bar.w, kit.m.line(1)), Ink.ZONE_LINE))
    parts = [Part(key="utility", kind=Kind.FRAME, rect=bar, shapes=tuple(shapes))]
    fields = _large_fields(kit, bar) if kit.m.large and not kit.m.landscape else _fields(kit, bar)
    for node, rect in zip(frame.utility, fields, strict=False):
        if node is not None:
            parts.append(_field(kit, node, rect))
    return parts


def _fields(kit: Kit, bar: Rect) -> list[Rect]:
    """One row: seven equal fields with the gap of 1 mm between, around the middle of the screen."""
    m = kit.m
    gap = m.line(1)
    height = bar.h - 2 * m.mm(2 if m.large else 3)
    if m.landscape:  # the fields stay around the middle; large captions need more of the width
        wide = min(m.mm(68.7 if m.large else 47.8), (bar.w - FIELDS * gap) // FIELDS)
    else:
        wide = (bar.w - 2 * m.mm(13.3) - (FIELDS - 1) * gap) // FIELDS
    left = (bar.w - FIELDS * wide - (FIELDS - 1) * gap) // 2
    return [Rect(left + i * (wide + gap), bar.y + (bar.h - height) // 2, wide, height) for i in range(FIELDS)]


def _large_fields(kit: Kit, bar: Rect) -> list[Rect]:
    """L and XL: four fields above three."""
    m = kit.m
    height, gap = m.mm(28), m.mm(2.5)
    top = bar.y + (bar.h - 2 * height - gap) // 2
    places: list[Rect] = []
    for row, count in enumerate((4, FIELDS - 4)):
        left, width = (m.mm(3), bar.w - 2 * m.mm(3)) if count == 4 else (m.mm(12), bar.w - 2 * m.mm(12))
        edges = [round(i * (width + m.mm(4)) / count) for i in range(count + 1)]
        y = top + row * (height + gap)
        places += [Rect(left + edges[i], y, edges[i + 1] - edges[i] - m.mm(4), height) for i in range(count)]
    return places


def _field(kit: Kit, node: Node, rect: Rect) -> Part:
    """Icon over caption; what is open or on is turned inside out, in high contrast outlined (one filled key a page)."""
    m = kit.m
    active = Mark.ACTIVE in node.marks
    filled = active and not kit.contrast
    ink = Ink.ON_FRAME_ACTIVE if filled else Ink.ON_FRAME
    edge = Ink.FRAME_ACTIVE if active else Ink.FRAME
    ground = edge if filled else Ink.FRAME
    style = (m.caption.strong() if active else m.caption).on_key()
    icon, gap = m.mm(10), m.mm(1)
    top = rect.y + (rect.h - icon - gap - style.line_px) / 2
    words = kit.words(node.name, style, (rect.x, top + icon + gap, rect.w), ink, align=Align.CENTRE)
    shapes: tuple[Shape, ...] = (kit.icon(node.icon, rect.x + (rect.w - icon) // 2, top, icon, ink), *words.shapes)
    line = kit.border if active else 0
    face = Face(rect, edge, ground, line, line, m.line(1))
    return kit.key(node, face, shapes, Kind.UTILITY)
