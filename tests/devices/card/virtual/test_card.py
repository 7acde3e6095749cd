"""The virtual card on a socket that plays vpcd, byte by byte where the real one would not do it on demand."""

import select
import socket
from collections.abc import Iterator

import pytest

from devices.card.virtual import ATR, VirtualCard
from devices.card.virtual.chip import MUTE_ATR

COMMAND = bytes.fromhex("0005 00B0000000")
ANSWER = bytes.fromhex("0004 ABCD9000")
ASK_ATR = bytes.fromhex("000104")


class RecordingChip:
    """Remembers what it was told."""

    atr = ATR

    def __init__(self) -> None:
        self.told: list[str] = []

    def transmit(self, apdu: bytes) -> bytes:
        self.told.append(apdu.hex())
        return bytes.fromhex("ABCD9000")

    def power_off(self) -> None:
        self.told.append("power off")


class Reader:
    """vpcd's side of the wire."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.server.settimeout(2)
        self.port: int = self.server.getsockname()[1]
        self.card: socket.socket | None = None

    def accept(self) -> None:
        self.card, _ = self.server.accept()
        self.card.settimeout(2)

    def send(self, *segments: bytes) -> None:
        assert self.card
        self.card.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for segment in segments:
            self.card.sendall(segment)

    def receive(self, size: int) -> bytes:
        """So many bytes, fewer if the card leaves."""
        assert self.card
        received = b""
        while len(received) < size and (more := self.card.recv(size - len(received))):
            received += more
        return received

    def quiet(self) -> bool:
        """Whether nothing comes, neither an answer nor the end of the connection."""
        return not select.select([self.card], [], [], 0.1)[0]

    def close(self) -> None:
        self.server.close()
        if self.card:
            self.card.close()


@pytest.fixture
def reader() -> Iterator[Reader]:
    one = Reader()
    yield one
    one.close()


@pytest.fixture
def chip() -> RecordingChip:
    return RecordingChip()


@pytest.fixture
def card(reader: Reader, chip: RecordingChip) -> Iterator[VirtualCard]:
    one = VirtualCard(chip, reader.port, retry_s=0.02, away_s=0.1)
    one.start()
    yield one
    one.stop()


def test_only_the_question_for_the_atr_and_commands_are_answered(reader, card):
    card.insert()
    reader.accept()
    reader.send(bytes.fromhex("000101 000102 000100 000103 0000"))
    assert reader.quiet()
    reader.send(ASK_ATR)
    assert reader.receive(2 + len(ATR)) == len(ATR).to_bytes(2, "big") + ATR
    reader.send(COMMAND)
    assert reader.receive(len(ANSWER)) == ANSWER


def test_single_bytes_and_several_in_one_segment(reader, card, chip):
    card.insert()
    reader.accept()
    reader.send(*[bytes([byte]) for byte in COMMAND])
    assert reader.receive(len(ANSWER)) == ANSWER
    reader.send(ASK_ATR + COMMAND + COMMAND)
    assert reader.receive(2 + len(ATR) + 2 * len(ANSWER)).endswith(ANSWER * 2)
    assert chip.told == ["00b0000000"] * 3


def test_power_off_reset_and_removal_reach_the_chip(reader, card, chip, eventually):
    card.insert()
    reader.accept()
    reader.send(bytes.fromhex("000101"))
    eventually(lambda: card.state()["powered"])
    reader.send(bytes.fromhex("000102") + ASK_ATR)
    reader.receive(2 + len(ATR))
    assert chip.told == ["power off"]
    assert card.state()["powered"] is True
    reader.send(bytes.fromhex("000100"))
    eventually(lambda: not card.state()["powered"])
    assert chip.told == ["power off"] * 2
    card.remove()
    assert reader.receive(1) == b""
    eventually(lambda: chip.told == ["power off"] * 3)


def test_removal_takes_effect_before_it_is_confirmed(reader, card):
    card.insert()
    reader.accept()
    reader.send(ASK_ATR)
    reader.receive(2 + len(ATR))
    card.remove()
    assert (card.state()["card"], card.state()["connected"]) == ("removed", False)
    assert reader.receive(1) == b""


def test_the_last_answer_before_leaving_arrives(reader, card, eventually):
    card.insert()
    reader.accept()
    card.remove(after_apdus=2)
    reader.send(COMMAND)
    assert reader.receive(len(ANSWER)) == ANSWER
    reader.send(COMMAND)
    assert reader.receive(3 * len(ANSWER)) == ANSWER
    eventually(lambda: not card.state()["connected"])
    assert card.state()["apdus"] == 2


def test_removal_by_hand_forgets_the_count(reader, card):
    card.insert()
    reader.accept()
    card.remove(after_apdus=5)
    card.remove()
    card.insert()
    assert card.state()["leaves_after"] is None
    assert card.state()["apdus"] == 0


def test_a_mute_card_and_back(reader, card):
    card.insert(mute=True)
    reader.accept()
    reader.send(ASK_ATR)
    assert reader.receive(2 + len(MUTE_ATR))[2:] == MUTE_ATR
    assert card.state()["mute"] is True
    card.insert()
    reader.accept()
    reader.send(ASK_ATR)
    assert reader.receive(2 + len(ATR))[2:] == ATR


def test_it_connects_again_when_the_service_was_restarted(reader, card):
    card.insert()
    reader.accept()
    reader.card.close()
    reader.accept()
    reader.send(ASK_ATR)
    assert reader.receive(2 + len(ATR))[2:] == ATR


def test_it_waits_for_a_service_that_is_not_there_yet(chip, eventually):
    with socket.create_server(("127.0.0.1", 0)) as place_holder:
        port = place_holder.getsockname()[1]
    card = VirtualCard(chip, port, retry_s=0.02)
    card.start()
    card.insert()
    assert card.state()["connected"] is False
    with socket.create_server(("127.0.0.1", port)):
        eventually(lambda: card.state()["connected"])
        card.stop()
    assert card.state()["card"] == "removed"


def test_inserting_twice_does_not_touch_the_card(reader, card):
    card.insert()
    reader.accept()
    reader.send(ASK_ATR)
    reader.receive(2 + len(ATR))
    card.insert()
    assert reader.quiet()


def test_a_lost_answer_was_carried_out_all_the_same(reader, card, chip, eventually):
    card.insert()
    reader.accept()
    card.remove(after_apdus=2, answered=False)
    reader.send(COMMAND)
    assert reader.receive(len(ANSWER)) == ANSWER
    reader.send(COMMAND)
    assert reader.receive(1) == b""
    eventually(lambda: chip.told == ["00b0000000", "00b0000000", "power off"])


def test_one_answer_is_spoiled_and_the_next_is_not(reader, card):
    card.insert()
    reader.accept()
    card.spoil(2, 31)
    for last in (0x00, 0x01, 0x00):
        reader.send(COMMAND)
        assert reader.receive(len(ANSWER)) == ANSWER[:-1] + bytes([last])


def test_a_slow_card_that_is_taken_away_does_not_hold_anybody(reader, card, eventually):
    card.insert()
    reader.accept()
    card.slow_down(60)
    reader.send(COMMAND)
    eventually(lambda: card.state()["apdus"] == 1)
    assert reader.quiet()
    card.remove()
    assert card.state()["connected"] is False
    card.slow_down(0)


def test_another_card_takes_the_place_of_the_first(reader, card, chip):
    card.insert()
    reader.accept()
    reader.send(ASK_ATR)
    reader.receive(2 + len(ATR))
    other = RecordingChip()
    other.atr = bytes.fromhex("3B80800101")
    card.insert(other)
    reader.accept()
    reader.send(ASK_ATR)
    assert reader.receive(2 + len(other.atr))[2:] == other.atr
    assert chip.told == ["power off"]


def test_acknowledgements_are_not_held_back(reader, card):
    """TCP_QUICKACK is asked for again before every read: the kernel forgets it."""
    asked = []
    ours, theirs = socket.socketpair()

    class Wire:
        def setsockopt(self, *option):
            asked.append(option)

        def recv(self, size):
            return theirs.recv(size)

    with ours, theirs:
        for _ in range(2):
            ours.send(b"x")
            assert VirtualCard._receive(Wire()) == b"x"
    assert asked == [(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)] * 2
