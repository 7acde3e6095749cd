"""Text before it meets a printer: cleaned, judged, wrapped.

Nothing a citizen or an office typed may become a printer command, so control characters go first. What is left is
normalised (NFC) and its typographic blanks are mapped to ones the code page has, so that ordinary German text stays
text. Soft hyphens are kept until a line is broken at one; none is ever printed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

CODE_PAGE = "cp1252"
"""WPC1252, page 16 of every printer: it has the German quotes and dashes that 858 lacks."""

SOFT_HYPHEN = "\u00ad"
Measure = Callable[[str], float]

_BLANKS = re.compile(r"[ \t\r\f\v]+")  # not the no-break space: it must not part a number from its unit
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
_BREAK = re.compile(f"{SOFT_HYPHEN}+|[-/]+")
_TYPOGRAPHY = {
    0x2011: "-",  # no-break hyphen
    0x2002: " ",  # en space
    0x2003: " ",  # em space
    0x2009: "\u00a0",  # thin space
    0x202F: "\u00a0",  # narrow no-break space, as in „z. B.“
    0x2028: "\n",  # line separator
}
_LOOSE = 0.4
"""A line that would stay emptier than this takes the first half of a word that may be parted."""
_LEAST = 4
"""Letters on either side of such a break."""
_LONELY = 0.4
"""A single word at the end of a text, shorter than this share of the line, gets company."""


def clean(text: str) -> str:
    """Gives `text` in NFC without control characters; line feeds and soft hyphens stay, other blanks become spaces."""
    text = unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY)
    joined = has_arabic(text)
    return "".join(" " if char in "\t\r\f\v" else char for char in text if _is_printable(char, joined=joined))


def shown(text: str) -> str:
    """What is printed of cleaned text that is not broken: everything but soft hyphens."""
    return text.replace(SOFT_HYPHEN, "")


def encodable(text: str, codec: str = CODE_PAGE) -> bool:
    """Whether the code page carries every character of `text`."""
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def has_arabic(text: str) -> bool:
    """Whether a text has letters that join and run from right to left."""
    return _ARABIC.search(text) is not None


def widest(text: str, measure: Measure = len) -> float:
    """Width of the longest piece of cleaned text that cannot be broken: a line must have room for it."""
    return max((measure(piece) for word in _words(text) for piece in _pieces(word)), default=0.0)


def wrap(text: str, width: float, measure: Measure = len) -> tuple[str, ...]:
    """Breaks cleaned text into lines of at most `width`.

    Lines break at blanks, at soft hyphens (where a hyphen appears) and after "-" and "/"; only a piece longer than a
    line is cut. A single short word is not left alone on the last line. Gives no line for a text without a word. Line
    feeds of the text are kept.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        words = _words(paragraph)
        lines += _accompanied(words, _filled(words, width, measure), width, measure)
    return tuple(lines)


def _words(text: str) -> list[str]:
    return [word for word in _BLANKS.split(text.replace("\n", " ")) if shown(word)]


def _filled(words: list[str], width: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in words:
        rest = word
        while measure(_after(line, shown(rest))) > width:
            head, tail = _parted(line, rest, width, measure)
            if head:
                line, rest = _after(line, head), tail
            if not line:
                line, rest = _cut(rest, width, measure)
            lines.append(line)
            line = ""
        line = _after(line, shown(rest)) if shown(rest) else line
    return [*lines, line] if line else lines


def _parted(line: str, word: str, width: float, measure: Measure) -> tuple[str, str]:
    """What of `word` still goes on the line, and the rest of it; nothing where it had better begin a new line."""
    must = measure(shown(word)) > width
    if line and not must and width - measure(line) < _LOOSE * width:
        return "", word
    best = ("", word)
    for end, hyphen in _breaks(word)[:-1]:
        head, tail = shown(word[:end]) + hyphen, word[end:]
        enough = must or min(len(head) - len(hyphen), len(shown(tail))) >= _LEAST
        if enough and measure(_after(line, head)) <= width:
            best = (head, tail)
    return best


def _breaks(word: str) -> list[tuple[int, str]]:
    """Where a word may end on a line, and what has to be added there; the last one is its own end."""
    found = [(match.end(), "-" if match[0][0] == SOFT_HYPHEN else "") for match in _BREAK.finditer(word)]
    inner = [each for each in found if 0 < each[0] < len(word)]
    return [*inner, (len(word), "")]


def _pieces(word: str) -> Iterator[str]:
    """What of a word stays whole."""
    start = 0
    for end, hyphen in _breaks(word):
        yield shown(word[start:end]) + hyphen
        start = end


def _cut(word: str, width: float, measure: Measure) -> tuple[str, str]:
    """The last resort: as many characters as fit."""
    plain = shown(word)
    end = next((end for end in range(len(plain), 1, -1) if measure(plain[:end]) <= width), 1)
    return plain[:end], plain[end:]


def _after(line: str, word: str) -> str:
    return f"{line} {word}" if line else word


def _accompanied(words: list[str], lines: list[str], width: float, measure: Measure) -> list[str]:
    """The same number of lines, a little narrower, where a short word would stand alone at the end."""
    narrower = lines
    least = max((measure(piece) for word in words for piece in _pieces(word)), default=0.0)
    while len(narrower) > 1 and " " not in narrower[-1] and measure(narrower[-1]) < _LONELY * width:
        limit = max(map(measure, narrower[:-1])) * 0.999
        narrower = _filled(words, limit, measure) if limit >= least else []
        if not narrower or len(narrower) > len(lines):
            return lines
    return narrower


def _is_printable(char: str, *, joined: bool) -> bool:
    if char in "\t\r\f\v\n" or char == SOFT_HYPHEN:
        return True
    category = unicodedata.category(char)
    if category == "Cf":  # direction marks and joiners mean something among Arabic letters only
        return joined and char in "\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069"
    return category not in ("Cc", "Cs", "Co")
