"""The one owner of the state: drains the inbox through `step`, hands effects to the runner, shows `view`."""

import logging
from collections.abc import Callable

from kiosk.dialogue import dispatch, machine
from kiosk.dialogue.effects import Effect
from kiosk.dialogue.events import Event, Pressed, SecretChanged, Stamp, Tick, Touched
from kiosk.dialogue.inbox import Inbox
from kiosk.dialogue.pages import Page
from kiosk.dialogue.state import Context, State

log = logging.getLogger(__name__)


class Conversation:
    """Lives on the thread of the screens; nobody else touches the state.

    Args:
        tick_s: a Tick is put in when that much time has passed since the last one.
    """

    def __init__(
        self,
        context: Context,
        state: State,
        inbox: Inbox,
        do: Callable[[Effect], None],
        *,
        stamp: Callable[[], Stamp],
        tick_s: float = 1.0,
    ) -> None:
        self._context = context
        self._state = state
        self._inbox = inbox
        self._do = do
        self._stamp = stamp
        self._tick_s = tick_s
        self._ticked = float("-inf")
        self._page_id = ""

    def pump(self) -> Page:
        """Lets everything that has happened happen, and gives the page for it."""
        while (arrived := self._inbox.take()) is not None:
            self._step(*arrived)
        now = self._stamp()
        if now.monotonic - self._ticked >= self._tick_s:
            self._ticked = now.monotonic
            self._step(Tick(), now)
        page = dispatch.view(self._context, self._state)
        if page.id != self._page_id:
            self._page_id = page.id
            shown = page.id.partition(".")[0] if page.id.startswith("question.") else page.id  # which one tells answers
            log.info("page %s%s", shown, f" fault={page.fault}" if page.fault else "")
        return page

    def _step(self, event: Event, stamp: Stamp) -> None:
        if not isinstance(event, Tick | Touched | Pressed | SecretChanged):
            log.info("event %s", type(event).__name__)
        self._state, effects = machine.step(self._context, self._state, event, stamp)
        for effect in effects:
            log.info("effect %s", type(effect).__name__)
            self._do(effect)
