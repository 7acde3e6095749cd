"""Sets what somebody typed: every character counts, and no line is ever wider than the box.

Unlike the page's own words (`breaking`), typed text has no marks: asterisks and soft hyphens are what they look like,
spaces at the end are kept because the caret stands behind them, and a word longer than the box is divided.
"""

from screens.metrics import TextStyle
from screens.text.breaking import Line, Measure, Piece, advance

_BEFORE = "… "


def typed_lines(text: str, width: float, style: TextStyle, measure: Measure) -> tuple[Line, ...]:
    """Breaks typed text at spaces and hyphens, inside a word where it must; always at least one line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        rest = paragraph
        while advance(rest.rstrip(" "), style, measure) > width:
            fits = _most(rest, width, style, measure)
            space, hyphen = rest.rfind(" ", 0, fits + 1), rest.rfind("-", 0, fits)
            end = max(space, hyphen) + 1 if max(space, hyphen) > 0 else fits
            lines.append(rest[:end])
            rest = rest[end:]
        lines.append(rest)
    return tuple(_line(line, style, measure) for line in lines)


def read_lines(text: str, width: float, style: TextStyle, measure: Measure) -> tuple[Line, ...]:
    """The same where nobody types: without the spaces that ends of lines have for the caret."""
    lines = typed_lines(text, width, style, measure)
    return tuple(_line("".join(piece.text for piece in line.pieces).rstrip(" "), style, measure) for line in lines)


def last_lines(text: str, width: float, style: TextStyle, measure: Measure, most: int) -> tuple[Line, ...]:
    """At most `most` lines of the end of a text; "…" stands where something before them is not shown."""
    lines = typed_lines(text, width, style, measure)
    if len(lines) <= most:
        return lines
    first, *others = lines[-most:]
    words = "".join(piece.text for piece in first.pieces).rstrip(" ")
    end = typed_end(words, width - advance(_BEFORE, style, measure), style, measure)
    rest = "".join(piece.text for piece in end.pieces)
    if len(rest) < len(words) and " " in rest:
        rest = rest.partition(" ")[2]  # no half words behind the mark
    return (_line(_BEFORE + rest, style, measure), *others)


def typed_end(text: str, width: float, style: TextStyle, measure: Measure) -> Line:
    """As much of the end of a text as fits on one line: where the caret is, is what has to be seen."""
    low, high = 0, len(text)
    while low < high:  # the least number of characters to leave out
        middle = (low + high) // 2
        if advance(text[middle:], style, measure) > width:
            low = middle + 1
        else:
            high = middle
    return _line(text[low:], style, measure)


def _most(text: str, width: float, style: TextStyle, measure: Measure) -> int:
    """How many characters fit, at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if advance(text[:middle], style, measure) > width:
            high = middle - 1
        else:
            low = middle
    return low


def _line(text: str, style: TextStyle, measure: Measure) -> Line:
    width = advance(text, style, measure)
    return Line((Piece(text, style.weight, 0.0, width),) if text else (), width)
