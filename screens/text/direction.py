"""Which languages are written from right to left, and which texts are."""

RIGHT_TO_LEFT = frozenset({"ar", "fa"})
"""Languages that the font for right-to-left texts has letters for."""
_FIRST, _LAST = "\u0600", "\u06ff"


def rightward(lang: str) -> bool:
    """Whether pages in this language begin at the right edge."""
    return lang in RIGHT_TO_LEFT


def joined(text: str) -> bool:
    """Whether a text has Arabic letters: they join, so no room may come between them."""
    return any(_FIRST <= sign <= _LAST for sign in text)
