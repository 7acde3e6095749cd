"""Which answers stand on which page of the review, and how much of a long one is shown."""

from dataclasses import dataclass

from kiosk.dialogue.forms.filling import Filling
from kiosk.dialogue.forms.list_rows import list_of
from kiosk.services.answers import Value
from kiosk.services.fields import Field
from kiosk.services.form import Question, look
from kiosk.texts import Wording

LINE = 30
"""Letters of a line of an answer; two lines fit a row, each further one takes as much as `_FURTHER` of one."""
_FURTHER = 0.45
LONGEST = 240
"""Letters that are shown of a long answer; all of them stand on its own page, behind "Ändern"."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the review: an answer, or with `row` the answers in one row of a list.

    Args:
        change: id of the page where it is changed; empty for what was asked together with the line before.
    """

    question: Question
    field: Field
    change: str
    row: int | None = None


Rows = tuple[Line, ...]


def review_pages(filling: Filling, room: int) -> tuple[Rows, ...]:
    """Lines of each page, as much as `room` rows; what was asked together stays together, rows of a list may part."""
    values = look(filling.service.fields, filling.answers).values
    pages: list[list[Line]] = [[]]
    taken = 0.0
    for question in filling.every:
        for lines in _together(filling, question):
            size = sum(_size(values.get(line.field.id), line.row) for line in lines)
            if pages[-1] and taken + size > room:
                pages.append([])
                taken = 0.0
            pages[-1] += lines
            taken += size
    return tuple(tuple(page) for page in pages)


def _together(filling: Filling, question: Question) -> list[list[Line]]:
    """Lines of a page of the form: all its answers at once; for a list its own line, then one a row."""
    changed = next((field.id for field in question.fields if field.id not in filling.locked), None)
    asked = [Line(question, field, question.id if field.id == changed else "") for field in question.fields]
    if list_of(question) is None:
        return [asked]
    numbers = range(len(filling.rows(question)))
    rows = [Line(question, question.fields[0], filling.row_pages(question, n)[0].id, n) for n in numbers]
    return [asked, *([row] for row in rows)]


def _size(value: Value | None, row: int | None) -> float:
    """Room that an answer takes, in rows."""
    lines = _lines(value, row)
    return 1.0 + _FURTHER * max(0, lines - 2)


def _lines(value: Value | None, row: int | None) -> int:
    if isinstance(value, str):
        return sum(1 + len(part) // LINE for part in value[:LONGEST].split("\n"))
    if isinstance(value, tuple) and row is not None and row < len(value):
        cells = value[row]
        letters = sum(len(str(cell)) + 8 for cell in cells.values()) if not isinstance(cells, str) else 0
        return 1 + min(letters, LONGEST) // LINE
    return 1


def shortened(w: Wording, words: str) -> str:
    """As much of an answer as the review has room for; what is left out is said."""
    if len(words) <= LONGEST:
        return words
    kept = words[:LONGEST].rstrip()
    return w.count("review.more", len(words) - len(kept), text=kept)


def page_of(filling: Filling, room: int, question: str) -> int:
    """The page on which a question stands, the first one if it is not asked any more."""
    pages = review_pages(filling, room)
    return next((n for n, page in enumerate(pages) if any(line.question.id == question for line in page)), 0)
