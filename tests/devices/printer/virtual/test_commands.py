"""The virtual printer's parser: any split of the stream gives the same commands, and data never come out as text."""

from hypothesis import given
from hypothesis import strategies as st

from devices.printer.virtual.commands import (
    Command,
    CommandParser,
    RealTime,
    Text,
    Token,
    UnknownBytes,
    real_time_first,
)
from devices.printer.virtual.lengths import COMMANDS, REAL_TIME

STATUS = b"\x10\x04\x01"
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
WHOLE = [
    b"abc",
    b"\n",
    b"\x1b@",
    b"\x1dv0\x00\x01\x00\x12\x00" + b"\x10\x04" * 9,
    b"\x1b*\x21\x02\x00" + STATUS * 2,
    b"\x1b*\x00\x02\x00\x10\x04",
    b"\x1d(k\x03\x001C\x07",
    b"\x1d(L\x0c\x000p0\x01\x011\x08\x00\x01\x00\xff\xff",
    b"\x1d8L\x0c\x00\x00\x000p0\x01\x011\x08\x00\x01\x00\xff\xff",
    b"\x1d(X\x02\x00\x10\x04",
    b"\x1dk\x04A1\x00",
    b"\x1dk\x49\x04{BA1",
    b"\x1bD\x05\x0a\x00",
    b"\x1bD\x05\x04",
    b"\x1b&\x03AB\x01abc\x02abcabc",
    b"\x1dVB\x00",
    b"\x1dV0",
    b"\x1dV\x07",
    b"\x10\x14\x01\x00\x05",
    STATUS,
    CLEAR,
]
streams = st.lists(st.sampled_from(WHOLE) | st.binary(max_size=4), max_size=12).map(b"".join)


def merged(tokens: list[Token]) -> list[tuple[Token, int]]:
    """With their places. Runs of text may come in pieces; that is no difference."""
    result: list[tuple[Token, int]] = []
    for token in tokens:
        if isinstance(token, Text) and result and isinstance(result[-1][0], Text):
            text, at = result[-1]
            assert at + len(text.raw) == token.at
            result[-1] = (Text(text.raw + token.raw), at)
        else:
            result.append((token, token.at))
    return result


@given(stream=streams, cuts=st.lists(st.integers(0, 150), max_size=8))
def test_any_split_gives_the_same_commands(stream: bytes, cuts: list[int]) -> None:
    parser = CommandParser()
    tokens: list[Token] = []
    start = 0
    for cut in [*sorted(cuts), len(stream)]:
        tokens += parser.feed(stream[start:cut])
        start = max(start, cut)
    assert merged(tokens) == merged(CommandParser().feed(stream))


@given(stream=streams)
def test_no_byte_is_lost_or_used_twice(stream: bytes) -> None:
    parser = CommandParser()
    tokens = parser.feed(stream)
    used = sum(len(t.raw) if not isinstance(t, RealTime) else 2 + len(t.args) for t in tokens)
    assert used + parser.pending == len(stream)


def test_every_command_of_the_table_is_measured_whatever_follows() -> None:
    for prefix in (*COMMANDS, *REAL_TIME):
        for filling in (b"\x00", b"\x01", b"1", b"A", b"\xff"):
            parser = CommandParser()
            tokens = parser.feed(prefix + filling * 2000)
            assert tokens or parser.pending > 2000, prefix


def test_real_time_command_inside_data_is_data() -> None:
    head, rows = CommandParser().feed(b"\x1dv0\x00\x03\x00\x01\x00" + STATUS)
    assert isinstance(head, Command)
    assert isinstance(rows, Command)
    assert (head.name, rows.name, rows.args) == ("raster", "raster_rows", STATUS)
    for data in (b"\x1b*\x21\x01\x00", b"\x1d(k\x03\x00", b"\x1d(Z\x03\x00", b"\x1dk\x49\x03"):
        assert not any(isinstance(token, RealTime) for token in CommandParser().feed(data + STATUS))
    assert CommandParser().feed(STATUS) == [RealTime("status", b"\x01")]


def test_raster_is_handed_on_while_it_arrives() -> None:
    parser = CommandParser()
    parser.feed(b"\x1dv0\x00\x01\x00\x14\x00")
    assert [len(t.raw) for t in parser.feed(bytes(17)) if not isinstance(t, RealTime)] == [8, 8]
    assert not parser.at_border
    assert [len(t.raw) for t in parser.feed(bytes(3)) if not isinstance(t, RealTime)] == [4]
    assert parser.at_border


def test_place_of_unknown_bytes_is_told() -> None:
    parser = CommandParser()
    parser.feed(b"abc\n")
    [odd] = parser.feed(b"\x1bX")
    assert (odd, odd.at) == (UnknownBytes(b"\x1bX"), 4)


def test_what_no_printer_knows_is_unknown() -> None:
    for odd in (b"\x1bX", b"\x1dV\x07", b"\x1di", b"\x07", b"\x10\x06", b"\x1dk\x09", b"\x1bc9", b"\x10\x14\x09"):
        assert [type(token) for token in CommandParser().feed(odd)] == [UnknownBytes], odd


def test_first_real_time_command() -> None:
    assert real_time_first(STATUS + b"x") == (RealTime("status", b"\x01"), 3)
    assert real_time_first(CLEAR) == (RealTime("dc4", CLEAR[2:]), 10)
    for other in (b"", b"\x10", b"\x10\x04", b"x" + STATUS, b"\x10\x14\x09"):
        assert real_time_first(other) == (None, 0)
