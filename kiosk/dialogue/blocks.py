"""Blocks and panels that most pages are made of, and their nodes in reading order.

Part of the page model (`pages`), like `form_blocks`, which has those that only forms need.
"""

from dataclasses import dataclass

from kiosk.dialogue.nodes import Node, Tone

# --- Panels: the orientation zone under the head band; it is the spring of pages to operate ---


@dataclass(frozen=True, slots=True)
class Hero:
    """Large greeting over a drawing (attract, home, out of service)."""

    title: Node
    subtitle: Node
    drawing: str = "illu-skyline"
    large: bool = False
    """Start title size instead of display size."""


@dataclass(frozen=True, slots=True)
class ServicePanel:
    """Icon disc, name of the service, one sentence."""

    icon: str
    title: Node
    text: Node


@dataclass(frozen=True, slots=True)
class Band:
    """A state in place of the panel: disc with icon, heading, one sentence."""

    tone: Tone
    icon: str
    title: Node
    text: Node


PlainPanel = Hero | ServicePanel | Band


# --- Blocks: groups of nodes in the reading zone and in the tray ---


@dataclass(frozen=True, slots=True)
class Heading:
    """The question or the statement of the page, and a quiet line under it (with its icon, if it has one)."""

    title: Node
    lead: Node | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Title over a group of tiles or keys, with icon where the node has one; `aside` is quiet, at the end edge (06)."""

    title: Node
    aside: Node | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `quiet` in caption size and muted."""

    text: Node
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Tiles:
    """Keys with icon, name and condition.

    Beside the icon stand the words, or, if `tall`, under it: centred three abreast (04), at the start two abreast (05).
    """

    tiles: tuple[Node, ...]
    columns: int
    tall: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """Rows to pick from: radio nodes (one) or check boxes (several)."""

    rows: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class KeyRow:
    """Keys of equal width side by side; with Mark.SELECTED drawn as chosen. More keys than columns make more rows."""

    keys: tuple[Node, ...]
    columns: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A number across the page, what it means now, and a quieter line; all centred."""

    figure: Node
    meaning: Node
    detail: Node


@dataclass(frozen=True, slots=True)
class Facts:
    """Description list: icon, bold term (name), text (value); dividers between."""

    facts: tuple[Node, ...]
    divider_above: bool = False


@dataclass(frozen=True, slots=True)
class Notes:
    """Flat boxes with icon, bold line (name) and text (value), side by side; not pressable."""

    notes: tuple[Node, ...]
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Steps:
    """What has happened, happens and follows: one row a node, its mark says which, `hint` is the word at the end."""

    steps: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class CodePlate:
    """A QR code on its plate, beside it caption, figure and a quiet line (how long it is valid)."""

    code: Node
    caption: Node
    figure: Node
    validity: Node


@dataclass(frozen=True, slots=True)
class DrawingPlate:
    """A drawing and beside it what to do with the hands (take the slip), and perhaps one key (21: read it out)."""

    drawing: str
    title: Node
    text: Node
    key: Node | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """Drawings alone, in the middle of the free room of the reading zone."""

    drawings: tuple[str, ...]
    alt: Node


@dataclass(frozen=True, slots=True)
class Countdown:
    """The time warning: icon, display title, sentence, bar, words; centred in the page."""

    icon: str
    title: Node
    sentence: Node
    timer: Node
    left: float
    """Share of the time that is left, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """In the tray where the next step is not a press: hourglass and a line."""

    text: Node


PlainBlock = (
    Heading
    | Section
    | Paragraph
    | Tiles
    | Choices
    | KeyRow
    | Figure
    | Facts
    | Notes
    | Steps
    | CodePlate
    | DrawingPlate
    | Drawing
    | Countdown
    | Waiting
)


def panel_nodes(panel: PlainPanel) -> tuple[Node, ...]:
    """Nodes of a panel in reading order."""
    match panel:
        case Hero(title=title, subtitle=subtitle):
            return (title, subtitle)
        case ServicePanel(title=title, text=text) | Band(title=title, text=text):
            return (title, text)


def block_nodes(block: PlainBlock) -> tuple[Node, ...]:
    """Nodes of a block in reading order."""
    match block:
        case Heading(first, second) | Section(first, second):
            return _there(first, second)
        case Paragraph(text=node) | Waiting(node) | Drawing(alt=node):
            return (node,)
        case Tiles(tiles=nodes) | Choices(nodes) | KeyRow(keys=nodes) | Facts(facts=nodes) | Notes(notes=nodes):
            return nodes
        case Steps(nodes):
            return nodes
        case Figure(figure, meaning, detail):
            return (figure, meaning, detail)
        case CodePlate(code, caption, figure, validity):
            return (caption, figure, code, validity)
        case DrawingPlate(title=title, text=text, key=key):
            return _there(title, text, key)
        case Countdown(title=title, sentence=sentence, timer=timer):
            return (title, sentence, timer)


def _there(*nodes: Node | None) -> tuple[Node, ...]:
    return tuple(node for node in nodes if node is not None)
