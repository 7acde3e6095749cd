"""Pure layout of the stage panel: a `Panel` becomes a `Placed` page of 420 × 700 px, or of the same shape at a scale.

The sizes are those of the mock-up. Text 13 to 17 px and keys of 34 px are for a mouse; nothing here is for a finger.
"""

from dataclasses import dataclass

from kiosk.dialogue.pages import Appearance
from screens.geometry import Rect
from screens.inks import Ink
from screens.layout.placed import Face, Fill, Icon, Kind, Part, Placed, Shape, Text
from screens.metrics import REGULAR, STRONG
from screens.panel.model import Card, Key, Look, Panel, Pill, Tone
from screens.text.breaking import Measure

WIDTH, HEIGHT = 420, 700

_MARGIN = 16
_HEAD = 45
_FIRST_CARD = 53
_CARD = 97
_PITCH = 105.4
_PADDING = 12
_TEXT_X = 64
_KEYS_Y, _KEY, _KEY_GAP = 53, 34, 6
_PILL_Y, _PILL = 16, 23

_TITLE_PX, _NOTE_PX = 17, 13
_NAME_PX, _SUBTITLE_PX, _PILL_PX, _KEY_PX = 15, 13, 13, 14

_TONES = {
    Tone.GOOD: ("check-circle", Ink.SUCCESS, Ink.SUCCESS_BG),
    Tone.NOTE: ("info", Ink.INFO, Ink.INFO_BG),
    Tone.WARN: ("warning", Ink.WARN, Ink.WARN_BG),
    Tone.BAD: ("error", Ink.DANGER, Ink.DANGER_BG),
}


def lay_out_panel(panel: Panel, width: int, height: int, measure: Measure) -> Placed:
    """Places everything in a window of this size; the shape of the panel is kept.

    Args:
        measure: width of a text in px.
    """
    desk = _Desk(min(width / WIDTH, height / HEIGHT), measure)
    parts: list[Part] = [_ground(desk, width, height), _head(desk, panel, width)]
    for number, card in enumerate(panel.cards):
        parts += _card(desk, card, number)
    return Placed(
        page="panel",
        width=width,
        height=height,
        appearance=Appearance(),
        parts=tuple(parts),
        ring_mm=desk.px(2),
        radius=desk.px(3),
        emblem=Rect(0, 0, 0, 0),
        targets={part.node: part for part in parts if part.pressable},
    )


@dataclass(frozen=True, slots=True)
class _Desk:
    """Scale and measure of one window."""

    scale: float
    measure: Measure

    def px(self, length: float) -> int:
        return max(1, round(length * self.scale))

    def rect(self, x: float, y: float, w: float, h: float) -> Rect:
        """Rounds the edges, not the sizes, so that equal gaps stay equal to a pixel."""
        left, top = round(x * self.scale), round(y * self.scale)
        return Rect(left, top, round((x + w) * self.scale) - left, round((y + h) * self.scale) - top)

    def width(self, text: str, weight: int, size: float) -> float:
        """Width of a text in unscaled px."""
        return self.measure(text, weight, size * self.scale) / self.scale

    def text(self, text: str, at: tuple[float, float], size: float, weight: int, ink: Ink) -> Text:
        """One line that starts at `at` = (x, baseline)."""
        px = size * self.scale
        x, baseline = round(at[0] * self.scale), round(at[1] * self.scale)
        return Text(x, baseline, round(self.measure(text, weight, px)), text, weight, px, ink)

    def icon(self, name: str, at: tuple[float, float], size: float, ink: Ink, stroke: float) -> Icon:
        return Icon(self.rect(*at, size, size), name, ink, stroke)


def _ground(desk: _Desk, width: int, height: int) -> Part:
    whole = Rect(0, 0, width, height)
    return Part(key="ground", kind=Kind.GROUND, rect=whole, shapes=(Fill(whole, Ink.SURFACE),))


