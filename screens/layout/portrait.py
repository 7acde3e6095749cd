"""Portrait: one column from the head band to the utility bar; the page's spring takes the room that is left."""

from dataclasses import replace

from kiosk.dialogue.pages import Block, Hero, Notes, Panel
from kiosk.dialogue.settings_blocks import Preview
from screens.geometry import Rect
from screens.inks import Ink
from screens.layout.kit import Kit, Laid, Squeeze
from screens.layout.panels import MIN_MM, natural_drawing, panel_ground, panel_text
from screens.layout.placed import Part, shifted
from screens.layout.sheet import Column, Sheet


class Portrait(Sheet):
    """One page in portrait."""

    def build(self) -> tuple[tuple[Part, ...], int]:
        """Parts without the frame, and the room that is left (negative: too full)."""
        kit, page = self.kit, self.page
        m = kit.m
        x, width = m.margin, m.width - 2 * m.margin
        top, floor = self.place.head.bottom, self.place.utility.y
        tray, tray_height = self.tray(x, width)
        start, start_height = self.start_key(x, width)
        tray_top = floor - tray_height
        above, below = self.reading_top(), self.reading_bottom()
        if self.start:
            above, below = kit.roomy(12, 6), 0
        panel = panel_text(kit, page.panel, x, width, operate=self.operate) if page.panel is not None else None
        least = self._least_panel(panel.height if panel else 0)
        room = tray_top - top - least - above - below
        column = self.column(self._after_start(), x, width, room)
        first, first_height = self._before_start(x, width)
        start, start_height = (*first, *(shifted(part, 0, first_height) for part in start)), start_height + first_height
        reading = above + start_height + column.height + column.tail_height + below if page.content else 0
        spare = tray_top - top - least - reading
        if panel is not None and page.panel is not None and kit.squeezed(Squeeze.AIR):
            kit, panel = self._roomy_panel(page.panel, panel, x, width, spare)
            taller = self._least_panel(panel.height) - least
            least, spare = least + taller, spare - taller
        grown = max(0, spare) if self.operate else self._reach(column, top + least + above + start_height, spare)
        grows = panel is not None and not isinstance(page.panel, Preview)  # beside a preview the white grows
        panel_height = least + grown if grows else least
        reading_top = top + least + (grown if panel is not None or not self.operate else 0)
        parts: list[Part] = []
        if panel is not None and page.panel is not None:
            area = Rect(0, top, m.width, panel_height)
            parts.append(panel_ground(kit, page.panel, area, top + panel.height))
            parts += panel.at(top)
        if self.has_tray() and not self.white:
            parts.append(self.ground("tray", Rect(0, tray_top, m.width, tray_height), Ink.SURFACE, line=True))
        parts += (shifted(part, 0, reading_top + above) for part in start)
        parts += (shifted(part, 0, reading_top + above + start_height) for part in column.parts)
        parts += (shifted(part, 0, tray_top - below - column.tail_height) for part in column.tail)
        parts += (shifted(part, 0, tray_top) for part in tray)
        return tuple(parts), spare

    def _roomy_panel(self, panel: Panel, tight: Laid, x: int, width: int, spare: int) -> tuple[Kit, Laid]:
        """What gave way may have given more than was missing: then the panel keeps its own room."""
        kit = replace(self.kit, squeeze=Squeeze.NOTHING)
        roomy = panel_text(kit, panel, x, width, operate=self.operate)
        return (kit, roomy) if roomy.height - tight.height <= spare else (self.kit, tight)

    def _after_start(self) -> tuple[Block, ...]:
        """What lies under the start key; in reach mode nothing that is only read."""
        if not (self.start and self.kit.reach):
            return self.page.content
        return tuple(block for block in self.page.content if not isinstance(block, Notes))

    def _before_start(self, x: int, width: int) -> tuple[tuple[Part, ...], int]:
        """In reach mode notes lie over the start key: it is pressed, they are not."""
        notes = tuple(block for block in self.page.content if isinstance(block, Notes))
        if not (self.start and self.kit.reach and notes):
            return (), 0
        column = self.column(notes, x, width, 0)
        return column.parts, column.height + self.kit.roomy(10, 6)

    def _reach(self, column: Column, top: int, spare: int) -> int:
        """How far a page to read moves down, so that nothing that is pressed in it lies too high (mock-ups 2)."""
        keys = [part.rect.y for part in column.parts if part.pressable]
        return min(max(0, spare), max(0, self.kit.ceiling - top - min(keys))) if keys else 0

    def _least_panel(self, text: int) -> int:
        kit, page = self.kit, self.page
        if page.panel is None or (kit.squeezed(Squeeze.PANEL) and not text):
            return 0
        if isinstance(page.panel, Hero):
            text += kit.m.line(1) + kit.roomy(6, 3)
            if not self.operate:
                text += max(0, natural_drawing(kit, page.panel, kit.m.width) - kit.roomy(6, 3))
        return max(text, 0 if kit.squeezed(Squeeze.AIR) else kit.m.mm(MIN_MM))
