"""What every request passes before and after the town hall works on it: proof of identity, and the bad days.

Pure ASGI (https://asgi.readthedocs.io/en/latest/specs/www.html), so that an answer can be held back or its connection
reset after the work is done: that is the case in which a terminal cannot know whether its number was drawn.
"""

import asyncio
import hmac
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.portal.contract import BASE_PATH
from kiosk.sandbox.problems import problem
from kiosk.sandbox.situations import Situations

RESET_EXTENSION = "buergerterminal.reset"
"""Key in the scope's extensions: a function that resets the connection (see `serving`)."""

_OPEN_PATHS = {f"{BASE_PATH}/healthz", f"{BASE_PATH}/openapi.json"}
_WRITES = {"PUT", "POST", "DELETE"}
_QUESTIONS = {f"{BASE_PATH}/status-queries"}
"""A POST because number and code must not stand in a URL; it changes nothing."""


class Guard:
    """Asks for the bearer token (RFC 6750) on every path of the contract but health and the contract's own document."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._expected = b"Bearer " + token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on or answers 401."""
        path = scope["path"]
        if path.startswith(BASE_PATH + "/") and path not in _OPEN_PATHS and not self._proved(scope):
            await problem("unauthorized")(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _proved(self, scope: Scope) -> bool:
        given = [value for name, value in scope["headers"] if name == b"authorization"]
        return len(given) == 1 and hmac.compare_digest(given[0], self._expected)


class BadDays:
    """Plays the current situation around `app`."""

    def __init__(self, app: ASGIApp, situations: Situations) -> None:
        self._app = app
        self._situations = situations

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuses, holds back or loses the answer."""
        now = self._situations.current
        if now.mode == "error":
            await problem(now.error, retry_after_s=now.retry_after_s)(scope, receive, send)
            return
        reset: Callable[[], None] = scope.get("extensions", {}).get(RESET_EXTENSION, _nothing)
        lost = False

        async def answer(message: Message) -> None:
            nonlocal lost
            if message["type"] == "http.response.start":
                await asyncio.sleep(now.slow_s)
                writes = scope["method"] in _WRITES and scope["path"] not in _QUESTIONS and message["status"] < 300
                lost = writes and self._situations.take_lost_answer()
            if not lost:
                await send(message)

        await self._app(scope, receive, answer)
        if lost:
            reset()
            while (await receive())["type"] != "http.disconnect":
                continue


def _nothing() -> None:
    """Where the server cannot reset connections, the lost answer is simply never sent."""
