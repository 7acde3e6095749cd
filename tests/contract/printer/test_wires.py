"""Each wire by itself: what the kernel does with it, how it ends, and what is said when it is not there."""

import os
import select
import sys
import termios
import time
import tty
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from devices.printer.descriptor import DescriptorLink
from devices.printer.link import Line, Link, NoLink
from devices.printer.serial_line import SerialLine
from devices.printer.tcp import TcpLine
from devices.printer.usb_bulk import MISSING, UsbLine
from devices.printer.usb_lp import UsbLpLine
from tests.contract.printer.scripted_usb import PRODUCT, SERIAL, VENDOR, ScriptedBus


@dataclass
class Port:
    """Both ends of a pseudo-terminal: ours by name, the printer's by descriptor."""

    printer: int
    ours: int
    node: str

    def unplug(self) -> None:
        os.close(self.printer)
        os.close(self.ours)
        self.printer = self.ours = -1

    def take(self, wait_s: float = 1.0) -> bytes:
        """What has arrived at the printer."""
        if not select.select([self.printer], [], [], wait_s)[0]:
            return b""
        return os.read(self.printer, 65536)


@pytest.fixture
def port() -> Iterator[Port]:
    printer, ours = os.openpty()
    tty.setraw(ours)
    made = Port(printer, ours, os.ttyname(ours))
    yield made
    for fd in (made.printer, made.ours):
        if fd >= 0:
            os.close(fd)


def opened(line: Line) -> Link:
    link = line.open(1.0)
    assert not isinstance(link, NoLink), link
    return link


def read(link: Link, size: int) -> bytes:
    data = b""
    deadline = time.monotonic() + 5
    while len(data) < size and time.monotonic() < deadline:
        data += link.pump(b"", 0.05).received
    return data


def send(link: Link, data: bytes) -> None:
    deadline = time.monotonic() + 5
    while data and time.monotonic() < deadline:
        data = data[link.pump(data, 0.05).sent :]
    assert data == b""


@pytest.fixture(params=["usb-lp", "serial"])
def line(request: pytest.FixtureRequest, port: Port) -> Line:
    return UsbLpLine(port.node) if request.param == "usb-lp" else SerialLine(port.node)


def test_bytes_go_both_ways_unchanged(line: Line, port: Port) -> None:
    every = bytes(range(256))
    link = opened(line)
    send(link, every)
    got = b""
    while len(got) < 256:
        got += port.take()
    assert got == every
    os.write(port.printer, every)
    assert read(link, 256) == every
    link.close(0.5)
    assert link.pump(b"x", 0).open is False
    assert link.fileno() is None


def test_pulled_plug_is_a_value_and_the_next_one_works(line: Line, port: Port) -> None:
    link = opened(line)
    port.unplug()
    assert link.pump(b"", 1.0).open is False
    link.close(0.1)
    assert isinstance(line.open(0.1), NoLink)  # the node went with the plug


def test_nobody_reading_holds_nothing_up(line: Line, port: Port) -> None:
    link = opened(line)
    moved = link.pump(b"", 0)
    sent = 0
    while moved.open and (moved := link.pump(bytes(4096), 0.05)).sent:
        sent += moved.sent
    assert moved.open
    assert 0 < sent < 1_000_000
    link.close(0.1)  # comes back although nothing is through


def test_missing_node_is_named_and_no_file_is_made(tmp_path: Path) -> None:
    node = tmp_path / "lp0"
    for line in (UsbLpLine(str(node)), SerialLine(str(node))):
        answer = line.open(1.0)
        assert isinstance(answer, NoLink)
        assert str(node) in answer.reason
    assert list(tmp_path.iterdir()) == []


def test_regular_file_is_never_written_to(tmp_path: Path) -> None:
    """It "printed" before: a job written while the node was missing made one."""
    node = tmp_path / "lp0"
    node.write_bytes(b"left by somebody")
    for line in (UsbLpLine(str(node)), SerialLine(str(node))):
        assert isinstance(line.open(1.0), NoLink)
    assert node.read_bytes() == b"left by somebody"


def test_printer_that_is_plugged_in_again_is_found_by_its_name(tmp_path: Path, port: Port) -> None:
    node = tmp_path / "belegdrucker"
    line = UsbLpLine(str(node))
    assert isinstance(line.open(1.0), NoLink)
    node.symlink_to(port.node)
    link = opened(line)
    send(link, b"hello")
    assert port.take() == b"hello"
    link.close(0.1)


def test_empty_packets_are_not_the_end() -> None:
    """The kernel's printer driver reads as empty when a printer sends a packet of no bytes."""
    fd = os.open(os.devnull, os.O_RDWR | os.O_NONBLOCK)
    link = DescriptorLink(fd, _AlwaysClear())
    assert link.pump(b"", 0.02).open
    assert link.pump(b"abc", 0.02).sent == 3
    link.abort()


class _AlwaysClear:
    chunk = 4096
    clear = True

    def clear_to_send(self, fd: int) -> bool:
        return self.clear

    def through(self, fd: int) -> bool:
        return True

    def discard(self, fd: int) -> None:
        pass


def test_held_back_line_sends_nothing_and_still_hears(port: Port) -> None:
    """As with DSR down: the printer's buffer is full, and it says why."""
    wire = _AlwaysClear()
    wire.clear = False
    os.set_blocking(port.ours, False)
    link = DescriptorLink(os.dup(port.ours), wire)
    os.write(port.printer, b"\x38\x00\x00\x00")
    moved = link.pump(b"job", 1.0)
    assert (moved.sent, moved.received) == (0, b"\x38\x00\x00\x00")
    assert link.pump(b"job", 0.02).sent == 0
    assert link.pump(b"\x10\x04\x02", 1.0).sent == 3  # a question goes out: it is busy because its cover is open
    assert link.pump(b"\x10" * 11, 0.02).sent == 0  # dots of an image are no question
    wire.clear = True
    assert link.pump(b"job", 1.0).sent == 3
    link.abort()


