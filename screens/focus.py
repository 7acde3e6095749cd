"""Which key the keypad is on: one ring through all that can be pressed. Pure.

The ring shows once a key was used, or when the page asks for it, and hides again with the next touch. A page that is
drawn again keeps the focus on the same node; a new page starts where it says, otherwise before its first node."""

from enum import Enum

from kiosk.dialogue.pages import Page, focus_order


class Step(Enum):
    """What a key of the keypad does."""

    NEXT = "next"
    PREVIOUS = "previous"
    ACTIVATE = "activate"


TAB, SPACE, ENTER, KP_ENTER = 9, 32, 13, 271
RIGHT, LEFT, DOWN, UP = 275, 276, 274, 273
"""Key codes as Kivy reports them."""


def step_of(key: int, *, shift: bool) -> Step | None:
    """What this key means, None for nothing."""
    match key:
        case 9:
            return Step.PREVIOUS if shift else Step.NEXT
        case 275 | 274:
            return Step.NEXT
        case 276 | 273:
            return Step.PREVIOUS
        case 13 | 271 | 32:
            return Step.ACTIVATE
    return None


class Focus:
    """Focus of one window."""

    def __init__(self) -> None:
        self._page = ""
        self._order: tuple[str, ...] = ()
        self._node = ""
        self._keys_used = False
        self._asked = False

    @property
    def node(self) -> str:
        """Id of the node with the focus, empty before the first step."""
        return self._node

    @property
    def ring(self) -> str:
        """Id of the node to draw the ring around, empty for none."""
        return self._node if self._keys_used or self._asked else ""

    def show(self, page: Page) -> None:
        """Takes over a page."""
        self._order = focus_order(page)
        if page.id != self._page:
            self._page = page.id
            self._node = page.focus if page.focus in self._order else ""
            self._asked = page.ring
        elif self._node not in self._order:
            self._node = page.focus if page.focus in self._order else ""

    def touched(self) -> None:
        """A touch: whoever touches needs no ring."""
        self._keys_used = self._asked = False

    def step(self, step: Step) -> str:
        """Moves the focus, or names the node to activate (empty for none)."""
        if step is Step.ACTIVATE:
            hidden, self._keys_used = self.ring == "", True
            return "" if hidden else self._node
        if not self._order:
            return ""
        by = 1 if step is Step.NEXT else -1
        if self._node in self._order:
            self._node = self._order[(self._order.index(self._node) + by) % len(self._order)]
        else:
            self._node = self._order[0 if by > 0 else -1]
        self._keys_used = True
        return ""
