"""Reads a date as a person types it, or as a card tells it."""

import re
from datetime import date

from kiosk.services.dates import Day, day_of, exists, from_iso
from kiosk.services.fields import DateField
from kiosk.services.form.problems import Code, Problem, problem

_UNKNOWN = re.compile(r"[?Xx]+")
_PARTS = re.compile(r"\s*[./\- ]\s*")
_DIGITS = re.compile(r"[0-9]{1,2}")
_YEAR = re.compile(r"[0-9]{4}")
_TOGETHER = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_ON_CARD = re.compile(r"([0-9]{4})([0-9 X]{2})([0-9 X]{2})")


def read_date(field: DateField, entry: object) -> Day | Problem | None:
    """What was typed, as a day.

    Takes "24 11 1985", "24.11.1985", "24/11/1985", "24111985" and ISO dates; "?" in place of a day or month says that
    it is unknown, which only a partial field accepts. Three fields on a page are joined with dots: "24.11.1985".
    """
    if isinstance(entry, Day):
        return entry if entry.complete or field.partial else problem(field, Code.DATE_INCOMPLETE)
    if isinstance(entry, date):
        return day_of(entry)
    text = str(entry or "").strip()
    if not text.strip("./- "):
        return None
    iso = from_iso(text) if _YEAR.match(text) and not text.isdigit() else None
    if iso is not None:
        return read_date(field, iso)
    together = _TOGETHER.fullmatch(text)
    parts = list(together.groups()) if together else _PARTS.split(text)
    if len(parts) != 3 or not all(parts):
        return problem(field, Code.DATE_INCOMPLETE)
    return _assembled(field, *parts)


def _assembled(field: DateField, day: str, month: str, year: str) -> Day | Problem:
    unknown_day, unknown_month = (bool(_UNKNOWN.fullmatch(part)) for part in (day, month))
    if not _YEAR.fullmatch(year) or int(year) == 0 or (unknown_month and not unknown_day):
        return problem(field, Code.DATE_INCOMPLETE)
    if unknown_day and not field.partial:
        return problem(field, Code.DATE_INCOMPLETE)
    if not (unknown_month or _DIGITS.fullmatch(month)) or not (unknown_day or _DIGITS.fullmatch(day)):
        return problem(field, Code.DATE_UNREADABLE)
    if unknown_month:
        return Day(int(year))
    if not 1 <= int(month) <= 12:
        return problem(field, Code.DATE_MONTH, month=int(month))
    number = None if unknown_day else int(day)
    if not exists(int(year), int(month), number):
        return problem(field, Code.DATE_IMPOSSIBLE, day=number or 0, month=int(month), year=int(year))
    return Day(int(year), int(month), number)


def day_on_card(text: str) -> Day | None:
    """A date as the eID gives it: "19851124", unknown parts blank or X; None if it is none."""
    match = _ON_CARD.fullmatch(text.ljust(8))
    if match is None:
        return from_iso(text.strip())
    year, month, day = (int(part) if part.isdigit() and int(part) else None for part in match.groups())
    if year is None or not exists(year, month, day if month is not None else None):
        return None
    return Day(year, month, day if month is not None else None)
