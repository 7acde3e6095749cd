"""USB through the kernel's printer class driver: `usb-lp:///dev/usb/lp0`.

The node comes and goes with the plug. It is opened without O_CREAT and only if it is a character device: a job written
to a missing node must not become a regular file that "prints". After a re-plug the next `open` finds it again; a udev
rule that gives each printer a name of its own (/dev/usb/belegdrucker) keeps two printers apart.

Limits: the driver counts a write as done when it has taken it into one USB transfer of up to 8 KiB, and drops that
transfer when the node is closed; `close` therefore waits until it is through, and the barrier is believed, not the
write.
"""

import math
import os
import select
import stat
from dataclasses import dataclass

from devices.printer.descriptor import DescriptorLink
from devices.printer.link import NoLink

_REASONS: dict[type[OSError], str] = {
    FileNotFoundError: "is it plugged in and switched on?",
    PermissionError: "add the terminal's user to the group lp",
}


class _UsbWire:
    """One transfer at a time; the node can be written again when it is through."""

    chunk = 4096

    def clear_to_send(self, fd: int) -> bool:
        """Always: the kernel's poll says when the last transfer is through."""
        return fd >= 0

    def through(self, fd: int) -> bool:
        """Writable again."""
        poll = select.poll()
        poll.register(fd, select.POLLOUT)
        return bool(poll.poll(0))

    def discard(self, fd: int) -> None:
        """Closing does it."""


@dataclass(frozen=True, slots=True)
class UsbLpLine:
    """A printer behind a node of the printer class driver; a `Line`.

    Args:
        node: /dev/usb/lp0, or a link to it.
    """

    node: str
    bytes_per_s: float = math.inf
    shared: bool = False

    def open(self, timeout_s: float) -> DescriptorLink | NoLink:
        """Opens the node; takes no time, `timeout_s` does not matter."""
        try:
            fd = os.open(self.node, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        except OSError as error:
            remedy = _REASONS.get(type(error), "is another program using it?")
            return NoLink(f"{self.node}: {error.strerror}: {remedy}")
        if not stat.S_ISCHR(os.fstat(fd).st_mode):
            os.close(fd)
            return NoLink(f"{self.node} is no device: remove it, then plug the printer in again")
        return DescriptorLink(fd, _UsbWire())
