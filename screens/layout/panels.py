"""The orientation panel under the head band: greeting with skyline, service, state band."""

from kiosk.dialogue.pages import Band, Hero, Panel, Progress, ServicePanel, StatePanel, Tone, Topic
from kiosk.dialogue.settings_blocks import Preview
from screens.geometry import Rect
from screens.inks import Ink
from screens.layout.kit import Kit, Laid, Squeeze
from screens.layout.placed import Drawing, Fill, Kind, Part, Shape, shifted
from screens.layout.progress import SKYLINE_RATIO, ghost, progress, topic, topic_ground
from screens.layout.settings import preview
from screens.layout.staff import state_panel
from screens.text.breaking import break_at_sentences, break_calmly, break_evenly

MIN_MM = 44.0
_TITLE_MM, _SUBTITLE_MM = 165.0, 209.0
_TONES = {
    Tone.PLAIN: (Ink.SURFACE, Ink.ICON),
    Tone.INFO: (Ink.INFO_BG, Ink.INFO),
    Tone.SUCCESS: (Ink.SUCCESS_BG, Ink.SUCCESS),
    Tone.WARN: (Ink.WARN_BG, Ink.WARN),
    Tone.DANGER: (Ink.DANGER_BG, Ink.DANGER),
}


def panel_text(kit: Kit, panel: Panel, x: int, width: int, *, operate: bool) -> Laid:
    """What the panel says, from its upper edge; its height is the least the panel may have."""
    match panel:
        case Hero():
            return _hero_text(kit, panel, x, width, home=operate and not panel.large)
        case ServicePanel():
            disc = (Ink.ICON, Ink.ON_PRIMARY if kit.contrast else Ink.ON_TONE)
            return _disc_text(kit, panel, x, width, disc)
        case Band():
            return _disc_text(kit, panel, x, width, (_TONES[panel.tone][1], Ink.ON_TONE))
        case Topic():
            return topic(kit, panel, x, width)
        case Progress():
            return progress(kit, panel, x, width, names=operate or panel.captions)
        case Preview():
            return preview(kit, panel, x, width)
        case StatePanel():
            return state_panel(kit, panel, x, width)


def natural_drawing(kit: Kit, panel: Panel, width: int) -> int:
    """Room that the panel's drawing would like, for pages to read."""
    if isinstance(panel, Hero) and not kit.contrast and not kit.squeezed(Squeeze.DRAWINGS):
        return kit.m.mm(11) + round(width * SKYLINE_RATIO)
    return 0


def panel_ground(kit: Kit, panel: Panel, rect: Rect, text_bottom: int) -> Part:
    """Ground of the panel with its decoration, which takes the room that the text leaves."""
    ground = _TONES[panel.tone][0] if isinstance(panel, Band) else Ink.SURFACE
    shapes: list[Shape] = [Fill(rect, ground)]
    line = kit.m.line(1)
    if kit.contrast:
        shapes.append(Fill(Rect(rect.x, rect.bottom - line, rect.w, line), Ink.ZONE_LINE))
    elif isinstance(panel, Hero):
        shapes += _skyline(kit, panel, rect, text_bottom, line)
    elif isinstance(panel, Topic):
        shapes += topic_ground(kit, panel, rect, text_bottom)
    elif isinstance(panel, ServicePanel | Progress):
        icon = panel.watermark if isinstance(panel, Progress) and panel.watermark else panel.icon
        shapes += ghost(kit, icon, rect, text_bottom)
    return Part(key="panel", kind=Kind.GROUND, rect=rect, shapes=tuple(shapes))


def _skyline(kit: Kit, panel: Hero, rect: Rect, text_bottom: int, line: int) -> list[Shape]:
    """The drawing stands on the lower edge and brings its own ground line; without room for it the line remains."""
    full = max(round(rect.w * SKYLINE_RATIO), kit.m.mm(110))
    free = rect.bottom - text_bottom - kit.m.mm(4)
    if free < full * 0.5 or kit.squeezed(Squeeze.PANEL):
        return [Fill(Rect(rect.x, rect.bottom - line, rect.w, line), Ink.PRIMARY)]
    tall = min(full, free)
    return [Drawing(Rect(rect.x, rect.bottom - tall, rect.w, tall), panel.drawing, slice_bottom=True)]


def _hero_text(kit: Kit, panel: Hero, x: int, width: int, *, home: bool) -> Laid:
    style = kit.m.start if panel.large else kit.m.display
    top = kit.roomy(17 if home else 24, 6)
    room = width if kit.m.large else min(width, kit.m.mm(_TITLE_MM))
    title = kit.text_part(panel.title, style, (x, top, room), Ink.TEXT, how=break_evenly)
    if not panel.subtitle.name:
        return Laid((title,), title.rect.bottom + kit.m.mm(4))
    top = title.rect.bottom + kit.roomy(2.7 if home else 7.6, 2.7)
    room = width if kit.m.large else min(width, kit.m.mm(_SUBTITLE_MM))
    subtitle = kit.text_part(panel.subtitle, kit.m.lead, (x, top, room), Ink.MUTED, how=break_at_sentences)
    return Laid((title, subtitle), subtitle.rect.bottom)


def _disc_text(kit: Kit, panel: ServicePanel | Band, x: int, width: int, inks: tuple[Ink, Ink]) -> Laid:
    """Disc with icon, beside it title and sentence, both in the middle of its height."""
    small = kit.m.large or kit.squeezed(Squeeze.AIR)
    pad, disc, size = (
        (kit.roomy(7, 6), kit.m.mm(20), kit.m.mm(12)) if small else (kit.m.mm(12), kit.m.mm(30), kit.m.mm(17))
    )
    bare = kit.squeezed(Squeeze.PANEL)
    left = x if bare else x + disc + kit.m.mm(8)
    room = x + width - left
    title = kit.text_part(panel.title, kit.m.h1, (left, 0, room), Ink.TEXT, how=break_evenly)
    texts = [title]
    if panel.text.name:
        at = (left, title.rect.bottom + kit.m.mm(2.5), room)
        texts.append(kit.text_part(panel.text, kit.m.body, at, Ink.TEXT, how=break_calmly))
    height = max(0 if bare else disc, texts[-1].rect.bottom)
    top = pad + (height - texts[-1].rect.bottom) // 2
    placed = tuple(shifted(part, 0, top) for part in texts)
    if bare:
        return Laid(placed, height + 2 * pad)
    circle = Rect(x, pad + (height - disc) // 2, disc, disc)
    inset = (disc - size) // 2
    icon = kit.icon(panel.icon, circle.x + inset, circle.y + inset, size, inks[1])
    badge = Part(key="panel:disc", kind=Kind.PANEL, rect=circle, shapes=(Fill(circle, inks[0], disc // 2), icon))
    return Laid((badge, *placed), height + 2 * pad)
