"""Panel and blocks of the staff area (mock-ups 11 and 31): state with a pill, counters, devices, keys, a secret.

Part of the page model (`pages`). Nothing in here can hold a digit of a PIN: a secret is a number of digits.
"""

from dataclasses import dataclass

from kiosk.dialogue.nodes import Node, Tone


@dataclass(frozen=True, slots=True)
class Pill:
    """A state in a word, with its icon, on the ground of its tone."""

    node: Node
    tone: Tone


@dataclass(frozen=True, slots=True)
class StatePanel:
    """What this is about, a sentence on how it is, and a pill at the end edge."""

    title: Node
    text: Node
    pill: Pill


@dataclass(frozen=True, slots=True)
class SecretFields:
    """A box a digit of which nothing but its presence is known (11).

    Args:
        filled: digits so far.
        places: boxes; more appear when more digits are entered.
        active: whether the next box waits for a digit.
        words: how many digits there are, in words; stands below.
    """

    filled: int
    places: int
    active: bool
    words: Node


@dataclass(frozen=True, slots=True)
class Counters:
    """Figures side by side: `value` is the number, `name` what was counted."""

    figures: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One device: icon and name, what is known of it (lines of `value`), its state, and the key that asks it now."""

    device: Node
    state: Pill
    check: Node


@dataclass(frozen=True, slots=True)
class Devices:
    """Devices one below the other, dividers between."""

    rows: tuple[DeviceRow, ...]


@dataclass(frozen=True, slots=True)
class StaffKeys:
    """Keys two abreast. `danger`: ids of those that take something away from citizens."""

    keys: tuple[Node, ...]
    danger: frozenset[str] = frozenset()


StaffPanel = StatePanel
StaffBlock = SecretFields | Counters | Devices | StaffKeys


def panel_nodes(panel: StaffPanel) -> tuple[Node, ...]:
    """Nodes of the panel in reading order."""
    return (panel.title, panel.text, panel.pill.node)


def block_nodes(block: StaffBlock) -> tuple[Node, ...]:
    """Nodes of a block in reading order."""
    match block:
        case SecretFields(words=words):
            return (words,)
        case Counters(figures):
            return figures
        case Devices(rows):
            return tuple(node for row in rows for node in (row.device, row.state.node, row.check))
        case StaffKeys(keys=keys):
            return keys
