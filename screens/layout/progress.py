"""Panels of forms: where one is (service, step, segments), and a topic over a quiet drawing."""

from dataclasses import replace

from kiosk.dialogue.pages import Progress, Topic
from screens.geometry import Rect
from screens.inks import Ink
from screens.layout.kit import Align, Kit, Laid, Squeeze
from screens.layout.placed import Drawing, Fill, Icon, Kind, Part, Shape, Text
from screens.metrics import TextStyle
from screens.text.breaking import break_calmly, break_evenly

SKYLINE_RATIO = 400 / 1080
GHOST_MM, _GHOST_ROOM_MM = 74.0, 85.0
_TILE_MM = 17.6
_QUIET_SKYLINE = "illu-skyline-quiet"
_LOW_SKY, _LOW_WIDTH = 0.27, 0.41
"""At the start of the quiet skyline this share of its height is sky, as far as this share of its width."""


def progress(kit: Kit, panel: Progress, x: int, width: int, *, names: bool) -> Laid:
    """Service and step over the segments; `names` under them where each has room."""
    top, row = _service_row(kit, panel, x, width)
    bar = kit.m.mm(6 if kit.m.large else 4)
    y = row + kit.roomy(6, 3)
    parts = [*top, _segments(kit, panel, Rect(x, y, width, bar))]
    bottom = y + bar
    if names and not kit.m.large and not kit.squeezed(Squeeze.AIR):
        part = _names(kit, panel, x, bottom + kit.m.mm(2), width)
        parts.append(part)
        bottom = part.rect.bottom
    return Laid(tuple(parts), bottom + kit.roomy(8.8, 4))


