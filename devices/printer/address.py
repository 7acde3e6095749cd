"""The printer's URL in the settings -> its `Line`. Pure: nothing is opened.

tcp://192.168.1.50:9100          in the network
usb-lp:///dev/usb/lp0            USB by the kernel's printer driver
usb://04b8:0e28/SERIAL           USB without it; the serial number may be left out
serial:///dev/ttyS0?baud=115200&flow=dsrdtr
"""

import re
from urllib.parse import SplitResult, parse_qsl, urlsplit

from devices.printer.link import Line
from devices.printer.serial_line import BAUDS, FLOWS, SerialLine
from devices.printer.tcp import TcpLine
from devices.printer.usb_bulk import UsbLine
from devices.printer.usb_lp import UsbLpLine

_EXAMPLES = {
    "tcp": "tcp://HOST:PORT, for example tcp://192.168.1.50:9100",
    "usb-lp": "usb-lp:///dev/usb/lp0",
    "usb": "usb://VENDOR:PRODUCT or usb://VENDOR:PRODUCT/SERIAL as lsusb shows them, for example usb://04b8:0e28",
    "serial": "serial:///dev/ttyS0?baud=115200&flow=dsrdtr",
}
_NODE = re.compile(r"/dev(/[A-Za-z0-9_.:+-]+)+")
_USB = re.compile(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})")
_SERIAL_NUMBER = re.compile(r"[A-Za-z0-9_.-]{0,64}")


def line_of(url: str) -> Line:
    """Reads a printer's URL.

    Raises:
        ValueError: it is wrong; says what to write instead.
    """
    try:
        parts = urlsplit(url)
        line = _line(parts)
    except ValueError as error:
        raise ValueError(_remedy(url, str(error))) from error
    if line is None or parts.fragment or parts.username is not None:
        raise ValueError(_remedy(url, ""))
    return line


def _remedy(url: str, why: str) -> str:
    scheme = url.partition(":")[0]
    forms = _EXAMPLES.get(scheme) or ", or ".join(("tcp://HOST:PORT", *list(_EXAMPLES.values())[1:]))
    return f"printer url {url!r}: {why + '; ' if why else ''}write {forms}"


def _line(parts: SplitResult) -> Line | None:
    match parts.scheme:
        case "tcp":
            return _tcp(parts)
        case "usb-lp" if not parts.netloc and not parts.query and _NODE.fullmatch(parts.path):
            return UsbLpLine(_device(parts.path))
        case "usb" if not parts.query:
            return _usb(parts)
        case "serial" if not parts.netloc and _NODE.fullmatch(parts.path):
            return _serial(parts)
        case _:
            return None


def _tcp(parts: SplitResult) -> Line | None:
    host, port = parts.hostname, parts.port
    if not host or not port or parts.path not in ("", "/") or parts.query:
        return None
    return TcpLine(host, port)


def _usb(parts: SplitResult) -> Line | None:
    ids, serial = _USB.fullmatch(parts.netloc), parts.path.removeprefix("/")
    if ids is None or not _SERIAL_NUMBER.fullmatch(serial):
        return None
    return UsbLine(int(ids[1], 16), int(ids[2], 16), serial)


def _serial(parts: SplitResult) -> Line | None:
    options = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    unknown = options.keys() - {"baud", "flow"}
    if unknown:
        raise ValueError(f"unknown {', '.join(sorted(unknown))}")
    baud, flow = options.get("baud", "115200"), options.get("flow", "dsrdtr")
    if baud not in map(str, BAUDS):
        raise ValueError(f"baud is one of {', '.join(map(str, BAUDS))}")
    known = next((one for one in FLOWS if one == flow), None)
    if known is None:
        raise ValueError(f"flow is one of {', '.join(FLOWS)}")
    return SerialLine(_device(parts.path), int(baud), known)


def _device(path: str) -> str:
    if ".." in path.split("/"):
        raise ValueError("a device is named without ..")
    return path
