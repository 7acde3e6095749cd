"""The card session against a scripted service: what a real one cannot be made to do. (The real one: tests/contract.)"""

import logging
import threading
from collections.abc import Iterator, Sequence

import pytest

from devices.card.api import AccessFault
from devices.card.codes import PcscCode, StateBit, access_fault
from devices.card.hand import Hand, OverdueError
from devices.card.service import CardHandle, Code
from devices.card.session import LONG_COMMAND, SHORT_COMMAND, PcscReader, PcscSession
from devices.eid.api import CardLostError, TransportError

NAME = "Reader 00 00"
FINE = b"\x90\x00"


class ScriptedService:
    """A service whose answers come from a script; without one all is well."""

    def __init__(self) -> None:
        self.connects: Code = PcscCode.SUCCESS
        self.listed: tuple[Code, list[str]] = (PcscCode.SUCCESS, [NAME])
        self.states: dict[str, int] = {}
        self.takes: list[Code] = []
        self.transmits: list[Code | threading.Event] = []
        self.log: list[str] = []
        self.sent: list[bytes] = []
        self.answer = FINE

    def connect(self) -> tuple[Code, int]:
        self.log.append("connect")
        return self.connects, 7

    def readers(self, context: int) -> tuple[Code, list[str]]:
        return self.listed

    def wait(self, context: int, known: Sequence[tuple[str, int]], timeout_ms: int) -> tuple[Code, list[int]]:
        assert timeout_ms == 0
        return PcscCode.SUCCESS, [self.states.get(name, StateBit.PRESENT) for name, _ in known]

    def cancel(self, context: int) -> Code:
        raise AssertionError("nothing to cancel")

    def disconnect(self, context: int) -> None:
        self.log.append("disconnect")

    def take(self, context: int, reader: str) -> tuple[Code, CardHandle]:
        code = self.takes.pop(0) if self.takes else PcscCode.SUCCESS
        if code is PcscCode.SUCCESS:
            self.log.append("take")
        return code, CardHandle(1, 2)

    def transmit(self, card: CardHandle, command: bytes) -> tuple[Code, bytes]:
        self.sent.append(command)
        next_one = self.transmits.pop(0) if self.transmits else PcscCode.SUCCESS
        if isinstance(next_one, threading.Event):
            next_one.wait(5)
            next_one = PcscCode.SUCCESS
        return next_one, self.answer if next_one is PcscCode.SUCCESS else b""

    def give_back(self, card: CardHandle) -> Code:
        self.log.append("give back")
        return PcscCode.SUCCESS


@pytest.fixture
def service() -> ScriptedService:
    return ScriptedService()


@pytest.fixture
def reader(service: ScriptedService) -> PcscReader:
    return PcscReader("", make_port=lambda: service, sleep=lambda _seconds: None)


def opened(reader: PcscReader) -> PcscSession:
    session = reader.open(5)
    assert isinstance(session, PcscSession), session
    return session


def test_taken_talked_to_reset_and_given_back(service: ScriptedService, reader: PcscReader) -> None:
    session = opened(reader)
    assert session.transmit(b"\x00\xa4\x00\x0c", 5) == FINE
    session.close()
    session.close()
    assert service.log == ["connect", "take", "give back", "disconnect"]
    assert session.fault is AccessFault.CLOSED
    with pytest.raises(TransportError):
        session.transmit(b"\x00\xa4\x00\x0c", 5)
    assert len(service.sent) == 1


@pytest.mark.parametrize("code", [*PcscCode, 0x8010_0077])
def test_every_code_is_judged(code: Code) -> None:
    assert (access_fault(code) is None) is (code is PcscCode.SUCCESS)


@pytest.mark.parametrize(
    ("codes", "fault"),
    [
        ([PcscCode.NO_SMARTCARD] * 3, AccessFault.NO_CARD),
        ([PcscCode.UNRESPONSIVE_CARD] * 3, AccessFault.MUTE_CARD),
        ([PcscCode.UNPOWERED_CARD] * 3, AccessFault.MUTE_CARD),
        ([PcscCode.REMOVED_CARD] * 3, AccessFault.NO_CARD),
        ([PcscCode.SHARING_VIOLATION] * 3, AccessFault.IN_USE),
        ([PcscCode.UNKNOWN_READER], AccessFault.NO_READER),
        ([PcscCode.SERVICE_STOPPED], AccessFault.NO_SERVICE),
    ],
)
def test_a_card_that_cannot_be_taken(
    service: ScriptedService, reader: PcscReader, codes: list[Code], fault: AccessFault, eventually
) -> None:
    service.takes = list(codes)
    assert reader.open(5) is fault
    assert not service.takes
    eventually(lambda: service.log == ["connect", "disconnect"])


