"""A pcscd of one's own with a virtual reader, for demo and tests: never the system's, several side by side.

    with PrivatePcscd(tmp_path) as pcscd:
        subprocess.run([...], env=os.environ | pcscd.environment)   # clients
        VirtualCard(chip, pcscd.port)                               # the card's side

pcscd has its socket in /run/pcscd and refuses to start beside another one. So it gets a mount namespace in which the
given folder lies over /run: as root by `unshare -m`, otherwise by `unshare -rm`. Its reader is vpcd on a free port. USB
readers of the machine are left alone (empty driver folder). pcscd dies with the thread that started it
(PR_SET_PDEATHSIG); start it from one that lives on.

Limits. vpcd listens on all interfaces and lets the first caller be the card; that cannot be confined from outside: its
other mode, in which it calls the card on a given address, keeps a closed descriptor after a refused connection and then
writes into whatever has that number. So this is for machines in a trusted network, and never installed on a terminal.
libpcsclite reads PCSCLITE_CSOCK_NAME once per process: a process can use one private pcscd, not several in turn, but it
may be killed and started again in the same folder.
"""

import argparse
import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from devices.card.lifetime import Lifetime

log = logging.getLogger(__name__)

SYSTEM_SOCKET = Path("/run/pcscd/pcscd.comm")
SYSTEM_PORT = 35963
"""Where Debian's package vsmartcard-vpcd lets the system's pcscd wait for a virtual card."""

_DAEMON = "/usr/sbin/pcscd"
_DRIVERS = Path("/usr/lib/pcsc/drivers")
_SLOTS = 2
"""Debian's vpcd opens one port per slot, in a row."""
_ATTEMPTS = 5
"""Free ports are guessed; somebody else may be quicker."""
_LONGEST_SOCKET_PATH = 107
# Said twice: the first one covers the way, the second one what a new user namespace may have reset.
_DIE_WITH_PARENT = ["setpriv", "--pdeathsig", "KILL"]
_INSIDE = 'mount --bind "$1" /run && shift && exec "$@"'


class PcscdError(Exception):
    """No pcscd for this purpose; the text says what to do about it."""


