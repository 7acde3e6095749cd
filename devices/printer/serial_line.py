"""A serial line: `serial:///dev/ttyS0?baud=115200&flow=dsrdtr`. 8 data bits, no parity, one stop bit.

The standard library's termios, not pyserial: pyserial has had no release since 2020, and its `dsrdtr` does nothing on
Linux. The kernel does RTS/CTS and XON/XOFF by itself; with XON/XOFF it also takes the two bytes out of what is read, so
that they never pass for a status. DTR/DSR it does not know: here DSR is looked at before each small piece, and no more
than one piece is ever in the kernel's buffer.

Real-time questions go out although DSR is down: many printers take it down with an open cover. With XON/XOFF the kernel
holds them back, too, so that such a printer is OFFLINE until the cover is shut: prefer the signals.

Limits: a line without modem signals (a pseudo-terminal, three wires) counts as always clear to send. A pulled plug is
seen only by the missing answer. Text and the printer's own QR codes only: an image of 15 kB takes seconds.
"""

import contextlib
import errno
import fcntl
import os
import struct
import termios
from dataclasses import dataclass
from typing import Literal

from devices.printer.descriptor import DescriptorLink
from devices.printer.link import NoLink

Flow = Literal["dsrdtr", "rtscts", "xonxoff", "none"]
FLOWS: tuple[Flow, ...] = ("dsrdtr", "rtscts", "xonxoff", "none")
BAUDS = {rate: int(getattr(termios, f"B{rate}")) for rate in (4800, 9600, 19200, 38400, 57600, 115200)}
"""Rates of receipt printers -> their termios constants."""

_BITS_PER_BYTE = 10
_PIECE = 64
"""Printers take DSR away while 128 bytes or more are free; a piece fits in what is left."""


class _SerialWire:
    def __init__(self, flow: Flow) -> None:
        self._flow = flow

    @property
    def chunk(self) -> int:
        """Where nothing but us can stop what the kernel has: little."""
        return _PIECE if self._flow == "dsrdtr" else 4096

    def clear_to_send(self, fd: int) -> bool:
        """With DTR/DSR: the printer holds DSR up, and the last piece has left."""
        if self._flow != "dsrdtr":
            return True
        try:
            signals = _number(fd, termios.TIOCMGET)
        except OSError:  # no modem signals on this line
            return True
        return bool(signals & termios.TIOCM_DSR) and self.through(fd)

    def through(self, fd: int) -> bool:
        """The kernel's buffer is empty."""
        try:
            return _number(fd, termios.TIOCOUTQ) == 0
        except OSError:
            return True

    def discard(self, fd: int) -> None:
        """Drops the kernel's buffer; without it, closing would wait up to 30 s for the printer."""
        try:
            termios.tcflush(fd, termios.TCIOFLUSH)
        except termios.error as error:
            raise OSError(*error.args) from error


@dataclass(frozen=True, slots=True)
class SerialLine:
    """A printer behind a serial port; a `Line`.

    Args:
        node: /dev/ttyS0, /dev/ttyUSB0 or a link of /dev/serial/by-id.
        baud: as the printer is set; one of `BAUDS`.
        flow: how the printer says that its buffer is full.
    """

    node: str
    baud: int = 115200
    flow: Flow = "dsrdtr"
    shared: bool = False

    @property
    def bytes_per_s(self) -> float:
        """What the line carries; half of it where each piece waits for the one before."""
        return self.baud / _BITS_PER_BYTE / (2 if self.flow == "dsrdtr" else 1)

    def open(self, timeout_s: float) -> DescriptorLink | NoLink:
        """Opens and sets the port; takes no time, `timeout_s` does not matter."""
        try:
            fd = os.open(self.node, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        except OSError as error:
            remedy = "add the terminal's user to the group dialout" if error.errno == errno.EACCES else "is it there?"
            return NoLink(f"{self.node}: {error.strerror}: {remedy}")
        try:
            self._set_up(fd)
        except (OSError, termios.error) as error:
            os.close(fd)
            return NoLink(f"{self.node} is no serial port ({error.args[-1]})")
        return DescriptorLink(fd, _SerialWire(self.flow))

    def _set_up(self, fd: int) -> None:
        settings = termios.tcgetattr(fd)
        speed = BAUDS[self.baud]
        local = termios.CREAD | termios.CLOCAL  # without HUPCL: closing must not drop DTR under a printing printer
        control = termios.CS8 | local | (termios.CRTSCTS if self.flow == "rtscts" else 0)
        settings[0] = termios.IXON if self.flow == "xonxoff" else 0
        settings[1] = 0
        settings[2] = control
        settings[3] = 0
        settings[4] = settings[5] = speed
        settings[6][termios.VMIN], settings[6][termios.VTIME] = 1, 0
        if self.flow == "xonxoff":
            settings[6][termios.VSTART], settings[6][termios.VSTOP] = b"\x11", b"\x13"
        termios.tcsetattr(fd, termios.TCSANOW, settings)
        with contextlib.suppress(OSError):  # no modem signals: nothing to raise
            fcntl.ioctl(fd, termios.TIOCMBIS, struct.pack("I", termios.TIOCM_DTR | termios.TIOCM_RTS))


def _number(fd: int, request: int) -> int:
    value: int = struct.unpack("i", fcntl.ioctl(fd, request, struct.pack("i", 0)))[0]
    return value
