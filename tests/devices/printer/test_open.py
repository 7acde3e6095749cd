"""Address of the printer: clear, or an error with a remedy."""

import pytest

from devices.printer import EscposPrinter, FontFiles, open_printer


@pytest.mark.parametrize(
    "url",
    [
        "tcp://192.0.2.7:9100",
        "tcp://drucker.rathaus:9100/",
        "tcp://[2001:db8::7]:9100",
        "usb-lp:///dev/usb/lp0",
        "usb-lp:///dev/usb/belegdrucker",
        "usb://04b8:0e28",
        "usb://04B8:0e28/X3GV012345",
        "serial:///dev/ttyS0",
        "serial:///dev/serial/by-id/usb-FTDI_FT232R-if00-port0?baud=9600&flow=xonxoff",
    ],
)
def test_good_address(url: str, fonts: FontFiles) -> None:
    assert isinstance(open_printer(url, fonts=fonts), EscposPrinter)


@pytest.mark.parametrize(
    ("url", "remedy"),
    [
        ("", "write tcp://HOST:PORT"),
        ("192.0.2.7:9100", "write tcp://HOST:PORT"),
        ("tcp://192.0.2.7", "write tcp://HOST:PORT"),
        ("tcp://:9100", "write tcp://HOST:PORT"),
        ("tcp://h:99999", "write tcp://HOST:PORT"),
        ("tcp://h:0", "write tcp://HOST:PORT"),
        ("tcp://u@h:1", "write tcp://HOST:PORT"),
        ("tcp://[::1:9", "write tcp://HOST:PORT"),
        ("tcp://h:9100/path", "write tcp://HOST:PORT"),
        ("tcp://h:9100#x", "write tcp://HOST:PORT"),
        ("cups://drucker", "write tcp://HOST:PORT.*usb-lp:///dev/usb/lp0.*serial:///dev/ttyS0"),
        ("usb://1", "write usb://VENDOR:PRODUCT"),
        ("usb://04b8:0e28/serial number", "write usb://VENDOR:PRODUCT"),
        ("usb-lp://dev/usb/lp0", "write usb-lp:///dev/usb/lp0"),
        ("usb-lp:///srv/paper.bin", "write usb-lp:///dev/usb/lp0"),
        ("usb-lp:///dev/../srv", "without \\.\\."),
        ("serial:///dev/ttyS0?baud=300", "baud is one of 4800"),
        ("serial:///dev/ttyS0?flow=hope", "flow is one of dsrdtr, rtscts, xonxoff, none"),
        ("serial:///dev/ttyS0?parity=even", "unknown parity"),
        ("serial:///dev/ttyS0?baud", "write serial:///dev/ttyS0"),
    ],
)
def test_bad_address_names_the_remedy(url: str, remedy: str, fonts: FontFiles) -> None:
    with pytest.raises(ValueError, match=remedy):
        open_printer(url, fonts=fonts)


def test_bad_columns(fonts: FontFiles) -> None:
    with pytest.raises(ValueError, match="32, 42, 48"):
        open_printer("tcp://h:9100", columns=80, fonts=fonts)


def test_bad_profile_names_the_known_ones(fonts: FontFiles) -> None:
    with pytest.raises(ValueError, match=r"'tm-t20' is not one of generic-80, .*epson-tm-t20iii"):
        open_printer("tcp://h:9100", fonts=fonts, profile="tm-t20")


def test_profile_is_the_named_one_or_the_generic_one_of_the_columns(fonts: FontFiles) -> None:
    assert open_printer("tcp://h:9100", fonts=fonts, profile="epson-tm-t88").profile.id == "epson-tm-t88"
    assert open_printer("tcp://h:9100", fonts=fonts, columns=32).profile.id == "generic-58"
