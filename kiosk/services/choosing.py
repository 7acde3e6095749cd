"""Finds an answer in a long list while it is typed: "turk", "tuerkei", "Holland"; pure.

Small and capital letters, accents and umlauts count the same (`search.fold`); words of the other language count too.
What begins as typed comes before words inside, then parts of words; only if there is nothing of that, typing errors.
Within each of these the order of the list stays: whoever wrote the file put the frequent answers first.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from kiosk.services.distance import distance
from kiosk.services.fields import Option
from kiosk.services.search import fold

SEARCHED_FROM = 13
"""So many options are searched, fewer are paged."""
_LEAST_PART, _LEAST_WRONG, _LONG = 3, 4, 8
_WORD = re.compile(r"[a-z0-9]+")


def matching(options: Sequence[Option], text: str, lang: str) -> tuple[Option, ...]:
    """Options that fit what was typed, best first; all of them in their order while nothing was typed.

    Args:
        options: the list.
        text: as typed so far.
        lang: the language that is shown; its words come before the other one's.
    """
    typed = _words(text)
    if not typed:
        return tuple(options)
    ranked = [(_rank(option, typed, lang), number) for number, option in enumerate(options)]
    found = sorted((rank, number) for rank, number in ranked if rank is not None)
    if not found:
        found = sorted((0, number) for number, option in enumerate(options) if _nearly(option, typed))
    return tuple(options[number] for _, number in found)


def _rank(option: Option, typed: str, lang: str) -> int | None:
    shown, others = option.label.say(lang), (option.label.de, option.label.en, *option.also)
    best = _fit(shown, typed)
    further = [fit + 1 for fit in (_fit(other, typed) for other in others) if fit is not None]
    return min([*([best] if best is not None else []), *further], default=None)


def _fit(label: str, typed: str) -> int | None:
    """0 it begins so, 2 one of its words does, 4 it is a part of one."""
    whole = _folded(label)
    if whole.startswith(typed):
        return 0
    if f" {typed}" in whole:
        return 2
    return 4 if len(typed) >= _LEAST_PART and typed in whole else None


def _nearly(option: Option, typed: str) -> bool:
    """With one typing error, two in long words; the end may still be missing."""
    if len(typed) < _LEAST_WRONG:
        return False
    errors = 1 if len(typed) < _LONG else 2
    letters = set(typed)
    for label in (option.label.de, option.label.en, *option.also):
        folded = _folded(label)
        if len(letters.difference(folded)) <= errors and distance(typed, folded, errors, prefix=True) <= errors:
            return True
    return False


def _words(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


@lru_cache(maxsize=4096)  # 250 states in two languages for every letter that is typed
def _folded(label: str) -> str:
    """The words of a label from the service's file, as they are compared. What a person typed is never kept here."""
    return _words(label)
