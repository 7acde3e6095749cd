"""The keys that move on, lower edge always at the same place."""

from kiosk.dialogue.pages import Nav, NavSplit, Node
from screens.geometry import Rect
from screens.layout.keys import BIG_KEY_MM, KEY_MM, key_height, label_height, label_key
from screens.layout.kit import Body, Kit, Laid
from screens.layout.placed import Part

STACK_GAP_MM = 8.0
_QUIET_SHARE = 307 / 966
_LARGE_QUIET_SHARE = 340 / 966


def nav_row(kit: Kit, nav: Nav, x: int, width: int) -> Laid:
    """The keys from the upper edge of their row."""
    match nav.split:
        case NavSplit.BACK_PRIMARY:
            share = _LARGE_QUIET_SHARE if kit.m.large else _QUIET_SHARE
            return _side_by_side(kit, nav, x, (round(width * share), width))
        case NavSplit.HALVES:
            return _side_by_side(kit, nav, x, ((width - kit.m.gap) // 2, width))
        case NavSplit.FULL:
            return _full(kit, nav, x, width)
        case NavSplit.STACKED | NavSplit.START:
            return _stacked(kit, nav, x, width)


def _side_by_side(kit: Kit, nav: Nav, x: int, split: tuple[int, int]) -> Laid:
    quiet_width, width = split
    rest = width - quiet_width - kit.m.gap
    strong = Body.PRIMARY if nav.filled else Body.QUIET
    keys = [(nav.quiet, x, quiet_width, Body.QUIET), (nav.primary, x + width - rest, rest, strong)]
    height = max(key_height(kit), *(label_height(kit, node, wide) for node, _, wide, _ in keys if node is not None), 0)
    parts: list[Part] = []
    for node, left, wide, body in keys:
        if node is not None:
            after = nav.icon_after and node is nav.primary
            parts.append(label_key(kit, node, Rect(left, 0, wide, height), body, icon_after=after))
    return Laid(tuple(parts), height)


def _full(kit: Kit, nav: Nav, x: int, width: int) -> Laid:
    parts: list[Part] = []
    y = 0
    for node, body in ((nav.primary, Body.PRIMARY), (nav.quiet, Body.QUIET)):
        if node is None:
            continue
        y += kit.m.mm(STACK_GAP_MM) if parts else 0
        height = max(key_height(kit), label_height(kit, node, width))
        after = nav.icon_after and body is Body.PRIMARY
        parts.append(label_key(kit, node, Rect(x, y, width, height), body, icon_after=after))
        y += height
    return Laid(tuple(parts), y)


def _stacked(kit: Kit, nav: Nav, x: int, width: int) -> Laid:
    parts: list[Part] = []
    y = 0
    if nav.primary is not None:
        parts.append(_big(kit, nav.primary, x, width, start=nav.split is NavSplit.START))
        y = parts[0].rect.h
    if nav.quiet is not None:
        y += kit.m.mm(STACK_GAP_MM) if parts else 0
        height = max(key_height(kit), label_height(kit, nav.quiet, width))
        parts.append(label_key(kit, nav.quiet, Rect(x, y, width, height), Body.QUIET))
        y += height
    return Laid(tuple(parts), y)


def _big(kit: Kit, node: Node, x: int, width: int, *, start: bool) -> Part:
    style = kit.m.start_key if start else kit.m.h1
    height = max(kit.m.mm(KEY_MM if kit.lowest else BIG_KEY_MM), label_height(kit, node, width, style))
    rect = Rect(x, 0, width, height)
    return label_key(kit, node, rect, Body.PRIMARY, style=style, icon_mm=22.0 if start else 16.0)
