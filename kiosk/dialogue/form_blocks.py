"""Blocks and panels of forms: fields, keyboard, number pad, progress, error summary, review, receipt.

Part of the page model (`pages`); apart from it because they belong together. Ids of keys on the keyboard are
`keyboard.<character>`, and `keyboard.shift`, `keyboard.more`, `keyboard.space`, `keyboard.delete`; on the pad
`pad.<digit>`, `pad.clear`, `pad.delete`. A key keeps its id whatever shift makes of its name (`keyboard.q` shows "Q"):
somebody who types fast has the next finger on the glass when shift springs back, and that touch must still count.
"""

from dataclasses import dataclass

from kiosk.dialogue.nodes import Node

# --- Panels ---


@dataclass(frozen=True, slots=True)
class Topic:
    """Heading and one sentence over a quiet drawing: a large icon (`watermark`) or the quiet skyline (05, 06)."""

    title: Node
    text: Node
    watermark: str = ""
    skyline: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """Which service, which step of how many (14). The large icon stands in it where there is room.

    Args:
        icon: of the service.
        service: its name.
        step: "Schritt 2 von 5".
        names: one a segment.
        current: index of the current segment; those before are done.
        captions: names stand under the segments on pages to read as well (09, 10, 12).
        watermark: large icon in place of the service's (11).
    """

    icon: str
    service: Node
    step: Node
    names: tuple[Node, ...]
    current: int
    captions: bool = False
    watermark: str = ""


# --- Blocks ---


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields to fill in, `Role.FIELD`: `name` is the label, `value` what stands in it; a touch makes one active.

    The active field (`Mark.ACTIVE`) has caret and strong border, a wrong one (`Mark.FAILED`) the danger border.
    `error` is the sentence over the group, the same as in the summary.

    Args:
        widths_mm: one a field, side by side (date: 42, 42, 62); empty: one below the other, full width.
        labels: whether labels are drawn (a single field is named by the question).
        lines: height of a field in lines of text (text area: 5).
        icon: in the field, at its start (search).
    """

    fields: tuple[Node, ...]
    widths_mm: tuple[float, ...] = ()
    labels: bool = True
    lines: int = 1
    icon: str = ""
    error: Node | None = None


@dataclass(frozen=True, slots=True)
class ErrorSummary:
    """What is wrong on this page, before everything else."""

    title: Node
    sentences: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class KeyCap:
    """One key of the keyboard: how many of the eleven columns it takes, and whether it is a function key."""

    node: Node
    columns: int = 1
    function: bool = False


@dataclass(frozen=True, slots=True)
class Keyboard:
    """The on-screen keyboard: five rows of eleven columns."""

    rows: tuple[tuple[KeyCap, ...], ...]


@dataclass(frozen=True, slots=True)
class NumberPad:
    """Three by four keys at the start edge; beside them a note and up to two keys. Never shuffled.

    Args:
        keys: twelve, row by row: 1 to 9, clear, 0, delete.
        note: flat, on white.
        beside: keys under the note.
    """

    keys: tuple[Node, ...]
    note: Node | None = None
    beside: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One answer: what was asked, what was answered, and the key that changes it.

    None where the ID card gave it; then `value.value` and `value.icon` say so at the end of the row ("vom Ausweis").
    """

    label: Node
    value: Node
    change: Node | None


@dataclass(frozen=True, slots=True)
class ReviewGroup:
    """Answers of one step."""

    title: Node
    rows: tuple[ReviewRow, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """All answers of this page of the review (17)."""

    groups: tuple[ReviewGroup, ...]


@dataclass(frozen=True, slots=True)
class ListRow:
    """One entry of a list that grows: what it is called, what was answered in it, and its two keys."""

    title: Node
    value: Node
    change: Node
    remove: Node


@dataclass(frozen=True, slots=True)
class ListRows:
    """The entries of a list so far."""

    rows: tuple[ListRow, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """A label at the start edge, an amount at the end edge."""

    label: Node
    amount: Node


@dataclass(frozen=True, slots=True)
class Receipt:
    """Number of the case with what it is good for, and its QR code at the end edge (21)."""

    caption: Node
    figure: Node
    text: Node
    code: Node


FormPanel = Topic | Progress
FormBlock = Fields | ErrorSummary | Keyboard | NumberPad | Review | ListRows | Total | Receipt


def panel_nodes(panel: FormPanel) -> tuple[Node, ...]:
    """Nodes of a panel in reading order."""
    match panel:
        case Topic(title=title, text=text):
            return (title, text)
        case Progress(service=service, step=step):
            return (service, step)


def block_nodes(block: FormBlock) -> tuple[Node, ...]:
    """Nodes of a block in reading order."""
    match block:
        case Fields(fields=fields, error=error):
            return (*((error,) if error is not None else ()), *fields)
        case ErrorSummary(title, sentences):
            return (title, *sentences)
        case Keyboard(rows):
            return tuple(cap.node for row in rows for cap in row)
        case NumberPad(keys, note, beside):
            return (*((note,) if note is not None else ()), *keys, *beside)
        case Review(groups):
            return tuple(node for group in groups for node in _group_nodes(group))
        case ListRows(rows):
            return tuple(node for row in rows for node in (row.title, row.value, row.change, row.remove))
        case Total(label, amount):
            return (label, amount)
        case Receipt(caption, figure, text, code):
            return (caption, figure, text, code)


def _group_nodes(group: ReviewGroup) -> tuple[Node, ...]:
    rows = ((row.label, row.value, *((row.change,) if row.change is not None else ())) for row in group.rows)
    return (group.title, *(node for row in rows for node in row))
