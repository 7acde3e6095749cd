"""A date as an eID card stores it: eight signs YYYYMMDD, of which day, month and year may be unknown (spaces)."""

import calendar
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, repr=False)
class PartialDate:
    """A date of which the smaller parts may be unknown: a day needs its month, a month its year."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Raises ValueError: a day without a month, the 31st of June."""
        known = [part is not None for part in (self.year, self.month, self.day)]
        if known != sorted(known, reverse=True):
            raise ValueError("a smaller part without the larger")
        if self.year is not None:
            date(self.year, self.month or 1, self.day or 1)

    @staticmethod
    def of(day: date) -> "PartialDate":
        """A date that is known in full."""
        return PartialDate(day.year, day.month, day.day)

    @staticmethod
    def parse(text: str) -> "PartialDate":
        """Read the card's eight signs; raises ValueError."""
        if len(text) != 8 or not text.isascii():
            raise ValueError("not eight signs")
        year, month, day = (_number(part) for part in (text[:4], text[4:6], text[6:]))
        return PartialDate(year, month, day)

    def __str__(self) -> str:
        """The card's eight signs."""
        parts = ((self.year, 4), (self.month, 2), (self.day, 2))
        return "".join(" " * width if part is None else f"{part:0{width}d}" for part, width in parts)

    @property
    def exact(self) -> date | None:
        """The day, if it is known."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    @property
    def latest(self) -> date | None:
        """The latest day that it can be: what the age check counts (TR-03110-4). None if not even the year is known."""
        if self.year is None:
            return None
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def _number(part: str) -> int | None:
    if part.isspace():
        return None
    if not part.isdecimal():
        raise ValueError("neither digits nor spaces")
    return int(part)
