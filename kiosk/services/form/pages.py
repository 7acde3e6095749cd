"""How fields group into pages: one question, or a few short fields that people think of as one thing.

Neighbours that name the same `page` share one, all others have one of their own. A page whose fields are all hidden is
not shown; hiding one of several leaves the page. `kiosk.services.checks.pages` proves that a shared page can be shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias, TypeVar

from kiosk.services.answers import Answers
from kiosk.services.fields import Field, ListField, Text
from kiosk.services.form.view import look
from kiosk.services.model import Service, Step

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a row is: the page of its list, the list, and its number from 0."""

    hub: str
    list: ListField
    number: int


@dataclass(frozen=True, slots=True)
class Question:
    """What one page asks.

    Args:
        id: stable name, unique in the service: step and page ("halter.name"), or step and field ("hund.rasse").
        step: id of the step that it belongs to.
        title: heading of the page.
        about: heading of the block that a single field came with, to be shown over the title ("Neue Anschrift").
        fields: what is asked, one field or a few short ones.
        row: the row of a list that it asks about, None for a page of the form itself.
    """

    id: str
    step: str
    title: Text
    about: Text | None
    fields: tuple[Field, ...]
    row: "RowPlace | None" = None


def questions(service: Service, answers: Answers) -> tuple[Question, ...]:
    """The pages of a form with these answers, in order; each visible field is on exactly one."""
    shown = {field.id for field in look(service.fields, answers).fields}
    return tuple(question for step in service.steps for question in _of_step(step, shown))


def row_questions(hub: Question, number: int, row: Answers) -> tuple[Question, ...]:
    """The pages of one row of the list that stands alone on the page `hub`; their ids count rows from 1."""
    list_ = hub.fields[0]
    if not isinstance(list_, ListField):
        return ()
    shown = {field.id for field in look(list_.fields, row).fields}
    place = RowPlace(hub.id, list_, number)
    grouped = _grouped(row_prefix(hub.id, number), list_.fields, list_.pages, shown)
    return tuple(Question(id_, hub.step, title, about, fields, place) for id_, title, about, fields in grouped)


def row_prefix(hub: str, number: int) -> str:
    """What the ids of a row's pages begin with, before the last dot."""
    return f"{hub}.{number + 1}"


def _of_step(step: Step, shown: set[str]) -> list[Question]:
    grouped = _grouped(step.id, step.fields, step.pages, shown)
    return [Question(id_, step.id, title, about, fields) for id_, title, about, fields in grouped]


_Page: TypeAlias = tuple[str, Text, Text | None, tuple[Field, ...]]
"""Id, title, heading of the block, fields."""


def _grouped(prefix: str, asked: Sequence[Field], pages: Mapping[str, Text], shown: set[str]) -> list[_Page]:
    """Fields by page, as a step or a row asks them."""
    found: list[_Page] = []
    for key, group in groupby(asked, key=lambda field: field.page or f"\x00{field.id}"):
        fields = tuple(field for field in group if field.id in shown)
        if not fields:
            continue
        shared = pages.get(key)
        first = fields[0]
        if shared is not None:
            found.append((f"{prefix}.{key}", shared, None, fields))
        else:
            found.append((f"{prefix}.{first.id}", first.question or first.label, first.about, fields))
    return found


def option_pages(options: Sequence[T], most: int) -> tuple[tuple[T, ...], ...]:
    """Splits a long list of options into pages of at most `most`, as even as can be, in order."""
    count = -(-len(options) // most) or 1
    size, larger = divmod(len(options), count)
    ends = [size * (number + 1) + min(number + 1, larger) for number in range(count)]
    return tuple(tuple(options[start:end]) for start, end in zip([0, *ends], ends, strict=False))
