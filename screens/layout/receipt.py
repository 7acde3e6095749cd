"""What a person takes along: number of the case, what it is good for, and the code that leads to the same page."""

from kiosk.dialogue.pages import Receipt
from screens.geometry import Rect
from screens.inks import Ink
from screens.layout.kit import Kit, Laid, Squeeze
from screens.layout.placed import Code, Fill, Kind, Part, Shape, shifted

_SIDE_MM, _LARGE_SIDE_MM, _LEAST_SIDE_MM = 72.0, 82.4, 60.0


def receipt(kit: Kit, block: Receipt, x: int, width: int) -> Laid:
    """Words at the start, the code at the end edge; where the number has no room beside it, it stands above both."""
    side = _side(kit)
    beside = width - side - kit.m.gap
    style = kit.m.figure
    longest = max(kit.wide(word, style) for word in block.figure.name.split(" "))
    below = longest > beside
    number = _number(kit, block, x, width if below else beside)
    if below:
        top = number[-1].rect.bottom + kit.roomy(6, 3)
        text = _text(kit, block, (x, top, beside))
        code = _plate(kit, block, Rect(x + width - side, top, side, side))
        return Laid((*number, *text, code), max(top + side, *(part.rect.bottom for part in text), 0))
    words = [*number, *_text(kit, block, (x, number[-1].rect.bottom + kit.m.mm(4.8), beside))]
    height = words[-1].rect.bottom
    whole = max(height, side)
    plate = Rect(x + width - side, (whole - side) // 2, side, side)
    down = (whole - height) // 2
    return Laid((*(shifted(part, 0, down) for part in words), _plate(kit, block, plate)), whole)


def _side(kit: Kit) -> int:
    if kit.squeezed(Squeeze.AIR):
        return kit.m.mm(_LEAST_SIDE_MM)
    return kit.m.mm(_LARGE_SIDE_MM if kit.m.large else _SIDE_MM)


def _number(kit: Kit, block: Receipt, x: int, width: int) -> list[Part]:
    caption = kit.text_part(block.caption, kit.m.body, (x, 0, width), Ink.MUTED)
    number = kit.text_part(block.figure, kit.m.figure, (x, caption.rect.bottom + kit.m.mm(1.5), width), Ink.TEXT)
    return [caption, number]


def _text(kit: Kit, block: Receipt, at: tuple[int, int, int]) -> list[Part]:
    return [kit.text_part(block.text, kit.m.body, at, Ink.MUTED)] if block.text.name else []


def _plate(kit: Kit, block: Receipt, plate: Rect) -> Part:
    """The code on white; in high contrast the plate itself is the only white there is."""
    line, radius = kit.m.line(0.5), kit.m.mm(2)
    inside = plate.inset(line, line, line, line)
    shapes: tuple[Shape, ...] = (
        Fill(plate, Ink.BORDER, radius),
        Fill(inside, Ink.PLATE, radius - line),
        Code(inside, block.code.value),
    )
    return Part(
        key=f"node:{block.code.id}",
        kind=Kind.CODE,
        rect=plate,
        shapes=shapes,
        node=block.code.id,
        private=block.code.private,
    )
