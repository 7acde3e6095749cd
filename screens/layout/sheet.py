"""Stacks the blocks of a zone and knows the air around them; portrait and landscape put the zones together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kiosk.dialogue.pages import (
    Block,
    Choices,
    Countdown,
    Drawing,
    DrawingPlate,
    ErrorSummary,
    Facts,
    Fields,
    Heading,
    Hero,
    KeyRow,
    NavSplit,
    Node,
    Notes,
    Page,
    Paragraph,
    Receipt,
    Review,
    Section,
    Spring,
    Tiles,
    Tone,
    Total,
)
from screens.geometry import Rect
from screens.inks import Ink
from screens.layout.blocks import gap_between, lay_block
from screens.layout.frame import FramePlace
from screens.layout.kit import Kit, Squeeze
from screens.layout.nav import nav_row
from screens.layout.placed import Fill, Kind, Part
from screens.layout.reading import facts

_TRAY_TOP_MM, _TRAY_BOTTOM_MM, _TRAY_GAP_MM, _TOTAL_GAP_MM = 10.0, 8.0, 8.0, 6.0


def _without_explanations(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Without what only adds to the page: notes, and beside a mistake everything that is not about it."""
    wrong = any(isinstance(block, ErrorSummary) for block in blocks)
    quiet = (Tone.PLAIN, Tone.INFO, Tone.SUCCESS)

    def explains(block: Block) -> bool:
        return (isinstance(block, Notes) and block.tone in quiet) or (wrong and isinstance(block, Facts))

    return tuple(block for block in blocks if not explains(block))


def told(words: str, said: Sequence[str]) -> bool:
    """Whether each sentence of these words is among those said already."""
    for sentence in said:
        words = words.replace(sentence, "", 1)
    return not words.strip()


