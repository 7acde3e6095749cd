"""Lines -> one blob of ESC/POS, with python-escpos as renderer.

The only place that imports escpos: in `Renderer.load()`, once, on the thread that prints, never when this module is
imported (it costs a good part of a second). Each job gets a fresh `Dummy`, because escpos remembers a code page that
the printer may have forgotten. Known traps of escpos 3.1 that are closed here: it is given our own small profile
instead of its database, its temporary pickle folder is removed, it cannot install a log handler, never chooses a code
page by itself and never prints to stdout. A line that no proven code page of the printer carries becomes a raster line;
no character is ever replaced.
"""

import importlib
import logging
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, assert_never

from PIL import Image

from devices.printer.document import Document
from devices.printer.fonts import Faces, FontFiles
from devices.printer.layout import lay_out
from devices.printer.lines import CELL_WIDTH, RULE_HEIGHT, Feed, Line, QrLine, RuleLine, RulerLine, Size, TextLine
from devices.printer.profiles import Profile
from devices.printer.raster import points, qr_image, rule_image, ruler_image, text_picture
from devices.printer.text import CODE_PAGE, encodable

PROLOGUE = b"\x1b@\x1c.\x1bR\x00\x1bt\x10\x1da\x0e"
"""Initialise, no double-byte mode, USA set, WPC1252, then report every change of state while the job prints. After
it the motion units are set to dots: some models count half dots otherwise, and every distance would be half as long."""
CUT = b"\x1dVB\x00"
"""Feed exactly to the cutter and cut."""

_PROFILE = Path(__file__).with_name("escpos_profile.json")
_NO_BREAK = "\u00a0"
"""Has kept words together; not every printer takes its byte for a blank."""
_RASTER = "bitImageRaster"
_QR_LEVEL_M = 1
_QR_MODEL_2 = 2


class _Escpos(Protocol):
    """The part of escpos.printer.Dummy that is used."""

    output: bytes

    def set(self, *, custom_size: bool, width: int, height: int, bold: bool) -> None: ...
    def image(
        self,
        img_source: Any,
        *,
        high_density_vertical: bool = True,
        high_density_horizontal: bool = True,
        impl: str,
    ) -> None: ...
    def qr(self, content: str, *, ec: int, size: int, model: int, native: bool) -> None: ...
    def cut(self, *, feed: bool) -> None: ...
    def _raw(self, msg: bytes) -> None: ...


class Renderer:
    """Renders for one model of printer.

    Args:
        profile: what the printer can do.
        fonts: for lines that none of its code pages carries.
    """

    def __init__(self, profile: Profile, fonts: FontFiles) -> None:
        self._profile = profile
        self._faces = Faces(fonts)
        self._dummy: Any = None

    def load(self) -> None:
        """Imports escpos and reads the fonts, once. Call it on the printing thread before the first job is due."""
        if self._dummy is None:
            with _tamed():
                self._dummy = importlib.import_module("escpos.printer").Dummy
            self._faces.load()

    def lines(self, document: Document) -> tuple[Line, ...]:
        """Lays a document out for this printer's paper, letters and fonts.

        Raises:
            ValueError: it cannot be printed on this paper, or not without a library that is missing.
        """
        return lay_out(document, self._profile.paper, _Letters(self._profile, self._faces))

    def render(self, lines: Iterable[Line], *, cut_first: bool = False) -> bytes:
        """Gives the whole job as one blob, prologue to cut.

        Args:
            lines: what `lines` gave.
            cut_first: cut off what an unfinished job may have left under the head, so that it is not on this slip.
        """
        self.load()
        printer: _Escpos = self._dummy(magic_encode_args={"encoding": "CP1252", "disabled": True})
        printer._raw(PROLOGUE)
        printer._raw(b"\x1dP" + bytes([self._profile.paper.dpi] * 2))
        if cut_first:
            printer.cut(feed=False)
        job = _Job(printer, self._profile, self._faces)
        for line in lines:
            job.add(line)
        printer.cut(feed=False)
        return printer.output


class _Letters:
    """What a printer can write, for the layout of one document; forgets with it how wide whose words are."""

    def __init__(self, profile: Profile, faces: Faces) -> None:
        self._profile = profile
        self._faces = faces
        self._widths: dict[tuple[str, bool], float] = {}

    def carries(self, text: str) -> bool:
        """See `Ink`."""
        return any(encodable(text, codec) for codec in self._profile.code_pages)

    def dots(self, text: str, size: Size, *, bold: bool) -> float:
        """See `Ink`."""
        key = (text, bold)
        if key not in self._widths:
            self._widths[key] = self._faces.width(text, 100.0, bold=bold)
        return self._widths[key] * points(size) / 100.0

    def pages(self) -> tuple[str, ...]:
        """See `Ink`."""
        return tuple(self._profile.code_pages)


