"""How an operation ends when it does not succeed: values, for the dialogue to match over."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from devices.eid.api import CardLostError, TransportError
from devices.eid.faults import EidError, FaultCode

T = TypeVar("T")


@dataclass(frozen=True)
class CardLost:
    """The card was taken away. Says nothing about a password that was on its way: ask the card first."""


@dataclass(frozen=True)
class TransportFailed:
    """Reader or PC/SC service failed."""


@dataclass(frozen=True)
class Refused:
    """Card or portal broke a rule; `status` is the card's word, 0 if it was not about one."""

    code: FaultCode
    status: int = 0


Failure = CardLost | TransportFailed | Refused


def attempt(work: Callable[[], T]) -> T | Failure:
    """Do something with a card and turn what the outside world can cause into a value."""
    try:
        return work()
    except CardLostError:
        return CardLost()
    except TransportError:
        return TransportFailed()
    except EidError as error:
        return Refused(error.code, error.status)
