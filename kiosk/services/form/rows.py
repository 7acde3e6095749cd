"""Rows of a list: adding, removing, and checking the pages of one row.

A row is an immutable mapping like the answers of the form; what is hidden in it is kept and does not count (`view`).
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from kiosk.services.answers import NOTHING, Answers, Row, with_answers
from kiosk.services.fields import Field, ListField
from kiosk.services.form.checking import Checked, read_entries
from kiosk.services.form.normalise import rows_of
from kiosk.services.form.pages import RowPlace
from kiosk.services.form.problems import Problem
from kiosk.services.form.rules import broken_rules
from kiosk.services.model import Service, Severity


def rows_in(list_: ListField, answers: Answers) -> tuple[Row, ...]:
    """The rows that a list has so far."""
    return rows_of(answers.get(list_.id))


def with_row(list_: ListField, answers: Answers) -> Answers:
    """The answers with one more row, still empty."""
    return with_answers(answers, {list_.id: (*rows_in(list_, answers), NOTHING)})


def without_row(list_: ListField, answers: Answers, number: int) -> Answers:
    """The answers without a row; those behind it move up."""
    rows = rows_in(list_, answers)
    return with_answers(answers, {list_.id: (*rows[:number], *rows[number + 1 :]) or None})


def check_row(
    service: Service,
    place: RowPlace,
    fields: Collection[Field],
    entries: Mapping[str, object],
    *,
    answers: Answers,
    today: date,
) -> Checked:
    """Checks what a page of one row was given, and the rules that look into rows.

    Args:
        service: the form.
        place: list and number of the row; the row exists.
        fields: the fields of the page.
        entries: as for `check_entries`, by id in the row.
        answers: what was answered before, of the whole form.
        today: the terminal's date.

    Returns:
        Answers of the whole form; problems name the fields of the row, as they are shown on its own page.
    """
    list_, number = place.list, place.number
    rows = rows_in(list_, answers)
    given, problems = read_entries(fields, entries, rows[number], today)
    row = MappingProxyType({**rows[number], **given})
    updated = with_answers(answers, {list_.id: (*rows[:number], row, *rows[number + 1 :])})
    if problems:
        return Checked(updated, tuple(replace(each, row=number, noun=list_.row) for each in problems), ())
    ids = {field.id for field in fields}
    alone = with_answers(updated, {list_.id: (row,)})  # a rule names the first row that breaks it, here this one
    broken = [found for found in broken_rules(service, alone, today) if found.problem.part in ids]
    broken = [found for found in broken if found.field == list_.id]

    def told(severity: Severity) -> tuple[Problem, ...]:
        return tuple(
            replace(found.problem, field=found.problem.part, row=number, noun=list_.row)
            for found in broken
            if found.severity is severity
        )

    return Checked(updated, told(Severity.ERROR), told(Severity.WARNING))
