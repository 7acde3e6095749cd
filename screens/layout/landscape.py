"""Landscape: reading on the left, the portrait tray unchanged on the right.

What is pressed moves over to the right with the titles above it. What does not fit on the left follows it there from
the end: the slip to take, the code, the notes. The keys keep their place. A side that is not too full gives no way
where the other one has to; where nothing is pressed, what the large words on the left are about stands on the right.
"""

from collections.abc import Callable
from dataclasses import replace

from kiosk.dialogue.pages import (
    Block,
    Choices,
    Devices,
    Drawing,
    Facts,
    Heading,
    Hero,
    KeyRow,
    Notes,
    Review,
    Section,
    Tiles,
)
from screens.geometry import Rect
from screens.inks import Ink
from screens.layout.kit import Squeeze
from screens.layout.panels import MIN_MM, panel_ground, panel_text
from screens.layout.placed import Fill, Kind, Part, shifted
from screens.layout.review import apart
from screens.layout.sheet import Sheet
from screens.metrics import LANDSCAPE_LEFT

Blocks = tuple[Block, ...]
Side = tuple[list[Part], int]
"""Parts of one side, and the room that is left on it (negative: too full)."""

_PRESSED = (Tiles, Choices, KeyRow, Devices)


def _holds(parts: list[Part], block: Drawing) -> bool:
    return any(part.node == block.alt.id for part in parts)


