"""Leaves of a page: one thing that can be seen, heard and perhaps pressed, and the states it can be in."""

from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """What a node is to somebody who cannot see it."""

    HEADING = "heading"
    TEXT = "text"
    BUTTON = "button"
    RADIO = "radio"
    CHECKBOX = "checkbox"
    SWITCH = "switch"
    """Something that is on or off at once."""
    STATUS = "status"
    FIGURE = "figure"
    """The one thing to take away: a queue number, a case number."""
    CODE = "code"
    """A QR code; `value` is what it holds."""
    FIELD = "field"
    """Something to fill in; `value` is what stands in it."""
    TIMER = "timer"
    IMAGE = "image"


PRESSABLE = frozenset({Role.BUTTON, Role.RADIO, Role.CHECKBOX, Role.SWITCH, Role.FIELD})


class Mark(Enum):
    """State of a node that is both seen and spoken."""

    SELECTED = "selected"
    ACTIVE = "active"
    """The sheet behind this field is open, or the mode is on."""
    UNAVAILABLE = "unavailable"
    """Can be pressed and then explains why it cannot be used now."""
    DONE = "done"
    RUNNING = "running"
    TO_COME = "to_come"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One thing on a page.

    Args:
        id: stable name, unique on its page, the same in every language ("home.queue").
        role: what it is.
        name: the visible words (label of a key, text of a paragraph).
        value: the second, quieter line: price, condition, value, explanation.
        marks: states it is in.
        hint: said after a pause, not shown.
        speech: what is said; empty means it is built from name, role, marks and value.
        private: personal; spoken only into a headset, blanked in pictures of a real terminal.
        icon: name of a picture in `screens/assets/icons`, empty for none.
    """

    id: str
    role: Role
    name: str
    value: str = ""
    marks: frozenset[Mark] = frozenset()
    hint: str = ""
    speech: str = ""
    private: bool = False
    icon: str = ""

    @property
    def pressable(self) -> bool:
        """Whether a touch or the OK key does something here."""
        return self.role in PRESSABLE


class Tone(Enum):
    """Colour with a meaning; always comes with an icon and words."""

    PLAIN = "plain"
    INFO = "info"
    SUCCESS = "success"
    WARN = "warn"
    DANGER = "danger"


def plain(text: str) -> str:
    """Text without soft hyphens and `**` marks, as it is spoken and searched for."""
    return text.replace("\u00ad", "").replace("**", "")