def _once(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Without what the page can do without: a mistake at its field that stands on top, explanations of a last fact."""
    said = [node.name for block in blocks if isinstance(block, ErrorSummary) for node in block.sentences]
    last = max((number for number, block in enumerate(blocks) if isinstance(block, Facts)), default=-1)
    kept: list[Block] = []
    for number, block in enumerate(blocks):
        match block:
            case Fields(error=Node(name=name)) if told(name, said):
                kept.append(replace(block, error=None))
            case Facts(facts=(*others, fact)) if number == last:
                kept.append(replace(block, facts=(*others, replace(fact, value=""))))
            case _:
                kept.append(block)
    return tuple(kept)


def _lowered(page: Page) -> Page:
    """The same page for reach mode: what is only read comes first, tiles lie in a tray (04, niedrig)."""
    if not page.tiles_on_white:
        notes = tuple(block for block in page.content if isinstance(block, Notes))
        first = next((i for i, block in enumerate(page.content) if isinstance(block, _PRESSED)), len(page.content))
        others = [tuple(b for b in half if b not in notes) for half in (page.content[:first], page.content[first:])]
        return replace(page, content=(*others[0], *notes, *others[1])) if others[1] else page
    pressed = [i for i, block in enumerate(page.content) if isinstance(block, (Tiles, KeyRow, Choices))]
    first = pressed[0] if pressed else len(page.content)
    while first and isinstance(page.content[first - 1], Section):
        first -= 1
    return replace(page, content=page.content[:first], tray=(*page.content[first:], *page.tray), tiles_on_white=False)


_PRESSED = (Fields, Choices, Tiles, KeyRow)


@dataclass(frozen=True, slots=True)
class Column:
    """Blocks one below the other from y = 0; `tail` is the last one, if it stays at the bottom."""

    parts: tuple[Part, ...]
    tail: tuple[Part, ...]
    height: int
    tail_height: int


class Sheet:
    """A page on its way into pixels: what both orientations share."""

    def __init__(self, kit: Kit, page: Page, place: FramePlace) -> None:
        self.kit = kit
        self.start = page.nav is not None and page.nav.split is NavSplit.START
        self.page = page = _lowered(page) if kit.reach and not self.start else page
        if kit.squeezed(Squeeze.NOTES):
            self.page = page = replace(page, content=_without_explanations(page.content))
        if kit.squeezed(Squeeze.TWICE):
            self.page = page = replace(page, content=_once(page.content))
        self.place = place
        self.operate = page.spring is Spring.PANEL
        self.white = page.tiles_on_white or self.start

    def column(self, blocks: tuple[Block, ...], x: int, width: int, room: int) -> Column:
        """Stacks blocks; a plate or quiet line that ends a page to read stays apart, for the bottom of its zone."""
        kit = self.kit
        tail_at = len(blocks) - 1 if not self.operate and self._stays_low(blocks) else len(blocks)
        parts: list[Part] = []
        y = 0
        for number, block in enumerate(blocks[:tail_at]):
            if number:
                y += gap_between(kit, blocks[number - 1], block)
            if isinstance(block, Facts) and number == len(blocks) - 1 and not (self.operate or kit.m.landscape):
                laid = facts(kit, block, x, width, loose=True)
                parts += laid.at(y)
            elif isinstance(block, (Drawing, Countdown)) and number == tail_at - 1:
                laid = lay_block(kit, block, x, width, hint=self.operate, room=room - y)
                parts += laid.at(max(y, y + (room - y - laid.height) // 2))
            else:
                laid = lay_block(kit, block, x, width, hint=self.operate, room=room - y)
                parts += laid.at(y)
            y += laid.height
        if tail_at == len(blocks):
            return Column(tuple(parts), (), y, 0)
        laid = lay_block(kit, blocks[-1], x, width, hint=self.operate, room=0)
        between = gap_between(kit, blocks[-2], blocks[-1]) if tail_at else 0
        return Column(tuple(parts), laid.parts, y + between, laid.height)

    def _stays_low(self, blocks: tuple[Block, ...]) -> bool:
        match blocks[-1] if blocks else None:
            case DrawingPlate():
                return True
            case Paragraph(quiet=quiet):
                return quiet
            case Notes():
                alone = self.page.nav is None and not self.page.tray
                return alone or (len(blocks) > 1 and isinstance(blocks[-2], Drawing))
        return False

    def reading_top(self) -> int:
        """Air above the first block of the reading zone."""
        kit = self.kit
        match self.page.content[0] if self.page.content else None:
            case Heading() if isinstance(self.page.panel, Hero) and not self.operate:
                return kit.roomy(28, 8)
            case Section() if not self.operate:
                return kit.roomy(13.5, 6)
            case Section() | Fields() | ErrorSummary() | Notes():
                return kit.roomy(12, 6)
            case Receipt():
                return kit.roomy(14, 6)
            case Heading() if any(isinstance(block, Review) for block in self.page.content):
                return kit.roomy(9.5, 6)
            case Tiles() | KeyRow() | Choices() | Countdown():
                return kit.roomy(10, 6)
        return kit.roomy(16, 6)

    def reading_bottom(self) -> int:
        """Air below the last block of the reading zone."""
        if not self.page.content:
            return 0
        match self.page.content[-1]:
            case DrawingPlate():
                return self.kit.roomy(11, 6)
            case Paragraph():
                return self.kit.roomy(8, 4)
            case Notes() if not (self.operate and self.page.tray):
                return self.kit.roomy(8, 4)
            case Tiles() if self.page.tray and len(self.page.content) == 1:
                return self.kit.roomy(10, 6)
            case Countdown():
                return self.kit.roomy(10, 6)
        return self.kit.roomy(10 if self.white else 12, 6)

    def tray(self, x: int, width: int) -> tuple[tuple[Part, ...], int]:
        """Tray blocks and keys from y = 0, and their height with the paddings of the tray."""
        kit, page = self.kit, self.page
        summed = any(isinstance(block, Total) for block in page.tray)
        tiled = kit.reach and any(isinstance(block, Tiles) for block in page.tray)
        above = 12.0 if self._stacked() else _TRAY_BOTTOM_MM if summed or tiled else _TRAY_TOP_MM
        tight = kit.lowest or (kit.m.landscape and kit.squeezed(Squeeze.AIR))
        y = 0 if self.white else kit.m.mm(6.0 if tight else above)
        parts: list[Part] = []
        for number, block in enumerate(page.tray):
            if number:
                y += max(gap_between(kit, page.tray[number - 1], block), kit.m.mm(4))
            laid = lay_block(kit, block, x, width, hint=self.operate, room=0)
            parts += laid.at(y)
            y += laid.height
        if page.nav is not None and not self.start:
            y += kit.m.mm(_TOTAL_GAP_MM if summed or tiled or tight else _TRAY_GAP_MM) if page.tray else 0
            laid = nav_row(kit, page.nav, x, width)
            parts += laid.at(y)
            y += laid.height
        if not parts:
            return (), kit.m.mm(_TRAY_BOTTOM_MM) if self.start else 0
        return tuple(parts), y + kit.m.mm(_TRAY_BOTTOM_MM)

    def _stacked(self) -> bool:
        return self.page.nav is not None and self.page.nav.split is NavSplit.STACKED

    def has_tray(self) -> bool:
        """Whether anything lies in the tray."""
        return bool(self.page.tray) or (self.page.nav is not None and not self.start)

    def ground(self, key: str, rect: Rect, ink: Ink, *, line: bool = False) -> Part:
        """Ground of a zone; in high contrast with a line at its upper edge."""
        shapes = [Fill(rect, ink)]
        if line and self.kit.contrast:
            shapes.append(Fill(Rect(rect.x, rect.y, rect.w, self.kit.m.line(1)), Ink.ZONE_LINE))
        return Part(key=key, kind=Kind.GROUND, rect=rect, shapes=tuple(shapes))

    def start_key(self, x: int, width: int) -> tuple[tuple[Part, ...], int]:
        """The one key of the start page, which stands above everything else."""
        if not self.start or self.page.nav is None:
            return (), 0
        laid = nav_row(self.kit, self.page.nav, x, width)
        return laid.at(0), laid.height + self.kit.roomy(10, 6)