@pytest.mark.parametrize("code", [PcscCode.UNRESPONSIVE_CARD, PcscCode.SHARING_VIOLATION, PcscCode.NO_SMARTCARD])
def test_a_card_that_was_just_put_down_gets_a_moment(service: ScriptedService, reader: PcscReader, code: Code) -> None:
    service.takes = [code, code]
    opened(reader).close()


def test_no_service_and_no_reader(service: ScriptedService, reader: PcscReader) -> None:
    service.listed = (PcscCode.NO_READERS, [])
    assert reader.open(5) is AccessFault.NO_READER
    service.listed = (PcscCode.SUCCESS, [])
    assert reader.open(5) is AccessFault.NO_READER
    service.connects = PcscCode.NO_SERVICE
    assert reader.open(5) is AccessFault.NO_SERVICE


def test_two_cards_are_nobodys(service: ScriptedService, reader: PcscReader) -> None:
    service.listed = (PcscCode.SUCCESS, [NAME, "Reader 00 01"])
    assert reader.open(5) is AccessFault.TWO_CARDS
    assert "take" not in service.log
    service.states["Reader 00 01"] = StateBit.EMPTY
    opened(reader).close()


def test_only_our_readers_count(service: ScriptedService) -> None:
    service.listed = (PcscCode.SUCCESS, ["Other 00 00", NAME])
    reader = PcscReader("Reader", make_port=lambda: service)
    session = opened(reader)
    assert session.reader == NAME
    session.close()


@pytest.mark.parametrize(
    ("code", "listed", "error", "fault"),
    [
        (PcscCode.NOT_TRANSACTED, True, CardLostError, AccessFault.CARD_LOST),
        (PcscCode.COMM_ERROR, True, CardLostError, AccessFault.CARD_LOST),
        (PcscCode.REMOVED_CARD, True, CardLostError, AccessFault.CARD_LOST),
        (PcscCode.RESET_CARD, True, CardLostError, AccessFault.CARD_LOST),
        (PcscCode.NO_SMARTCARD, True, CardLostError, AccessFault.NO_CARD),
        (PcscCode.NOT_TRANSACTED, False, TransportError, AccessFault.NO_READER),
        (PcscCode.READER_UNAVAILABLE, True, TransportError, AccessFault.NO_READER),
        (PcscCode.NO_SERVICE, True, TransportError, AccessFault.NO_SERVICE),
        (0x8010_0077, True, TransportError, AccessFault.NO_SERVICE),
    ],
)
def test_what_ends_a_session(
    service: ScriptedService,
    reader: PcscReader,
    code: Code,
    listed: bool,
    error: type[Exception],
    fault: AccessFault,
) -> None:
    session = opened(reader)
    service.transmits = [code]
    if not listed:
        service.listed = (PcscCode.SUCCESS, [])
    with pytest.raises(error):
        session.transmit(b"\x00\x86\x00\x00", 5)
    assert session.fault is fault
    with pytest.raises(error):
        session.transmit(b"\x00\x86\x00\x00", 5)
    assert len(service.sent) == 1
    assert service.log == ["connect", "take", "give back", "disconnect"]


@pytest.mark.parametrize("answer", [b"", b"\x90"])
def test_an_answer_without_a_status_word_is_a_card_that_left(
    service: ScriptedService, reader: PcscReader, answer: bytes
) -> None:
    session = opened(reader)
    service.answer = answer
    with pytest.raises(CardLostError):
        session.transmit(b"\x00\x86\x00\x00", 5)
    assert session.fault is AccessFault.CARD_LOST


def test_a_service_that_died_during_a_command(service: ScriptedService, reader: PcscReader) -> None:
    session = opened(reader)
    service.transmits = [PcscCode.COMM_ERROR]
    service.listed = (PcscCode.NO_SERVICE, [])
    with pytest.raises(TransportError):
        session.transmit(b"\x00\x86\x00\x00", 5)
    assert session.fault is AccessFault.NO_SERVICE


def test_a_call_that_does_not_come_back_is_left_behind_and_tidied_up_when_it_does(
    service: ScriptedService, reader: PcscReader, eventually
) -> None:
    session = opened(reader)
    hanging = threading.Event()
    service.transmits = [hanging]
    with pytest.raises(TransportError):
        session.transmit(b"\x00\x86\x00\x00", 0.05)
    assert session.fault is AccessFault.OVERDUE
    assert "give back" not in service.log
    session.close()
    hanging.set()
    eventually(lambda: service.log == ["connect", "take", "give back", "disconnect"])
    again = opened(reader)
    assert again.transmit(b"\x00\x86\x00\x00", 5) == FINE
    again.close()


