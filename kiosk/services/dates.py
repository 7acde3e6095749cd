"""Days as they are answered and days as they are configured; pure, `today` is always handed in.

A `Day` may lack its day, or day and month: some identity cards say no more, and nothing is ever invented. It stands for
a span from its first to its last possible date, and comparing spans has three results: yes, no, open.

A date expression is what a service file writes for `min`, `max` and rules: an ISO date, "today", "today+14d",
"today-18y" (d days, m months, y years). Months and years are counted as § 188 BGB does, clamped to the end of a month:
18 years before 29 February 2024 is 28 February 2006, so nobody is of age a day too early.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, assert_never

Span = tuple[date, date]
Operator = Literal[">=", ">", "<=", "<", "==", "!="]
OPERATORS: tuple[Operator, ...] = (">=", ">", "<=", "<", "==", "!=")

_EXPRESSION = re.compile(r"today(?:([+-])(\d{1,5})([dmy]))?")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Day:
    """A date whose day, or day and month, may be unknown. Always possible: make it with `day_of` or `from_iso`."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def complete(self) -> bool:
        """Whether year, month and day are known."""
        return self.day is not None

    def span(self) -> Span:
        """First and last date that it can be."""
        first = date(self.year, self.month or 1, self.day or 1)
        if self.day is not None:
            return first, first
        month = self.month or 12
        return first, date(self.year, month, _month_length(self.year, month))

    def iso(self) -> str:
        """ISO 8601, shorter where something is unknown: "2021-04-12", "2021-04", "2021"."""
        parts = (f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None))
        return "-".join(parts)


def day_of(moment: date) -> Day:
    """The complete `Day` of a date."""
    return Day(moment.year, moment.month, moment.day)


def from_iso(text: str) -> Day | None:
    """Reads what `Day.iso` writes; None for anything else and for dates that do not exist."""
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    return Day(year or 0, month, day) if exists(year or 0, month, day) else None


def exists(year: int, month: int | None, day: int | None) -> bool:
    """Whether the calendar has such a day. Day without month: no."""
    if not 1 <= year <= 9999 or (month is None and day is not None):
        return False
    if month is None:
        return True
    return 1 <= month <= 12 and (day is None or 1 <= day <= _month_length(year, month))


@dataclass(frozen=True, slots=True)
class FixedDate:
    """A date expression that is a date."""

    date: date


@dataclass(frozen=True, slots=True)
class FromToday:
    """A date expression that moves with the calendar: today plus or minus some days, months or years."""

    amount: int
    unit: Literal["d", "m", "y"]


DateExpression = FixedDate | FromToday


def parse_expression(text: str) -> DateExpression | None:
    """Reads a date expression; None if it is none, or leads out of the calendar."""
    match = _EXPRESSION.fullmatch(text)
    if match is None:
        day = from_iso(text)
        return FixedDate(day.span()[0]) if day is not None and day.complete else None
    sign, digits, unit = match.groups()
    if digits is None:
        return FromToday(0, "d")
    amount = int(digits) * (-1 if sign == "-" else 1)
    if abs(amount) > {"d": 99_999, "m": 4_800, "y": 400}[unit]:
        return None
    return FromToday(amount, unit)  # type: ignore[arg-type]  # the pattern knows d, m and y only


def resolve(expression: DateExpression, today: date) -> date:
    """The date that an expression means on a day."""
    match expression:
        case FixedDate(fixed):
            return fixed
        case FromToday(amount, "d"):
            return today + timedelta(days=amount)
        case FromToday(amount, "m"):
            return _shift(today, amount)
        case FromToday(amount, "y"):
            return _shift(today, 12 * amount)
        case FromToday():
            raise AssertionError(expression)
        case _:
            assert_never(expression)


def _shift(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, _month_length(year, month + 1)))


def _month_length(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31
