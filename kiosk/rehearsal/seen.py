"""What the terminal says it has on its screen, and the questions a journey asks about it. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct

KEYBOARD = "keyboard."
"""Beginning of the ids of the on-screen keyboard's keys."""
PAD = "pad."
"""Beginning of the ids of the number pad's keys."""
CHOICE = "choice."
"""Beginning of the ids of answers to choose: field and value follow."""


class SeenNode(Struct, frozen=True):
    """One thing on the page; `rect` is x, y, width, height in pixels of the window, None if it is not drawn."""

    id: str
    role: str
    name: str
    rect: tuple[float, float, float, float] | None = None
    value: str = ""
    marks: tuple[str, ...] = ()
    pressable: bool = False

    def covers(self, x: float, y: float) -> bool:
        """Whether a point lies on it."""
        if self.rect is None:
            return False
        left, top, width, height = self.rect
        return left <= x < left + width and top <= y < top + height


class Shown(Struct, frozen=True):
    """A page that was flipped to the glass at `at` (monotonic seconds); on a `secret` one no key of the pad shows."""

    page: str
    at: float
    nodes: tuple[SeenNode, ...]
    fault: str = ""
    part: int = 0
    secret: bool = False

    @property
    def texts(self) -> str:
        """Everything readable, line breaks as spaces, one line a node."""
        return "\n".join(" ".join(f"{node.name} {node.value}".split()) for node in self.nodes)

    @property
    def figure(self) -> bool:
        """Whether it has the one thing to take away: a queue number, a case number."""
        return any(node.role == "figure" for node in self.nodes)

    def same_as(self, other: "Shown | None") -> bool:
        """Whether nothing has changed but the time."""
        return other is not None and (self.page, self.nodes, self.fault) == (other.page, other.nodes, other.fault)


class Pressed(Struct, frozen=True):
    """The pressed look of a node was flipped at `at`."""

    node: str
    at: float


class Line(Struct, frozen=True):
    """One line from the terminal: one of the two."""

    shown: Shown | None = None
    pressed: Pressed | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Where a finger aims: the middle of a node."""

    id: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Missed:
    """A target that cannot be tapped; `why` goes into a sentence."""

    why: str


def missing(shown: Shown, texts: Sequence[str]) -> tuple[str, ...]:
    """Those texts that are not there."""
    seen = shown.texts
    return tuple(text for text in texts if " ".join(text.split()) not in seen)


def forbidden(shown: Shown, texts: Sequence[str]) -> tuple[str, ...]:
    """Those texts that are there."""
    absent = missing(shown, texts)
    return tuple(text for text in texts if text not in absent)


def find(shown: Shown, target: str) -> Target | Missed:
    """The pressable node with this id, or with these words on it."""
    keys = [node for node in shown.nodes if node.pressable]
    found = [node for node in keys if node.id == target] or [
        node for node in keys if node.name.split() == target.split()
    ]
    match found:
        case [SeenNode(id=id_, rect=(x, y, width, height))]:
            return Target(id_, round(x + width / 2), round(y + height / 2))
        case [SeenNode(id=id_)]:
            return Missed(f"{id_} is on the page but not on the glass")
        case []:
            ids = ", ".join(node.id for node in keys) or "none"
            return Missed(f"there is nothing to press named {target!r} (keys there: {ids})")
        case _:
            return Missed(f"{len(found)} keys read {target!r}: name one by its id")


def discreet(node: str) -> str:
    """A node id as it may be written down: what somebody typed and chose is nobody's business."""
    if node.startswith(KEYBOARD):
        return f"{KEYBOARD}*"
    if re.fullmatch(rf"{re.escape(PAD)}\d", node):
        return f"{PAD}*"
    if node.startswith(CHOICE):
        return f"{node.rpartition('.')[0]}.*"
    return node


def key_at(shown: Shown, x: float, y: float) -> SeenNode | None:
    """The pressable node at a point, None beside all keys."""
    return next((node for node in shown.nodes if node.pressable and node.covers(x, y)), None)
