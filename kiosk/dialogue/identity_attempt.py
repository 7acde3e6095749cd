"""One attempt to use the card: what it is for, what was agreed, what the card said. Lives in the session only.

While a session has an attempt, the worker holds reader and portal for it. Whoever takes the attempt out of the session,
or puts another one in, has closed it: `identity_rules.closed` tells the worker, on every way out.
"""

from dataclasses import dataclass, field
from uuid import UUID

from kiosk.identity.api import CardReport, Purpose, Terms

PREFIX = "eid."
_ADDRESS = ("street", "postcode", "city", "country")
"""One thing for people and one data group on the card."""
ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Attempt:
    """See the module.

    Args:
        id: named by every request and every report.
        purpose: what it is for.
        service: the service that it was begun for.
        terms: who reads what and why, once the portal has said so; never for setting a PIN.
        kept_back: optional data that the person does not release, by what they are called on the page.
        agreed: the person has agreed to the terms; after a mishap nobody is asked twice for the same.
        report: what the card last said about its PIN.
    """

    id: UUID
    purpose: Purpose
    service: str
    terms: Terms | None = field(default=None, repr=False)
    kept_back: frozenset[str] = field(default=frozenset(), repr=False)
    agreed: bool = False
    report: CardReport | None = field(default=None, repr=False)

    @property
    def required(self) -> tuple[str, ...]:
        """What is needed, as people call it."""
        return _called(self.terms.required) if self.terms is not None else ()

    @property
    def optional(self) -> tuple[str, ...]:
        """What may be kept back; an address of which a part is needed is needed."""
        called = _called(self.terms.optional) if self.terms is not None else ()
        return tuple(name for name in called if name not in self.required)

    @property
    def released(self) -> tuple[str, ...]:
        """All fields that may be read, by prefill name."""
        if self.terms is None:
            return ()
        return tuple(name for name in (*self.terms.required, *self.terms.optional) if call(name) not in self.kept_back)


def call(name: str) -> str:
    """What people call a field: parts of the address are one thing."""
    short = name.removeprefix(PREFIX)
    return ADDRESS if short in _ADDRESS else short


def _called(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(call(name) for name in names))
