"""The world around a terminal, all software behind real wires: town hall, network cable, printer, card and reader.

    with Stage() as stage:
        terminal = stage.start_terminal(":0")
        stage.controls.printer.do("cover_open")
        ...

Every part is a process of its own with a control socket, in one folder:

    terminal.yaml    the shipped settings, with the addresses of this stage
    town-hall/       authority, token and numbers of the sandbox
    paper/           slips of the virtual printer
    staff.pin        hash of the PIN of the staff area, which is DEMO_PIN
    pcscd/           the private pcscd and its socket
    *.sock           control sockets            log/    one file a process
    state/, terminal-log/                       the terminal's own

Whatever happens, the children end: in order when the context ends, by the kernel when this process dies.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import yaml

from devices.control import ControlClient, ControlError
from kiosk.rehearsal.children import Child, end_all
from kiosk.rehearsal.demo_pin import DEMO_PIN
from kiosk.rehearsal.errors import StageError
from kiosk.settings import shipped_config
from kiosk.staff import write_pin_file

PORTRAIT = (1080, 1920)
LANDSCAPE = (1920, 1080)

_LONGEST_FOLDER = 75
"""Bytes that leave room for the longest socket path in it (107 in all)."""
_PATIENCE_S = 20.0
_ZONE = "Europe/Berlin"


@dataclass(frozen=True, slots=True)
class Controls:
    """A client for the control socket of each part; not thread-safe."""

    printer: ControlClient
    card: ControlClient
    portal: ControlClient
    network: ControlClient


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalOptions:
    """How a terminal is started; None leaves it to its settings.

    Args:
        observe: socket on which somebody listens already.
        window: (width, height, x, y) instead of full screen.
    """

    observe: Path | None = None
    clock: datetime | None = None
    speed: float = 1.0
    lang: str | None = None
    size: str | None = None
    theme: str | None = None
    window: tuple[int, int, int, int] | None = None

    def arguments(self) -> list[str]:
        """As `run` takes them."""
        window = None if self.window is None else "{}x{}+{}+{}".format(*self.window)
        clock = None if self.clock is None else self.clock.isoformat()
        named = {
            "observe": self.observe,
            "clock": clock,
            "speed": self.speed,
            "lang": self.lang,
            "size": self.size,
            "theme": self.theme,
            "window": window,
        }
        return [word for name, value in named.items() if value is not None for word in (f"--{name}", str(value))]


class Stage:
    """The parts; a context manager. To be used from a thread that lives as long as the stage.

    Args:
        folder: where everything lies (kept afterwards); None makes one and removes it at the end.
        screen: size of the terminal's screen in pixels.
        services: folder of services instead of the shipped ones, for terminal and town hall alike.
        person: whose card it is that lies beside the reader; None: an empty one.

    Attributes:
        folder, logs, paper, config: see the module.
        controls: control clients, while it runs.
        environment: what a program needs to reach the reader of this stage.
        px_per_mm: of the terminal's screen, when it is full.
    """

    controls: Controls
    px_per_mm: float

    def __init__(
        self,
        folder: Path | None = None,
        *,
        screen: tuple[int, int] = PORTRAIT,
        services: Path | None = None,
        person: str | None = None,
    ) -> None:
        self._own = folder is None
        self.folder = _short_folder() if folder is None else folder.absolute()
        if len(str(self.folder).encode()) > _LONGEST_FOLDER:
            raise StageError(f"{self.folder}: longer than {_LONGEST_FOLDER} bytes; take a shorter folder")
        self.logs = self.folder / "log"
        self.paper = self.folder / "paper"
        self.config = self.folder / "terminal.yaml"
        self.environment: dict[str, str] = {}
        self._screen = screen
        self._services = services.resolve() if services is not None else None
        self._person = () if person is None else ("--person", person)
        self._children: list[Child] = []
        self._cleaning = ExitStack()

    def __enter__(self) -> Self:
        """Starts all parts side by side and waits until each has said that it is ready.

        Raises:
            StageError: a part is missing or does not come up; nothing is left running.
        """
        self._cleaning.callback(self._remove)
        try:
            self.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        end_all(self._children)
        self._children.clear()
        self._cleaning.close()

    def start_terminal(self, display: str, options: TerminalOptions | None = None) -> Child:
        """Starts a terminal on an X display; it ends with the stage, or by `Child.end`."""
        command = [sys.executable, "-m", "kiosk", "run", "--config", str(self.config)]
        environment: dict[str, str | None] = {
            **self.environment,
            "DISPLAY": display,
            "WAYLAND_DISPLAY": None,
            "TZ": _ZONE,
        }
        return self._child("terminal", [*command, *(options or TerminalOptions()).arguments()], environment)

    def terminal_words(self, lines: int = 5) -> str:
        """The last lines of the terminal's own log, or what it wrote to stderr if it never came to have one."""
        logs = [self.folder / "terminal-log" / "terminal.log", self.logs / "terminal.log"]
        for log in logs:
            if log.exists() and (text := log.read_text("utf-8", "replace").strip()):
                return " | ".join(text.splitlines()[-lines:])
        return ""

    def _start(self) -> None:
        deadline = time.monotonic() + _PATIENCE_S
        local = "127.0.0.1:0"
        own: list[str | Path] = ["--services", self._services] if self._services is not None else []
        sandbox = self._part("portal", "kiosk.sandbox", "--listen", local, "--state", self.folder / "town-hall", *own)
        pcscd = self._python("pcscd", "devices.card.private_pcscd", "--dir", self.folder / "pcscd")
        model = ("--profile", "epson-tm-t20")  # the terminal asks which one it is, as in the foyer
        printer = self._part("printer", "devices.printer.virtual", "--listen", local, "--out", self.paper, *model)
        _, socket, port = pcscd.first_line(deadline).split()
        self.environment = {"PCSCLITE_CSOCK_NAME": socket}
        authorities = self.folder / "town-hall" / "eid-pki"  # the cards' too: else the town hall would not know them
        card = self._part("card", "devices.card.virtual", "--port", port, "--pki", authorities, *self._person)
        town = _address(sandbox.first_line(deadline))
        cable = self._part("network", "kiosk.sandbox.cable", "--listen", local, "--to", town)
        self._write_config(_address(printer.first_line(deadline)), _address(cable.first_line(deadline)))
        card.first_line(deadline)
        try:
            self.controls = Controls(**{name: self._control(name) for name in ("printer", "card", "portal", "network")})
        except ControlError as error:
            raise StageError(f"a control socket does not answer: {error}") from error

    def _write_config(self, printer: str, cable: str) -> None:
        settings: dict[str, Any] = yaml.safe_load((shipped_config() / "terminal.yaml").read_text("utf-8"))
        self.px_per_mm = float(settings["screen"]["px_per_mm"])
        town_hall = self.folder / "town-hall"
        changes: Mapping[str, Mapping[str, Any]] = {
            "screen": {"width_px": self._screen[0], "height_px": self._screen[1], "fullscreen": True},
            "portal": {
                "url": f"https://{cable}",
                "ca_file": str(town_hall / "ca.pem"),
                "token_file": str(town_hall / "terminal.token"),
                "seal_key_file": str(town_hall / "portal-keys.json"),
            },
            "printer": {"url": f"tcp://{printer}"},
            "card": {"reader": "Virtual PCD"},
            "staff": {"pin_file": str(self.folder / "staff.pin")},
            "paths": {"state_dir": str(self.folder / "state"), "log_dir": str(self.folder / "terminal-log")},
        }
        for section, values in changes.items():
            settings[section] = {**settings.get(section, {}), **values}
        write_pin_file(self.folder / "staff.pin", DEMO_PIN.encode())
        if self._services is not None:
            (self.folder / "services").symlink_to(self._services)
        self.config.write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), "utf-8")

    def _part(self, name: str, module: str, *arguments: str | Path) -> Child:
        return self._python(name, module, *arguments, "--control", self._socket(name))

    def _python(self, name: str, module: str, *arguments: str | Path) -> Child:
        return self._child(name, [sys.executable, "-m", module, *map(str, arguments)], {})

    def _child(self, name: str, command: list[str], environment: Mapping[str, str | None]) -> Child:
        child = Child(name, command, self.logs, env=environment)
        self._children.append(child)
        return child

    def _control(self, name: str) -> ControlClient:
        client = ControlClient(self._socket(name), patience_s=5.0)
        self._cleaning.callback(client.close)
        return client

    def _socket(self, name: str) -> Path:
        return self.folder / f"{name}.sock"

    def _remove(self) -> None:
        if self._own:
            shutil.rmtree(self.folder, ignore_errors=True)


def _short_folder() -> Path:
    """A new folder in the temporary folder, or in /tmp where that one has too long a name for sockets."""
    base = tempfile.gettempdir()
    if len(base.encode()) > _LONGEST_FOLDER - 12:
        base = "/tmp"  # noqa: S108 -- mkdtemp makes a folder that nobody else can enter
    return Path(tempfile.mkdtemp(prefix="bt-", dir=base))


def _address(line: str) -> str:
    """HOST:PORT of `listening https://HOST:PORT`."""
    return line.removeprefix("listening ").removeprefix("https://")
