"""Rows of a list while somebody fills them in: adding, changing, removing (asked once), and what moves with it.

A row is known by its number. When one is removed, drafts and visited pages of those behind it move up with them, so
that nobody loses what stands on a page, checked or not.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from kiosk.dialogue.forms.filling import Draft, Filling
from kiosk.services.fields import ListField
from kiosk.services.form import (
    Checked,
    Code,
    Problem,
    Question,
    RowPlace,
    check_entries,
    check_row,
    row_prefix,
    with_row,
    without_row,
)

ADD, CHANGE, REMOVE, DROP, KEEP = "rows.add", "rows.change.", "rows.remove.", "rows.drop", "rows.keep"
LAST = -1
"""Page of the rows that has the newest one."""


def list_of(question: Question) -> ListField | None:
    """The list that a page is about, None for other pages."""
    only = question.fields[0]
    return only if isinstance(only, ListField) else None


def pressed(filling: Filling, hub: Question, list_: ListField, draft: Draft, node: str) -> tuple[Filling, str]:
    """A key on the page of a list was pressed: the form now, and the page where it goes on."""
    rows = len(filling.rows(hub))
    clean = replace(draft, problems=(), removing=None)
    match node:
        case "rows.add" if rows < list_.max:
            filling = filling.with_draft(hub.id, replace(clean, options_page=LAST))
            filling = replace(filling, answers=with_row(list_, filling.answers))
            return filling, filling.row_pages(hub, rows)[0].id
        case "rows.drop" if draft.removing is not None and draft.removing < rows:
            return removed(filling.with_draft(hub.id, clean), hub, list_, draft.removing), hub.id
        case "rows.keep":
            return filling.with_draft(hub.id, clean), hub.id
        case "options.more":
            return filling.with_draft(hub.id, replace(draft, options_page=draft.options_page + 1)), hub.id
    if node.startswith(CHANGE):
        return filling.with_draft(hub.id, clean), filling.row_pages(hub, _number(node, CHANGE))[0].id
    if node.startswith(REMOVE):
        return filling.with_draft(hub.id, replace(clean, removing=_number(node, REMOVE))), hub.id
    return filling, hub.id


def _number(node: str, prefix: str) -> int:
    """Keys count rows as people do."""
    return int(node.removeprefix(prefix)) - 1


def removed(filling: Filling, hub: Question, list_: ListField, number: int) -> Filling:
    """The form without a row; pages of those behind it get the ids of their new places."""
    moved = _mover(hub.id, number, len(filling.rows(hub)))
    drafts = {new: draft for id_, draft in filling.drafts.items() if (new := moved(id_)) is not None}
    visited = frozenset(new for id_ in filling.visited if (new := moved(id_)) is not None)
    answers = without_row(list_, filling.answers, number)
    return replace(filling, answers=answers, drafts=MappingProxyType(drafts), visited=visited)


def _mover(hub: str, number: int, rows: int) -> Callable[[str], str | None]:
    """Gives the new id of a page, None for one that is gone."""
    places = {f"{row_prefix(hub, old)}.": old for old in range(number, rows)}

    def moved(id_: str) -> str | None:
        prefix = next((prefix for prefix in places if id_.startswith(prefix)), None)
        if prefix is None:
            return id_
        old = places[prefix]
        return None if old == number else f"{row_prefix(hub, old - 1)}.{id_.removeprefix(prefix)}"

    return moved


def left(filling: Filling, place: RowPlace) -> Filling:
    """The form after somebody left a row for the page of its list: a row in which nothing stands is none."""
    hub = filling.question(place.hub)
    row = filling.rows(hub)[place.number]
    prefix = f"{row_prefix(hub.id, place.number)}."
    stands = any(value is not None for value in row.values()) or any(
        _stands(draft) for id_, draft in filling.drafts.items() if id_.startswith(prefix)
    )
    return filling if stands else removed(filling, hub, place.list, place.number)


def _stands(draft: Draft) -> bool:
    return any(draft.texts.values()) or any(draft.chosen.values())


def checked(filling: Filling, question: Question, entries: Mapping[str, object], today: date) -> Checked:
    """Checks a page of the form, or of a row. What a row is warned of was said on its own page."""
    place = question.row
    if place is not None:
        return check_row(filling.service, place, question.fields, entries, answers=filling.answers, today=today)
    found = check_entries(filling.service, question.fields, entries, filling.answers, today)
    return replace(found, warnings=tuple(each for each in found.warnings if each.row is None))


def open_rows(filling: Filling, hub: Question) -> Iterator[Problem]:
    """A mistake for each row of which not every page was answered."""
    list_ = list_of(hub)
    if list_ is not None:
        for number in filling.unfinished(hub):
            yield Problem(hub.fields[0].id, Code.ROW_OPEN, {}, row=number, noun=list_.row)
