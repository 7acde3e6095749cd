"""Hit areas: the drawn area and half the gap around it, never two over one pixel."""

from dataclasses import replace
from functools import lru_cache

from screens.geometry import Rect
from screens.layout.placed import Part


def with_hits(parts: tuple[Part, ...], reach: int) -> tuple[Part, ...]:
    """Grows the hit areas of all pressable parts by at most `reach` px, up to the middle of each gap."""
    hits = iter(_hits(tuple(part.rect for part in parts if part.pressable), reach))
    return tuple(replace(part, hit=next(hits)) if part.pressable else part for part in parts)


@lru_cache(maxsize=16)
def _hits(keys: tuple[Rect, ...], reach: int) -> tuple[Rect, ...]:
    """The areas of keys that lie like this; while somebody types, they lie as they lay before."""
    return tuple(_grown(rect, keys, reach) for rect in keys)


def _grown(rect: Rect, keys: tuple[Rect, ...], reach: int) -> Rect:
    near = rect.grown(2 * reach)
    left = right = top = bottom = reach
    for other in keys:
        if other == rect or not near.overlaps(other):
            continue
        # A neighbour limits the side on which it lies; one that lies at a corner limits both.
        across = other.x < rect.right and rect.x < other.right
        along = other.y < rect.bottom and rect.y < other.bottom
        if not across:
            right = min(right, (other.x - rect.right) // 2) if other.x >= rect.right else right
            left = min(left, (rect.x - other.right) // 2) if other.right <= rect.x else left
        if not along:
            bottom = min(bottom, (other.y - rect.bottom) // 2) if other.y >= rect.bottom else bottom
            top = min(top, (rect.y - other.bottom) // 2) if other.bottom <= rect.y else top
    return rect.inset(-max(0, left), -max(0, top), -max(0, right), -max(0, bottom))
