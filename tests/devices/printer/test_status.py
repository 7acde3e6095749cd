"""Status: tables of facts 3.1, and the stream parser against every way of cutting the stream."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.printer import PrinterStatus
from devices.printer.status import (
    AsbFrame,
    BarrierReply,
    BlockReply,
    FullStatus,
    Noise,
    QueryReply,
    ReplyParser,
    status_of,
    trouble_after,
    trouble_in,
)


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ("12 12 12 12", PrinterStatus.READY),
        ("16 12 12 12", PrinterStatus.READY),  # drawer contact: no matter
        ("12 12 12 1e", PrinterStatus.PAPER_LOW),
        ("1a 32 12 7e", PrinterStatus.NO_PAPER),
        ("1a 12 12 72", PrinterStatus.NO_PAPER),
        ("1a 16 12 12", PrinterStatus.COVER_OPEN),
        ("1a 36 12 7e", PrinterStatus.COVER_OPEN),  # open to change the paper: the cover is what a person sees
        ("1a 52 1a 12", PrinterStatus.CUTTER_JAM),
        ("1a 52 32 12", PrinterStatus.ERROR),  # unrecoverable
        ("1a 52 52 12", PrinterStatus.TOO_HOT),
        ("1a 52 7a 12", PrinterStatus.CUTTER_JAM),  # everything at once: what a hand can mend
        ("32 12 12 12", PrinterStatus.ERROR),  # waits to be told to go on
        ("1a 52 12 12", PrinterStatus.ERROR),  # an error that is gone, and nobody said go on
        ("1a 1a 12 12", PrinterStatus.BUSY),  # FEED key
        ("1a 12 12 12", PrinterStatus.BUSY),  # offline, and does not say why
    ],
)
def test_status_table(answers: str, status: PrinterStatus) -> None:
    assert status_of(*bytes.fromhex(answers)) is status


@pytest.mark.parametrize(
    ("frame", "trouble"),
    [
        ("10 00 00 00", None),
        ("38 00 00 00", PrinterStatus.COVER_OPEN),
        ("18 00 0f 00", PrinterStatus.NO_PAPER),
        ("10 00 03 00", None),
        ("18 08 00 00", PrinterStatus.CUTTER_JAM),
        ("18 04 00 00", PrinterStatus.ERROR),
        ("18 20 00 00", PrinterStatus.ERROR),
        ("18 40 00 00", None),  # hot head: goes on by itself
        ("58 00 00 00", None),  # feed key
    ],
)
def test_trouble_in_asb(frame: str, trouble: PrinterStatus | None) -> None:
    [reply] = ReplyParser().feed(bytes.fromhex(frame))
    assert isinstance(reply, AsbFrame)
    assert trouble_in(reply) is trouble


def test_trouble_after_the_barrier() -> None:
    assert trouble_after(0x12, 0x12) is None
    assert trouble_after(0x12, 0x1E) is None
    assert trouble_after(0x12, 0x7E) is PrinterStatus.NO_PAPER
    assert trouble_after(0x1A, 0x12) is PrinterStatus.CUTTER_JAM
    assert trouble_after(0x32, 0x12) is PrinterStatus.ERROR
    assert trouble_after(0x52, 0x12) is PrinterStatus.TOO_HOT


def test_kinds_are_told_apart_in_one_stream() -> None:
    stream = bytes.fromhex("12 10 00 03 00 00 37 25 00 11 0f 3b 30 00 5f 54 4d 00 1a")
    assert ReplyParser().feed(stream) == [
        QueryReply(0x12),
        AsbFrame(0x10, 0x00, 0x03),
        BarrierReply(0x00),
        BlockReply(b"\x37\x25"),
        Noise(0x11),
        BarrierReply(0x0F),
        BlockReply(b"\x3b\x30"),
        BlockReply(b"\x5fTM"),
        QueryReply(0x1A),
    ]
    assert BlockReply(b"\x37\x25").cleared
    assert BlockReply(b"\x3b\x30").power_off


def test_full_status_is_read_only_when_it_was_asked_for() -> None:
    """It begins like an ASB frame; the question tells them apart."""
    parser = ReplyParser()
    parser.expect_full_status = True
    assert parser.feed(bytes.fromhex("10 0f 25 9a ff 80")) == [FullStatus(0x25, 0x9A, 0xFF, 0x80)]
    assert not parser.expect_full_status
    assert parser.feed(bytes.fromhex("10 0f 00 00")) == [AsbFrame(0x10, 0x0F, 0x00)]
    assert FullStatus(0x20, 0, 0, 0).slip_waiting
    assert not FullStatus(0x05, 0, 0, 0).slip_waiting


def test_frame_before_a_full_status_is_still_a_frame() -> None:
    parser = ReplyParser()
    parser.expect_full_status = True
    stream = bytes.fromhex("38 00 00 00 10 0f 20 00 00 00")
    assert parser.feed(stream) == [AsbFrame(0x38, 0x00, 0x00), FullStatus(0x20, 0, 0, 0)]


def test_blocks_say_what_they_are() -> None:
    [name, number, cleared] = ReplyParser().feed(b"\x5fTM-T20III\x00\x37\x22A1B2\x00\x37\x25\x00")
    assert isinstance(name, BlockReply)
    assert (name.text, name.echo, name.cleared) == ("TM-T20III", None, False)
    assert isinstance(number, BlockReply)
    assert (number.text, number.echo, number.cleared) == (None, b"A1B2", False)
    assert isinstance(cleared, BlockReply)
    assert (cleared.text, cleared.echo, cleared.cleared) == (None, None, True)


def test_torn_frame_is_noise_and_never_a_barrier() -> None:
    assert ReplyParser().feed(bytes.fromhex("38 00 12")) == [Noise(0x38), Noise(0x00), QueryReply(0x12)]


def test_endless_block_is_given_up() -> None:
    replies = ReplyParser().feed(b"\x5f" + b"x" * 200)
    assert all(not isinstance(reply, BlockReply) for reply in replies)


@given(stream=st.binary(max_size=60), cuts=st.lists(st.integers(0, 60), max_size=8))
def test_any_split_gives_the_same_replies(stream: bytes, cuts: list[int]) -> None:
    parser = ReplyParser()
    pieces = []
    start = 0
    for cut in [*sorted(cuts), len(stream)]:
        pieces += parser.feed(stream[start:cut])
        start = max(start, cut)
    assert pieces == ReplyParser().feed(stream)
