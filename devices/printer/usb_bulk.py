"""USB without the kernel's printer driver, by pyusb: `usb://04b8:0e28` or `usb://04b8:0e28/SERIAL`.

For printers that the printer class driver does not take (vendor class) or answers badly. Interface and endpoints are
found from the descriptors: printer class first, otherwise the first interface with a pair of bulk endpoints. A kernel
driver that holds the interface is detached, and given back when the connection ends.

pyusb is optional (extra `usb`) and imported when the first connection is opened, on the printing thread. Limits: there
is no descriptor to poll, so that such a printer is looked at every few seconds instead of listened to.
"""

import contextlib
import importlib
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from devices.printer.link import Moved, NoLink

_CHUNK = 4096
_READ_BYTES = 64
_WRITE_MS = 100
_PEEK_MS = 2
"""For a look at the answers between two writes: a timeout of 0 would mean endless."""
_PRINTER_CLASS = 7
_BULK = 2
_DIRECTION_IN = 0x80

MISSING = "usb:// needs pyusb: install the package with the extra 'usb', or use usb-lp:///dev/usb/lp0"


@dataclass(frozen=True, slots=True)
class _Way:
    """What was found on a device: interface number and its two bulk endpoints."""

    interface: int
    out: Any
    into: Any


class UsbLink:
    """One claimed interface; a `Link`.

    Args:
        way: see there.
        timed_out: the exception of a transfer whose time is over.
        give_back: releases the interface, and lets the kernel driver have it again.
    """

    def __init__(self, way: _Way, timed_out: type[OSError], give_back: Callable[[], None]) -> None:
        self._way = way
        self._timed_out = timed_out
        self._give_back: Callable[[], None] | None = give_back

    def pump(self, outgoing: bytes | memoryview, wait_s: float) -> Moved:
        """See `Link`. A write that was cut short counts with what the device took."""
        if self._give_back is None:
            return Moved(0, b"", open=False)
        deadline = time.monotonic() + max(0.0, wait_s)
        piece = bytes(memoryview(outgoing)[:_CHUNK])
        sent = len(piece)  # a transfer that fails does not say how much of it was taken: all of it may have been
        try:
            if piece:
                sent = self._write(piece, _milliseconds(wait_s, _WRITE_MS))
            wait_ms = _PEEK_MS if piece else _milliseconds(deadline - time.monotonic(), math.inf)
            return Moved(sent, self._read(wait_ms), open=True)
        except OSError:  # USBError: unplugged, stalled
            return Moved(sent, b"", open=False)

    def close(self, drain_s: float) -> None:
        """See `Link`. A finished bulk transfer is in the printer: nothing is left to wait for."""
        self.abort()

    def abort(self) -> None:
        """See `Link`."""
        give_back, self._give_back = self._give_back, None
        if give_back is not None:
            with contextlib.suppress(OSError, NotImplementedError):
                give_back()

    def fileno(self) -> int | None:
        """See `Link`."""
        return None

    def _write(self, data: bytes, wait_ms: int) -> int:
        try:
            return int(self._way.out.write(data, wait_ms))
        except self._timed_out:
            return 0

    def _read(self, wait_ms: int) -> bytes:
        size = max(_READ_BYTES, int(self._way.into.wMaxPacketSize))
        try:
            return bytes(self._way.into.read(size, wait_ms))
        except self._timed_out:
            return b""


@dataclass(frozen=True, slots=True)
class UsbLine:
    """A printer on the USB bus; a `Line`.

    Args:
        vendor, product: as `lsusb` shows them.
        serial: serial number, needed where two of a kind are plugged in.
        backend: of pyusb; None takes libusb.
    """

    vendor: int
    product: int
    serial: str = ""
    backend: Any = None
    bytes_per_s: float = math.inf
    shared: bool = False

    def open(self, timeout_s: float) -> UsbLink | NoLink:
        """Finds the device, detaches the kernel driver, claims the interface; takes no time to speak of."""
        try:
            core, util = importlib.import_module("usb.core"), importlib.import_module("usb.util")
        except ImportError:
            return NoLink(MISSING)
        try:
            device = self._find(core, util)
            return (
                NoLink(f"{self._name}: is it plugged in and switched on?") if device is None else _claim(device, core)
            )
        except core.NoBackendError:
            return NoLink("usb:// needs libusb: install the Debian package libusb-1.0-0")
        except (OSError, NotImplementedError, ValueError) as error:  # USBError; no permission to read the serial number
            reason = getattr(error, "strerror", None) or type(error).__name__
            return NoLink(f"{self._name}: {reason}: may the terminal's user open it (udev rule)?")

    @property
    def _name(self) -> str:
        return f"usb {self.vendor:04x}:{self.product:04x}"

    def _find(self, core: Any, util: Any) -> Any:
        found = core.find(find_all=True, backend=self.backend, idVendor=self.vendor, idProduct=self.product)
        for device in found:
            if not self.serial or util.get_string(device, device.iSerialNumber) == self.serial:
                return device
        return None


def _claim(device: Any, core: Any) -> UsbLink | NoLink:
    way = _way(device)
    if way is None:
        return NoLink("the USB device has no pair of bulk endpoints: it is no printer")
    util = importlib.import_module("usb.util")
    detached = False
    with contextlib.suppress(NotImplementedError):  # no such thing on this system
        if device.is_kernel_driver_active(way.interface):
            device.detach_kernel_driver(way.interface)
            detached = True

    def give_back() -> None:
        with contextlib.suppress(OSError):
            util.release_interface(device, way.interface)
        if detached:
            with contextlib.suppress(OSError):
                device.attach_kernel_driver(way.interface)
        util.dispose_resources(device)

    try:
        util.claim_interface(device, way.interface)
    except OSError:
        give_back()
        raise
    return UsbLink(way, core.USBTimeoutError, give_back)


def _way(device: Any) -> _Way | None:
    """The printer's interface by its descriptors."""
    interfaces = sorted(device.get_active_configuration(), key=lambda one: one.bInterfaceClass != _PRINTER_CLASS)
    for interface in interfaces:
        bulk = [end for end in interface if end.bmAttributes & 0x03 == _BULK]
        out = next((end for end in bulk if not end.bEndpointAddress & _DIRECTION_IN), None)
        into = next((end for end in bulk if end.bEndpointAddress & _DIRECTION_IN), None)
        if out is not None and into is not None and interface.bAlternateSetting == 0:
            return _Way(interface.bInterfaceNumber, out, into)
    return None


def _milliseconds(seconds: float, limit: float) -> int:
    return max(1, int(min(seconds * 1000, limit)))
