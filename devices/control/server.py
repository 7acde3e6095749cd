"""The listening side of a control socket: one thread per connection, requests handled one at a time."""

import json
import os
import socketserver
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

MAX_LINE = 64 * 1024

Handler = Callable[[Mapping[str, Any]], Mapping[str, Any]]


class RefusedError(Exception):
    """Raised by a handler: the request is not possible; the text goes back to the caller."""


class ControlServer:
    """Serves `handler` on a Unix socket until `close()`.

    Args:
        path: socket file, made with mode 0600; a stale file of a dead process is replaced.
        handler: takes the request, gives the state after it. Raises RefusedError. Called under a lock.
    """

    def __init__(self, path: Path, handler: Handler) -> None:
        self._path = path
        path.unlink(missing_ok=True)
        old = os.umask(0o177)
        try:
            self._server = _Server(str(path), _connection(handler, threading.Lock()))
        finally:
            os.umask(old)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), name="control", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stops listening and removes the socket file."""
        self._server.shutdown()
        self._server.server_close()
        self._path.unlink(missing_ok=True)


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False


def _connection(handler: Handler, lock: threading.Lock) -> type[socketserver.StreamRequestHandler]:
    class Connection(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            try:
                while line := self.rfile.readline(MAX_LINE):
                    with lock:
                        answer = _answer(handler, line)
                    self.wfile.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
            except (TimeoutError, ConnectionError):
                return  # the caller went away; nothing is half done

    return Connection


def _answer(handler: Handler, line: bytes) -> dict[str, Any]:
    try:
        request = json.loads(line)
    except ValueError:
        return {"ok": False, "error": "not a line of JSON"}
    if not isinstance(request, dict) or not isinstance(request.get("do"), str):
        return {"ok": False, "error": 'a request is an object with "do"'}
    try:
        return {"ok": True, "state": dict(handler(request))}
    except RefusedError as refusal:
        return {"ok": False, "error": str(refusal)}
