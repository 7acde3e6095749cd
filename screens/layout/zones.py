"""Lays a page out: zones, then the frame, then the hit areas.

A page that is too full is laid out again with more and more given way: drawings first, then air, then the panel. Text,
keys and their size never are. Wider lines and letters, if somebody asked for them, go only where the page has no room
for them even then: words that are cut help nobody.
"""

from dataclasses import replace
from itertools import product

from kiosk.dialogue.pages import Page, Theme
from screens.layout.frame import FramePlace, frame_place, head_part, utility_parts
from screens.layout.hits import with_hits
from screens.layout.kit import Kit, Squeeze
from screens.layout.landscape import Landscape
from screens.layout.mirror import mirrored, mirrored_rect
from screens.layout.placed import Kind, Part, Placed, Text
from screens.layout.portrait import Portrait
from screens.metrics import Metrics
from screens.text.breaking import Measure
from screens.text.direction import rightward


def fits(page: Page, metrics: Metrics, measure: Measure) -> bool:
    """Whether a page has room for all it holds, with everything that is pressed within reach."""
    return _best(page, metrics, measure)[3]


def _best(page: Page, metrics: Metrics, measure: Measure) -> tuple[Kit, FramePlace, tuple[Part, ...], bool]:
    """The roomiest layout that fits and keeps keys within reach, otherwise that fits; and whether it does both."""
    look = page.appearance
    made: list[tuple[Kit, FramePlace, tuple[Part, ...], bool]] = []
    fitting: list[tuple[Kit, FramePlace, tuple[Part, ...], bool]] = []
    for spacing, squeeze in product((True, False) if look.spacing else (False,), Squeeze):
        sized = replace(metrics, size=look.size, spacing=spacing, joined=rightward(look.lang))
        kit = Kit(sized, measure, look.theme is not Theme.STANDARD, squeeze, look.reach and not sized.landscape)
        place = frame_place(kit, bare=page.frame.staff and not any(page.frame.utility))
        layout = Landscape(kit, page, place) if sized.landscape else Portrait(kit, page, place)
        parts, spare = layout.build()
        made.append((kit, place, parts, spare >= 0))
        if spare < 0 or (spacing and _sticks_out(parts)):
            continue
        if not _too_high(kit, parts):
            return kit, place, parts, True
        fitting.append((kit, place, parts, False))
    return fitting[0] if fitting else made[-1]


def _too_high(kit: Kit, parts: tuple[Part, ...]) -> bool:
    """Whether a key lies above the reach. In reach mode the one field of a page may: it is always active."""
    fields = sum(part.kind is Kind.FIELD for part in parts)
    alone = kit.reach and fields == 1
    keys = (part for part in parts if part.pressable and not (part.kind is Kind.FIELD and alone))
    return any(part.rect.y < kit.ceiling for part in keys)


def _sticks_out(parts: tuple[Part, ...]) -> bool:
    """Whether a word is wider than what it stands in."""
    texts = ((part.rect, shape) for part in parts for shape in part.shapes if isinstance(shape, Text))
    return any(text.x < rect.x - 1 or text.x + text.width > rect.right + 1 for rect, text in texts)


def lay_out(page: Page, metrics: Metrics, measure: Measure) -> Placed:
    """Lays a page out; whatever it holds, the result fits the window if that is possible at all."""
    kit, place, parts, _ = _best(page, metrics, measure)
    every = (*parts, head_part(kit, page.frame, place), *utility_parts(kit, page.frame, place))
    emblem = place.emblem
    if rightward(page.appearance.lang):
        every, emblem = mirrored(every, metrics.width), mirrored_rect(emblem, metrics.width)
    every = with_hits(every, kit.m.mm(3))
    return Placed(
        page=page.id,
        width=metrics.width,
        height=metrics.height,
        appearance=page.appearance,
        parts=every,
        ring_mm=kit.m.line(1.1),
        radius=kit.m.line(1),
        emblem=emblem,
        targets={part.node: part for part in every if part.pressable},
    )
