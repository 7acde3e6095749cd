"""Where long German words may be divided: at the joints of their parts, and only in a column narrower than the word.

The joints are a list beside the fonts, not marks inside the texts: so no soft hyphen can reach speech, paper, the
search or the portal, and a text stays the same text wherever it is compared. Words that are not in the list may still
carry their own soft hyphens.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

LIST = Path(__file__).resolve().parent.parent / "assets" / "text" / "joints-de.txt"
LONG = 14
"""Letters of a word that the list is about."""
_SOFT_HYPHEN = "\u00ad"
_WORD = re.compile(rf"[A-Za-zÄÖÜäöüß]{{{LONG},}}")


@cache
def joints() -> Mapping[str, tuple[int, ...]]:
    """Word in small letters -> how many letters stand before each joint."""
    found: dict[str, tuple[int, ...]] = {}
    for line in LIST.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            parts = line.split("|")
            ends = [sum(map(len, parts[:count])) for count in range(1, len(parts))]
            found["".join(parts)] = tuple(ends)
    return MappingProxyType(found)


def softened(text: str, too_wide: Callable[[str], bool]) -> str:
    """The text with soft hyphens in those long words that are too wide for their column."""
    if len(text) < LONG:
        return text
    return _WORD.sub(lambda match: divided(match[0]) if too_wide(match[0]) else match[0], text)


def divided(word: str) -> str:
    """The word with a soft hyphen at each of its joints; as it is if nothing is known about it."""
    starts = (0, *joints().get(word.lower(), ()))
    pieces = [word[start:end] for start, end in zip(starts, (*starts[1:], len(word)), strict=True)]
    return _SOFT_HYPHEN.join(pieces)
