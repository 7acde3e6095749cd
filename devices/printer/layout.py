"""Document -> lines for paper of 32, 42 or 48 columns. Pure; knows dots, but no printer command.

Font A of every printer in question is a cell of 12 x 24 dots at 8 dots/mm. Sizes and rhythm follow the paper mock-ups:
town on top, a rule, the number dominating, everything ragged right (ragged left in documents from right to left).
Capitals of what citizens read are 3 mm high or more, in large print 5 mm; the number stays the largest.

    lay_out(Document("queue_ticket", (Heading("Stadt Mayen", large=True), Rule(), Figure("B 047"))), paper_format(48))
"""

import math
from collections.abc import Iterable, Iterator
from typing import assert_never

from devices.printer.document import (
    Document,
    Figure,
    Heading,
    Item,
    Note,
    PageSamples,
    Pair,
    Paragraph,
    Part,
    Qr,
    Rule,
    Ruler,
    Verbatim,
)
from devices.printer.lines import (
    CELL_HEIGHT,
    CELL_WIDTH,
    RULE_HEIGHT,
    RULER_HEIGHT,
    Cells,
    Feed,
    Ink,
    Line,
    PaperFormat,
    QrLine,
    RuleLine,
    RulerLine,
    Size,
    TextLine,
    paper_format,
)
from devices.printer.qr import QUIET_MODULES, module_dots, most_modules
from devices.printer.text import Measure, clean, encodable, shown, widest, wrap

__all__ = [
    "CELL_HEIGHT",
    "CELL_WIDTH",
    "RULE_HEIGHT",
    "Feed",
    "Line",
    "PaperFormat",
    "QrLine",
    "RuleLine",
    "TextLine",
    "lay_out",
    "length_mm",
    "paper_format",
]

MAX_SIZE = 8
"""Largest multiple of the cell that the command set offers."""

GAP_BEFORE_RULE = 14
GAP_AFTER_RULE = 24
GAP_AFTER_FIGURE = 12
GAP_BEFORE_HEADING = 10
GAP_AT_END = 24

_PATCHY = 0.1
"""Where more of a document's texts have to be drawn than this share, all are: two faces in turn are hard to read."""

_NARROWEST = 1.25
"""How much too wide a drawn word may be before it is cut instead."""

_PLAIN: tuple[Size, ...] = ((1, 1),)
_BODY: tuple[Size, ...] = ((1, 2),)
"""What citizens read: capitals of 3 to 4 mm. The plain cell's 2 mm are for small print and for staff."""
_FOR_STAFF = ("test_page", "readiness_report")
_TITLE: tuple[Size, ...] = ((2, 2), (1, 2))
_TITLE_LINES = 2
"""A title that would need more lines than this in double size is set narrow."""
_LARGE: tuple[Size, ...] = ((2, 3), (1, 3))
_LARGE_NOTE: tuple[Size, ...] = ((1, 2),)


def lay_out(document: Document, paper: PaperFormat, ink: Ink | None = None) -> tuple[Line, ...]:
    """Gives the lines of `document`; consecutive feeds are merged, the largest counts.

    Args:
        document: what is to be printed.
        paper: its width.
        ink: what the printer can write and how wide drawn text is; without it, WPC1252 and cells.

    Raises:
        ValueError: a QR code that cannot fit on this paper.
    """
    setter = _Setter(document, paper, ink or Cells())
    lines: list[Line] = []
    for part in document.parts:
        lines.extend(setter.part(part, first=not lines))
    lines.append(Feed(GAP_AT_END))
    return tuple(_merged(lines))


def length_mm(lines: Iterable[Line]) -> float:
    """How much paper the lines need, at most; the way to the cutter is not in it."""
    return sum(map(_height, lines)) / 8


