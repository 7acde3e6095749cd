"""How a virtual printer is built, and the models that can be had by name. Each quirk here was met in the field.

MODELS["epson-tm-t88"]            512 dots at 180 per inch, 42 columns, half-dot line feeds
MachineSettings(dots=384)         the plain printer, narrower
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from devices.printer.virtual.codepages import CLONE_PAGES, EPSON_PAGES, GERMANY

Clients = Literal["one", "refuse", "several"]


@dataclass(frozen=True, slots=True)
class MachineSettings:
    """How the printer is built. The defaults are the plain printer: 80 mm, everything known, nothing odd.

    Args:
        dots: width of the print head.
        buffer_bytes: receive buffer; a full one stops reading.
        mm_per_s: speed of the paper.
        cut_s: time of a cut.
        clears: whether it knows how to drop its buffer (DLE DC4 fn 8); simple models do not.
        name: of the model, as on the command line.
        dpi: dots per inch, both ways.
        feed_dpi: what one unit of ESC 3, ESC J and GS V is a part of, in parts of an inch.
        code_pages: numbers of ESC t.
        country: international set until ESC R.
        obeys_country: whether ESC R does anything.
        double_byte: whether bytes from 0x81 on begin a Chinese character until FS . is sent.
        native_qr: draws QR codes (GS ( k).
        cutter: has one; otherwise cut commands do nothing and people tear.
        presenter: holds the slip in its mouth until it is taken; answers 10 04 14.
        answers_while_open: answers status questions while the cover is open.
        asb: bits of GS a that hold after switching on.
        id_echo: answers GS ( H.
        maker, model: answers to GS I 66 and 67; empty: no answer.
        clients: what happens to a second client: `one` lets it wait in the backlog, `refuse` hangs up on it,
            `several` serves it, but prints for one at a time.
    """

    dots: int = 576
    buffer_bytes: int = 4096
    mm_per_s: float = 150.0
    cut_s: float = 0.3
    clears: bool = True
    name: str = "plain"
    dpi: int = 203
    feed_dpi: int = 203
    code_pages: Mapping[int, str] = field(default_factory=lambda: EPSON_PAGES)
    country: int = 0
    obeys_country: bool = True
    double_byte: bool = False
    native_qr: bool = True
    cutter: bool = True
    presenter: bool = False
    answers_while_open: bool = True
    asb: int = 0
    id_echo: bool = True
    maker: str = "VIRTUAL"
    model: str = "PLAIN-80"
    clients: Clients = "one"

    @property
    def dots_per_mm(self) -> float:
        """Both ways; 203 dpi are 8 dots."""
        return 8.0 if self.dpi == 203 else self.dpi / 25.4


_MODELS = (
    MachineSettings(),
    MachineSettings(
        name="epson-tm-t20", feed_dpi=406, mm_per_s=200.0, maker="EPSON", model="TM-T20III", clients="several"
    ),
    MachineSettings(
        name="epson-tm-t88",
        dots=512,
        dpi=180,
        feed_dpi=360,
        mm_per_s=350.0,
        buffer_bytes=65536,
        maker="EPSON",
        model="TM-T88VI",
        clients="several",
    ),
    MachineSettings(
        name="clone-80",
        clears=False,
        code_pages=CLONE_PAGES,
        double_byte=True,
        id_echo=False,
        maker="",
        model="RP326",
        clients="refuse",
    ),
    MachineSettings(
        name="paper-58", dots=384, mm_per_s=90.0, clears=False, id_echo=False, maker="", model="", clients="refuse"
    ),
    MachineSettings(name="presenter", presenter=True, id_echo=False, maker="CUSTOM", model="VKP80III"),
    MachineSettings(name="silent-open", answers_while_open=False, clears=False, id_echo=False, maker="", model=""),
    MachineSettings(name="germany", country=GERMANY, asb=0x0F, maker="", model="", id_echo=False),
    MachineSettings(name="no-qr", native_qr=False, clears=False, id_echo=False, maker="", model="", clients="refuse"),
)

MODELS: Mapping[str, MachineSettings] = MappingProxyType({model.name: model for model in _MODELS})
