"""A USB bus with one printer on it, as a backend of pyusb; its bulk endpoints lead to a descriptor.

There is no USB hardware on a test machine. Everything above the backend is real: pyusb's device, configuration and
endpoint objects, and our link. Transfers are cut short on purpose, as a printer with a full buffer does.
"""

import os
import select
from array import array
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import usb.core
from usb.backend import IBackend

VENDOR, PRODUCT, SERIAL = 0x04B8, 0x0E28, "X3GV012345"
OUT, INTO = 0x01, 0x82
_SHORT = 300
"""Bytes that one transfer takes at most."""
_LANGUAGES = b"\x04\x03\x09\x04"


class ScriptedBus(IBackend):  # type: ignore[misc]
    """The backend.

    Args:
        fd: both endpoints; non-blocking.
        interface_class: 7 for a printer, 255 for a vendor's own.
        kernel_driver: whether the kernel's driver holds the interface.
    """

    def __init__(self, fd: int, *, interface_class: int = 7, kernel_driver: bool = True) -> None:
        self.fd = fd
        self.interface_class = interface_class
        self.kernel_driver = kernel_driver
        self.plugged = True
        self.claimed = False
        self.stalls = False
        """A write takes part of the bytes and then fails without saying how many."""
        self.log: list[str] = []

    def enumerate_devices(self) -> Iterator[object]:
        return iter(["printer"] if self.plugged else [])

    def get_device_descriptor(self, dev: object) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=VENDOR, idProduct=PRODUCT, bcdDevice=0x100, iManufacturer=0, iProduct=0,
            iSerialNumber=3, bNumConfigurations=1, address=5, bus=1, port_number=1, port_numbers=(1,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: object, config: int) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=41, bNumInterfaces=2, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0xC0, bMaxPower=1, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: object, intf: int, alt: int, config: int) -> SimpleNamespace:
        if intf > 1 or alt > 0:
            raise IndexError
        kind = self.interface_class if intf == 1 else 3  # the first one is a keyboard wedge
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=intf, bAlternateSetting=alt, bNumEndpoints=2 if intf else 1,
            bInterfaceClass=kind, bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: object, ep: int, intf: int, alt: int, config: int) -> SimpleNamespace:
        address, kind = ((0x81, 3),)[ep] if intf == 0 else ((INTO, 2), (OUT, 2))[ep]
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=address, bmAttributes=kind, wMaxPacketSize=64, bInterval=0,
            bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: object) -> object:
        return "handle"

    def close_device(self, dev_handle: object) -> None:
        self.log.append("closed")

    def get_configuration(self, dev_handle: object) -> int:
        return 1

    def is_kernel_driver_active(self, dev_handle: object, intf: int) -> bool:
        return self.kernel_driver

    def detach_kernel_driver(self, dev_handle: object, intf: int) -> None:
        self.log.append(f"detached {intf}")
        self.kernel_driver = False

    def attach_kernel_driver(self, dev_handle: object, intf: int) -> None:
        self.log.append(f"given back {intf}")
        self.kernel_driver = True

    def claim_interface(self, dev_handle: object, intf: int) -> None:
        if self.kernel_driver or self.claimed:
            raise usb.core.USBError("Resource busy", errno=16)
        self.claimed = True

    def release_interface(self, dev_handle: object, intf: int) -> None:
        self.claimed = False

    def ctrl_transfer(self, dev_handle: object, *request: Any) -> int:
        value, data = request[2], request[4]
        text = _LANGUAGES if value == 0x300 else b"\x16\x03" + SERIAL.encode("utf-16-le")
        data[: len(text)] = array("B", text)
        return len(text)

    def bulk_write(self, dev_handle: object, ep: int, intf: int, data: Any, timeout: int) -> int:
        self._there(ep == OUT)
        if not select.select([], [self.fd], [], timeout / 1000)[1]:
            raise usb.core.USBTimeoutError("timed out", errno=110)
        written = os.write(self.fd, bytes(data)[:_SHORT])
        if self.stalls:
            raise usb.core.USBError("Input/Output Error", errno=5)
        return written

    def bulk_read(self, dev_handle: object, ep: int, intf: int, buff: Any, timeout: int) -> int:
        self._there(ep == INTO)
        if not select.select([self.fd], [], [], timeout / 1000)[0]:
            raise usb.core.USBTimeoutError("timed out", errno=110)
        data = os.read(self.fd, len(buff))
        buff[: len(data)] = array("B", data)
        return len(data)

    def _there(self, right_way: bool) -> None:
        assert right_way
        if not self.plugged:
            raise usb.core.USBError("No such device", errno=19)