class _Job:
    """One blob in the making: remembers what is set, so that only changes are sent."""

    def __init__(self, printer: _Escpos, profile: Profile, faces: Faces) -> None:
        self._printer = printer
        self._profile = profile
        self._paper = profile.paper
        self._faces = faces
        self._style = (1, 1, False)
        self._pitch = 0
        self._codec = CODE_PAGE
        self._margin = 0
        self._indent(self._paper.margin)

    def add(self, line: Line) -> None:
        match line:
            case TextLine():
                self._text(line)
            case RuleLine():
                self._indent(self._paper.margin)
                self._doubled(rule_image(self._paper.text_dots // 2, RULE_HEIGHT // 2))
            case RulerLine():
                self._indent(self._paper.margin)
                self._printer.image(ruler_image(self._paper.text_dots), impl=_RASTER)
            case QrLine():
                self._qr(line)
            case Feed():
                self._feed(line.dots)
            case _:
                assert_never(line)

    def _text(self, line: TextLine) -> None:
        codec = line.codec or self._page_for(line.text + line.right + line.mark)
        if line.drawn or codec is None:
            self._picture(line)
            return
        self._indent(self._paper.margin)
        if codec != self._codec:
            self._printer._raw(b"\x1bt" + bytes([self._profile.code_pages[codec]]))
            self._codec = codec
        style = (line.width, line.height, line.bold)
        if style != self._style:
            self._printer.set(custom_size=True, width=line.width, height=line.height, bold=line.bold)
            self._style = style
        if line.pitch != self._pitch:
            self._printer._raw(b"\x1b3" + bytes([line.pitch]))
            self._pitch = line.pitch
        at = 0
        for place, text, width in _places(line, self._paper.text_dots):
            if place != at:
                self._printer._raw(b"\x1b$" + place.to_bytes(2, "little"))
            self._cell_width(width)
            self._printer._raw(text.replace(_NO_BREAK, " ").encode(codec))
            at = place + len(text) * width * CELL_WIDTH
        self._printer._raw(b"\n")

    def _cell_width(self, width: int) -> None:
        """For the mark of an item, which stays narrow in large print."""
        if width != self._style[0]:
            self._style = (width, *self._style[1:])
            self._printer.set(custom_size=True, width=width, height=self._style[1], bold=self._style[2])

    def _page_for(self, text: str) -> str | None:
        """The page that is selected already if it carries the text, else the first one that does."""
        pages = (self._codec, CODE_PAGE, *self._profile.code_pages)
        return next((codec for codec in pages if encodable(text, codec)), None)

    def _picture(self, line: TextLine) -> None:
        picture = text_picture(line, self._paper.text_dots, self._faces)
        self._feed(picture.top)
        if picture.image is not None:
            self._indent(self._paper.margin + picture.left)
            self._printer.image(picture.image, impl=_RASTER)
        self._feed(picture.below)

    def _qr(self, line: QrLine) -> None:
        self._indent(line.indent)
        if self._profile.native_qr:
            self._printer.qr(line.data, ec=_QR_LEVEL_M, size=line.module, model=_QR_MODEL_2, native=True)
            return
        if line.module % 2 == 0:
            self._doubled(qr_image(line.data, line.module // 2))
        else:
            self._printer.image(qr_image(line.data, line.module), impl=_RASTER)

    def _doubled(self, image: Image.Image) -> None:
        """A picture of which the printer doubles each dot both ways: a quarter of the bytes."""
        self._printer.image(image, high_density_vertical=False, high_density_horizontal=False, impl=_RASTER)

    def _feed(self, dots: int) -> None:
        while dots > 0:
            self._printer._raw(b"\x1bJ" + bytes([min(dots, 255)]))
            dots -= 255

    def _indent(self, dots: int) -> None:
        if dots != self._margin:
            self._printer._raw(b"\x1dL" + dots.to_bytes(2, "little"))
            self._margin = dots


def _places(line: TextLine, dots: int) -> Iterator[tuple[int, str, int]]:
    """Where each piece of a line begins, in dots from the left margin, and its width in cells; from left to right."""
    if line.tight:
        width = (2 * len(line.text) - line.text.count(" ")) * line.cell // 2
        at = dots - width if line.rtl else line.indent
        for word in line.text.split():
            yield at, word, line.width
            at += (2 * len(word) + 1) * line.cell // 2
        return
    end = dots - len(line.right) * line.cell
    pieces = [(0, line.mark, 1), (line.indent, line.text, line.width), (end, line.right, line.width)]
    for at, text, width in sorted(pieces, reverse=line.rtl):
        if text:
            yield dots - at - len(text) * width * CELL_WIDTH if line.rtl else at, text, width


@contextmanager
def _tamed() -> Any:
    """Surroundings in which importing escpos leaves no folder, no handler and no unchecked pickle behind."""
    root = logging.getLogger()
    shield = logging.NullHandler()
    root.addHandler(shield)  # basicConfig() does nothing where a handler is
    pickle_dir = os.environ.pop("ESCPOS_CAPABILITIES_PICKLE_DIR", None)  # it would be loaded unchecked
    own_file = os.environ.get("ESCPOS_CAPABILITIES_FILE")
    os.environ["ESCPOS_CAPABILITIES_FILE"] = str(_PROFILE)
    try:
        yield
        leaked = Path(importlib.import_module("escpos.capabilities").pickle_dir)
        shutil.rmtree(leaked, ignore_errors=True)  # mkdtemp() of this very import: ours
    finally:
        root.removeHandler(shield)
        if own_file is None:
            del os.environ["ESCPOS_CAPABILITIES_FILE"]
        else:
            os.environ["ESCPOS_CAPABILITIES_FILE"] = own_file
        if pickle_dir is not None:
            os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = pickle_dir
