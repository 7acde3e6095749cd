"""How much fits on a page for a way of seeing it: long lists are paged, never scrolled (`facts/ux` 5.1)."""

from kiosk.dialogue.pages import Appearance, Size

_ROWS = {Size.S: 7, Size.M: 7, Size.L: 5, Size.XL: 4}
_REACH_ROWS = 5
_REVIEW_ROWS = {Size.S: 9, Size.M: 9, Size.L: 6, Size.XL: 4}
_LOW_TILES, _LOW_LARGE_TILES = 5, 3
_TOPICS = {Size.S: 8, Size.M: 8, Size.L: 5, Size.XL: 4}
_LOW_TOPICS = {Size.S: 4, Size.M: 4, Size.L: 3, Size.XL: 2}


def large(appearance: Appearance) -> bool:
    """Whether text is so large that pages hold about half as much."""
    return appearance.size in (Size.L, Size.XL)


def cramped(appearance: Appearance) -> bool:
    """Whether several fields and a keyboard are too much for one page."""
    return appearance.reach or large(appearance)


def review_rows(appearance: Appearance) -> int:
    """Answers on a page of the review: they have the whole page but for the keys that move on."""
    count = _REVIEW_ROWS[appearance.size]
    low = _REACH_ROWS - 1 if large(appearance) else _REACH_ROWS
    return min(count, low) if appearance.reach else count


def low_tiles(appearance: Appearance) -> int:
    """Tiles beside the one for more, in reach mode (mock-up 04, niedrig)."""
    return _LOW_LARGE_TILES if large(appearance) else _LOW_TILES


def topics(appearance: Appearance) -> int:
    """Topics on a page: two abreast, in large text one below the other (mock-up 05)."""
    return (_LOW_TOPICS if appearance.reach else _TOPICS)[appearance.size]


def low_parts(appearance: Appearance) -> bool:
    """Whether large text has to lie low: then even what belongs together goes on several pages."""
    return appearance.reach and large(appearance)


def rows(appearance: Appearance, most: int = 7) -> int:
    """Rows to press on a page; large text and reach mode take fewer."""
    count = min(most, _ROWS[appearance.size])
    return min(count, _REACH_ROWS) if appearance.reach else count
