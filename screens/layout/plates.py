"""Blocks with a figure, a code, a drawing or a countdown."""

from kiosk.dialogue.pages import CodePlate, Countdown, Drawing, DrawingPlate, Figure, Waiting
from screens.geometry import Rect
from screens.inks import Ink
from screens.layout import keys
from screens.layout.kit import Align, Body, Kit, Laid, Squeeze
from screens.layout.placed import Code, Fill, Icon, Kind, Part, Shape, Text, shifted
from screens.layout.placed import Drawing as DrawingShape
from screens.text.breaking import break_calmly, break_evenly

_RATIO = {
    "illu-take-slip": 330 / 360,
    "illu-take-card": 370 / 640,
    "illu-place-card": 490 / 640,
    "illu-card-on-reader": 250 / 640,
    "illu-can": 404 / 640,
}
_TERMINAL_RATIO = 430 / 300
TERMINAL_MM = 110.0
"""Height of the terminal with its marked part."""
DRAWING_MM = 165.0
"""Width of a drawing of hands and cards."""


def drawing_ratio(name: str) -> float:
    """Height of a drawing as a multiple of its width."""
    return _RATIO.get(name, _TERMINAL_RATIO)


def figure(kit: Kit, block: Figure, x: int, width: int) -> Laid:
    """The number across the page, under it what it means now."""
    style = kit.m.queue_number
    wide = kit.wide(block.figure.name, style)
    if wide > width:  # a figure longer than a queue number is set smaller rather than broken
        style = kit.m.figure
    number = kit.text_part(block.figure, style, (x, 0, width), Ink.TEXT, align=Align.CENTRE)
    top = number.rect.bottom + kit.roomy(10.3, 4)
    meaning = kit.text_part(block.meaning, kit.m.h1, (x, top, width), Ink.TEXT, align=Align.CENTRE, how=break_evenly)
    parts = [number, meaning]
    bottom = meaning.rect.bottom
    if block.detail.name:
        top = bottom + kit.m.mm(1.5)
        parts.append(kit.text_part(block.detail, kit.m.body, (x, top, width), Ink.TEXT, align=Align.CENTRE))
        bottom = parts[-1].rect.bottom
    return Laid(tuple(parts), bottom)


