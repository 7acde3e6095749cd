"""The nine shapes of a field. What a file calls `type` is a shape, and a `kind` where one shape serves several types.

`Field` is a closed union: whoever draws, checks or sends a field matches over it and ends in `assert_never`.
"""

from collections.abc import Mapping
from datetime import time
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

import msgspec

from kiosk.services.conditions import Condition
from kiosk.services.dates import DateExpression


class Text(msgspec.Struct, frozen=True):
    """Words in German and English. Every other language shows German, which is the binding one."""

    de: str
    en: str

    def say(self, lang: str) -> str:
        """The words in a language."""
        return self.en if lang == "en" else self.de


class Option(msgspec.Struct, frozen=True):
    """One answer of a choice.

    Args:
        value: what is sent.
        label: what is shown.
        help: quieter line under it.
        exclusive: clears all others of a multichoice ("none of these").
        also: other words by which people know it, for the search in long lists ("Holland").
    """

    value: str
    label: Text
    help: Text | None = None
    exclusive: bool = False
    also: tuple[str, ...] = ()


class Source(msgspec.Struct, frozen=True):
    """Options that the portal knows (`options_from: backend.parkzonen`); `bind_options` puts them in."""

    name: str


Options = tuple[Option, ...] | Source


class FieldBase(msgspec.Struct, frozen=True, kw_only=True):
    """What every field has.

    Args:
        id: unique in its service; in a list unique in its row.
        label: names the field, in reviews and as heading where there is no `question`.
        question: heading of the field's own page.
        short: label in the review, where room is scarce.
        help: hint under the heading.
        missing: said instead of the general sentence when the answer is missing.
        wrong: said instead of the general sentence when the answer does not fit.
        about: heading of the block that it came with ("Neue Anschrift").
        required: whether an answer is needed.
        prefill: name of the eID datum that can fill it, without "eid.".
        prefill_change: what the card said may be changed; without, it stands as the card says it.
        page: key of the page that it shares with its neighbours, None for a page of its own.
        show_if: condition under which it is asked at all.
    """

    id: str
    label: Text
    question: Text | None = None
    short: Text | None = None
    help: Text | None = None
    missing: Text | None = None
    wrong: Text | None = None
    about: Text | None = None
    required: bool = False
    prefill: str | None = None
    prefill_change: bool = False
    page: str | None = None
    show_if: Condition | None = None


class TextKind(Enum):
    """Types that are answered with letters."""

    TEXT = "text"
    TEXTAREA = "textarea"
    EMAIL = "email"
    PHONE = "phone"
    POSTCODE = "postcode"
    IBAN = "iban"
    PLATE = "plate"


class TextField(FieldBase, frozen=True, kw_only=True):
    """Letters and digits.

    Args:
        pattern: regular expression that the whole text matches.
        example: a text that matches, shown as a sample.
        max_length: characters at most.
        upper: written in capitals (plates, IBANs, patterns without small letters).
    """

    kind: TextKind
    pattern: str | None = None
    example: str | None = None
    max_length: int
    upper: bool = False
    default: str | None = None


class NumberKind(Enum):
    """Types that are answered with a number."""

    INT = "int"
    DECIMAL = "decimal"
    MONEY = "money"


class NumberField(FieldBase, frozen=True, kw_only=True):
    """A number; money is in euros. Limits are included."""

    kind: NumberKind
    min: Decimal | None = None
    max: Decimal | None = None
    unit: str | None = None
    default: Decimal | None = None


class DateField(FieldBase, frozen=True, kw_only=True):
    """A date; `partial`: day or month may be unknown. Limits are included."""

    partial: bool = False
    min: DateExpression | None = None
    max: DateExpression | None = None


class TimeField(FieldBase, frozen=True, kw_only=True):
    """A time of day. Limits are included."""

    min: time | None = None
    max: time | None = None


class YesNoField(FieldBase, frozen=True, kw_only=True):
    """A yes/no question; shown and untouched counts as no."""

    default: bool = False


class ChoiceField(FieldBase, frozen=True, kw_only=True):
    """One of several options."""

    options: Options
    default: str | None = None


class MultiChoiceField(FieldBase, frozen=True, kw_only=True):
    """Any of several options."""

    options: Options


class CountryField(FieldBase, frozen=True, kw_only=True):
    """A state, by its code on the eID ("D" for Germany). `options` are all states of the catalogue."""

    options: tuple[Option, ...]
    default: str | None = None


class ListField(FieldBase, frozen=True, kw_only=True):
    """Rows of fields; `min` and `max` count rows.

    Args:
        fields: what is asked of each row.
        row: what one row is ("Fahrzeug"), None where the file does not say.
        pages: titles of the pages that several fields of a row share.
    """

    fields: tuple["Field", ...]
    row: Text | None = None
    pages: Mapping[str, Text] = {}
    min: int = 0
    max: int


Field: TypeAlias = (
    TextField
    | NumberField
    | DateField
    | TimeField
    | YesNoField
    | ChoiceField
    | MultiChoiceField
    | CountryField
    | ListField
)
