"""What a person has answered: an immutable mapping from field id to a normalised value; pure.

A key that is missing was not answered yet, so the field's default counts. A value of None was emptied on purpose: the
default does not come back. Values are of the kind that the field's type asks for:

    text, textarea, email, phone, postcode, iban, plate, country, choice    str
    int                                                                     int
    decimal, money                                                          Decimal (money in euros, two digits)
    bool                                                                    bool
    date                                                                    Day
    time                                                                    datetime.time
    multichoice                                                             tuple of str, in the order of the options
    list                                                                    tuple of rows, each a mapping like this one
"""

from collections.abc import Mapping
from datetime import time
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

from kiosk.services.dates import Day

Row: TypeAlias = Mapping[str, "Value | None"]
Value: TypeAlias = str | int | bool | Decimal | Day | time | tuple[str, ...] | tuple[Row, ...]
Answers = Row

NOTHING: Answers = MappingProxyType({})
"""Answers of somebody who has not begun."""


def with_answers(answers: Answers, given: Mapping[str, Value | None]) -> Answers:
    """The same answers with some given anew."""
    return MappingProxyType({**answers, **given})
