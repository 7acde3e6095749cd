"""Situations that wait for their moment: so many bytes from the line or from the buffer, millimetres of paper."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Unit = Literal["received", "bytes", "mm"]
"""`received`: bytes from the line, exactly. `bytes`: taken from the buffer, by commands. `mm`: paper that moves."""


@dataclass
class _Trigger:
    unit: Unit
    left: float
    act: Callable[[], None]


class Triggers:
    """Used under the machine's lock."""

    def __init__(self) -> None:
        self._waiting: list[_Trigger] = []

    def add(self, unit: Unit, amount: float, act: Callable[[], None]) -> None:
        """Has `act` done after so much more."""
        self._waiting.append(_Trigger(unit, amount, act))

    def clear(self) -> None:
        """Forgets all that still wait."""
        self._waiting.clear()

    def nearest(self, unit: Unit) -> float | None:
        """How much is left until the first of them."""
        return min((trigger.left for trigger in self._waiting if trigger.unit == unit), default=None)

    def spend(self, unit: Unit, amount: float) -> None:
        """So much has passed; does what is due."""
        due = []
        for trigger in self._waiting:
            if trigger.unit == unit:
                trigger.left -= amount
                if trigger.left <= 0:
                    due.append(trigger)
        for trigger in due:
            self._waiting.remove(trigger)
            trigger.act()