class PrivatePcscd:
    """One private pcscd with the virtual reader "Virtual PCD 00 00" (and an unused second slot).

    Args:
        folder: empty folder of one's own; its path must leave room for a socket (107 bytes in all).
        patience_s: deadline for the start.

    Attributes:
        socket: where clients find it.
        port: where the virtual card finds its reader; stays the same over kill and start.
        private: False if namespaces are forbidden here and the system's pcscd is used instead.
    """

    def __init__(self, folder: Path, *, patience_s: float = 10.0) -> None:
        self._folder = folder.absolute()
        self._patience_s = patience_s
        self._process: subprocess.Popen[bytes] | None = None
        self.private = True
        self.socket = self._folder / "pcscd" / "pcscd.comm"
        self.port = 0
        if len(os.fsencode(self.socket)) > _LONGEST_SOCKET_PATH:
            raise PcscdError(f"{self.socket}: longer than {_LONGEST_SOCKET_PATH} bytes; take a shorter folder")

    @property
    def environment(self) -> dict[str, str]:
        """What a client needs in its environment before it touches PC/SC."""
        return {"PCSCLITE_CSOCK_NAME": str(self.socket)}

    @property
    def pid(self) -> int | None:
        """Process id while it runs and is private."""
        return self._process.pid if self._process else None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Starts pcscd and waits until a client sees the virtual reader.

        Raises:
            PcscdError: packages are missing, namespaces are forbidden and there is no system's pcscd, or it does not
                come up in time.
        """
        if self._process is not None:
            raise PcscdError("this private pcscd runs already")
        unshare = _unshare()
        if unshare is None:
            self._use_the_systems()
            return
        driver = _driver()
        for _ in range(1 if self.port else _ATTEMPTS):
            port = self.port or _free_ports()
            self._launch(unshare, driver, port)
            if self._reader_seen():
                self.port = port
                return
            self.stop()
        raise PcscdError(f"pcscd does not offer the virtual reader; its own words are in {self._folder / 'pcscd.log'}")

    def stop(self) -> None:
        """Ends pcscd in order. Does nothing if it does not run or is the system's."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Ends pcscd without warning, as a crash would. `start` brings it back.

        Raises:
            PcscdError: it is the system's pcscd, which is not ours to kill.
        """
        if not self.private:
            raise PcscdError("the system's pcscd is not killed")
        self._end(signal.SIGKILL)

    def _end(self, number: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(number)
        try:
            process.wait(2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for name in ("pcscd.comm", "pcscd.pid"):
            (self._folder / "pcscd" / name).unlink(missing_ok=True)

    def _use_the_systems(self) -> None:
        if not SYSTEM_SOCKET.exists():
            raise PcscdError(
                "mount namespaces are forbidden here (unshare -m / unshare -rm fail) and there is no system's pcscd"
                f" at {SYSTEM_SOCKET}: allow user namespaces, or start pcscd with the package vsmartcard-vpcd"
            )
        log.warning("pcscd.using_the_systems")
        self.private, self.socket, self.port = False, SYSTEM_SOCKET, SYSTEM_PORT

    def _launch(self, unshare: list[str], driver: Path, port: int) -> None:
        run, no_usb = self._folder / "pcscd", self._folder / "no-usb-drivers"
        run.mkdir(parents=True, exist_ok=True)
        no_usb.mkdir(exist_ok=True)
        (run / "reader.conf").write_text(
            'FRIENDLYNAME "Virtual PCD"\n'
            f"DEVICENAME   /dev/null:0x{port:X}\n"
            f"LIBPATH      {driver}\n"
            f"CHANNELID    0x{port:X}\n",
            encoding="ascii",
        )
        pcscd = [*_pcscd(), "--foreground", "--config", "/run/pcscd/reader.conf"]  # inside, the folder is /run
        with (self._folder / "pcscd.log").open("ab") as words:
            self._process = subprocess.Popen(  # noqa: S603 (fixed command, our own paths)
                [*_DIE_WITH_PARENT, *unshare, "sh", "-c", _INSIDE, "sh", str(self._folder), *_DIE_WITH_PARENT, *pcscd],
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                env=os.environ | {"PCSCLITE_HP_DROPDIR": str(no_usb)},
            )

    def _reader_seen(self) -> bool:
        """Asks as a client would, in a process of its own: ours may talk to another pcscd already."""
        probe = [sys.executable, "-m", "devices.card.probe", "--patience", str(self._patience_s)]
        environment = os.environ | self.environment
        with subprocess.Popen(probe, env=environment, stdout=subprocess.DEVNULL) as asking:  # noqa: S603 (fixed command)
            while True:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    return asking.wait(0.1) == 0
                if self._process is None or self._process.poll() is not None:
                    asking.kill()
                    return False


def _unshare() -> list[str] | None:
    """The command that gives a mount namespace here, or None if all are forbidden."""
    for command in (["unshare", "-m"], ["unshare", "-rm"]):
        trial = subprocess.run([*command, "true"], check=False, capture_output=True)  # noqa: S603 (fixed commands)
        if trial.returncode == 0:
            return command
    return None


def _driver() -> Path:
    found = sorted(_DRIVERS.glob("serial/libifdvpcd.so*"))
    if not found:
        raise PcscdError(f"no libifdvpcd.so below {_DRIVERS}: install the apt package vsmartcard-vpcd")
    return found[0]


def _pcscd() -> list[str]:
    """pcscd's command. Where it is built with polkit (Debian 13) that is switched off: there is no bus inside."""
    if not os.access(_DAEMON, os.X_OK):
        raise PcscdError(f"no {_DAEMON}: install the apt package pcscd")
    about = subprocess.run([_DAEMON, "--help"], check=False, capture_output=True, text=True)  # noqa: S603 (fixed command)
    return [_DAEMON, "--disable-polkit"] if "--disable-polkit" in about.stdout + about.stderr else [_DAEMON]


def _free_ports() -> int:
    """The first of as many free TCP ports in a row as vpcd has slots."""
    while True:
        with contextlib.ExitStack() as held, contextlib.suppress(OSError, OverflowError):
            first = held.enter_context(socket.socket())
            first.bind(("", 0))
            port: int = first.getsockname()[1]
            for slot in range(1, _SLOTS):
                held.enter_context(socket.socket()).bind(("", port + slot))
            return port


def main(arguments: list[str] | None = None) -> int:
    """Runs a private pcscd until told to end; gives the exit code (1: no pcscd, or it ended by itself)."""
    parser = argparse.ArgumentParser(
        prog="python -m devices.card.private_pcscd",
        description='pcscd with a virtual reader. Prints "ready SOCKET PORT"; ends with the process that started it.',
    )
    parser.add_argument("--dir", type=Path, required=True, help="folder of its own; made if missing")
    options = parser.parse_args(arguments)
    try:
        with Lifetime() as lifetime, PrivatePcscd(options.dir) as pcscd:
            sys.stdout.write(f"ready {pcscd.socket} {pcscd.port}\n")
            sys.stdout.flush()
            watched = [] if pcscd.pid is None else [os.pidfd_open(pcscd.pid)]
            if lifetime.wait(*watched) is None:
                return 0
            sys.stderr.write(f"pcscd ended by itself; its own words are in {options.dir / 'pcscd.log'}\n")
    except PcscdError as error:
        sys.stderr.write(f"{error}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
