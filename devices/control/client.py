"""The calling side of a control socket."""

import json
import socket
import time
from pathlib import Path
from typing import Any

from devices.control.server import MAX_LINE


class ControlError(Exception):
    """The other side refused, answered nonsense or is not there."""


class ControlClient:
    """One connection to a control socket; not thread-safe.

    Args:
        path: socket file.
        patience_s: how long to wait for the socket to appear (a process that is still starting).
        deadline_s: how long one request may take.
    """

    def __init__(self, path: Path, *, patience_s: float = 0.0, deadline_s: float = 10.0) -> None:
        self._path = path
        self._socket = _connect(path, patience_s)
        self._socket.settimeout(deadline_s)
        self._lines = self._socket.makefile("rb")

    def do(self, situation: str, **arguments: Any) -> dict[str, Any]:
        """Sends one request and gives the state after it.

        Raises:
            ControlError: refused, or no answer within the deadline.
        """
        request = json.dumps({"do": situation, **arguments}, ensure_ascii=False).encode() + b"\n"
        try:
            self._socket.sendall(request)
            line = self._lines.readline(MAX_LINE)
        except OSError as error:
            raise ControlError(f"{self._path.name}: no answer to {situation!r} ({error})") from error
        if not line:
            raise ControlError(f"{self._path.name}: closed while waiting for {situation!r}")
        answer = json.loads(line)
        if not answer.get("ok"):
            raise ControlError(f"{self._path.name}: {answer.get('error', 'refused')}")
        state: dict[str, Any] = answer["state"]
        return state

    def close(self) -> None:
        """Closes the connection."""
        self._lines.close()
        self._socket.close()


def _connect(path: Path, patience_s: float) -> socket.socket:
    deadline = time.monotonic() + patience_s
    while True:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(str(path))
            return connection
        except OSError as error:
            connection.close()
            if time.monotonic() >= deadline:
                raise ControlError(f"{path}: nobody is listening ({error.strerror})") from error
            time.sleep(0.02)
