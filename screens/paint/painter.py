"""Draws placed pages: one instruction group a part, and only parts that changed are drawn again."""

from collections.abc import Mapping
from typing import Any, assert_never

from kivy.graphics import BorderImage, Color, InstructionGroup, Rectangle

from kiosk.dialogue.pages import Theme
from screens.geometry import Rect
from screens.inks import PALETTES, VEIL, Ink, Palette
from screens.layout.placed import Code, Drawing, Face, Fill, Icon, Part, Placed, Shape, Text, held
from screens.paint.damage import Damage
from screens.paint.masks import QUIET_MODULES
from screens.paint.textures import ARMS, Textures

_SLACK = 4
"""Pixels around a part that its letters may reach into."""


def bounds(part: Part) -> Rect:
    """All that a part covers."""
    rects = [part.rect, *(shape.rect for shape in part.shapes)]
    left, top = min(rect.x for rect in rects), min(rect.y for rect in rects)
    right, bottom = max(rect.right for rect in rects), max(rect.bottom for rect in rects)
    return Rect(left, top, right - left, bottom - top).grown(_SLACK)


class Painter:
    """Paints into a canvas; knows what lies there.

    Args:
        canvas: Kivy canvas or instruction group to draw into.
        textures: made and kept pictures.
        damage: gets to know what was drawn anew, so that frames can be clipped to it.
        palettes: colours of each theme.
    """

    def __init__(
        self,
        canvas: Any,
        textures: Textures,
        damage: Damage | None = None,
        palettes: Mapping[Theme, Palette] = PALETTES,
    ) -> None:
        self._damage = damage
        self._root = InstructionGroup()
        self._ring = InstructionGroup()
        canvas.add(self._root)
        self._veil = InstructionGroup()
        canvas.add(self._ring)
        canvas.add(self._veil)
        self._textures = textures
        self._groups: dict[str, Any] = {}
        self._drawn: dict[str, Part] = {}
        self._order: list[str] = []
        self._palettes = palettes
        self._palette = palettes[Theme.STANDARD]
        self._theme = Theme.STANDARD
        self._height = 0
        self._ringed: tuple[Rect, int, int] | None = None
        self._veiled: tuple[float, int, int] | None = None

    def paint(self, placed: Placed, *, pressed: str, sink: int, ring: str) -> None:
        """Brings the canvas to this page, with a key held down and a focus ring."""
        if placed.appearance.theme is not self._theme or placed.height != self._height:
            self._theme, self._height = placed.appearance.theme, placed.height
            self._palette = self._palettes[self._theme]
            self._drawn.clear()
            self._ringed = None
            self._changed_all()
        order = [part.key for part in placed.parts]
        for part in placed.parts:
            self._paint_part(held(part, sink) if pressed and part.node == pressed else part)
        if order != self._order:
            self._arrange(order)
        self._paint_ring(placed, ring)
        self._paint_veil(placed)

    def _changed(self, rect: Rect) -> None:
        if self._damage is not None:
            self._damage.add(rect)

    def _changed_all(self) -> None:
        if self._damage is not None:
            self._damage.add_all()

    def _arrange(self, order: list[str]) -> None:
        self._root.clear()
        for key in order:
            self._root.add(self._groups[key])
        for key in set(self._groups) - set(order):
            del self._groups[key]
            self._drawn.pop(key, None)
        self._order = order
        self._changed_all()

    def _paint_part(self, part: Part) -> None:
        before = self._drawn.get(part.key)
        if before == part:
            return
        for old_or_new in (before, part):
            if old_or_new is not None:
                self._changed(bounds(old_or_new))
        group = self._groups.get(part.key)
        if group is None:
            group = self._groups[part.key] = InstructionGroup()
        else:
            group.clear()
        if part.face is not None:
            self._face(group, part.face)
        for shape in part.shapes:
            self._shape(group, shape, keep=not part.private)
        self._drawn[part.key] = part

    def _colour(self, group: Any, ink: Ink) -> bool:
        value = self._palette[ink]
        if value is None:
            return False
        group.add(Color(value[0] / 255, value[1] / 255, value[2] / 255, 1))
        return True

    def _place(self, rect: Rect) -> dict[str, tuple[int, int]]:
        return {"pos": (rect.x, self._height - rect.bottom), "size": (rect.w, rect.h)}

    def _shape(self, group: Any, shape: Shape, *, keep: bool) -> None:
        match shape:
            case Fill():
                self._fill(group, shape)
            case Text():
                if self._colour(group, shape.ink) and shape.text.strip():
                    made = self._textures.text(shape, keep=keep)
                    width, height = made.texture.size
                    rect = Rect(shape.x + made.left, shape.baseline + made.top, width, height)
                    group.add(Rectangle(texture=made.texture, **self._place(rect)))
            case Icon():
                if self._colour(group, shape.ink):
                    group.add(Rectangle(texture=self._textures.icon(shape), **self._place(shape.rect)))
            case Drawing():
                group.add(Color(1, 1, 1, 1))
                texture = self._textures.drawing(shape, self._hex(Ink.FRAME if shape.name == ARMS else Ink.DRAWING))
                group.add(Rectangle(texture=texture, **self._place(shape.rect)))
            case Code():
                self._code(group, shape, keep=keep)
            case _:
                assert_never(shape)

    def _hex(self, ink: Ink) -> str:
        value = self._palette[ink] or (0, 0, 0)
        return "#{:02X}{:02X}{:02X}".format(*value)

    def _fill(self, group: Any, fill: Fill) -> None:
        rect, radius = fill.rect, fill.radius
        if rect.w <= 0 or rect.h <= 0 or not self._colour(group, fill.ink):
            return
        if radius <= 0:
            group.add(Rectangle(**self._place(rect)))
        elif 2 * radius + 2 > min(rect.w, rect.h):
            texture = self._textures.disc(rect.w, rect.h, min(radius, min(rect.w, rect.h) // 2))
            group.add(Rectangle(texture=texture, **self._place(rect)))
        else:
            border = (radius, radius, radius, radius)
            group.add(BorderImage(texture=self._textures.corners(radius), border=border, **self._place(rect)))

    def _face(self, group: Any, face: Face) -> None:
        """Body of a key. Of its edge only a frame is drawn: on a software rasteriser every covered pixel costs."""
        edge, fill = face.fills()
        rect, radius = edge.rect, edge.radius
        if edge.ink is fill.ink:
            self._fill(group, edge)
            return
        if self._colour(group, edge.ink):
            self._frame(group, rect, radius, face)
        self._fill(group, fill)

    def _frame(self, group: Any, rect: Rect, radius: int, face: Face) -> None:
        """Four corners and four strips, just deep enough to reach below the rounded face."""
        side, low = max(face.line, radius), max(face.lower, radius)
        for right, bottom in ((False, False), (True, False), (False, True), (True, True)):
            corner = Rect(
                rect.right - radius if right else rect.x, rect.bottom - radius if bottom else rect.y, radius, radius
            )
            texture = self._textures.corner(radius, right=right, bottom=bottom)
            group.add(Rectangle(texture=texture, **self._place(corner)))
        inside = rect.inset(radius, radius, radius, radius)
        for strip in (
            Rect(inside.x, rect.y, inside.w, side),
            Rect(inside.x, rect.bottom - low, inside.w, low),
            Rect(rect.x, inside.y, side, inside.h),
            Rect(rect.right - side, inside.y, side, inside.h),
        ):
            group.add(Rectangle(**self._place(strip)))

    def _code(self, group: Any, code: Code, *, keep: bool) -> None:
        texture = self._textures.code(code, keep=keep)
        modules = int(texture.width)
        module = max(1, min(code.rect.w, code.rect.h) // (modules + 2 * QUIET_MODULES))
        side = module * modules
        x, y = code.rect.x + (code.rect.w - side) // 2, code.rect.y + (code.rect.h - side) // 2
        self._colour(group, Ink.CODE)
        group.add(Rectangle(texture=texture, **self._place(Rect(x, y, side, side))))

    def _paint_veil(self, placed: Placed) -> None:
        """Black over everything, as dark as the visit asked for."""
        veil = (VEIL.get(placed.appearance.brightness, 0.0), placed.width, placed.height)
        if veil == self._veiled:
            return
        self._veiled = veil
        self._changed_all()
        self._veil.clear()
        if veil[0] > 0:
            self._veil.add(Color(0, 0, 0, veil[0]))
            self._veil.add(Rectangle(pos=(0, 0), size=veil[1:]))

    def _paint_ring(self, placed: Placed, node: str) -> None:
        part = placed.targets.get(node)
        ringed = None if part is None else (part.rect, placed.ring_mm, placed.radius)
        if ringed == self._ringed:
            return
        for old_or_new in (self._ringed, ringed):
            if old_or_new is not None:
                self._changed(old_or_new[0].grown(3 * old_or_new[1] + _SLACK))
        self._ringed = ringed
        self._ring.clear()
        if ringed is None:
            return
        rect, band, radius = ringed
        for number, ink in ((3, Ink.FOCUS_DARK), (2, Ink.FOCUS_BRIGHT), (1, Ink.FOCUS_DARK)):
            self._colour(self._ring, ink)
            outer = radius + number * band
            texture = self._textures.outline(outer, band)
            border = (outer, outer, outer, outer)
            self._ring.add(BorderImage(texture=texture, border=border, **self._place(rect.grown(number * band))))
