"""The page of a question with many answers: a field to search in, what fits, and the keyboard.

Two faces of one page. While typing: the first that fit, over the keyboard. "Alle … anzeigen": all that fit, page by
page in the tray; a touch on the field brings the keyboard back. A keyboard on the desk writes in both.
"""

from dataclasses import dataclass

from kiosk.dialogue.form_blocks import Fields
from kiosk.dialogue.forms import keyboard, searching
from kiosk.dialogue.forms.filling import Draft
from kiosk.dialogue.forms.sayings import sentence
from kiosk.dialogue.frame import button, text
from kiosk.dialogue.nodes import Mark, Node, Role
from kiosk.dialogue.pages import Appearance, Block, Choices, KeyRow, Paragraph, Size
from kiosk.dialogue.room import rows
from kiosk.dialogue.states.question import CHOICE_PREFIX, FIELD_PREFIX
from kiosk.services.fields import Option
from kiosk.services.form import Question, option_pages
from kiosk.texts import Wording

_HITS = {Size.S: 3, Size.M: 3, Size.L: 2, Size.XL: 1}


@dataclass(frozen=True, slots=True)
class Searched:
    """What stands on such a page under its question."""

    content: tuple[Block, ...]
    tray: tuple[Block, ...]
    focus: str


def found(w: Wording, question: Question, draft: Draft, look: Appearance) -> Searched | None:
    """Field, hits and keyboard; None for a page that does not search."""
    if not searching.searched(question):
        return None
    hits = searching.hits(question, draft, w.lang)
    field = FIELD_PREFIX + searching.SEARCH
    above: tuple[Block, ...] = (_field(w, question, draft, field),)
    if not hits:
        above = (*above, Paragraph(text("options.none", w("search.none"))))
    if draft.listing and hits:
        return Searched(above, _listed(w, question, draft, hits, rows(look, most=6)), field)
    board = keyboard.search_keyboard(w, digits=not look.reach)
    if not hits:
        return Searched(above, (board,), field)
    most = 1 if look.reach else _HITS[look.size]
    shown = Choices(tuple(_row(w, question, draft, each) for each in hits[:most]))
    more = KeyRow((button(searching.ALL, w.count("options.all", len(hits)), icon="down"),), columns=1)
    if look.reach:  # over the keyboard there is room for one key within reach
        return Searched(above, (shown if len(hits) == 1 else more, board), field)
    return Searched((*above, shown), (more, board) if len(hits) > most else (board,), field)


def hint(w: Wording, question: Question, draft: Draft) -> str | None:
    """What is chosen, wherever it stands in the list; before that, what to do. None for a page that does not search."""
    options = searching.searched(question)
    if not options:
        return None
    picked = draft.chosen.get(question.fields[0].id, ())
    chosen = next((option for option in options if option.value in picked), None)
    return w("options.hint") if chosen is None else w("options.chosen", option=chosen.label.say(w.lang))


def _field(w: Wording, question: Question, draft: Draft, field: str) -> Fields:
    wrong = next((problem for problem in draft.problems if problem.field == question.fields[0].id), None)
    marks = frozenset({Mark.ACTIVE, Mark.FAILED}) if wrong is not None else frozenset({Mark.ACTIVE})
    node = Node(id=field, role=Role.FIELD, name=w("options.search"), value=draft.query, marks=marks, private=True)
    error = text(f"error.{question.fields[0].id}", sentence(w, wrong), icon="error") if wrong is not None else None
    return Fields((node,), labels=False, icon="search", error=error)


def _listed(w: Wording, question: Question, draft: Draft, hits: tuple[Option, ...], room: int) -> tuple[Block, ...]:
    pages = option_pages(hits, room)
    number = draft.options_page % len(pages)
    shown = Choices(tuple(_row(w, question, draft, each) for each in pages[number]))
    if len(pages) == 1:
        return (shown,)
    more = button("options.more", w("key.more_of", page=number + 1, pages=len(pages)), icon="down")
    return (shown, KeyRow((more,), columns=1))


def _row(w: Wording, question: Question, draft: Draft, option: Option) -> Node:
    field = question.fields[0]
    return Node(
        id=f"{CHOICE_PREFIX}{field.id}.{option.value}",
        role=Role.RADIO,
        name=option.label.say(w.lang),
        value=option.help.say(w.lang) if option.help is not None else "",
        marks=frozenset({Mark.SELECTED}) if option.value in draft.chosen.get(field.id, ()) else frozenset[Mark](),
        private=True,
    )