class _Setter:
    """Sets the parts of one document."""

    def __init__(self, document: Document, paper: PaperFormat, ink: Ink) -> None:
        self._paper = paper
        self._ink = ink
        self._large = document.large
        self._staff = document.kind in _FOR_STAFF
        self._rtl = document.rtl
        texts = [clean(text) for part in document.parts for text in _texts(part)]
        drawn = sum(not ink.carries(shown(text)) for text in texts)
        judged = document.kind == "test_page"  # shows what is native and what is drawn
        self._all_drawn = not judged and (document.rtl or drawn > _PATCHY * len(texts))

    def part(self, part: Part, *, first: bool) -> Iterator[Line]:
        match part:
            case Heading():
                yield from () if first else (Feed(GAP_BEFORE_HEADING),)
                yield from self._heading(part)
            case Paragraph():
                yield from self._running(part.text, self._body, bold=part.bold)
            case Note():
                yield from self._running(part.text, _LARGE_NOTE if self._large else _PLAIN)
            case Item():
                yield from self._running(part.text, self._body, mark="[ ]" if part.tick else "•")
            case Figure():
                yield from self._figure(part)
            case Pair():
                yield from self._pair(part)
            case Rule():
                yield from (RuleLine(),) if first else (Feed(GAP_BEFORE_RULE), RuleLine())
                yield Feed(GAP_AFTER_RULE)
            case Qr():
                yield from self._qr(part)
            case Verbatim():
                yield from self._verbatim(part)
            case PageSamples():
                yield from (line for codec in self._ink.pages() for line in self._sample(codec))
            case Ruler():
                yield from (Feed(GAP_BEFORE_RULE), RulerLine(), Feed(GAP_AFTER_RULE))
            case _:
                assert_never(part)

    @property
    def _body(self) -> tuple[Size, ...]:
        return _LARGE if self._large else _PLAIN if self._staff else _BODY

    def _running(self, raw: str, sizes: tuple[Size, ...], *, bold: bool = False, mark: str = "") -> Iterator[TextLine]:
        """Text in the first of the sizes in which no word has to be cut."""
        text = clean(raw)
        drawn = self._drawn(text)
        size = next((size for size in sizes if self._fits(text, size, mark, bold, drawn)), sizes[-1])
        indent = self._indent(mark, size, drawn)
        measure = self._measure(size, bold, drawn)
        room: float = self._room - indent
        if drawn:  # a picture is narrowed a little rather than a word cut
            room = max(room, min(widest(text, measure), _NARROWEST * room))
        lines = wrap(text, room, measure)
        for number, line in enumerate(lines):
            yield TextLine(
                line,
                width=size[0],
                height=size[1],
                bold=bold,
                indent=indent,
                mark="" if number else mark,
                rtl=self._rtl,
                drawn=drawn,
            )

    def _heading(self, part: Heading) -> Iterator[TextLine]:
        if self._large:
            return self._running(part.text, _LARGE, bold=True)
        if not part.large:
            return self._running(part.text, self._body, bold=True)
        double = tuple(self._running(part.text, _TITLE, bold=True))
        narrow = tuple(self._running(part.text, _TITLE[1:], bold=True))
        return iter(double if len(double) <= max(_TITLE_LINES, len(narrow)) else narrow)

    def _figure(self, part: Figure) -> Iterator[Line]:
        words = shown(clean(part.text)).split()
        half_cells = 2 * sum(map(len, words)) + max(0, len(words) - 1)
        width = min(MAX_SIZE, 2 * self._paper.text_columns // max(1, half_cells))
        text = " ".join(words)
        if width and encodable(text):
            height = max(width, min(MAX_SIZE, 4 if self._large else 3)) if width > 1 else 3
            yield TextLine(text, width=width, height=height, bold=True, tight=True, rtl=self._rtl)
        else:
            yield from self._running(text, ((3, 3), (2, 2), (1, 1)), bold=True)
        yield Feed(GAP_AFTER_FIGURE)

    def _pair(self, part: Pair) -> Iterator[TextLine]:
        label, value = (" ".join(shown(clean(text)).split()) for text in (part.label, part.value))
        drawn = self._drawn(label + value)
        size = self._body[0]
        gap = 2 * CELL_WIDTH * size[0]
        if self._dots(label, size, part.bold, drawn) + gap + self._dots(value, size, part.bold, drawn) <= self._room:
            yield TextLine(label, value, *size, bold=part.bold, rtl=self._rtl, drawn=drawn)
            return
        yield from self._running(part.label, self._body, bold=part.bold)
        yield from self._running(part.value, self._body, bold=part.bold)

    def _qr(self, part: Qr) -> Iterator[Line]:
        module = module_dots(part.data, self._paper.dots)
        quiet = QUIET_MODULES * module
        indent = max(self._paper.margin, quiet)
        if self._rtl:
            indent = self._paper.dots - indent - module * most_modules(part.data)
        yield Feed(quiet)
        yield QrLine(part.data, module, indent)
        yield Feed(quiet)
        yield from self._running(part.caption, self._body)

    def _verbatim(self, part: Verbatim) -> Iterator[TextLine]:
        lines = [shown(clean(line)).replace("\n", " ").rstrip() for line in part.lines]
        columns = max(map(len, lines), default=0)
        sizes = (_LARGE[0], *_LARGE_NOTE) if self._large else _PLAIN
        fits = [size for size in sizes if columns * size[0] <= self._paper.text_columns]
        for line in lines:
            if fits and self._ink.carries(line):
                yield TextLine(line, width=fits[0][0], height=fits[0][1])
            else:  # narrowed as a picture rather than broken: amounts stand under each other
                yield TextLine(line, drawn=True)

    def _sample(self, codec: str) -> Iterator[TextLine]:
        letters = bytes(range(0x80, 0x100)).decode(codec, "ignore")
        letters = "".join(letter for letter in letters if letter.isprintable())
        yield TextLine(codec, bold=True)
        for at in range(0, len(letters), 32):
            yield TextLine(letters[at : at + 32], codec=codec)

    def _fits(self, text: str, size: Size, mark: str, bold: bool, drawn: bool) -> bool:
        """Whether no word has to be cut."""
        return widest(text, self._measure(size, bold, drawn)) <= self._room - self._indent(mark, size, drawn)

    @property
    def _room(self) -> int:
        return self._paper.text_columns * CELL_WIDTH

    def _measure(self, size: Size, bold: bool, drawn: bool) -> Measure:
        return lambda text: self._dots(text, size, bold, drawn)

    def _indent(self, mark: str, size: Size, drawn: bool) -> int:
        """Where the text of an item begins: its mark stays narrow in large print."""
        if not mark:
            return 0
        return math.ceil(self._dots(mark, (1, size[1]), False, drawn)) + size[0] * CELL_WIDTH

    def _drawn(self, text: str) -> bool:
        return self._all_drawn or not self._ink.carries(shown(text))

    def _dots(self, text: str, size: Size, bold: bool, drawn: bool) -> float:
        return self._ink.dots(text, size, bold=bold) if drawn else len(text) * size[0] * CELL_WIDTH


def _texts(part: Part) -> tuple[str, ...]:
    match part:
        case Heading(text=text) | Paragraph(text=text) | Note(text=text) | Item(text=text):
            return (text,)
        case Pair(label=label, value=value):
            return (label, value)
        case Qr(caption=caption):
            return (caption,) if caption else ()
        case Figure() | Rule() | Verbatim() | PageSamples() | Ruler():
            return ()
        case _:
            assert_never(part)


def _merged(lines: Iterable[Line]) -> Iterator[Line]:
    waiting = 0
    for line in lines:
        if isinstance(line, Feed):
            waiting = max(waiting, line.dots)
            continue
        if waiting:
            yield Feed(waiting)
        waiting = 0
        yield line
    if waiting:
        yield Feed(waiting)


def _height(line: Line) -> int:
    match line:
        case TextLine():
            return line.pitch
        case RuleLine():
            return RULE_HEIGHT
        case RulerLine():
            return RULER_HEIGHT
        case QrLine():
            return line.module * most_modules(line.data)
        case Feed():
            return line.dots
        case _:
            assert_never(line)
