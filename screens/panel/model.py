"""What stands on the stage panel, as data: comparable, so that nothing is drawn twice."""

from dataclasses import dataclass
from enum import Enum


class Tone(Enum):
    """How good a state is; gives the pill its colour and its icon."""

    GOOD = "good"
    NOTE = "note"
    WARN = "warn"
    BAD = "bad"


class Look(Enum):
    """How a key is drawn."""

    PLAIN = "plain"
    CHOSEN = "chosen"
    """Stands for the state that holds now."""
    FILLED = "filled"
    """The one that changes what is now, where keys are named by what they do."""
    FLAT = "flat"
    """Cannot be pressed: nobody is there to listen."""


@dataclass(frozen=True, slots=True)
class Pill:
    """The state in a word or two."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Key:
    """One key; `id` is unique on the panel."""

    id: str
    text: str
    look: Look


@dataclass(frozen=True, slots=True)
class Card:
    """One thing of the stage.

    Args:
        icon: name of a picture in `screens/assets/icons`.
    """

    icon: str
    title: str
    subtitle: str
    pill: Pill
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """The whole panel.

    Args:
        title: in the head band, left.
        note: in the head band, right.
    """

    title: str
    note: str
    cards: tuple[Card, ...]
