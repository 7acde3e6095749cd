"""Records what other generators of ESC/POS make of a text of ours. Not run by the tests: they read the recordings.

    python record.py python-escpos      with python-escpos 3.1 (MIT): one stream a profile and way of drawing pictures
    python record.py pyescpos           with PyESCPOS 0.4 (Apache-2.0), in an environment of its own: same package name

Writes *.bin beside this file. The text of the slips is ours.
"""

import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ADDRESS = "https://mayen.example/w/7KQ2M9XW4P"
PROFILES = ("default", "TM-T20II", "TM-T88V", "simple", "POS-5890", "TM-P80", "RP326", "NT-5890K", "ZJ-5870")


def python_escpos() -> None:
    """Profiles differ in pages, columns and abilities; pictures in the command that carries them."""
    from escpos.printer import Dummy
    from PIL import Image

    picture = Image.new("1", (64, 40), 1)
    for y in range(40):
        for x in range(64):
            if x < 2 or y < 2 or x > 61 or y > 37 or x == y:
                picture.putpixel((x, y), 0)
    for profile in PROFILES:
        for way in ("bitImageRaster", "graphics", "bitImageColumn"):
            if profile != "default" and way != "bitImageRaster":
                continue
            slip: Any = Dummy(profile=profile)
            slip.hw("INIT")
            slip.set(align="center", bold=True, custom_size=True, width=2, height=2)
            slip.textln("Stadt Mayen")
            slip.set(align="left", bold=False, normal_textsize=True)
            slip.textln("Bürgerbüro, Am Markt 1")
            slip.set(underline=1)
            slip.textln("Unterstrichen")
            slip.set(underline=0, invert=True)
            slip.textln("Ihre Wartenummer")
            slip.set(invert=False)
            slip.image(picture, impl=way)
            slip.set(align="center")
            slip.qr(ADDRESS, native=profile in ("default", "TM-T20II", "TM-T88V", "TM-P80"), size=4)
            slip.set(align="left")
            slip.barcode("400638133393", "EAN13", 64, 3, "BELOW", "A", function_type="B", align_ct=False)
            slip.textln("Ende")
            slip.cut()
            (HERE / f"python-escpos-{profile}-{way}.bin").write_bytes(slip.output)


def pyescpos() -> None:
    """The generic Epson implementation, over a connection that only keeps."""
    from escpos.impl.epson import GenericESCPOS

    class Kept:
        """What PyESCPOS calls a connection."""

        def __init__(self) -> None:
            self.data = b""

        def write(self, data: bytes) -> None:
            """Keeps."""
            self.data += data

        def catch(self) -> None:
            """Nothing to open."""

        def read(self) -> bytes:
            """Nobody answers."""
            return b""

    kept = Kept()
    slip: Any = GenericESCPOS(kept)
    slip.init()
    slip.justify_center()
    slip.set_emphasized(True)
    slip.text("Stadt Mayen")
    slip.set_emphasized(False)
    slip.justify_left()
    slip.set_expanded(True)
    slip.text("B 047")
    slip.set_expanded(False)
    slip.set_condensed(True)
    slip.text("Kleine Schrift")
    slip.set_condensed(False)
    slip.code128("MYN0473", barcode_height=80, barcode_width=3)
    slip.qrcode(ADDRESS)
    slip.lf()
    slip.cut()
    (HERE / "pyescpos.bin").write_bytes(kept.data)


if __name__ == "__main__":
    {"python-escpos": python_escpos, "pyescpos": pyescpos}[sys.argv[1]]()
