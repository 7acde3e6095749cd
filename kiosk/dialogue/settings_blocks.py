"""Panel and blocks of the settings page (mock-up 03): a live preview, options with a sample each, and switches."""

from dataclasses import dataclass
from enum import Enum

from kiosk.dialogue.nodes import Node


@dataclass(frozen=True, slots=True)
class Preview:
    """Heading and sentence, and under them a card that shows how a text looks now."""

    title: Node
    text: Node
    caption: Node
    sample: Node
    """Heading of the card; its `value` is the quiet line, its icon stands at the end edge."""


class Sample(Enum):
    """What stands over the word of an option key."""

    LETTER = "letter"
    """An A in the text size of the option: small, normal, large, very large."""
    COLOURS = "colours"
    """"Abc" in the colours of the option: standard, dark, strong contrast."""
    SUN = "sun"
    """The sun, larger for brighter."""


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One setting: its title, what is chosen (at the end edge), and a key for each option (`Mark.SELECTED`: chosen)."""

    title: Node
    current: Node
    keys: tuple[Node, ...]
    sample: Sample


@dataclass(frozen=True, slots=True)
class Switches:
    """Switches two abreast: icon, name, "an"/"aus" as value, `Role.SWITCH`; `Mark.SELECTED` is on."""

    switches: tuple[Node, ...]


SettingsPanel = Preview
SettingsBlock = OptionRow | Switches


def panel_nodes(panel: SettingsPanel) -> tuple[Node, ...]:
    """Nodes of the panel in reading order."""
    return (panel.title, panel.text, panel.caption, panel.sample)


def block_nodes(block: SettingsBlock) -> tuple[Node, ...]:
    """Nodes of a block in reading order."""
    match block:
        case OptionRow(title=title, current=current, keys=keys):
            return (title, current, *keys)
        case Switches(switches=switches):
            return switches
