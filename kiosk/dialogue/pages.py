"""A page as data: what it says, asks and offers, before it is pixels or speech.

A `Page` is a semantic tree. Its leaves are `Node`s (role, name, value, state, hint, speech, private); blocks group
nodes the way people read them; zones say where on the terminal a block belongs (panel, reading, tray, keys).
Language, speech, focus order, keypad order, pictures and tests all come from this one source. Node and page ids never
change with the language. Text may hold soft hyphens (U+00AD) and `**strong**` words; `plain()` strips both.

Nothing here knows Kivy, pixels or millimetres: `screens` lays a page out, `speech` reads it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from kiosk.dialogue import blocks, form_blocks, settings_blocks, staff_blocks
from kiosk.dialogue.blocks import (
    Band,
    Choices,
    CodePlate,
    Countdown,
    Drawing,
    DrawingPlate,
    Facts,
    Figure,
    Heading,
    Hero,
    KeyRow,
    Notes,
    Paragraph,
    Section,
    ServicePanel,
    Steps,
    Tiles,
    Waiting,
)
from kiosk.dialogue.form_blocks import (
    ErrorSummary,
    Fields,
    Keyboard,
    KeyCap,
    ListRow,
    ListRows,
    NumberPad,
    Progress,
    Receipt,
    Review,
    ReviewGroup,
    ReviewRow,
    Topic,
    Total,
)
from kiosk.dialogue.nodes import PRESSABLE, Mark, Node, Role, Tone, plain
from kiosk.dialogue.staff_blocks import Counters, DeviceRow, Devices, Pill, SecretFields, StaffKeys, StatePanel

__all__ = [
    "PRESSABLE",
    "Appearance",
    "Band",
    "Block",
    "Choices",
    "CodePlate",
    "Countdown",
    "Counters",
    "DeviceRow",
    "Devices",
    "Drawing",
    "DrawingPlate",
    "ErrorSummary",
    "Facts",
    "Fields",
    "Figure",
    "Frame",
    "Heading",
    "Hero",
    "KeyCap",
    "KeyRow",
    "Keyboard",
    "ListRow",
    "ListRows",
    "Mark",
    "Nav",
    "NavSplit",
    "Node",
    "Notes",
    "NumberPad",
    "Page",
    "Panel",
    "Paragraph",
    "Pill",
    "Progress",
    "Receipt",
    "Review",
    "ReviewGroup",
    "ReviewRow",
    "Role",
    "SecretFields",
    "Section",
    "ServicePanel",
    "Size",
    "Spring",
    "StaffKeys",
    "StatePanel",
    "Steps",
    "Theme",
    "Tiles",
    "Tone",
    "Topic",
    "Total",
    "Waiting",
    "block_nodes",
    "focus_order",
    "is_secret",
    "nodes",
    "panel_nodes",
    "plain",
]

Panel = blocks.PlainPanel | form_blocks.FormPanel | settings_blocks.SettingsPanel | staff_blocks.StaffPanel
Block = blocks.PlainBlock | form_blocks.FormBlock | settings_blocks.SettingsBlock | staff_blocks.StaffBlock


class Spring(Enum):
    """Which zone takes the room that is left."""

    PANEL = "panel"
    """Pages to operate: panel grows, reading is as high as its text."""
    CONTENT = "content"
    """Pages to read: reading grows, its text starts at the top; a last plate sits at its bottom."""


class NavSplit(Enum):
    """How the keys above the utility bar share their row."""

    BACK_PRIMARY = "back_primary"
    """Quiet key 84 mm left, filled key 175 mm right."""
    HALVES = "halves"
    FULL = "full"
    STACKED = "stacked"
    """Filled key 40 mm high over a quiet one, both full width (time warning)."""
    START = "start"
    """One filled key 40 mm high (attract)."""


@dataclass(frozen=True, slots=True)
class Nav:
    """The keys that move on. `primary` is the one filled key of the page; pages without one wait for something else."""

    split: NavSplit
    quiet: Node | None = None
    primary: Node | None = None
    icon_after: bool = False
    """Icon of the filled key behind its word (forward), otherwise before it (check, ticket)."""
    filled: bool = True
    """Without it both keys are quiet: the page's next step is not in this row (06: one of the hits)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Head band and utility bar: the same on every page."""

    town: str
    product: str
    time: str
    date: str
    utility: tuple[Node | None, ...]
    """Seven fields; None leaves a gap, nobody moves up."""
    staff: bool = False


