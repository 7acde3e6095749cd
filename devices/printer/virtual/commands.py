"""The byte stream -> commands. Incremental: any way of cutting the stream gives the same commands.

The table knows the length of every command in use, also of those that the virtual printer does not carry out, so that
their data never come out as text. Real-time commands are recognised at command borders only: inside the data of another
command the same bytes are data, as on most real printers that are not told otherwise. A raster image is handed on in
bands as it arrives, because printers print it while it arrives.
"""

from dataclasses import dataclass, field

from devices.printer.virtual.lengths import COMMANDS, INVALID, PREFIXES, REAL_TIME

BAND_ROWS = 8
_LONGEST_PREFIX = 3


@dataclass(frozen=True, slots=True)
class Text:
    """Printable bytes, one or more. How a stream is cut into texts means nothing."""

    raw: bytes
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Command:
    """A command to be carried out in its turn: its name in the table, its parameters, and where it began."""

    name: str
    args: bytes
    raw: bytes
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class RealTime:
    """A command to be carried out on arrival."""

    name: str
    args: bytes
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class UnknownBytes:
    """Not understood. `at` counts from the first byte after switching on."""

    raw: bytes
    at: int = field(default=0, compare=False)


Token = Text | Command | RealTime | UnknownBytes


class CommandParser:
    """One per printer: half a command survives the connection that brought it."""

    def __init__(self) -> None:
        self._rest = b""
        self._at = 0
        self._row_bytes = 0
        self._rows = 0

    @property
    def pending(self) -> int:
        """Bytes of a command whose end has not come yet."""
        return len(self._rest)

    @property
    def at_border(self) -> bool:
        """Whether the next byte begins a command."""
        return not self._rest and not self._rows

    def feed(self, data: bytes) -> list[Token]:
        """Takes the next piece of the stream, gives what is complete with it."""
        data = self._rest + data
        tokens: list[Token] = []
        at = 0
        while at < len(data):
            token, length = self._next(data, at)
            if token is None:
                break
            tokens.append(token)
            at += length
        self._rest = data[at:]
        self._at += at
        return tokens

    def reset(self) -> None:
        """Forgets half a command."""
        self._rest = b""
        self._rows = 0

    def _next(self, data: bytes, start: int) -> tuple[Token | None, int]:
        """The token at `start` and its length; no token where its end has not come yet."""
        at = self._at + start
        if self._rows:
            return self._band(data, start, at)
        if data[start] >= 0x20:
            end = start + 1
            while end < len(data) and data[end] >= 0x20:
                end += 1
            return Text(data[start:end], at), end - start
        for length in range(1, _LONGEST_PREFIX + 1):
            prefix = data[start : start + length]
            if len(prefix) < length:
                return None, 0
            if prefix in COMMANDS or prefix in REAL_TIME:
                return self._command(data, start, prefix, at)
            if prefix not in PREFIXES:
                return UnknownBytes(prefix, at), length
        raise AssertionError("every prefix of three bytes is in a table")

    def _command(self, data: bytes, start: int, prefix: bytes, at: int) -> tuple[Token | None, int]:
        name, measure = COMMANDS.get(prefix) or REAL_TIME[prefix]
        begin = start + len(prefix)
        count = measure(data, begin)
        if count is None:
            return None, 0
        if count <= INVALID:
            end = begin + INVALID - count
            return UnknownBytes(data[start:end], at), end - start
        end = begin + count
        if len(data) < end:
            return None, 0
        args = data[begin:end]
        if prefix in REAL_TIME:
            return RealTime(name, args, at), end - start
        if name == "raster":
            self._row_bytes = int.from_bytes(args[1:3], "little")
            self._rows = int.from_bytes(args[3:5], "little")
        return Command(name, args, data[start:end], at), end - start

    def _band(self, data: bytes, start: int, at: int) -> tuple[Token | None, int]:
        rows = min(self._rows, BAND_ROWS)
        size = rows * self._row_bytes
        if len(data) - start < size:
            return None, 0
        self._rows -= rows
        raw = data[start : start + size]
        return Command("raster_rows", raw, raw, at), size


def real_time_first(data: bytes) -> tuple[RealTime | None, int]:
    """The real-time command at the start of `data` and its length; None where something else, or half of one, is."""
    prefix = data[:2]
    if prefix not in REAL_TIME:
        return None, 0
    name, measure = REAL_TIME[prefix]
    count = measure(data, 2)
    if count is None or count <= INVALID or len(data) < 2 + count:
        return None, 0
    return RealTime(name, data[2 : 2 + count]), 2 + count
