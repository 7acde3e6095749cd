"""Codes that the printer draws by itself: QR (GS ( k) and one-dimensional ones (GS k). No paper, no time."""

from PIL import Image, ImageDraw

from devices.printer.virtual import pictures
from devices.printer.virtual.barcodes import Bars, bars
from devices.printer.virtual.glyphs import Style, cell
from devices.printer.virtual.modes import Modes

_QR = 49


class Codes:
    """The code store of a printer.

    Args:
        native_qr: whether it can draw QR codes at all.
    """

    def __init__(self, native_qr: bool) -> None:
        self._native_qr = native_qr
        self.reads = ""
        """What the code printed last says, for the text of the slip."""

    def take(self, data: bytes, modes: Modes) -> Image.Image | bytes | bool | None:
        """GS ( k from `cn` on: a picture to print, bytes to answer, True: set, False: unable, None: nonsense."""
        if len(data) < 3:
            return None
        if not self._native_qr or data[0] != _QR:
            return False
        match data[1], data[2:]:
            case 0x41, b"\x31\x00" | b"\x32\x00" | b"\x33\x00":
                return True
            case 0x43, module if len(module) == 1 and 1 <= module[0] <= 16:
                modes.qr_module = module[0]
                return True
            case 0x45, level if len(level) == 1 and 48 <= level[0] <= 51:
                modes.qr_level = level[0] - 48
                return True
            case 0x50, content if content[:1] == b"0" and len(content) > 1:
                modes.qr_data = content[1:]
                return True
            case (0x51 | 0x52) as function, b"0" if modes.qr_data:
                return self._qr(modes, function)
            case _:
                return None

    def _qr(self, modes: Modes, function: int) -> Image.Image | bytes | None:
        try:
            picture = pictures.qr(modes.qr_data, modes.qr_module, modes.qr_level)
        except ValueError:
            return None
        if function == 0x52:
            fits = b"0" if picture.width <= modes.right - modes.margin else b"1"
            size = str(picture.width).encode()
            return b"\x37\x36" + size + b"\x1f" + size + b"\x1f1\x1f" + fits + b"\0"
        self.reads = f"[QR {modes.qr_data.decode('utf-8', 'replace')}]"
        return picture

    def barcode(self, args: bytes, modes: Modes) -> tuple[Image.Image | None, str, str]:
        """GS k from `m` on: picture with its text, what to read, the event; no picture where none can be formed."""
        content = args[2:] if args[0] >= 65 else args[1:-1]
        code = bars(args[0], content)
        if code is None:
            return None, "", "barcode"
        return _drawn(code, modes), f"[barcode {code.reads}]", "barcode"


def _drawn(code: Bars, modes: Modes) -> Image.Image:
    module, height = modes.barcode_width, modes.barcode_height
    style = Style(font=modes.hri_font)
    text_height = style.cell_height
    above, below = bool(modes.hri & 1), bool(modes.hri & 2)
    width = len(code.modules) * module
    picture = Image.new("1", (width, height + text_height * (above + below)), 1)
    draw = ImageDraw.Draw(picture)
    top = text_height * above
    for place, dark in enumerate(code.modules):
        if dark == "1":
            draw.rectangle((place * module, top, (place + 1) * module - 1, top + height - 1), fill=0)
    left = max(0, (width - len(code.reads) * style.cell_width) // 2)
    for text_top in ([0] if above else []) + ([top + height] if below else []):
        for place, char in enumerate(code.reads):
            picture.paste(cell(char, style), (left + place * style.cell_width, text_top))
    return picture
