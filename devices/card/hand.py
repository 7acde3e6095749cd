"""A thread that does one call at a time and can be left behind when a call does not come back.

SCardTransmit cannot be interrupted: a reader that hangs would take whoever called it along. So calls are made by a hand
of their own; who waits for it waits for a limited time. A hand that was left behind does its last work when its call
returns after all, and ends.
"""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


class OverdueError(Exception):
    """The call has not come back in time."""


@dataclass(frozen=True, slots=True)
class _Done(Generic[T]):
    value: T


@dataclass(frozen=True, slots=True)
class _Broken:
    error: Exception


_Answers = queue.SimpleQueue[object]
_Work = tuple[Callable[[], object], _Answers]


class Hand:
    """One daemon thread. `do` from one thread at a time."""

    def __init__(self, name: str) -> None:
        self._waiting: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def do(self, work: Callable[[], T], within_s: float) -> T:
        """Has a call made and waits for it.

        Raises:
            OverdueError: it has not come back; use `leave` and nothing else from now on.
            Exception: whatever the call raised.
        """
        answers: _Answers = queue.SimpleQueue()
        self._waiting.put((work, answers))
        try:
            answer = answers.get(timeout=max(0.0, within_s))
        except queue.Empty:
            raise OverdueError from None
        if isinstance(answer, _Broken):
            raise answer.error
        value: _Done[T] = answer  # type: ignore[assignment]  # what `work` gave: T
        return value.value

    def leave(self, last: Callable[[], object]) -> None:
        """Lets the thread end after one last call; does not wait for it."""
        self._waiting.put((last, queue.SimpleQueue()))
        self._waiting.put(None)

    def _run(self) -> None:
        while (each := self._waiting.get()) is not None:
            work, answers = each
            try:
                answers.put(_Done(work()))
            except Exception as error:
                answers.put(_Broken(error))