def test_xon_and_xoff_steer_and_are_never_read(port: Port) -> None:
    link = opened(SerialLine(port.node, 9600, "xonxoff"))
    os.write(port.printer, b"\x13\x12")
    assert read(link, 1) == b"\x12"
    sent = link.pump(b"held", 0.05).sent  # a serial port buffers it, a pseudo-terminal does not even take it
    assert port.take(0.1) == b""
    os.write(port.printer, b"\x11")
    send(link, b"held"[sent:])
    assert port.take() == b"held"
    assert link.pump(b"", 0.05).received == b""
    link.abort()


def test_without_xonxoff_they_are_bytes_like_others(port: Port) -> None:
    link = opened(SerialLine(port.node, 9600, "none"))
    os.write(port.printer, b"\x13\x12\x11")
    assert read(link, 3) == b"\x13\x12\x11"
    send(link, b"goes")
    assert port.take() == b"goes"
    link.abort()


def test_serial_port_is_set_as_named(port: Port) -> None:
    link = opened(SerialLine(port.node, 19200, "rtscts"))
    into, out, control, local, *speeds, _ = termios.tcgetattr(port.ours)
    assert (into, out, local) == (0, 0, 0)
    assert control & termios.CSIZE == termios.CS8
    assert control & termios.CRTSCTS
    assert not control & (termios.PARENB | termios.CSTOPB | termios.HUPCL)
    assert speeds == [termios.B19200, termios.B19200]
    link.abort()
    assert SerialLine(port.node, 9600, "none").bytes_per_s == 960


def test_device_that_is_no_serial_port_is_refused() -> None:
    answer = SerialLine(os.devnull).open(1.0)
    assert isinstance(answer, NoLink)
    assert "no serial port" in answer.reason


def test_nobody_listening_is_said() -> None:
    answer = TcpLine("127.0.0.1", 1).open(0.5)
    assert isinstance(answer, NoLink)
    assert "no connection" in answer.reason


# -- pyusb -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def bus(port: Port) -> ScriptedBus:
    os.set_blocking(port.ours, False)
    return ScriptedBus(port.ours)


def usb(bus: ScriptedBus, serial: str = "") -> UsbLine:
    return UsbLine(VENDOR, PRODUCT, serial, backend=bus)


def test_usb_finds_interface_and_endpoints_and_gives_the_kernel_its_driver_back(bus: ScriptedBus) -> None:
    link = opened(usb(bus))
    assert bus.claimed
    assert bus.log == ["detached 1"]
    link.close(0.1)
    assert not bus.claimed
    assert bus.kernel_driver
    assert bus.log == ["detached 1", "given back 1", "closed"]
    link.close(0.1)
    assert bus.log.count("given back 1") == 1


def test_usb_counts_what_a_cut_transfer_took(bus: ScriptedBus, port: Port) -> None:
    link = opened(usb(bus))
    assert link.pump(bytes(1000), 0.1).sent == 300
    send(link, bytes(700))
    got = b""
    while len(got) < 1000:
        got += port.take()
    assert len(got) == 1000
    link.abort()


def test_usb_transfer_that_failed_half_way_counts_as_sent(bus: ScriptedBus, port: Port) -> None:
    """Nobody knows how much was taken: a job of which this was the first piece is unknown, not "not printed"."""
    link = opened(usb(bus))
    bus.stalls = True
    moved = link.pump(bytes(1000), 0.1)
    assert port.take() != b""
    assert (moved.sent, moved.open) == (1000, False)
    link.abort()


def test_usb_of_a_vendors_own_class_is_found_too(port: Port) -> None:
    link = opened(usb(ScriptedBus(port.ours, interface_class=255, kernel_driver=False)))
    send(link, b"hello")
    assert port.take() == b"hello"
    link.abort()


def test_usb_is_chosen_by_serial_number(bus: ScriptedBus) -> None:
    opened(usb(bus, SERIAL)).abort()
    answer = usb(bus, "OTHER").open(1.0)
    assert isinstance(answer, NoLink)
    assert "04b8:0e28" in answer.reason


def test_usb_unplugged_and_back(bus: ScriptedBus) -> None:
    link = opened(usb(bus))
    bus.plugged = False
    assert link.pump(b"x", 0.05).open is False
    link.abort()
    assert isinstance(usb(bus).open(1.0), NoLink)
    bus.plugged = True
    opened(usb(bus)).abort()


def test_usb_held_by_another_program_is_said(bus: ScriptedBus) -> None:
    bus.kernel_driver = False
    bus.claimed = True
    answer = usb(bus).open(1.0)
    assert isinstance(answer, NoLink)
    assert "Resource busy" in answer.reason


def test_usb_without_pyusb_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usb.core", None)
    assert UsbLine(VENDOR, PRODUCT).open(1.0) == NoLink(MISSING)


def test_usb_without_libusb_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import usb.core

    def nothing(**_: object) -> None:
        raise usb.core.NoBackendError("No backend available")

    monkeypatch.setattr(usb.core, "find", nothing)
    answer = UsbLine(VENDOR, PRODUCT).open(1.0)
    assert isinstance(answer, NoLink)
    assert "libusb-1.0-0" in answer.reason
