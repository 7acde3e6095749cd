"""Bad days of a portal, switched from outside. Plain state; `doorway` and `serving` act on it."""

import threading
from dataclasses import dataclass, replace
from typing import Literal

Mode = Literal["up", "down", "slow", "error"]

ERRORS = ("backend-unavailable", "rate-limited", "internal")
"""Problem codes that mode `error` can play; the first is what it plays unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What plays at the moment.

    Args:
        mode: `down` means that nobody listens; `error` that every call gets a problem.
        slow_s: seconds that each answer is held back after the work is done; above 0 in mode `slow` only.
        retry_after_s: the wish in the problem of mode `error`, None for no wish.
        error: code of that problem.
        answers_to_lose: so many more writes are done and their connection reset instead of answered.
    """

    mode: Mode = "up"
    slow_s: float = 0.0
    retry_after_s: int | None = None
    answers_to_lose: int = 0
    error: str = ERRORS[0]


class Situations:
    """The situation as the control thread sets it and the server reads it. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._current = Situation()

    @property
    def current(self) -> Situation:
        """What plays now."""
        with self._lock:
            return self._current

    def play(
        self, mode: Mode, *, slow_s: float = 0.0, retry_after_s: int | None = None, error: str = ERRORS[0]
    ) -> None:
        """Changes the mode; `up` ends every fault of the line, lost answers too."""
        with self._lock:
            lose = 0 if mode == "up" else self._current.answers_to_lose
            self._current = Situation(mode, slow_s, retry_after_s, lose, error)

    def lose_answers(self, times: int) -> None:
        """The next `times` writes are done but not answered."""
        with self._lock:
            self._current = replace(self._current, answers_to_lose=times)

    def take_lost_answer(self) -> bool:
        """Whether the answer at hand is one to lose; counts it."""
        with self._lock:
            if self._current.answers_to_lose == 0:
                return False
            self._current = replace(self._current, answers_to_lose=self._current.answers_to_lose - 1)
            return True