def code_plate(kit: Kit, block: CodePlate, x: int, width: int) -> Laid:
    """The QR code on its plate, beside it the same in words. Text too wide for the side stands below."""
    full = 66 if kit.squeezed(Squeeze.AIR) else 84 if kit.squeezed(Squeeze.DRAWINGS) else 119
    side = min(kit.m.mm(full), width)
    beside = x + side + kit.m.mm(16), width - side - kit.m.mm(16)
    figure_style = kit.m.figure
    longest = max((kit.wide(word, figure_style) for word in block.figure.name.split(" ")), default=0)
    below = longest > beside[1]
    column, room = (x, width) if below else beside
    words = _code_words(kit, block, column, room)
    height = words[-1].rect.bottom
    plate = Rect(x, 0 if below else max(0, (height - side) // 2), side, side)
    top = plate.bottom + kit.m.mm(6) if below else max(0, (side - height) // 2)
    line = kit.m.line(0.5)
    code = Part(
        key=f"node:{block.code.id}",
        kind=Kind.CODE,
        rect=plate,
        shapes=(
            Fill(plate, Ink.BORDER, kit.m.mm(2)),
            Fill(plate.inset(line, line, line, line), Ink.PLATE, kit.m.mm(2) - line),
            Code(plate.inset(line, line, line, line), block.code.value),
        ),
        node=block.code.id,
        private=block.code.private,
    )
    placed = tuple(shifted(part, 0, top) for part in words)
    return Laid((code, *placed), max(plate.bottom, placed[-1].rect.bottom))


def _code_words(kit: Kit, block: CodePlate, x: int, width: int) -> list[Part]:
    caption = kit.text_part(block.caption, kit.m.body, (x, 0, width), Ink.MUTED)
    number = kit.text_part(block.figure, kit.m.figure, (x, caption.rect.bottom, width), Ink.TEXT)
    parts = [caption, number]
    if block.validity.name:
        top = number.rect.bottom + kit.m.mm(5.5)
        parts.append(kit.text_part(block.validity, kit.m.body, (x, top, width), Ink.MUTED))
    return parts


def drawing_plate(kit: Kit, block: DrawingPlate, x: int, width: int) -> Laid:
    """A drawing on a tinted plate, beside it what to do."""
    pad_x, pad_y, gap = kit.m.mm(12), kit.m.mm(8), kit.m.mm(12)
    wide = kit.m.mm(54 if kit.squeezed(Squeeze.DRAWINGS) else 63 if kit.m.large else 82.6)
    tall = round(wide * _RATIO["illu-take-slip"])  # for every drawing, so that a page does not jump when it changes
    if kit.squeezed(Squeeze.AIR):
        wide = tall = gap = 0
    left = x + pad_x + wide + gap
    room = width - 2 * pad_x - wide - gap
    title = kit.text_part(block.title, kit.m.h1, (left, 0, room), Ink.TEXT, how=break_evenly)
    at = (left, title.rect.bottom + kit.m.mm(2.6), room)
    text = kit.text_part(block.text, kit.m.body, at, Ink.TEXT, how=break_calmly)
    words = [title, text, *_plate_key(kit, block, title, text)]
    below = words[-1].rect.bottom
    height = max(tall, below) + 2 * pad_y
    plate = Rect(x, 0, width, height)
    shapes: list[Shape] = [Fill(plate, Ink.BORDER if kit.contrast else Ink.SURFACE, kit.m.mm(2))]
    if kit.contrast:
        line = kit.border
        shapes.append(Fill(plate.inset(line, line, line, line), Ink.BG, max(0, kit.m.mm(2) - line)))
    if wide:
        across = min(wide, round(tall / drawing_ratio(block.drawing)))
        down = round(across * drawing_ratio(block.drawing))
        picture = Rect(x + pad_x + (wide - across) // 2, (height - down) // 2, across, down)
        shapes += _picture(kit, block.drawing, picture)
    ground = Part(key=f"plate:{block.title.id}", kind=Kind.PICTURE, rect=plate, shapes=tuple(shapes))
    top = (height - below) // 2
    return Laid((ground, *(shifted(part, 0, top) for part in words)), height)


def _plate_key(kit: Kit, block: DrawingPlate, title: Part, text: Part) -> tuple[Part, ...]:
    """The key below the words, as wide as the widest of them."""
    if block.key is None:
        return ()
    ends = [shape.rect.right for part in (title, text) for shape in part.shapes if isinstance(shape, Text)]
    wide = min(max([*ends, title.rect.x + kit.m.mm(110)]), title.rect.right) - title.rect.x
    height = max(keys.key_height(kit), keys.label_height(kit, block.key, wide))
    rect = Rect(title.rect.x, text.rect.bottom + kit.roomy(5.3, 4), wide, height)
    return (keys.label_key(kit, block.key, rect, Body.QUIET),)


def _picture(kit: Kit, name: str, rect: Rect) -> tuple[Shape, ...]:
    """A drawing; in high contrast on a white plate of its own."""
    if not kit.contrast:
        return (DrawingShape(rect, name),)
    return Fill(rect.grown(kit.m.mm(4)), Ink.PLATE, kit.m.line(1)), DrawingShape(rect, name)


def drawings(kit: Kit, block: Drawing, x: int, width: int, room: int) -> Laid:
    """Drawings side by side in the middle of the free room; they shrink with it, and go when it is too small."""
    sizes = [_drawing_size(kit, name) for name in block.drawings]
    gap = kit.m.mm(16)
    wide = sum(w for w, _ in sizes) + gap * (len(sizes) - 1)
    tall = max(h for _, h in sizes)
    scale = min(1.0, width / wide, max(0, room) / tall)
    if scale < 0.4 or kit.squeezed(Squeeze.DRAWINGS):
        return Laid((), 0)
    height = round(tall * scale)
    left = x + (width - wide * scale) / 2
    shapes: list[Shape] = []
    for name, (w, h) in zip(block.drawings, sizes, strict=True):
        rect = Rect(round(left), round((height - h * scale) / 2), round(w * scale), round(h * scale))
        shapes += _picture(kit, name, rect)
        left += (w + gap) * scale
    part = Part(
        key=f"node:{block.alt.id}",
        kind=Kind.PICTURE,
        rect=Rect(x, 0, width, height),
        shapes=tuple(shapes),
        node=block.alt.id,
    )
    return Laid((part,), height)


def _drawing_size(kit: Kit, name: str) -> tuple[float, float]:
    ratio = drawing_ratio(name)
    if ratio > 1:
        tall = kit.m.mm(TERMINAL_MM)
        return tall / ratio, tall
    wide = kit.m.mm(DRAWING_MM)
    return wide, wide * ratio


def countdown(kit: Kit, block: Countdown, x: int, width: int) -> Laid:
    """The time warning, everything centred."""
    icon = 0 if kit.squeezed(Squeeze.DRAWINGS) else kit.m.mm(41.5)
    parts: list[Part] = []
    top = 0
    if icon:
        rect = Rect(x + (width - icon) // 2, 0, icon, icon)
        parts.append(
            Part(key="countdown:icon", kind=Kind.PICTURE, rect=rect, shapes=(Icon(rect, block.icon, Ink.WARN),))
        )
        top = icon + kit.roomy(12, 6)
    title = kit.text_part(block.title, kit.m.display, (x, top, width), Ink.TEXT, align=Align.CENTRE, how=break_evenly)
    bar = min(kit.m.mm(176), width)
    left = x + (width - bar) // 2
    # The sentence keeps to the width of the bar below it, so that both read as one.
    room = (left, bar) if not kit.m.large else (x, width)
    at = (room[0], title.rect.bottom + kit.roomy(7.4, 4), room[1])
    sentence = kit.text_part(block.sentence, kit.m.lead, at, Ink.TEXT, align=Align.CENTRE, how=break_calmly)
    box = Rect(left, sentence.rect.bottom + kit.roomy(14, 6), bar, kit.m.mm(6))
    at = (x, box.bottom + kit.m.mm(3.8), width)
    words = kit.text_part(block.timer, kit.m.body, at, Ink.MUTED, align=Align.CENTRE)
    parts += [title, sentence, _bar(kit, box, block.left), words]
    return Laid(tuple(parts), words.rect.bottom)


def _bar(kit: Kit, box: Rect, left: float) -> Part:
    line = kit.m.line(0.8)
    radius = kit.m.line(1)
    hole = box.inset(line, line, line, line)
    fill = hole.inset(line, line, line, line)
    shapes: list[Shape] = [Fill(box, Ink.BORDER, radius), Fill(hole, Ink.BG, max(0, radius - line))]
    width = round(fill.w * min(1.0, max(0.0, left)))
    if width:
        shapes.append(Fill(Rect(fill.x, fill.y, width, fill.h), Ink.WARN))
    return Part(key="countdown:bar", kind=Kind.PICTURE, rect=box, shapes=tuple(shapes))


def waiting(kit: Kit, block: Waiting, x: int, width: int, height: int) -> Laid:
    """Hourglass and a line in the place of the keys."""
    node = block.text
    icon, gap = (kit.m.mm(12), kit.m.mm(5)) if node.icon else (0, 0)
    style = kit.m.body.strong()
    words = kit.words(node.name, style, (0, 0, width - icon - gap), Ink.TEXT)
    height = max(height, round(words.height))
    left = x + (width - words.width - icon - gap) // 2
    top = (height - words.height) / 2
    shapes: list[Shape] = [*kit.words(node.name, style, (left + icon + gap, top, words.width + 1), Ink.TEXT).shapes]
    if icon:
        shapes.append(kit.icon(node.icon, left, (height - icon) / 2, icon, Ink.TEXT))
    part = Part(
        key=f"node:{node.id}",
        kind=Kind.TEXT,
        rect=Rect(x, 0, width, height),
        shapes=tuple(shapes),
        node=node.id,
    )
    return Laid((part,), height)
