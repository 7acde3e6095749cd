"""Breaks a text into lines.

Knows words, hard breaks, hyphens, soft hyphens (U+00AD) and `**strong**` words, and measures through a function that is
given to it. Nothing is ever lost or cut: a piece that has no break inside and is wider than the box gets its own line.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from screens.metrics import STRONG, TextStyle

Measure = Callable[[str, int, float], float]
"""Width in pixels of (text, weight, size in pixels)."""


def advance(text: str, style: TextStyle, measure: Measure) -> float:
    """Width of a text on one line, with the room between its letters."""
    return measure(text, style.weight, style.px) + len(text) * style.spacing * style.px


SOFT_HYPHEN = "\u00ad"
_SENTENCE_END = re.compile(r"(?<=[^\W\d][^\W\d]|.[“”)*])\. ")
"""Behind a word, not behind a number ("1. Mai") or a letter ("e. V.")."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring words of one weight on a line; `x` counts from the start of the line."""

    text: str
    weight: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line, ready to be set."""

    pieces: tuple[Piece, ...]
    width: float

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(piece.text for piece in self.pieces)


class _After(Enum):
    NOTHING = ""
    SPACE = " "
    SOFT = "-"
    END = "\n"


@dataclass(frozen=True, slots=True)
class _Atom:
    """Something that is never split, and what may follow it."""

    text: str
    weight: int
    after: _After


def _atoms(text: str, weight: int) -> Iterator[_Atom]:
    """Splits at spaces, after hyphens, at soft hyphens, hard breaks and changes of weight."""
    for number, paragraph in enumerate(text.split("\n")):
        if number:
            yield _Atom("", weight, _After.END)
        for place, run in enumerate(paragraph.split("**")):
            yield from _run_atoms(run, STRONG if place % 2 else weight)


def _run_atoms(run: str, weight: int) -> Iterator[_Atom]:
    start = 0
    for i, char in enumerate(run):
        if char == " ":
            yield _Atom(run[start:i], weight, _After.SPACE)
            start = i + 1
        elif char == SOFT_HYPHEN:
            yield _Atom(run[start:i], weight, _After.SOFT)
            start = i + 1
    if start < len(run):
        yield _Atom(run[start:], weight, _After.NOTHING)


def _hyphenated(atom: _Atom) -> Iterator[_Atom]:
    """A word with a hyphen inside may break behind it ("Labrador-Mischling")."""
    start = 0
    for i in range(1, len(atom.text) - 1):
        if atom.text[i] in "-–/" and atom.text[i - 1].isalpha() and atom.text[i + 1].isalpha():
            yield _Atom(atom.text[start : i + 1], atom.weight, _After.NOTHING)
            start = i + 1
    yield replace(atom, text=atom.text[start:])


class _Breaker:
    def __init__(self, style: TextStyle, measure: Measure) -> None:
        self._style = style
        self._measure = measure

    def _width(self, text: str, weight: int) -> float:
        return self._measure(text, weight, self._style.px) + len(text) * self._style.spacing * self._style.px

    def line(self, atoms: list[_Atom]) -> Line:
        """Sets atoms on one line; the soft hyphen of the last one becomes visible."""
        runs: list[tuple[str, int]] = []
        for number, atom in enumerate(atoms):
            last = number == len(atoms) - 1
            tail = atom.after.value if (atom.after is _After.SPACE) != last and atom.after is not _After.END else ""
            if atom.after is _After.SOFT and not last:
                tail = ""
            text = atom.text + tail
            if not text:
                continue
            if runs and runs[-1][1] == atom.weight:
                runs[-1] = (runs[-1][0] + text, atom.weight)
            else:
                runs.append((text, atom.weight))
        pieces: list[Piece] = []
        x = 0.0
        for text, weight in runs:
            width = self._width(text, weight)
            pieces.append(Piece(text, weight, x, width))
            x += width
        return Line(tuple(pieces), x)

    def _groups(self, text: str) -> Iterator[list[_Atom]]:
        """What stays together: atoms up to and with the next one behind which a line may end."""
        group: list[_Atom] = []
        for atom in _atoms(text, self._style.weight):
            parts = list(_hyphenated(atom))
            for part in parts[:-1]:
                yield [*group, part]
                group = []
            group.append(parts[-1])
            if parts[-1].after is not _After.NOTHING:
                yield group
                group = []
        if group:
            yield group

    def lines(self, text: str, width: float) -> list[Line]:
        """Greedy: as much on each line as fits."""
        lines: list[Line] = []
        current: list[_Atom] = []
        for group in self._groups(text):
            if current and self.line([*current, *group]).width > width:
                lines.append(self.line(current))
                current = []
            current.extend(group)
            if group[-1].after is _After.END:
                lines.append(self.line(current[:-1]))
                current = []
        if current or not lines:
            lines.append(self.line(current))
        return lines


def break_lines(text: str, width: float, style: TextStyle, measure: Measure) -> tuple[Line, ...]:
    """Lines of a running text, each no wider than `width`.

    A group without a break inside that is wider than the box stands alone on its line and sticks out.
    """
    return tuple(_Breaker(style, measure).lines(text, width))


def break_evenly(text: str, width: float, style: TextStyle, measure: Measure) -> tuple[Line, ...]:
    """As many lines as `break_lines` needs, but of about the same length: no lonely last word in a heading."""
    breaker = _Breaker(style, measure)
    lines = breaker.lines(text, width)
    if len(lines) == 1:
        return tuple(lines)
    narrow, wide = 1, int(width)
    while wide - narrow > 2:
        middle = (narrow + wide) // 2
        candidate = breaker.lines(text, middle)
        if len(candidate) > len(lines) or max(line.width for line in candidate) > middle:
            narrow = middle
        else:
            wide = middle
    evenly = breaker.lines(text, wide)
    return tuple(evenly if len(evenly) == len(lines) else lines)


def break_at_sentences(text: str, width: float, style: TextStyle, measure: Measure) -> tuple[Line, ...]:
    """Like `break_lines`, but each sentence starts a line where no line more is needed, and none ends lonely."""
    lines = break_lines(text, width, style, measure)
    sentences = (text if "\n" in text else _SENTENCE_END.sub(".\n", text)).split("\n")
    if len(lines) == 1 or len(sentences) == 1:
        return lines
    apart = tuple(line for sentence in sentences for line in _not_lonely(sentence, width, style, measure))
    return apart if len(apart) == len(lines) else lines


def _not_lonely(text: str, width: float, style: TextStyle, measure: Measure) -> tuple[Line, ...]:
    """One sentence; of about the same length where its last line would be a single word."""
    lines = break_lines(text, width, style, measure)
    if len(lines) == 1 or " " in lines[-1].text.strip():
        return lines
    return break_evenly(text, width, style, measure)


def break_calmly(text: str, width: float, style: TextStyle, measure: Measure) -> tuple[Line, ...]:
    """Running text without a lonely last word: a sentence a line where that costs none, otherwise lines of one length.

    Only the last paragraph can end lonely; texts with hard breaks before it keep those as they are.
    """
    lines = break_at_sentences(text, width, style, measure)
    if len(lines) < 2 or " " in lines[-1].text.strip():
        return lines
    before, newline, last = text.rpartition("\n")
    evenly = break_evenly(last, width, style, measure)
    return (*_Breaker(style, measure).lines(before, width), *evenly) if newline else evenly
