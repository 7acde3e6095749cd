"""uvicorn with a listening socket that can die and come back on the same port, and with resettable connections."""

import asyncio
import contextlib
import ssl
from collections.abc import Iterator
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from kiosk.sandbox.address import Address, bind, reset_on_close
from kiosk.sandbox.doorway import RESET_EXTENSION
from kiosk.sandbox.pki import Identity

_MAX_HEAD = 16 * 1024
_MAX_CONNECTIONS = 200
_KEEP_ALIVE_S = 15


class Listener:
    """Serves over TLS 1.3 on one port. Used from its event loop only.

    Args:
        where: address; port 0 takes a free one, kept from then on.

    Raises:
        OSError: the address is taken.
    """

    def __init__(self, where: Address) -> None:
        self._socket = bind(where)
        self.address = Address(where.host, self._socket.getsockname()[1])
        self._server: _Server | None = None
        self._task: asyncio.Task[None] | None = None

    async def up(self, app: ASGIApp, identity: Identity) -> None:
        """Listens. Does nothing when it already does."""
        if self._task is not None:
            return
        self._server = _Server(_config(app, identity))
        self._task = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        while not self._server.started:
            await asyncio.sleep(0.005)
            if self._task.done():
                await self._task  # raises what kept it from starting
                raise RuntimeError("the server ended while it started")

    async def down(self) -> None:
        """Resets every connection and refuses new ones; keeps the port for itself."""
        if self._server is None or self._task is None:
            return
        for listening in self._server.servers:
            listening.close()  # closes the socket too
        for connection in list(self._server.server_state.connections):
            _reset(connection.transport)
        self._server.should_exit = self._server.force_exit = True
        self._socket = bind(self.address)
        await self._task
        self._server = self._task = None


def _config(app: ASGIApp, identity: Identity) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=_Connection,
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=_MAX_HEAD,
        limit_concurrency=_MAX_CONNECTIONS,
        timeout_keep_alive=_KEEP_ALIVE_S,
        ssl_certfile=identity.server,
        ssl_keyfile=identity.server_key,
        ssl_context_factory=_tls,
    )


def _tls(config: uvicorn.Config, default: Any) -> ssl.SSLContext:
    context: ssl.SSLContext = default()
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    return context


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals belong to the process, which may have the server down at that moment."""
        yield


class _Connection(H11Protocol):
    """Gives the application a way to reset the connection it answers on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inner: Any = self.app

        async def with_reset(scope: Scope, receive: Receive, send: Send) -> None:
            scope["extensions"] = {RESET_EXTENSION: lambda: _reset(self.transport)}
            with contextlib.suppress(asyncio.CancelledError):  # the process ends while an answer is held back
                await inner(scope, receive, send)

        self.app = with_reset


def _reset(transport: asyncio.BaseTransport) -> None:
    if transport.is_closing():
        return  # the other side was quicker
    connection = transport.get_extra_info("socket")
    if connection is not None:
        with contextlib.suppress(OSError):
            reset_on_close(connection)
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()
