"""Carries out commands in their turn: what each does to the settings and what it puts on paper. No time, no thread.

`take` gives the steps of one command: a strip of paper to burn, a cut, a reply. The machine gives them time, and may
stop in the middle when the cover opens. A command that is not understood gives `Odd`; one that a printer understands
and ignores (in the middle of a line, an ability it does not have) gives `Ignored`.
"""

from collections.abc import Iterable, Iterator

from PIL import Image

from devices.printer.virtual.codes import Codes
from devices.printer.virtual.commands import Command, Text, Token, UnknownBytes
from devices.printer.virtual.graphics import Graphics, Raster
from devices.printer.virtual.identity import identity
from devices.printer.virtual.line import Line, aligned
from devices.printer.virtual.models import MachineSettings
from devices.printer.virtual.modes import LINE_START, Modes, set_mode
from devices.printer.virtual.steps import (
    Asb,
    Barrier,
    Burn,
    Cut,
    Drawer,
    Ignored,
    KeyLock,
    Odd,
    Present,
    Reply,
    Started,
    Step,
    StopWhenLow,
)

_RULE_HEIGHT = 4
_COLUMN = 12


class Press:
    """Print engine of a printer that is built as `built` says."""

    def __init__(self, built: MachineSettings) -> None:
        self._built = built
        self.reset()

    def reset(self) -> None:
        """Back to power-on settings; the line in hand is lost."""
        self._modes = Modes(self._built)
        self._line = Line()
        self._raster: Raster | None = None
        self._graphics = Graphics()
        self._codes = Codes(self._built.native_qr)

    def drop_line(self) -> None:
        """The line in hand is lost, settings stay."""
        self._line.clear()
        self._modes.lead = None

    def take(self, token: Token) -> Iterator[Step]:
        """Gives the steps of one command in order; settings change as they are drawn."""
        match token:
            case Text(raw):
                yield from self._text(raw, token.at)
            case UnknownBytes(raw):
                yield Odd(raw, token.at)
            case Command() if not self._modes.selected and token.name not in ("select", "raster_rows"):
                yield Ignored(f"{token.name} (not selected)", token.at)
            case Command():
                steps = self._command(token)
                yield from (Odd(token.raw, token.at),) if steps is None else steps
            case _:
                raise AssertionError("real-time commands never wait for their turn")

    def _text(self, raw: bytes, at: int) -> Iterator[Step]:
        if not self._modes.selected:
            yield Ignored("text (not selected)", at)
            return
        for place, char in self._modes.text(raw):
            if isinstance(char, bytes):
                yield Odd(char, at + place)
                continue
            style = self._modes.style
            if not self._line.fits(style.cell_width, self._modes):
                yield self._finish()
            self._line.add(char, style, self._modes.gap)

    def _command(self, token: Command) -> Iterable[Step] | None:
        """Steps of a command; None where it or its parameters are not understood."""
        name, args, at = token.name, token.args, token.at
        if name in LINE_START:
            if self._line:
                return [Ignored(f"{name} (in a line)", at)]
            return [] if LINE_START[name](self._modes, args) else None
        if set_mode(self._modes, name, args):
            return []
        match name:
            case "position" | "move" | "tab":
                return self._move(name, args, at)
            case "line" | "feed" | "feed_lines":
                return [self._feed(name, args)]
            case "cut" | "old_cut":
                return self._cut(args)
            case "columns":
                return self._columns(args)
            case "raster" | "raster_rows":
                return self._raster_part(name, args)
            case "graphics" | "function":
                return self._function(name, args, at)
            case "barcode":
                return self._print(*self._codes.barcode(args, self._modes), at=at)
            case _:
                return self._other(name, args, at)

    def _other(self, name: str, args: bytes, at: int) -> Iterable[Step] | None:
        match name, args:
            case "initialise", _:
                self.reset()
                return [Started(), Asb(self._built.asb), KeyLock(False)]
            case "select", _:
                self._modes.selected = bool(args[0] & 1)
                return []
            case "asb", _:
                return [Asb(args[0])]
            case "barrier", (b"\x01" | b"\x02" | b"1" | b"2"):
                return [Barrier(args[0])]
            case "old_paper_status", _:
                return [Barrier(1)]
            case "identify", _:
                answer = identity(self._built, args[0])
                return None if answer is None else [Reply(answer)]
            case "paper_stop", _:
                return [StopWhenLow(bool(args[0] & 3))]
            case "key_lock", _:
                return [KeyLock(bool(args[0] & 1))]
            case "drawer", _ if args[0] in (0, 1, 48, 49):
                return [Drawer()]
            case "present", _ if self._built.presenter and args[0] in (2, 3, 5, 32):
                return [Present(eject=args[0] == 5, retract=args[0] == 2)]
            case (("fs_function" | "esc_function"), _):
                return [Ignored(f"{name} {args[0]:02x}", at)]
        return None

    # -- places ---------------------------------------------------------------------------------------------------

    def _move(self, name: str, args: bytes, at: int) -> list[Step]:
        modes, line = self._modes, self._line
        if name == "tab":
            stops = (stop * modes.cell_width for stop in modes.tabs)
            place = next((stop for stop in stops if stop > line.cursor), None)
        elif name == "position":
            place = round(int.from_bytes(args, "little") * modes.across)
        else:
            place = line.cursor + round(int.from_bytes(args, "little", signed=True) * modes.across)
        if place is None or not 0 <= place <= modes.right - modes.margin:
            return [Ignored(f"{name} (beyond the print area)", at)]
        line.cursor = place
        return []

    def _feed(self, name: str, args: bytes) -> Step:
        if name == "line":
            return self._finish()
        least = self._modes.pitch * args[0] if name == "feed_lines" else round(args[0] * self._modes.along)
        if self._line:
            return self._finish(least)
        return Burn(self._blank(least), None, "feed")

    def _finish(self, least: int | None = None) -> Burn:
        printed = self._line.finish(self._modes, self._modes.pitch if least is None else least)
        return Burn(printed.picture, printed.reads, "line")

    def _cut(self, args: bytes) -> Iterable[Step]:
        steps: list[Step] = [self._finish()] if self._line else []
        mode = args[0] if args else 1
        feed = round(args[1] * self._modes.along) if len(args) > 1 else None
        return [*steps, Cut(feed, partial=bool(mode & 1) if mode < 65 else mode in (66, 98, 104))]

    # -- dots -----------------------------------------------------------------------------------------------------

    def _columns(self, args: bytes) -> Iterable[Step] | None:
        picture = self._graphics.columns(args)
        steps: list[Step] = []
        if not self._line.fits(1, self._modes):
            steps.append(self._finish())
        room = self._modes.right - self._modes.margin - self._line.cursor
        if picture.width:
            self._line.add_picture(picture.crop((0, 0, min(picture.width, room), picture.height)))
        return steps

    def _raster_part(self, name: str, args: bytes) -> Iterable[Step]:
        if name == "raster":
            self._raster = Raster(args)
            return [self._finish()] if self._line else []
        raster = self._raster
        if raster is None or not self._modes.selected:
            return []
        picture = raster.band(args)
        return [Burn(self._placed(picture), self._raster_reads(raster), "raster" if raster.first else None)]

    def _raster_reads(self, raster: Raster) -> str | None:
        if not raster.first:
            return None
        return "─" * (raster.width // _COLUMN) if raster.height <= _RULE_HEIGHT else raster.reads

    def _function(self, name: str, args: bytes, at: int) -> Iterable[Step] | None:
        """GS ( and GS 8 L: what is not known is skipped by its length, as printers do."""
        letter, data = ("L", args[4:]) if name == "graphics" else (chr(args[0]), args[3:])
        match letter, data[:2]:
            case "L", _:
                return self._drawn(self._graphics.take(data), f"graphics {data[:2].hex()}", at)
            case "k", _:
                return self._drawn(self._codes.take(data, self._modes), f"code {data[:2].hex()}", at)
            case "H", b"\x30\x30" if self._built.id_echo and len(data) == 6:
                return [Reply(b"\x37\x22" + data[2:] + b"\0")]
            case "K" | "D" | "A" | "E" | "M" | "N" | "P" | "Q" | "C" | "H", _:
                return [Ignored(f"GS ( {letter}", at)]
            case _:
                return [Ignored(f"GS ( {args[0]:02x}", at)]

    def _drawn(self, result: Image.Image | bytes | bool | None, what: str, at: int) -> Iterable[Step] | None:
        """What a store answered: a picture to print, bytes to send, stored, not able (False), not understood (None)."""
        match result:
            case None:
                return None
            case True:
                return []
            case False:
                return [Ignored(what, at)]
            case bytes():
                return [Reply(result)]
            case _:
                is_code = what.startswith("code")
                reads = self._codes.reads if is_code else f"[picture {result.width} x {result.height}]"
                return self._print(result, reads, "qr" if is_code else "raster", at=at)

    def _print(self, picture: Image.Image | None, reads: str, event: str, *, at: int) -> Iterable[Step] | None:
        if picture is None:
            return None
        if picture.width > self._modes.right - self._modes.margin:
            return [Ignored(f"{event} (wider than the paper)", at)]
        steps: list[Step] = [self._finish()] if self._line else []
        return [*steps, Burn(self._placed(picture), reads, event)]

    def _placed(self, picture: Image.Image) -> Image.Image:
        strip = self._blank(picture.height)
        room = max(0, self._modes.right - self._modes.margin)
        shown = picture.crop((0, 0, min(picture.width, room), picture.height))
        strip.paste(shown, (self._modes.margin + aligned(picture.width, self._modes), 0))
        return strip

    def _blank(self, height: int) -> Image.Image:
        return Image.new("1", (self._built.dots, max(1, height)), 1)
