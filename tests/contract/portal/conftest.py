"""Real processes for the contract between portal client and town hall, and a raw TLS server that misbehaves."""

import os
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from devices.control import ControlClient
from kiosk.portal import PortalClient, PortalSettings
from kiosk.sandbox.pki import Identity, ensure_identity

Script = Callable[[Any, bytes], None]


class Process:
    """A command of ours with a control socket, told apart by the line that it prints when it is ready."""

    def __init__(self, directory: Path, module: str, *arguments: str) -> None:
        self.directory = directory
        directory.mkdir(exist_ok=True)
        socket_path = directory / "control"
        command = [sys.executable, "-m", module, "--control", str(socket_path), *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        line = self.process.stdout.readline().split()
        assert line[:1] == ["listening"], f"{module} did not start: {line}"
        self.listening = line[1]
        self.control = ControlClient(socket_path, patience_s=5)

    def do(self, situation: str, **arguments: Any) -> dict[str, Any]:
        """Plays a situation."""
        return self.control.do(situation, **arguments)

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self._gone()

    def stop(self) -> int:
        """SIGTERM; gives the exit code."""
        self.process.terminate()
        return self._gone()

    def _gone(self) -> int:
        self.control.close()
        code = self.process.wait(10)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


class TownHall(Process):
    """The sandbox on a state folder."""

    def __init__(self, directory: Path, listen: str = "127.0.0.1:0") -> None:
        super().__init__(directory, "kiosk.sandbox", "--state", str(directory / "state"), "--listen", listen)
        self.url = self.listening
        self.address = self.url.removeprefix("https://")
        self.ca = directory / "state" / "ca.pem"
        self.token = directory / "state" / "terminal.token"

    def settings(self, **changes: Any) -> PortalSettings:
        """Settings of a terminal of this town."""
        known: dict[str, Any] = {"url": self.url, "ca_file": self.ca, "token_file": self.token, "terminal_id": "T2"}
        return PortalSettings(**(known | changes))

    def client(self, **changes: Any) -> PortalClient:
        """A terminal of this town."""
        return PortalClient(self.settings(**changes))

    def tickets(self) -> list[dict[str, Any]]:
        """What the store holds."""
        tickets: list[dict[str, Any]] = self.do("export")["queue_tickets"]
        return tickets


class Hostile:
    """A TLS server that runs `script(connection, request)` for each connection and counts what it received."""

    def __init__(self, identity: Identity, *, host: str = "127.0.0.1", tls: bool = True) -> None:
        self.script: Script = lambda connection, request: None
        self.requests: list[bytes] = []
        self.accepted = 0
        self.stopping = threading.Event()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(identity.server, identity.server_key)
        self._tls = tls
        self._identity = identity
        self._listening = socket.create_server((host, 0))
        self.port: int = self._listening.getsockname()[1]
        self.url = f"https://{host}:{self.port}"
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def client(self, directory: Path, **changes: Any) -> PortalClient:
        """A terminal that takes this server for its portal."""
        token = directory / "token"
        token.write_text("sesame-open-sesame-open")
        token.chmod(0o600)
        inject = {name: changes.pop(name) for name in ("sleep", "uniform") if name in changes}
        known: dict[str, Any] = {
            "url": self.url,
            "ca_file": self._identity.ca,
            "token_file": token,
            "terminal_id": "T2",
        }
        return PortalClient(PortalSettings(**(known | changes)), **inject)

    def close(self) -> None:
        """Ends every script."""
        self.stopping.set()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while not self.stopping.is_set():
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self.accepted += 1
            connection.settimeout(5)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with self.context.wrap_socket(connection, server_side=True) if self._tls else connection as line:
                request = _request(line) if self._tls else b""
                self.requests.append(request)
                self.script(line, request)
        except OSError:
            return
        finally:
            connection.close()


def _request(line: Any) -> bytes:
    request = b""
    while b"\r\n\r\n" not in request:
        piece = line.recv(4096)
        if not piece:
            return request
        request += piece
    head, _, body = request.partition(b"\r\n\r\n")
    lengths = [int(row.split(b":")[1]) for row in head.split(b"\r\n") if row.lower().startswith(b"content-length:")]
    while lengths and len(body) < lengths[0]:
        body += line.recv(4096)
    return head + b"\r\n\r\n" + body


@pytest.fixture(scope="session")
def _town_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TownHall]:
    town = TownHall(tmp_path_factory.mktemp("town"))
    yield town
    assert town.stop() == 0


@pytest.fixture
def town(_town_process: TownHall) -> Iterator[TownHall]:
    """A town hall with a fresh store, up."""
    _town_process.do("reset")
    yield _town_process
    _town_process.do("reset")


@pytest.fixture
def new_town() -> Iterator[Callable[..., TownHall]]:
    """Makes town halls that a test may kill; what is left is killed at its end."""
    made: list[TownHall] = []

    def make(directory: Path, listen: str = "127.0.0.1:0") -> TownHall:
        made.append(TownHall(directory, listen))
        return made[-1]

    yield make
    for each in made:
        if each.process.poll() is None:
            each.kill()


@pytest.fixture
def cable(town: TownHall, tmp_path: Path) -> Iterator[Process]:
    """A whole cable to the town hall."""
    process = Process(tmp_path / "cable", "kiosk.sandbox.cable", "--to", town.address)
    yield process
    assert process.stop() == 0


@pytest.fixture(scope="session")
def identity(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    """Keys of the hostile server."""
    return ensure_identity(tmp_path_factory.mktemp("hostile"))


@pytest.fixture
def hostile(identity: Identity) -> Iterator[Hostile]:
    """A server under a certificate that the client believes."""
    server = Hostile(identity)
    yield server
    server.close()


@pytest.fixture
def new_hostile() -> Iterator[Callable[..., Hostile]]:
    """Makes hostile servers with an identity or address of their own."""
    made: list[Hostile] = []

    def make(identity: Identity, **options: Any) -> Hostile:
        made.append(Hostile(identity, **options))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def open_files() -> Callable[[], int]:
    """Counts the descriptors of this process."""
    return lambda: len(os.listdir("/proc/self/fd"))
