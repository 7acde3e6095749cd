"""Puts documents on paper without a printer process: the virtual printer's own parser and press, and their picture."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from devices.printer.document import Document
from devices.printer.lines import Line
from devices.printer.profiles import Profile
from devices.printer.render import Renderer
from devices.printer.virtual.commands import CommandParser
from devices.printer.virtual.models import MODELS
from devices.printer.virtual.press import Press
from devices.printer.virtual.steps import Burn, Ignored, Odd
from kiosk.wiring import PAPER_FONTS

TWINS = {
    "epson-tm-t20iii": "epson-tm-t20",
    "epson-tm-t88": "epson-tm-t88",
    "clone-80": "clone-80",
    "generic-80": "no-qr",
    "generic-58": "paper-58",
    "custom-presenter": "presenter",
}
"""Which virtual printer is built like which profile."""


@dataclass(frozen=True)
class Sheet:
    """A printed document: its lines and bytes, the picture of the paper, what a person reads."""

    lines: tuple[Line, ...]
    blob: bytes
    picture: Image.Image
    reads: str


def printed(document: Document, profile: Profile) -> Sheet:
    """Prints on the twin of `profile`; every byte has to be understood."""
    renderer = Renderer(profile, PAPER_FONTS)
    lines = renderer.lines(document)
    blob = renderer.render(lines)
    press = Press(MODELS[TWINS[profile.id]])
    strips: list[Image.Image] = []
    reads: list[str] = []
    for token in CommandParser().feed(blob):
        for step in press.take(token):
            assert not isinstance(step, Odd | Ignored), step
            if isinstance(step, Burn):
                strips.append(step.picture)
                reads.append(step.reads or "")
    picture = Image.new("1", (profile.paper.dots, sum(strip.height for strip in strips)), 1)
    top = 0
    for strip in strips:
        picture.paste(strip, (0, top))
        top += strip.height
    return Sheet(lines, blob, picture, "\n".join(line for line in reads if line))


def save(picture: Image.Image, path: Path) -> None:
    """As small as PNG can make 1 bit."""
    picture.save(path, format="PNG", optimize=True, dpi=(203, 203))
