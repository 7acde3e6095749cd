"""Does what the dialogue wants done, on worker threads, and posts the answers as events.

A lane is one thread with a queue. Effects of one lane are done in order; lanes do not wait for each other, so a slow
report to the portal never holds up a citizen's number.
"""

import logging
import queue
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Thread

from kiosk.dialogue.effects import Effect
from kiosk.dialogue.events import EffectBroke, Event

log = logging.getLogger(__name__)

Handler = Callable[[Effect], Event | None]


@dataclass(frozen=True, slots=True)
class Duty:
    """How an effect is done: on which lane, by what. Without a lane at once: it only hands something over."""

    lane: str | None
    handler: Handler
    newest_only: bool = False
    """An effect that waits while another one of its type comes is dropped: nobody wants its answer any more."""


class Runner:
    """Owns the lanes.

    Args:
        duties: by type of effect; an effect without a duty is a mistake in the program.
        post: takes the answers, from any thread.
    """

    def __init__(self, duties: Mapping[type[Effect], Duty], post: Callable[[Event], None]) -> None:
        self._duties = duties
        self._post = post
        self._lanes: dict[str, queue.SimpleQueue[Effect | None]] = {}
        self._threads: list[Thread] = []
        self._newest: dict[type[Effect], Effect] = {}
        for lane in sorted({duty.lane for duty in duties.values() if duty.lane is not None}):
            waiting: queue.SimpleQueue[Effect | None] = queue.SimpleQueue()
            thread = Thread(target=self._work, args=(waiting,), name=f"lane-{lane}", daemon=True)
            self._lanes[lane] = waiting
            self._threads.append(thread)
            thread.start()

    def do(self, effect: Effect) -> None:
        """Hands an effect to its lane and returns at once."""
        self._newest[type(effect)] = effect
        lane = self._duties[type(effect)].lane
        if lane is None:
            self._perform(effect)
        else:
            self._lanes[lane].put(effect)

    def stop(self, patience_s: float = 2.0) -> None:
        """Lets running effects end for a short while; daemon threads do not hold up the exit."""
        for waiting in self._lanes.values():
            waiting.put(None)
        for thread in self._threads:
            thread.join(patience_s / max(1, len(self._threads)))

    def _work(self, waiting: "queue.SimpleQueue[Effect | None]") -> None:
        while (effect := waiting.get()) is not None:
            if not self._duties[type(effect)].newest_only or self._newest.get(type(effect)) is effect:
                self._perform(effect)

    def _perform(self, effect: Effect) -> None:
        try:
            answer = self._duties[type(effect)].handler(effect)
        except Exception as error:
            # Only the types: an exception's text may carry what somebody typed.
            log.error("effect_broke %s %s", type(effect).__name__, type(error).__name__)
            answer = EffectBroke(effect)
        if answer is not None:
            self._post(answer)
