"""A page asks one thing: one question, or a few short fields that people think of as one."""

from collections.abc import Callable, Mapping, Sequence

from kiosk.services.checks.places import Places
from kiosk.services.conditions import leaves
from kiosk.services.fields import DateField, Field, ListField, NumberField, Text, TextField, TextKind, TimeField
from kiosk.services.model import Service

MOST_FIELDS = 4
MOST_MOMENTS = 2


Note = Callable[[str, str, str, str], None]
"""Says of a field, at one of its keys, what is wrong and how to mend it."""


def check_pages(service: Service, places: Places) -> None:
    """Fields that share a page stand together, are short, have a title, and do not depend on each other."""
    for step in service.steps:
        _group(step.fields, step.pages, places.field)
        for field in step.fields:
            if isinstance(field, ListField):
                _group(field.fields, field.pages, _in_row(places, field))


def _in_row(places: Places, list_: ListField) -> Note:
    """What is wrong in a row is said at its list."""

    def note(id_: str, _key: str, what: str, remedy: str) -> None:
        places.field(list_.id, "fields", f"{id_!r}: {what}", remedy)

    return note


def _group(fields: Sequence[Field], titles: Mapping[str, Text], note: Note) -> None:
    by_page: dict[str, list[int]] = {}
    for index, field in enumerate(fields):
        if field.page is not None:
            by_page.setdefault(field.page, []).append(index)
    for page, indices in by_page.items():
        _page(fields, titles, page, indices, note)


def _page(asked: Sequence[Field], titles: Mapping[str, Text], page: str, indices: Sequence[int], note: Note) -> None:
    fields = [asked[index] for index in indices]
    first = fields[0].id
    if len(indices) != indices[-1] - indices[0] + 1:
        note(first, "page", f"the fields of page {page!r} do not stand together", "move them together")
    if len(fields) > 1 and page not in titles:
        remedy = f"add pages: {{{page}: {{title_de: ..., title_en: ...}}}} to the step, block or list"
        note(first, "page", f"the page {page!r} has no title", remedy)
    moments = sum(isinstance(field, DateField | TimeField) for field in fields)
    if len(fields) > MOST_FIELDS or moments > MOST_MOMENTS:
        remedy = f"split the page: {MOST_FIELDS} fields at most, {MOST_MOMENTS} of them dates or times"
        note(first, "page", f"the page {page!r} asks too much at once", remedy)
    ids = {field.id for field in fields}
    for field in fields:
        if len(fields) > 1 and not _short(field):
            remedy = "give it a page of its own: remove 'page'"
            note(field.id, "page", "choices, yes/no, lists and long texts take a whole page", remedy)
        if any(leaf.field in ids for leaf in leaves(field.show_if)):
            remedy = "move it to the next page: what is asked must not change while the page is shown"
            note(field.id, "show_if", "depends on a field of its own page", remedy)


def _short(field: Field) -> bool:
    if isinstance(field, TextField):
        return field.kind is not TextKind.TEXTAREA
    return isinstance(field, NumberField | DateField | TimeField)
