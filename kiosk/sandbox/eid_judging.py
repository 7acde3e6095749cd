"""Whether an application proves who made it: `identity: {eid_session}` inside the seal, judged by the proofs at hand.

A service whose file demands identification is not taken without a proof that holds. Elsewhere a proof that does not
hold costs nothing: the case is then one of somebody who typed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from kiosk.sandbox.eid_demand import Demand
from kiosk.sandbox.eid_proofs import Proof, Proofs

MEMBER = "identity"


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """The member `identity` of an application."""

    eid_session: UUID


@dataclass(frozen=True, slots=True)
class Identified:
    """Proven. `confirmed`: ids of the fields whose answers are exactly what the card gave."""

    proof: Proof
    confirmed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """Not proven, and it need not be."""


@dataclass(frozen=True, slots=True)
class Unproven:
    """Not proven, although the service demands it."""


Verdict = Identified | Typed | Unproven


class Identification:
    """Judges applications.

    Args:
        proofs: finished readings.
        demand: what a service reads; None when there is none of this id.
    """

    def __init__(self, proofs: Proofs, demand: Callable[[str], Demand | None]) -> None:
        self._proofs = proofs
        self._demand = demand

    def judge(self, service: str, content: dict[str, Any], terminal: str) -> Verdict:
        """Takes the member `identity` out of the content and says what it proves.

        Args:
            service: that the application is for.
            content: what was opened; what is left of it is judged by the service's schema.
            terminal: who hands in, as it proved itself.
        """
        given = content.pop(MEMBER, None)
        asked = self._demand(service)
        proof = None if given is None or asked is None else self._proof(given, terminal, service)
        if proof is not None and asked is not None:
            return Identified(proof, tuple(_confirmed(proof, asked, content.get("answers"))))
        return Unproven() if asked is not None and asked.proof_needed else Typed()

    def _proof(self, given: Any, terminal: str, service: str) -> Proof | None:
        try:
            named = msgspec.convert(given, Identity)
        except msgspec.ValidationError:
            return None
        return self._proofs.find(named.eid_session, terminal, service)


def remark(verdict: Identified | Typed) -> dict[str, Any]:
    """What the case says about it. `confirmed_by_card`: the answers that nobody can have typed differently."""
    if isinstance(verdict, Typed):
        return {}
    return {"identified": True, "confirmed_by_card": list(verdict.confirmed)}


def _confirmed(proof: Proof, asked: Demand, answers: Any) -> list[str]:
    if not isinstance(answers, Mapping):
        return []
    given = {field: answers.get(field) for field in asked.answers}
    return sorted(
        field
        for field, value in given.items()
        if isinstance(value, str) and any(proof.confirms(asked.answers[field], each) for each in _spellings(value))
    )


def _spellings(value: str) -> tuple[str, ...]:
    """An answer as the card may have it: a date has no hyphens there, and a double name has."""
    return value, value.replace("-", "")
