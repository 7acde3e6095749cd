"""Whether any answers meet a condition. Tries the answers that matter, with hidden fields empty as in real life.

Exact for choices and yes/no questions. Other fields are tried empty, filled, and with every value that a condition
names. Where too many combinations would be left, the condition is taken as possible.
"""

from collections.abc import Iterator
from itertools import islice, product

from kiosk.services.answers import Value
from kiosk.services.conditions import Condition, Exactly, Is, IsNot, OneOf, holds, leaves
from kiosk.services.fields import (
    ChoiceField,
    CountryField,
    Field,
    MultiChoiceField,
    Source,
    YesNoField,
)

MOST_TRIES = 20_000
_SOMETHING = "\x00something"
"""A value that no condition names."""


class Reach:
    """Answers for the fields of one service."""

    def __init__(self, fields: tuple[Field, ...]) -> None:
        self._fields = {field.id: field for field in fields}
        self._order = {field.id: number for number, field in enumerate(fields)}
        self._found: dict[Condition, bool] = {}

    def possible(self, condition: Condition) -> bool:
        """Whether some answers meet the condition."""
        found = self._found.get(condition)
        if found is None:
            found = self._found[condition] = self._search(condition)
        return found

    def _search(self, condition: Condition) -> bool:
        involved = self._involved(condition)
        if involved is None:
            return True
        domains = [tuple(self._domain(field, condition, involved)) for field in involved]
        tries = 0
        for values in islice(product(*domains), MOST_TRIES):
            tries += 1
            if holds(condition, _counting(involved, values)):
                return True
        return tries == MOST_TRIES

    def _involved(self, condition: Condition) -> list[Field] | None:
        """Fields that decide, in the order in which they are asked; None if one does not exist."""
        wanted = [leaf.field for leaf in leaves(condition)]
        found: dict[str, Field] = {}
        while wanted:
            id_ = wanted.pop()
            if id_ in found:
                continue
            field = self._fields.get(id_)
            if field is None:
                return None
            found[id_] = field
            wanted += [leaf.field for leaf in leaves(field.show_if)]
        return sorted(found.values(), key=lambda field: self._order[field.id])

    def _domain(self, field: Field, condition: Condition, involved: list[Field]) -> Iterator[Value | None]:
        match field:
            case YesNoField():
                yield from (True, False)
            case ChoiceField(options=options) | CountryField(options=options) if not isinstance(options, Source):
                yield from (option.value for option in options)
                yield None
            case MultiChoiceField(options=options) if not isinstance(options, Source):
                yield from ((option.value,) for option in options)
                yield from self._named(field, condition, involved)
                yield None
            case _:
                yield from self._named(field, condition, involved)
                yield _SOMETHING
                yield None

    def _named(self, field: Field, condition: Condition, involved: list[Field]) -> Iterator[Value]:
        several = isinstance(field, MultiChoiceField)
        for one in (condition, *(other.show_if for other in involved)):
            for leaf in leaves(one):
                if leaf.field != field.id:
                    continue
                match leaf:
                    case Is(value=value) | IsNot(value=value):
                        yield value
                    case OneOf(values=values):
                        found = sorted(values, key=str)
                        yield from ((str(value),) for value in found) if several else iter(found)
                    case Exactly(values=exact):
                        yield tuple(sorted(exact))


def _counting(fields: list[Field], values: tuple[Value | None, ...]) -> dict[str, Value]:
    counting: dict[str, Value] = {}
    for field, value in zip(fields, values, strict=True):
        if value is not None and holds(field.show_if, counting):
            counting[field.id] = value
    return counting
