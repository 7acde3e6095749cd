"""One control socket of the stage, asked gently and told what to do, on a thread of its own.

A device that hangs or is gone holds up nobody but itself, and is found again when it comes back.
"""

import logging
import queue
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from devices.control import ControlClient, ControlError

log = logging.getLogger(__name__)

_DEADLINE_S = 4.0
"""One that keeps silent for longer is not there."""
_STATE: tuple[str, ...] = ("state",)


class Link:
    """Keeps the last word of one control socket.

    Args:
        path: socket file; it need not exist yet.
        heard: called on the link's thread after each answer and each silence.
        every_s: pause between two questions.
    """

    def __init__(self, path: Path, heard: Callable[[], None], *, every_s: float = 1.0) -> None:
        self._path = path
        self._heard = heard
        self._every_s = every_s
        self._wishes: queue.SimpleQueue[tuple[str, ...] | None] = queue.SimpleQueue()
        self._client: ControlClient | None = None
        self._state: Mapping[str, Any] | None = None
        self._thread = threading.Thread(target=self._run, name=f"link {path.stem}", daemon=True)

    @property
    def state(self) -> Mapping[str, Any] | None:
        """What the device said last, None while it does not answer."""
        return self._state

    def start(self) -> None:
        """Asks from now on."""
        self._thread.start()

    def do(self, situations: tuple[str, ...]) -> None:
        """Has the situations happen, in this order and as soon as possible; returns at once."""
        self._wishes.put(situations)

    def stop(self) -> None:
        """Ends the thread; one that waits for an answer ends with the process."""
        self._wishes.put(None)
        self._thread.join(self._every_s)

    def _run(self) -> None:
        situations = _STATE
        while True:
            self._ask(situations)
            self._heard()
            try:
                wish = self._wishes.get(timeout=self._every_s)
            except queue.Empty:
                wish = _STATE
            if wish is None:
                self._drop()
                return
            situations = wish

    def _ask(self, situations: tuple[str, ...]) -> None:
        try:
            if self._client is None:
                self._client = ControlClient(self._path, deadline_s=_DEADLINE_S)
            for situation in situations:
                state = self._client.do(situation)
            self._state = state
        except (ControlError, ValueError) as error:  # ValueError: it died in the middle of a line
            self._drop()
            if situations != _STATE:  # refused, or gone: how it is now decides
                log.warning("%s", error)
                self._ask(_STATE)
                return
            if self._state is not None:
                log.warning("%s", error)
            self._state = None

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None
