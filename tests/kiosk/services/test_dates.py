"""Days, partial days and date expressions at the edges of the calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.services.dates import Day, FixedDate, FromToday, day_of, exists, from_iso, parse_expression, resolve

LEAP = date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "today", "meant"),
    [
        ("today", LEAP, LEAP),
        ("today-18y", LEAP, date(2006, 2, 28)),
        ("today-4y", LEAP, date(2020, 2, 29)),
        ("today-18y", date(2026, 2, 28), date(2008, 2, 28)),
        ("today-18y", date(2026, 3, 1), date(2008, 3, 1)),
        ("today+12m", LEAP, date(2025, 2, 28)),
        ("today+1m", date(2026, 1, 31), date(2026, 2, 28)),
        ("today-2m", date(2026, 1, 31), date(2025, 11, 30)),
        ("today+18m", date(2026, 11, 24), date(2028, 5, 24)),
        ("today+14d", date(2026, 12, 24), date(2027, 1, 7)),
        ("today-60d", date(2024, 3, 1), date(2024, 1, 1)),
        ("2017-09-30", LEAP, date(2017, 9, 30)),
    ],
)
def test_expressions(text: str, today: date, meant: date) -> None:
    expression = parse_expression(text)
    assert expression is not None
    assert resolve(expression, today) == meant


@pytest.mark.parametrize(
    "text", ["", "heute", "today-18", "today - 1d", "2026-02-30", "2026-02", "today+9999y", "24.11.2026"]
)
def test_what_is_no_expression(text: str) -> None:
    assert parse_expression(text) is None


def test_born_on_a_leap_day_is_of_age_on_1_march() -> None:
    """§ 187, § 188 BGB: the eighteenth year ends with 28 February."""
    born, limit = date(2008, 2, 29), FromToday(-18, "y")
    assert not born <= resolve(limit, date(2026, 2, 28))
    assert born <= resolve(limit, date(2026, 3, 1))


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (Day(1985), date(1985, 1, 1), date(1985, 12, 31)),
        (Day(2024, 2), date(2024, 2, 1), LEAP),
        (Day(1900, 2), date(1900, 2, 1), date(1900, 2, 28)),
        (Day(2000, 2), date(2000, 2, 1), date(2000, 2, 29)),
        (Day(1985, 11, 24), date(1985, 11, 24), date(1985, 11, 24)),
    ],
)
def test_spans(day: Day, first: date, last: date) -> None:
    assert day.span() == (first, last)


@pytest.mark.parametrize("text", ["2023-02-29", "1985-13", "1985-00", "85", "1985-1-1", "0000", "1985-11-31", "x"])
def test_what_is_no_day(text: str) -> None:
    assert from_iso(text) is None


@given(st.dates())
def test_iso_there_and_back(moment: date) -> None:
    day = day_of(moment)
    for shorter in (day, Day(day.year, day.month), Day(day.year)):
        assert from_iso(shorter.iso()) == shorter
        assert shorter.span()[0] <= moment <= shorter.span()[1]


@given(st.integers(1, 9999), st.integers(-1, 14), st.integers(-1, 40))
def test_existence_is_the_calendar(year: int, month: int, day: int) -> None:
    try:
        date(year, month, day)
    except ValueError:
        assert not exists(year, month, day)
    else:
        assert exists(year, month, day)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(-400, 400))
def test_months_keep_the_day_or_end_the_month(today: date, months: int) -> None:
    shifted = resolve(FromToday(months, "m"), today)
    assert (shifted.year * 12 + shifted.month) - (today.year * 12 + today.month) == months
    assert shifted.day == today.day or (
        shifted.day < today.day and Day(shifted.year, shifted.month).span()[1] == shifted
    )


def test_a_fixed_date_stays() -> None:
    assert resolve(FixedDate(LEAP), date(1999, 1, 1)) == LEAP
