"""The line as a serial port: a pseudo terminal with a link to it, and flow control as the model has it.

`dtr`: a full buffer stops reading, and the other side's writes stand still, as with a lowered DTR. `xonxoff`: it sends
XOFF before the buffer is full and XON when there is room again. A line without a connection: nobody is hung up on, and
a printer that is switched off just does not answer.
"""

import contextlib
import os
import select
import threading
import time
import tty
from pathlib import Path
from typing import Literal

from devices.printer.virtual.machine import Machine
from devices.printer.virtual.models import MachineSettings

_LOOK_S = 0.05
_CHUNK = 512
_XON, _XOFF = b"\x11", b"\x13"
_NEARLY_FULL = 256

Flow = Literal["dtr", "xonxoff"]


class SerialPrinter:
    """A machine behind a pseudo terminal.

    Args:
        link: symbolic link to make; a stale one is replaced.
        out: folder of the slips.
        settings: how the printer is built.
        flow: flow control.

    Raises:
        OSError: no pseudo terminal, or the link cannot be made.
    """

    def __init__(self, link: Path, out: Path, settings: MachineSettings, flow: Flow = "dtr") -> None:
        self._link = link
        self._flow = flow
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        if link.is_symlink():
            link.unlink()
        link.symlink_to(os.ttyname(self._slave))
        self.machine = Machine(out, settings, self._send, self._send, lambda on: None)
        self._stopping = False
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="virtual printer line", daemon=True)

    @property
    def listening(self) -> str | None:
        """Where the port is."""
        return f"pty:{self._link}"

    @property
    def clients(self) -> int:
        """A serial line has one end."""
        return 1

    def greet(self, data: bytes) -> None:
        """These bytes lie in the line from now on."""
        self._send(data)

    def hang_up(self) -> None:
        """Nothing: a serial line has no connection that could end."""

    def start(self) -> None:
        """Starts printing and serving."""
        self.machine.start()
        self._thread.start()

    def stop(self) -> None:
        """Stops both and removes the port."""
        self._stopping = True
        self.machine.stop()
        self._thread.join(5)
        self._link.unlink(missing_ok=True)
        os.close(self._master)
        os.close(self._slave)

    def _run(self) -> None:
        while not self._stopping:
            room = self.machine.room(_LOOK_S)
            if self._flow == "xonxoff":
                self._steer(room)
            if not room or not select.select([self._master], [], [], _LOOK_S)[0]:
                continue
            rate = self.machine.bytes_per_s
            most = _CHUNK if rate is None else max(1, int(rate * _LOOK_S))
            data = b""
            with contextlib.suppress(OSError):
                data = os.read(self._master, min(room, most))
            self.machine.receive(data, self._send)
            if rate is not None:
                time.sleep(len(data) / rate)

    def _steer(self, room: int) -> None:
        if not self._stopped and room <= _NEARLY_FULL:
            self._stopped = True
            self._send(_XOFF)
        elif self._stopped and room > self.machine.settings.buffer_bytes // 2:
            self._stopped = False
            self._send(_XON)

    def _send(self, data: bytes) -> None:
        with contextlib.suppress(OSError):
            os.write(self._master, data)
