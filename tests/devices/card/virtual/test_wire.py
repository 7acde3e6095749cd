"""Frames of vpcd: cut anywhere, several at once, the codes of length one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.card.virtual.wire import LONGEST_BODY, Command, Frames, Order, Strange, frame

SESSION = bytes.fromhex("0001 04 0001 01 0001 04 0007 00A4000C023F00 0001 02 0001 00")
MESSAGES = [
    Order.ATR,
    Order.POWER_ON,
    Order.ATR,
    Command(bytes.fromhex("00A4000C023F00")),
    Order.RESET,
    Order.POWER_OFF,
]


def test_several_messages_in_one_segment():
    assert list(Frames().feed(SESSION)) == MESSAGES


def test_single_bytes():
    frames = Frames()
    assert [message for byte in SESSION for message in frames.feed(bytes([byte]))] == MESSAGES


@pytest.mark.parametrize(("body", "order"), [("00", "POWER_OFF"), ("01", "POWER_ON"), ("02", "RESET"), ("04", "ATR")])
def test_orders(body, order):
    assert list(Frames().feed(bytes.fromhex("0001" + body))) == [Order[order]]


@pytest.mark.parametrize("body", [b"", b"\x03", b"\xff"])
def test_what_the_protocol_does_not_know_is_named_and_skipped(body):
    assert list(Frames().feed(frame(body) + frame(b"\x04"))) == [Strange(body), Order.ATR]


def test_the_longest_body():
    body = bytes(LONGEST_BODY)
    assert list(Frames().feed(frame(body))) == [Command(body)]
    with pytest.raises(ValueError, match="65536 bytes"):
        frame(bytes(LONGEST_BODY + 1))


@given(st.lists(st.binary(min_size=2, max_size=300)), st.data())
def test_any_cut_gives_the_same_commands(bodies, data):
    stream = b"".join(frame(body) for body in bodies)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=10)))
    frames, got = Frames(), []
    for begin, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        got += frames.feed(stream[begin:end])
    assert got == [Command(body) for body in bodies]
