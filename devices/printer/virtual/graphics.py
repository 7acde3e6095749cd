"""Dots from commands: raster bands as they arrive, column images, and the store of GS ( L. No paper, no time."""

from PIL import Image

from devices.printer.virtual import pictures


class Raster:
    """One GS v 0 in progress: rows come in bands.

    Args:
        head: m xL xH yL yH.
    """

    def __init__(self, head: bytes) -> None:
        mode = head[0] % 48
        self._row_dots = int.from_bytes(head[1:3], "little") * 8
        self._wide, self._tall = 1 + (mode & 1), 1 + (mode >> 1)
        self.width = self._row_dots * self._wide
        self.height = int.from_bytes(head[3:5], "little") * self._tall
        self._bands = 0

    @property
    def first(self) -> bool:
        """Whether the band just drawn was the first."""
        return self._bands == 1

    @property
    def reads(self) -> str:
        """For the text of the slip."""
        return f"[picture {self.width} x {self.height}]"

    def band(self, data: bytes) -> Image.Image:
        """The picture of the next rows."""
        self._bands += 1
        return pictures.rows(data, self._row_dots, wide=self._wide, tall=self._tall)


class Graphics:
    """The print buffer for graphics of GS ( L and GS 8 L."""

    def __init__(self) -> None:
        self._stored: Image.Image | None = None

    def columns(self, args: bytes) -> Image.Image:
        """The strip of ESC *."""
        return pictures.columns(args[0], args[3:])

    def take(self, data: bytes) -> Image.Image | bytes | bool | None:
        """A function, from `m` on: the picture to print, True for stored, False for unable, None for nonsense."""
        match data[:1], data[1:2]:
            case b"\x30", b"\x70" | b"\x71" if len(data) > 10:
                return self._store(data[1], data[2:])
            case b"\x30", b"\x02" | b"\x32":
                stored, self._stored = self._stored, None
                return stored if stored is not None else False
            case b"\x30", b"\x00" | b"\x03" | b"\x30" | b"\x33":
                return b"\x37\x31" + b"262144" + b"\0"
            case b"\x30", b"\x01" | b"\x31":
                return True  # reference density: these heads have one
            case _:
                return False

    def _store(self, function: int, data: bytes) -> bool | None:
        """a bx by c xL xH yL yH d..: one colour, tone 48; multi-tone is not among what these printers can do."""
        tone, wide, tall, _colour = data[:4]
        width, height = int.from_bytes(data[4:6], "little"), int.from_bytes(data[6:8], "little")
        dots = data[8:]
        expected = -(-width // 8) * height if function == 0x70 else width * -(-height // 8)
        if tone != 48 or wide not in (1, 2) or tall not in (1, 2) or not expected or len(dots) < expected:
            return None
        if function == 0x70:
            picture = pictures.rows(dots[:expected], width)
        else:
            picture = pictures.stored_columns(dots[:expected], width, height)
        self._stored = pictures.scaled(picture, wide, tall)
        return True
