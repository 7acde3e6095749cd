"""The page of a list: the rows so far with their keys, one more, and whether a row shall really go."""

from dataclasses import dataclass, replace

from kiosk.dialogue.forms import list_rows
from kiosk.dialogue.forms.filling import Draft, Filling
from kiosk.dialogue.forms.sayings import row_in_words, row_name, row_noun
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.nodes import Node, Tone
from kiosk.dialogue.pages import (
    Appearance,
    Band,
    Block,
    Heading,
    KeyRow,
    ListRow,
    ListRows,
    Nav,
    NavSplit,
    Notes,
    Page,
    Size,
    Spring,
)
from kiosk.dialogue.room import large
from kiosk.dialogue.state import Context, State
from kiosk.dialogue.states.question_progress import progress, summary
from kiosk.services.fields import ListField
from kiosk.services.form import Question, RowPlace, option_pages
from kiosk.texts import Wording

_ROWS = {Size.S: 4, Size.M: 4, Size.L: 2, Size.XL: 2}
_REACH_ROWS, _LARGE_REACH_ROWS = 2, 1
"""Rows beside one more key; where there are two, to see more and to add one, a row less (the table `_PAGED`)."""
_PAGED = {Size.S: 3, Size.M: 3, Size.L: 2, Size.XL: 1}
_REACH_PAGED, _LARGE_REACH_PAGED = 2, 1
_MOST_LETTERS = 90
"""Of what was answered in a row; "…" says that there is more. All of it stands on the row's own pages."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list on its page: the form, the page of the list, the list itself and what stands on the page."""

    filling: Filling
    hub: Question
    list_: ListField
    draft: Draft


def page(context: Context, state: State, at: Listed) -> Page:
    """Rows with their keys; or, after "Entfernen", the question whether to remove one."""
    w = wording(context, state)
    filling, hub, list_, draft = at.filling, at.hub, at.list_, at.draft
    if draft.removing is not None and draft.removing < len(filling.rows(hub)):
        return _removal(context, state, at, draft.removing)
    look = state.session.appearance
    shown, more = _shown(w, at, look)
    full = len(filling.rows(hub)) >= list_.max
    add = button(list_rows.ADD, w("rows.add", row=row_noun(w, list_.row)), icon="plus")
    keys = ((more,) if more is not None else ()) + (() if full else (add,))
    tray: list[Block] = [ListRows(shown)] if shown else []
    tray += [KeyRow((key,), columns=1) for key in keys]
    return Page(
        id=f"question.{hub.id}",
        appearance=look,
        frame=frame(context, state),
        spring=Spring.PANEL,
        panel=progress(w, filling, hub.step),
        content=(
            *summary(w, hub, draft),
            Heading(heading("form.question", hub.title.say(w.lang)), _lead(w, filling, hub, list_, full=full)),
        ),
        tray=tuple(tray),
        nav=Nav(
            NavSplit.BACK_PRIMARY,
            quiet=button("form.back", w("key.back"), icon="back"),
            primary=button("form.next", w("key.next"), icon="forward"),
            icon_after=True,
        ),
        focus="form.next" if full else list_rows.ADD,
        part=draft.options_page,
    )


def place_in_words(w: Wording, filling: Filling, question: Question, place: RowPlace) -> str:
    """Where somebody is in a row: "**Fahrzeug 2**, Frage 1 von 3."."""
    pages = filling.row_pages(filling.question(place.hub), place.number)
    number = next(n for n, each in enumerate(pages, 1) if each.id == question.id)
    name = row_name(w, place.list.row, place.number)
    return w("rows.place", row=name, number=number, total=len(pages))


def _lead(w: Wording, filling: Filling, hub: Question, list_: ListField, *, full: bool) -> Node:
    """What helps, and how many rows there are; if there may be no more, it says so and why."""
    count = len(filling.rows(hub))
    hints = [list_.help.say(w.lang)] if list_.help is not None else []
    if full:
        hints.append(w("rows.full", max=list_.max))
    elif count:
        hints.append(w("rows.so_far", count=count, max=list_.max))
    else:
        hints.append(w("rows.none") if list_.required else w("rows.none_voluntary"))
    return text("form.hint", " ".join(hints))


def _shown(w: Wording, at: Listed, look: Appearance) -> tuple[tuple[ListRow, ...], Node | None]:
    """The rows of this page, and the key to the next page of them."""
    numbers = range(len(at.filling.rows(at.hub)))
    fit, paged = _ROWS[look.size], _PAGED[look.size]
    if look.reach:
        fit, paged = (_LARGE_REACH_ROWS, _LARGE_REACH_PAGED) if large(look) else (_REACH_ROWS, _REACH_PAGED)
    one_key = len(numbers) <= fit or len(numbers) >= at.list_.max
    pages = option_pages(numbers, fit if one_key else paged)
    current = at.draft.options_page % len(pages)
    rows = tuple(_row(w, at, number) for number in pages[current])
    if len(pages) == 1:
        return rows, None
    return rows, button("options.more", w("key.more_of", page=current + 1, pages=len(pages)), icon="down")


def _row(w: Wording, at: Listed, number: int) -> ListRow:
    name = row_name(w, at.list_.row, number)
    value = _answered(w, at, number)
    shown = number + 1
    return ListRow(
        text(f"rows.title.{shown}", name),
        replace(text(f"rows.value.{shown}", value), private=True),
        replace(
            button(f"{list_rows.CHANGE}{shown}", w("review.change"), icon="edit"),
            speech=w("rows.change_named", row=name),
        ),
        replace(
            button(f"{list_rows.REMOVE}{shown}", w("rows.remove"), icon="close"),
            speech=w("rows.remove_named", row=name),
        ),
    )


def _answered(w: Wording, at: Listed, number: int) -> str:
    """What stands in a row, in short; what is missing is said first."""
    words = row_in_words(w, at.list_, at.filling.rows(at.hub)[number])
    if len(words) > _MOST_LETTERS:
        words = words[:_MOST_LETTERS].rstrip(" ,") + " …"
    if number not in at.filling.unfinished(at.hub):
        return words or w("review.empty")
    return f"{w('rows.unfinished')} {words}".strip()


def _removal(context: Context, state: State, at: Listed, number: int) -> Page:
    """Asked once: keeping is the filled key."""
    w = wording(context, state)
    name = row_name(w, at.list_.row, number)
    words = row_in_words(w, at.list_, at.filling.rows(at.hub)[number]) or w("review.empty")
    words = words if len(words) <= 2 * _MOST_LETTERS else words[: 2 * _MOST_LETTERS].rstrip(" ,") + " …"
    what = replace(text("rows.what", name, words, icon="document"), private=True)
    return Page(
        id=f"question.{at.hub.id}.remove",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=Band(
            Tone.WARN,
            "warning",
            heading("rows.question", w("rows.really", row=name)),
            text("rows.lost", w("rows.lost")),
        ),
        content=(Notes((what,)),),
        nav=Nav(
            NavSplit.STACKED,
            quiet=button(list_rows.DROP, w("rows.drop", row=name), icon="close"),
            primary=button(list_rows.KEEP, w("rows.keep", row=name)),
        ),
        focus=list_rows.KEEP,
    )
