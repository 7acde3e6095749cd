"""What is to be printed, as plain data: no columns, no bytes, no printer.

A document is a sequence of parts from top to bottom; the cut at the end is implied. Layout turns it into lines for 32,
42 or 48 columns, render turns lines into one blob of ESC/POS.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "queue_ticket", "receipt", "appointment", "check_list", "payment_receipt", "test_page", "readiness_report"
]


@dataclass(frozen=True, slots=True)
class Heading:
    """A bold line, double size when `large`."""

    text: str
    large: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, wrapped at words, ragged right."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """What only few people look for (office, date, terminal): stays smaller than the rest in large print."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One of several things; further lines stand under the first word. `tick`: with a box to tick off."""

    text: str
    tick: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """The one thing the paper is for, as large as its length allows (queue number, case number)."""

    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A label at the start and a value at the end of a line; one under the other where both do not fit."""

    label: str
    value: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line across the paper."""


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code of at least 22 mm with four modules of quiet zone, and the text under it."""

    data: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines that somebody else wrote for a printer of fixed pitch (card terminal): kept as they are, blanks too."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageSamples:
    """For the test page: every character of each code page that the printer claims, sent as that page's bytes."""


@dataclass(frozen=True, slots=True)
class Ruler:
    """For the test page: a scale in millimetres, to be held against a real one."""


Part = Heading | Paragraph | Note | Item | Figure | Pair | Rule | Qr | Verbatim | PageSamples | Ruler


@dataclass(frozen=True, slots=True)
class Document:
    """One slip of paper.

    Args:
        kind: what it is, for logs and counters (never its contents).
        parts: from top to bottom.
        valid_for_s: a slip older than this is not printed any more.
        large: large print, for whoever reads the screen in large letters.
        rtl: lines begin at the right edge (Arabic).
    """

    kind: Kind
    parts: tuple[Part, ...]
    valid_for_s: float = 120.0
    large: bool = False
    rtl: bool = False