def test_an_opening_that_does_not_come_back(service: ScriptedService, eventually) -> None:
    slow = threading.Event()
    reader = PcscReader("", make_port=lambda: service, sleep=lambda _seconds: slow.wait(5) and None)
    service.takes = [PcscCode.SHARING_VIOLATION]
    assert reader.open(0.05) is AccessFault.OVERDUE
    slow.set()
    eventually(lambda: service.log == ["connect", "take", "give back", "disconnect"])


def test_long_commands_are_probed_once(service: ScriptedService, reader: PcscReader) -> None:
    assert len(LONG_COMMAND) > 261
    for _ in range(2):
        session = opened(reader)
        assert reader.check_long_commands(session, 5) is session
        session.close()
    assert service.sent == [LONG_COMMAND]


def test_a_reader_that_loses_long_commands_only_is_unfit(service: ScriptedService, reader: PcscReader) -> None:
    service.transmits = [PcscCode.NOT_TRANSACTED, PcscCode.SUCCESS] * 2
    assert reader.check_long_commands(opened(reader), 5) is AccessFault.UNFIT
    assert service.sent == [LONG_COMMAND, SHORT_COMMAND] * 2
    assert service.log.count("take") == service.log.count("give back") == 3


def test_a_card_that_moved_during_the_probe_is_no_verdict_on_the_reader(
    service: ScriptedService, reader: PcscReader
) -> None:
    service.transmits = [PcscCode.COMM_ERROR]
    session = reader.check_long_commands(opened(reader), 5)
    assert isinstance(session, PcscSession)
    session.close()
    service.log.clear()


@pytest.mark.parametrize(
    ("takes", "fault"),
    [([PcscCode.NO_SMARTCARD] * 3, AccessFault.NO_CARD), ([PcscCode.UNKNOWN_READER], AccessFault.NO_READER)],
)
def test_a_card_that_left_during_the_probe(
    service: ScriptedService, reader: PcscReader, takes: list[Code], fault: AccessFault
) -> None:
    session = opened(reader)
    service.transmits = [PcscCode.NOT_TRANSACTED]
    service.takes = list(takes)
    assert reader.check_long_commands(session, 5) is fault


def test_a_service_that_dies_during_the_probe(service: ScriptedService, reader: PcscReader) -> None:
    session = opened(reader)
    service.transmits = [PcscCode.NO_SERVICE]
    assert reader.check_long_commands(session, 5) is AccessFault.NO_SERVICE


def test_a_reader_that_loses_short_commands_too_has_lost_the_card(service: ScriptedService, reader: PcscReader) -> None:
    service.transmits = [PcscCode.NOT_TRANSACTED, PcscCode.NOT_TRANSACTED]
    assert reader.check_long_commands(opened(reader), 5) is AccessFault.CARD_LOST


def test_a_card_that_left_after_the_second_probe(service: ScriptedService, reader: PcscReader) -> None:
    session = opened(reader)
    service.transmits = [PcscCode.NOT_TRANSACTED, PcscCode.SUCCESS, PcscCode.NOT_TRANSACTED]
    service.takes = [PcscCode.SUCCESS, *[PcscCode.NO_SMARTCARD] * 3]
    assert reader.check_long_commands(session, 5) is AccessFault.NO_CARD


def test_no_command_is_ever_in_a_log(
    service: ScriptedService, reader: PcscReader, caplog: pytest.LogCaptureFixture
) -> None:
    session = opened(reader)
    service.transmits = [PcscCode.NOT_TRANSACTED]
    with caplog.at_level(logging.DEBUG), pytest.raises(CardLostError) as caught:
        session.transmit(bytes.fromhex("002C020306") + b"471182", 5)
    assert "471182" not in caplog.text + repr(caught.value) + repr(session)
    assert "not_transacted" in caplog.text


@pytest.fixture
def hand() -> Iterator[Hand]:
    made = Hand("test-hand")
    yield made
    made.leave(lambda: None)


def test_a_hand_passes_on_what_a_call_raises_and_goes_on(hand: Hand) -> None:
    def broken() -> int:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        hand.do(broken, 5)
    assert hand.do(lambda: 4, 5) == 4


def test_a_hand_is_late(hand: Hand) -> None:
    go_on = threading.Event()
    with pytest.raises(OverdueError):
        hand.do(lambda: go_on.wait(5), 0.01)
    go_on.set()