class Landscape(Sheet):
    """One page in landscape."""

    def build(self) -> tuple[tuple[Part, ...], int]:
        """Parts without the frame, and the room that is left (negative: too full)."""
        m = self.kit.m
        left = round(m.width * LANDSCAPE_LEFT)
        top, floor = self.place.head.bottom, self.place.utility.y
        left_area = Rect(0, top, left, floor - top)
        right_area = Rect(left, top, m.width - left, floor - top)
        reads, presses = self._split()
        if isinstance(self.page.panel, Hero) and not self.has_tray() and not self.start:
            beside = self._pressing(self._content(), right_area)
            reads, presses = ((), self._content()) if beside[1] >= 0 else (reads, presses)
        reading, pressing = self._reading(reads, left_area), self._pressing(presses, right_area)
        if pressing[1] < 0 and presses:  # a keyboard leaves no room above it: what was found stays with the question
            reads, presses = self._content(), ()
            reading, pressing = self._reading(reads, left_area), self._pressing(presses, right_area)
        titles = (Section,) if self.operate else (Section, Heading)
        while reading[1] < 0 and len(reads) > 1:
            keep = len(reads) - 1
            while keep > 1 and isinstance(reads[keep - 1], titles):  # a title goes with what it introduces
                keep -= 1
            reads, presses = reads[:keep], (*reads[keep:], *presses)
            candidate = self._pressing(presses, right_area)
            if candidate[1] < 0:
                break
            reading, pressing = self._reading(reads, left_area), candidate
        if reads and isinstance(reads[-1], Drawing):
            if not presses and not _holds(reading[0], reads[-1]):  # its own room is too small
                shown = self._pressing(reads[-1:], right_area)  # beside the question it has some
                pressing = shown if shown[1] >= 0 else pressing
        elif reading[1] >= 0 and pressing[1] >= 0:
            reading = self._given_back(reading, lambda roomy: roomy._reading(reads, left_area))
            pressing = self._given_back(pressing, lambda roomy: roomy._pressing(presses, right_area))
        parts = [*pressing[0], *reading[0]]
        if self.kit.contrast:
            line = m.line(1)
            rect = Rect(left - line, top, line, floor - top)
            parts.append(Part(key="split", kind=Kind.GROUND, rect=rect, shapes=(Fill(rect, Ink.ZONE_LINE),)))
        return tuple(parts), min(reading[1], pressing[1])

    def _given_back(self, tight: Side, lay: Callable[["Landscape"], Side]) -> Side:
        """A side that has room for more than the page as a whole: as roomy as it fits."""
        less = list(Squeeze)[: self.kit.squeeze.value]
        roomier = (Landscape(replace(self.kit, squeeze=squeeze), self.page, self.place) for squeeze in less)
        return next((side for side in map(lay, roomier) if side[1] >= 0), tight)

    def _content(self) -> Blocks:
        """Blocks of the reading zone; reviews and lists come row by row, because they may have to be divided."""
        blocks: list[Block] = []
        for block in self.page.content:
            match block:
                case Review():
                    blocks += apart(block)
                case Facts(facts, above):
                    blocks += (Facts((fact,), above or number > 0) for number, fact in enumerate(facts))
                case _:
                    blocks.append(block)
        return tuple(blocks)

    def _split(self) -> tuple[Blocks, Blocks]:
        """What is read and what is pressed; titles go with what they introduce."""
        reads: list[Block] = []
        presses: list[Block] = []
        content = self._content()
        for number, block in enumerate(content):
            following = content[number + 1] if number + 1 < len(content) else None
            leads = isinstance(block, Section) and isinstance(following, _PRESSED)
            beside_start = self.start and isinstance(block, Notes) and not self.kit.m.large
            (presses if isinstance(block, _PRESSED) or leads or beside_start else reads).append(block)
        return tuple(reads), tuple(presses)

    def _pressing(self, blocks: Blocks, area: Rect) -> Side:
        kit = self.kit
        x, width = area.x + kit.m.margin, area.w - 2 * kit.m.margin
        tray, tray_height = self.tray(x, width)
        start, start_height = self.start_key(x, width)
        drawn = len(blocks) == 1 and isinstance(blocks[0], Drawing)
        room = area.h - tray_height - 2 * kit.m.mm(8) if drawn else 0
        column = self.column(blocks, x, width, room)
        height = start_height + column.height + column.tail_height
        gap = max(kit.between_keys, kit.roomy(6 if self.white else 8, 4)) if height and tray else 0
        if not tray and not self.start:
            gap = kit.m.mm(8)
        top = area.bottom - tray_height - gap - height
        spare = top - area.y - kit.m.mm(4) if height else area.h - tray_height
        if drawn:  # it stands in the middle of its room, not on the tray
            top, spare = area.y + kit.m.mm(8), room - height
        parts: list[Part] = []
        if self.has_tray() and not self.white:
            parts.append(self.ground("tray", area, Ink.SURFACE))
        parts += (shifted(part, 0, top) for part in start)
        parts += (shifted(part, 0, top + start_height) for part in column.parts)
        parts += (shifted(part, 0, top + start_height + column.height) for part in column.tail)
        parts += (shifted(part, 0, area.bottom - tray_height) for part in tray)
        return parts, spare

    def _reading(self, blocks: Blocks, area: Rect) -> Side:
        kit, page = self.kit, self.page
        x, width = kit.m.margin, area.w - 2 * kit.m.margin
        panel = panel_text(kit, page.panel, x, width, operate=self.operate) if page.panel is not None else None
        under = kit.m.line(1) + kit.roomy(6, 3) if isinstance(page.panel, Hero) and blocks else 0
        least = max(panel.height + under, 0 if kit.squeezed(Squeeze.AIR) else kit.m.mm(MIN_MM)) if panel else 0
        above, below = (self.reading_top(), kit.roomy(8, 4)) if blocks else (0, 0)
        column = self.column(blocks, x, width, area.h - least - above - below)
        spare = area.h - least - above - column.height - column.tail_height - below
        height = least if blocks else area.h
        top = area.y + height
        parts: list[Part] = []
        if panel is not None and page.panel is not None:
            ground = Rect(0, area.y, area.w, height)
            parts.append(panel_ground(kit, page.panel, ground, area.y + panel.height))
            parts += panel.at(area.y)
        parts += (shifted(part, 0, top + above) for part in column.parts)
        parts += (shifted(part, 0, area.bottom - below - column.tail_height) for part in column.tail)
        return parts, spare