def _head(desk: _Desk, panel: Panel, width: int) -> Part:
    band = Rect(0, 0, width, desk.px(_HEAD))
    right = WIDTH - _MARGIN - desk.width(panel.note, REGULAR, _NOTE_PX)
    shapes: tuple[Shape, ...] = (
        Fill(band, Ink.STAFF_FRAME),
        desk.icon("settings", (_MARGIN, 11), 22, Ink.ON_FRAME, 3.7),
        desk.text(panel.title, (48, 27), _TITLE_PX, STRONG, Ink.ON_FRAME),
        desk.text(panel.note, (right, 27), _NOTE_PX, REGULAR, Ink.ON_FRAME),
    )
    return Part(key="head", kind=Kind.FRAME, rect=band, shapes=shapes)


def _card(desk: _Desk, card: Card, number: int) -> list[Part]:
    top = round(_FIRST_CARD + number * _PITCH)
    rect = desk.rect(_MARGIN, top, WIDTH - 2 * _MARGIN, _CARD)
    shapes: tuple[Shape, ...] = (
        Fill(rect, Ink.BG, desk.px(5)),
        desk.icon(card.icon, (_MARGIN + _PADDING, top + 14), 24, Ink.ICON, 3.0),
        desk.text(card.title, (_TEXT_X, top + 23), _NAME_PX, STRONG, Ink.TEXT),
        desk.text(card.subtitle, (_TEXT_X, top + 41), _SUBTITLE_PX, REGULAR, Ink.MUTED),
        *_pill(desk, card.pill, top),
    )
    ground = Part(key=f"card:{number}", kind=Kind.PANEL, rect=rect, shapes=shapes)
    left, room = _MARGIN + _PADDING, WIDTH - 2 * (_MARGIN + _PADDING)
    wide = (room + _KEY_GAP) / len(card.keys) - _KEY_GAP
    keys = [
        _key(desk, key, (left + i * (wide + _KEY_GAP), top + _KEYS_Y, wide, _KEY)) for i, key in enumerate(card.keys)
    ]
    return [ground, *keys]


def _pill(desk: _Desk, pill: Pill, top: int) -> tuple[Shape, ...]:
    icon, ink, ground = _TONES[pill.tone]
    right, padding, side, gap = WIDTH - _MARGIN - _PADDING, 8, 15, 6
    text_x = right - padding - desk.width(pill.text, STRONG, _PILL_PX)
    left = text_x - gap - side - padding
    return (
        Fill(desk.rect(left, top + _PILL_Y, right - left, _PILL), ground, desk.px(3)),
        desk.icon(icon, (left + padding, top + _PILL_Y + 4), side, ink, 4.2),
        desk.text(pill.text, (text_x, top + _PILL_Y + 16), _PILL_PX, STRONG, ink),
    )


def _key(desk: _Desk, key: Key, at: tuple[float, float, float, float]) -> Part:
    rect = desk.rect(*at)
    weight = STRONG if key.look in (Look.CHOSEN, Look.FILLED) else REGULAR
    ink = {Look.FILLED: Ink.ON_PRIMARY, Look.FLAT: Ink.MUTED}.get(key.look, Ink.TEXT)
    x, y, wide, _ = at
    start = x + (wide - desk.width(key.text, weight, _KEY_PX)) / 2
    baseline = y + (21 if key.look is Look.CHOSEN else 20)
    flat = key.look is Look.FLAT
    ground = (Fill(rect, Ink.SURFACE, desk.px(3)),) if flat else ()
    return Part(
        key=f"key:{key.id}",
        kind=Kind.KEY,
        rect=rect,
        shapes=(*ground, desk.text(key.text, (start, baseline), _KEY_PX, weight, ink)),
        node=key.id,
        face=_face(desk, key.look, rect),
        hit=None if flat else rect,
    )


def _face(desk: _Desk, look: Look, rect: Rect) -> Face | None:
    radius, line, lower = desk.px(3), desk.px(1), desk.px(3)
    match look:
        case Look.PLAIN:
            return Face(rect, Ink.BORDER, Ink.BG, line, lower, radius)
        case Look.CHOSEN:
            return Face(rect, Ink.PRIMARY, Ink.INFO_BG, desk.px(2), desk.px(2), radius)
        case Look.FILLED:
            return Face(rect, Ink.PRIMARY_EDGE, Ink.PRIMARY, line, lower, radius)
        case Look.FLAT:
            return None