def _service_row(kit: Kit, panel: Progress, x: int, width: int) -> tuple[list[Part], int]:
    """Icon on a white tile, name of the service, step at the end edge; and where the row ends."""
    pad, gap = kit.roomy(8, 4), kit.m.mm(5)
    tile = 0 if kit.m.large or kit.squeezed(Squeeze.AIR) else kit.m.mm(_TILE_MM)
    strong, plain = (replace(kit.m.body, weight=weight, line=max(1.3, kit.m.body.line - 0.05)) for weight in (600, 400))
    left = x + (tile + gap if tile else 0)
    step_width = round(kit.words(panel.step.name, plain, (0, 0, width), Ink.TEXT).width) + 1
    room = x + width - left - step_width - kit.m.gap
    beside = room >= kit.m.mm(60) and _fits(kit, panel.service.name, strong, room)
    room = room if beside else x + width - left
    name = kit.text_part(panel.service, strong, (left, 0, room), Ink.TEXT)
    height = max(tile, name.rect.h)
    parts: list[Part] = []
    if tile:
        square = Rect(x, pad, tile, tile)
        icon = kit.m.mm(12)
        inset = (tile - icon) // 2
        shapes: list[Shape] = [Fill(square, Ink.BORDER if kit.contrast else Ink.BG, kit.m.mm(2))]
        if kit.contrast:
            line = kit.m.line(0.5)
            shapes.append(Fill(square.inset(line, line, line, line), Ink.BG, kit.m.mm(2) - line))
        shapes.append(kit.icon(panel.icon, square.x + inset, square.y + inset, icon, Ink.ICON))
        parts.append(Part(key="panel:tile", kind=Kind.PANEL, rect=square, shapes=tuple(shapes)))
    at = (left, pad + (height - name.rect.h) // 2, room)
    parts.append(kit.text_part(panel.service, strong, at, Ink.TEXT))
    bottom = pad + height
    if beside:
        step_top = pad + round((height - plain.line_px) / 2)
        at = (x + width - step_width, step_top, step_width)
        parts.append(kit.text_part(panel.step, plain, at, Ink.MUTED, align=Align.RIGHT))
    else:
        at = (left, bottom, x + width - left)
        parts.append(kit.text_part(panel.step, plain, at, Ink.MUTED))
        bottom = parts[-1].rect.bottom
    return parts, bottom


def _fits(kit: Kit, text: str, style: TextStyle, width: int) -> bool:
    words = kit.words(text, style, (0, 0, width), Ink.TEXT)
    return words.lines == 1 and words.width <= width


def _segment_places(kit: Kit, panel: Progress, bar: Rect) -> list[Rect]:
    count, gap = len(panel.names), 2 * kit.m.px_per_mm
    pitch = (bar.w + gap) / count
    starts = [bar.x + i * pitch for i in range(count)]
    return [Rect(round(s), bar.y, round(s + pitch - gap) - round(s), bar.h) for s in starts]


def _segments(kit: Kit, panel: Progress, bar: Rect) -> Part:
    shapes: list[Shape] = []
    radius, line = kit.m.line(1), kit.m.line(0.8 if kit.contrast else 0.5)
    for number, place in enumerate(_segment_places(kit, panel, bar)):
        if number <= panel.current:
            shapes.append(Fill(place, Ink.PRIMARY, radius))
        else:
            inside = place.inset(line, line, line, line)
            shapes += (Fill(place, Ink.BORDER, radius), Fill(inside, Ink.BG, max(0, radius - line)))
    return Part(key="panel:bar", kind=Kind.PANEL, rect=bar, shapes=tuple(shapes))


def _names(kit: Kit, panel: Progress, x: int, y: int, width: int) -> Part:
    """Captions under the segments. Where one has no room, only the current one is written, as wide as it needs."""
    plain, strong = kit.m.caption, kit.m.caption.strong()
    places = _segment_places(kit, panel, Rect(x, y, width, 0))
    set_names = [
        kit.words(node.name, strong if i == panel.current else plain, (at.x, y, at.w), _name_ink(panel, i))
        for i, (node, at) in enumerate(zip(panel.names, places, strict=True))
    ]
    if any(words.width > place.w or words.lines > 2 for words, place in zip(set_names, places, strict=True)):
        node, place = panel.names[panel.current], places[panel.current]
        wide = kit.words(node.name, strong, (x, y, width), Ink.TEXT).width
        left = min(place.x, x + width - wide - 1)
        set_names = [kit.words(node.name, strong, (left, y, x + width - left), Ink.TEXT)]
    height = round(max(words.height for words in set_names))
    shapes = tuple(shape for words in set_names for shape in words.shapes)
    return Part(key="panel:names", kind=Kind.PANEL, rect=Rect(x, y, width, height), shapes=shapes)


def _name_ink(panel: Progress, number: int) -> Ink:
    return Ink.TEXT if number == panel.current else Ink.MUTED


def topic(kit: Kit, panel: Topic, x: int, width: int) -> Laid:
    """Heading and a quiet sentence; the sentence keeps clear of a large icon where it fits beside it."""
    title = kit.text_part(panel.title, kit.m.h1, (x, kit.roomy(12, 6), width), Ink.TEXT, how=break_evenly)
    parts, bottom = [title], title.rect.bottom
    if panel.text.name:
        at = (x, bottom + kit.m.mm(1.8), width)
        parts.append(kit.text_part(panel.text, kit.m.body, at, Ink.MUTED, how=break_calmly))
        bottom = parts[-1].rect.bottom
    return Laid(tuple(parts), bottom + kit.roomy(8, 4))


def _text_right(kit: Kit, panel: Topic, x: int, width: int) -> int:
    parts = topic(kit, panel, x, width).parts
    return max((s.rect.right for part in parts for s in part.shapes if isinstance(s, Text)), default=x)


def topic_ground(kit: Kit, panel: Topic, rect: Rect, text_bottom: int) -> list[Shape]:
    """The quiet drawing behind a topic, as far as it does not lie under words."""
    width = rect.w - 2 * kit.m.margin
    right = _text_right(kit, panel, rect.x + kit.m.margin, width)
    if panel.skyline:
        return _quiet_skyline(kit, rect, text_bottom, right)
    clear = right <= rect.right - kit.m.margin - kit.m.mm(GHOST_MM + 4)
    return ghost(kit, panel.watermark, rect, rect.y if clear else text_bottom) if panel.watermark else []


def ghost(kit: Kit, icon: str, rect: Rect, text_bottom: int) -> list[Shape]:
    """The large quiet icon in the lower end corner of a panel, where there is room."""
    if kit.m.large or kit.contrast or rect.bottom - text_bottom < kit.m.mm(_GHOST_ROOM_MM):
        return []
    size = kit.m.mm(GHOST_MM)
    place = Rect(rect.right - kit.m.margin - size, rect.bottom - kit.m.mm(10) - size, size, size)
    return [Icon(place, icon, Ink.GHOST, 2.0)]


def _quiet_skyline(kit: Kit, rect: Rect, text_bottom: int, text_right: int) -> list[Shape]:
    full = round(rect.w * SKYLINE_RATIO)
    free = rect.bottom - text_bottom
    if text_right - rect.x <= rect.w * _LOW_WIDTH:
        free += round(full * _LOW_SKY)
    if free < full * 0.5 or kit.squeezed(Squeeze.DRAWINGS):
        line = kit.m.line(1)
        return [Fill(Rect(rect.x, rect.bottom - line, rect.w, line), Ink.GHOST)]
    tall = min(full, free)
    return [Drawing(Rect(rect.x, rect.bottom - tall, rect.w, tall), _QUIET_SKYLINE, slice_bottom=True)]
