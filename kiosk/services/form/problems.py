"""Mistakes in answers, as values: where, what, and what belongs into the sentence.

The sentence is the text `error.<code>`; it says what happened and what to do, the same in summary, field and speech.
Where the service has words of its own (`own`), they are said instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from datetime import date, time
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

from kiosk.services.fields import Field, ListField, Text

Shown: TypeAlias = str | int | Decimal | date | time | Text
"""What a sentence can be filled with; whoever says it writes numbers, dates and times as the language does."""


class Code(Enum):
    """Every kind of mistake; in brackets what it brings besides `label`."""

    MISSING_TEXT = "missing.text"
    MISSING_NUMBER = "missing.number"
    MISSING_DATE = "missing.date"
    MISSING_TIME = "missing.time"
    MISSING_CHOICE = "missing.choice"
    MISSING_SEVERAL = "missing.several"
    TEXT_LONG = "text.long"
    """(max, over: characters too many)"""
    TEXT_PATTERN = "text.pattern"
    """(example)"""
    TEXT_UNFIT = "text.unfit"
    EMAIL = "email"
    IBAN = "iban"
    NUMBER_UNREADABLE = "number.unreadable"
    NUMBER_WHOLE = "number.whole"
    NUMBER_LOW = "number.low"
    """(min, unit)"""
    NUMBER_HIGH = "number.high"
    """(max, unit)"""
    DATE_INCOMPLETE = "date.incomplete"
    DATE_UNREADABLE = "date.unreadable"
    DATE_MONTH = "date.month"
    """(month: the number that is no month)"""
    DATE_IMPOSSIBLE = "date.impossible"
    """(day, month, year: numbers)"""
    DATE_EARLY = "date.early"
    """(min: date)"""
    DATE_LATE = "date.late"
    """(max: date)"""
    TIME_UNREADABLE = "time.unreadable"
    TIME_EARLY = "time.early"
    """(min: time)"""
    TIME_LATE = "time.late"
    """(max: time)"""
    CHOICE_UNKNOWN = "choice.unknown"
    ROWS_FEW = "rows.few"
    """(min)"""
    ROWS_MANY = "rows.many"
    """(max)"""
    ROW_OPEN = "row.open"
    """A row of which not every page was answered."""
    RULE = "rule"
    """Always with words of its own."""
    CONSENT = "consent"
    """`label` has the declaration; `field` its id."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake.

    Args:
        field: id of the field where it is shown.
        code: what is wrong.
        values: fills the sentence.
        own: the service's own words, said instead of the general sentence.
        row: number of the row in a list, from 0.
        part: id of the field in the row.
        noun: what a row is ("Fahrzeug"), if the list says so.
    """

    field: str
    code: Code
    values: Mapping[str, Shown] = attribute(default_factory=dict)
    own: Text | None = None
    row: int | None = None
    part: str = ""
    noun: Text | None = None

    @property
    def key(self) -> str:
        """Key of the general sentence."""
        return f"error.{self.code.value}"

    def in_row(self, list_: ListField, row: int) -> "Problem":
        """The same mistake in a row of a list."""
        return replace(self, field=list_.id, row=row, part=self.field, noun=list_.row)


def problem(asked: Field, code: Code, **values: Shown) -> Problem:
    """A mistake in a field; the field's own words are taken along."""
    own = asked.missing if code.value.startswith("missing.") else asked.wrong
    return Problem(asked.id, code, {"label": asked.label, **values}, own)
