"""A bench: the real driver on one side, the virtual printer on the other, a real wire between them.

Wires that run without hardware: TCP; a pseudo-terminal as serial line (with DTR/DSR and XON/XOFF) and as the node of
the kernel's USB printer driver; and the same behind pyusb with a scripted bus. What differs from real ones: a
pseudo-terminal has no modem signals, so that DSR always counts as up; it takes bytes one by one where USB takes
transfers of 4 KiB; it does not vanish when the printer is switched off, as a USB node does (`test_wires` takes the
other end away for that).
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import pytest

from devices.printer import (
    Document,
    EscposPrinter,
    Figure,
    FontFiles,
    Heading,
    JobJournal,
    Limits,
    Paragraph,
    Qr,
    Rule,
    open_printer,
    profile_of,
)
from devices.printer.typesetter import EscposTypesetter
from devices.printer.usb_bulk import UsbLine
from devices.printer.virtual import MachineSettings, VirtualPrinter
from devices.printer.virtual.models import MODELS
from devices.printer.virtual.serial_line import SerialPrinter
from devices.printer.virtual.situations import Situations
from tests.contract.printer import scripted_usb

QUICK = Limits(
    connect_s=1.0,
    settle_s=0.005,
    reply_s=0.25,
    barrier_s=0.6,
    slowest_mm_per_s=200.0,
    slowest_bytes_per_s=1e6,
    clear_s=0.25,
    drain_s=0.2,
)

KNOWN = {32: "generic-58", 42: "epson-tm-t88", 48: "epson-tm-t20iii"}
"""What the driver is told about the plain virtual printer, which can do what these models can."""

WIRES = {
    "tcp": "tcp://{}",
    "serial": "serial://{}?baud=115200&flow=dsrdtr",
    "serial-xonxoff": "serial://{}?baud=115200&flow=xonxoff",
    "usb-lp": "usb-lp://{}",
}
"""Wires of the contract suite -> the driver's URL. The wire `usb` has its own line: its bus is scripted."""


@dataclass
class Bench:
    """Driver, printer and the folder of slips."""

    driver: EscposPrinter
    printer: VirtualPrinter | SerialPrinter
    out: Path
    situations: Situations

    def do(self, name: str, **arguments: Any) -> dict[str, Any]:
        """A situation, as over the control socket."""
        return dict(self.situations({"do": name, **arguments}))

    def slips(self) -> list[str]:
        """What a person reads on each slip."""
        return [path.read_text() for path in sorted(self.out.glob("*.txt"))]

    def facts(self, number: int = 1) -> dict[str, Any]:
        """The figures of a slip."""
        facts: dict[str, Any] = json.loads((self.out / f"{number:02d}.json").read_text())
        return facts

    def until(self, what: Callable[[], bool]) -> None:
        """Waits for something to become true."""
        deadline = time.monotonic() + 5
        while not what():
            assert time.monotonic() < deadline, f"never came true; {self.do('state')}"
            time.sleep(0.005)

    def rest(self) -> None:
        """Waits until the printer has nothing in hand."""
        self.until(lambda: (state := self.do("state"))["waiting_bytes"] == 0 and not state["busy"])


@pytest.fixture(scope="session")
def fonts() -> FontFiles:
    folder = Path(__file__).parents[3] / "screens/assets/fonts"
    return FontFiles(
        regular=folder / "FiraSans-Regular.ttf",
        bold=folder / "FiraSans-SemiBold.ttf",
        arabic=folder / "NotoSansArabic-Regular.ttf",
        arabic_bold=folder / "NotoSansArabic-SemiBold.ttf",
        rest=folder / "NotoSans-Regular.ttf",
    )


@pytest.fixture
def bench(tmp_path: Path, fonts: FontFiles) -> Iterator[Callable[..., Bench]]:
    """Makes a bench: columns, limits, the model that the driver believes in, the wire, how the printer is built."""
    made: list[VirtualPrinter | SerialPrinter] = []
    descriptors: list[int] = []

    def make(
        columns: int = 48,
        limits: Limits = QUICK,
        profile: str | None = None,
        wire: str = "tcp",
        model: str = "",
        journal: JobJournal | None = None,
        **built: Any,
    ) -> Bench:
        dots = {32: 384, 42: 512, 48: 576}[columns]
        size = {} if model else {"dots": dots}
        settings = replace(MODELS[model or "plain"], **{**size, "mm_per_s": 2000.0, "cut_s": 0.005, **built})
        printer = _printer(wire, tmp_path, settings)
        printer.start()
        made.append(printer)
        known = KNOWN[columns] if profile is None else profile
        if wire == "usb":
            fd = os.open(tmp_path / "port", os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
            descriptors.append(fd)
            line = UsbLine(scripted_usb.VENDOR, scripted_usb.PRODUCT, backend=scripted_usb.ScriptedBus(fd))
            driver = EscposPrinter(line, profile_of(known), EscposTypesetter(fonts), limits, journal=journal)
        else:
            url = WIRES[wire].format(printer.listening if wire == "tcp" else os.readlink(tmp_path / "port"))
            driver = open_printer(url, columns=columns, fonts=fonts, limits=limits, profile=known, journal=journal)
        return Bench(driver, printer, tmp_path / "paper", Situations(printer))

    yield make
    for printer in made:
        printer.stop()
    for fd in descriptors:
        os.close(fd)


def _printer(wire: str, folder: Path, settings: MachineSettings) -> VirtualPrinter | SerialPrinter:
    if wire == "tcp":
        return VirtualPrinter("127.0.0.1", 0, folder / "paper", settings)
    flow: Literal["dtr", "xonxoff"] = "xonxoff" if wire == "serial-xonxoff" else "dtr"
    return SerialPrinter(folder / "port", folder / "paper", settings, flow)


@pytest.fixture
def ticket() -> Document:
    """A queue ticket that every fault can meet in the middle."""
    return Document(
        "queue_ticket",
        (
            Heading("Stadt Mayen", large=True),
            Paragraph("Bürgerbüro, Am Markt 1"),
            Rule(),
            Paragraph("Ihre Wartenummer"),
            Figure("B 047"),
            Paragraph("Ausweis und Pass", bold=True),
            Paragraph("Vor Ihnen: 6 Personen"),
            Rule(),
            Qr("https://mayen.example/w/7KQ2M9XW4P", "Wartestand auf dem Handy"),
        ),
    )
