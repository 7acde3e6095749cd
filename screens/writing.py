"""What a physical keyboard means while a field waits for words. Pure.

The window reports a key and, if it writes something, the text after it: dead keys and compose sequences have become
letters by then, and some keyboards send text without a key. So text counts, unless the key before it took that away: a
key that is held down writes once (EN 301 549, 5.7), and the space bar presses the key that the focus ring stands on,
unless that is the field itself.
"""

from enum import Enum

from kiosk.dialogue.pages import Mark, Page, Role, nodes

BACKSPACE, DELETE, SPACE = 8, 127, 32
_FIRST_PRINTING, _FIRST_FUNCTION = 32, 273
"""Letters have their Unicode number, the number block lies between them and the arrows (Kivy's key codes)."""
_OTHERS = frozenset({DELETE, 271})
"""Delete and the Enter of the number block."""


class Stroke(Enum):
    """What a key is to the page."""

    TEXT = "text"
    """Its text goes to the field."""
    ERASE = "erase"
    OTHER = "other"
    """It moves, activates, or does nothing."""


class Writing:
    """Keeps apart what is written and what moves the focus."""

    def __init__(self) -> None:
        self._active: frozenset[str] = frozenset()
        self._spent = False
        """The next text belongs to a key that meant something else."""

    def show(self, page: Page) -> None:
        """Takes over a page: which fields wait for words."""
        self._active = frozenset(n.id for n in nodes(page) if n.role is Role.FIELD and Mark.ACTIVE in n.marks)

    def stroke(self, key: int, *, ring: str) -> Stroke:
        """A key went down; `ring` is the node that the focus ring is drawn around."""
        self._spent = False
        if not self._active:
            return Stroke.OTHER
        if key == BACKSPACE:
            return Stroke.ERASE
        if key == SPACE and ring != "" and ring not in self._active:
            self._spent = True
            return Stroke.OTHER
        if key in _OTHERS or not _FIRST_PRINTING <= key < _FIRST_FUNCTION:
            return Stroke.OTHER
        return Stroke.TEXT

    def repeated(self) -> None:
        """The key is still down: what it writes now does not count."""
        self._spent = True

    def fresh(self) -> bool:
        """Whether a text that the window reports now was meant: a key that is held down writes once."""
        spent, self._spent = self._spent, False
        return not spent

    def written(self, text: str) -> str:
        """What goes to the field of a text that the window reports."""
        if not self.fresh() or not self._active:
            return ""
        return "".join(letter for letter in text if letter.isprintable())
