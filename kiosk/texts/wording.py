"""The texts of one language, ready to be used by pages and documents."""

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from kiosk.texts.catalogue import Catalogue


class Wording:
    """One language. Calling it gives a text: `w("home.title")`, `w("queue.wait", minutes=18)`.

    Args:
        catalogue: all texts; `check` proves that none is missing, so a missing key is a mistake in the program.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.lang = catalogue.lang
        self._locale = self("locale")

    def __call__(self, key: str, **values: object) -> str:
        """The text under `key`. Raises KeyError for a key or placeholder that does not exist."""
        return self._catalogue.texts[key][0].format_map(values)

    def has(self, key: str) -> bool:
        """Whether there is a text under `key`."""
        return key in self._catalogue.texts

    def kind(self, key: str, kind: str) -> str:
        """The text for a kind of service (`key.notification`), or the general one."""
        special = f"{key}.{kind}"
        return self(special if self.has(special) else key)

    def count(self, key: str, count: int, **values: object) -> str:
        """The plural form of `key` for `count`; `{count}` in it is the number as people write it."""
        forms = self._catalogue.texts[key]
        form = forms[self._catalogue.plural(count)] if len(forms) > 1 else forms[0]
        return form.format_map({"count": self.number(count), **values})

    def number(self, value: int) -> str:
        """A number as people write it."""
        return format_decimal(value, locale=self._locale)

    def decimal(self, value: Decimal) -> str:
        """A decimal number as people write it, without needless zeros."""
        return format_decimal(value, format="#,##0.##", locale=self._locale)

    def amount(self, value: Decimal) -> str:
        """An amount of money with two digits: "12,50"."""
        return format_decimal(value, format="#,##0.00", locale=self._locale)

    def time(self, moment: datetime) -> str:
        """Time of day: "10:24 Uhr"."""
        return self("clock.time", time=format_time(moment, "H:mm", locale=self._locale))

    def month(self, moment: date) -> str:
        """Month and year: "April 2021"."""
        return format_date(moment, "LLLL y", locale=self._locale)

    def month_name(self, month: int) -> str:
        """Name of a month, 1 to 12."""
        return format_date(date(2000, month, 1), "LLLL", locale=self._locale)

    def date(self, moment: date) -> str:
        """Date without weekday: "24. November 2026"."""
        return format_date(moment, "long", locale=self._locale)

    def day(self, moment: datetime) -> str:
        """Date with weekday: "Dienstag, 24. November 2026"."""
        return format_date(moment, "full", locale=self._locale)

    def words(self, value: int) -> str:
        """A number in words: "vierzig"."""
        from num2words import num2words  # type: ignore[import-untyped]  # noqa: PLC0415 -- 60 languages, rarely needed

        return str(num2words(value, lang=self.lang))