class Size(Enum):
    """Text size by cap height: 4.4, 5.4, 7.4, 8.8 mm."""

    S = "S"
    M = "M"
    L = "L"
    XL = "XL"


class Theme(Enum):
    """Colours."""

    STANDARD = "standard"
    HC_DARK = "hc_dark"
    HC_LIGHT = "hc_light"


@dataclass(frozen=True, slots=True)
class Appearance:
    """How this visit wants to see the pages.

    Args:
        reach: all controls in the lower part of the screen (DIN 18040: 850 to 1050 mm over the floor).
        spacing: wider lines and letters (WCAG 1.4.12).
        calm: nothing moves, nothing fades.
        brightness: 1 darker, 2 normal, 3 brighter.
    """

    lang: str = "de"
    size: Size = Size.M
    theme: Theme = Theme.STANDARD
    reach: bool = False
    spacing: bool = False
    calm: bool = False
    brightness: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page.

    Args:
        id: stable name ("home", "queue.choice").
        appearance: language, size, colours.
        frame: head band and utility bar.
        spring: which zone grows.
        panel: orientation zone, None for none.
        content: reading zone, on white.
        tray: tinted zone above the keys.
        nav: keys that move on, None for none.
        focus: id of the node that has the focus on entry.
        ring: show the focus ring on entry even if the last input was a touch.
        touch_anywhere: a touch beside all keys is reported as well (attract).
        fault: code of the fault catalogue that this page is about, empty for none.
        part: which part of a long list this is; another part counts as another page for impatient fingers.
        tiles_on_white: nav row lies on white as well (home): there is no tray.
        secret: on this page the number pad enters a secret of at most so many digits: no event tells which key was
            pressed, no key shows it. 0: nothing is secret.
    """

    id: str
    appearance: Appearance
    frame: Frame
    spring: Spring
    panel: Panel | None = None
    content: tuple[Block, ...] = ()
    tray: tuple[Block, ...] = ()
    nav: Nav | None = None
    focus: str = ""
    ring: bool = False
    touch_anywhere: bool = False
    fault: str = ""
    part: int = 0
    tiles_on_white: bool = False
    secret: int = 0


def panel_nodes(panel: Panel) -> tuple[Node, ...]:
    """Nodes of a panel in reading order."""
    match panel:
        case Topic() | Progress():
            return form_blocks.panel_nodes(panel)
        case settings_blocks.Preview():
            return settings_blocks.panel_nodes(panel)
        case StatePanel():
            return staff_blocks.panel_nodes(panel)
        case _:
            return blocks.panel_nodes(panel)


def block_nodes(block: Block) -> tuple[Node, ...]:
    """Nodes of a block in reading order."""
    match block:
        case Fields() | ErrorSummary() | Keyboard() | NumberPad() | Review() | ListRows() | Total() | Receipt():
            return form_blocks.block_nodes(block)
        case settings_blocks.OptionRow() | settings_blocks.Switches():
            return settings_blocks.block_nodes(block)
        case SecretFields() | Counters() | Devices() | StaffKeys():
            return staff_blocks.block_nodes(block)
        case _:
            return blocks.block_nodes(block)


def nodes(page: Page) -> Iterator[Node]:
    """All nodes in reading order: panel, reading, tray, filled key, quiet key, utility bar (`facts/ux` 5.4 rule 1)."""
    if page.panel is not None:
        yield from panel_nodes(page.panel)
    for block in (*page.content, *page.tray):
        yield from block_nodes(block)
    if page.nav is not None:
        yield from (node for node in (page.nav.primary, page.nav.quiet) if node is not None)
    yield from (node for node in page.frame.utility if node is not None)


def focus_order(page: Page) -> tuple[str, ...]:
    """Ids of the pressable nodes in the order in which the focus walks through them; it wraps around."""
    return tuple(node.id for node in nodes(page) if node.pressable)


_PAD_KEYS = "pad."
"""Beginning of the ids of the keys of the number pad (`form_blocks`)."""


def is_secret(page: Page, node: str) -> bool:
    """Whether a press on this node of this page must not be told, nor seen."""
    return page.secret > 0 and node.startswith(_PAD_KEYS)
