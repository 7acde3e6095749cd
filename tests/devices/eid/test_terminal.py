"""What the terminal does around PACE: reading files, changing and unblocking the PIN, carrying batches."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.eid import commands
from devices.eid.apdu import Command
from devices.eid.api import CardLostError, Transmit, TransportError
from devices.eid.chat import Chat, Right
from devices.eid.faults import EidError, FaultCode
from devices.eid.kdf import Cipher, SessionKeys, session_keys
from devices.eid.link import PlainLink, SecureLink
from devices.eid.outcomes import CardLost, Refused, TransportFailed
from devices.eid.pace import Established, Password, PasswordKind, establish
from devices.eid.pin_management import PinChanged, PinUnblocked, PukUsedUp, is_trivial, set_new_pin, unblock
from devices.eid.portal_authentication import Opening, Wish
from devices.eid.portal_reading import Done
from devices.eid.portal_session import PortalSession
from devices.eid.reading import has_eid_application, read_card_access, read_file, read_group
from devices.eid.relay import Batch, Relayed, Wrap, get_challenge, relay
from devices.eid.secure_messaging import SecureChannel
from tests.devices.eid.chip import Chip, access_of
from tests.devices.eid.pki import PERSON, TODAY, Pki, seeded
from tests.devices.eid.test_card_files import PUBLISHED

PIN = Password(PasswordKind.PIN, bytearray(b"123456"))
PUK = Password(PasswordKind.PUK, bytearray(b"9876543210"))


def opened(chip: Chip, password: Password = PIN) -> Established:
    outcome = establish(chip.transmit, chip.access, password, random=seeded(3))
    assert isinstance(outcome, Established)
    return outcome


def card(**more: object) -> Chip:
    return Chip(access_of(), seeded(5), **more)  # type: ignore[arg-type]


# --- the package ---


@pytest.mark.parametrize("module", ["devices.eid", "devices.eid.api", "devices.eid.faults", "devices.eid.outcomes"])
def test_what_the_dialogue_may_import_is_light(module: str) -> None:
    heavy = "{'cryptography', 'fastecdsa', 'asn1crypto'}"
    program = f"import sys, {module}; sys.exit(bool({heavy} & {{name.split('.')[0] for name in sys.modules}}))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_terminal_needs_no_asn1crypto() -> None:
    """Signed files are the portal's business; the library would cost the terminal a tenth of a second."""
    names = "pace, pin_management, reading, relay, certificate_description, chat"
    program = f"import sys; from devices.eid import {names}; sys.exit('asn1crypto' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_faults_carry_no_data() -> None:
    assert str(EidError(FaultCode.SM_MAC_WRONG)) == "sm_mac_wrong"
    assert str(EidError(FaultCode.STATUS_UNEXPECTED, 0x6982)) == "status_unexpected 6982"
    assert len({code.value for code in FaultCode}) == len(FaultCode)


# --- reading ---


@pytest.mark.parametrize("longest", [65536, 50, 7, 1])
def test_card_access_in_any_pieces(longest: int) -> None:
    chip = card(longest=longest)
    found = read_card_access(chip.transmit)
    assert found == (chip.access, chip.access.encode())


@pytest.mark.parametrize("status", ["6A82", "6D00", "6E00", "6999"])
def test_other_cards(status: str) -> None:
    """A bank card or a health card."""
    answers = bytes.fromhex(status)
    assert read_card_access(lambda _: answers) == Refused(FaultCode.CARD_ACCESS_MISSING, int.from_bytes(answers, "big"))
    selected = iter([b"\x90\x00", answers])
    outcome = read_card_access(lambda _: next(selected))
    assert isinstance(outcome, Refused)
    assert outcome.code is FaultCode.CARD_ACCESS_MISSING
    assert has_eid_application(lambda _: answers) is False


@pytest.mark.parametrize("size", [256, 40, 1])
def test_the_published_directory_names_the_application(size: int) -> None:
    content = bytes.fromhex(PUBLISHED["dir"])

    def transmit_from(data: bytes) -> Transmit:
        def transmit(raw: bytes) -> bytes:
            offset = 0 if raw[2] & 0x80 else raw[2] << 8 | raw[3]
            return data[offset : offset + size] + b"\x90\x00"

        return transmit

    assert has_eid_application(transmit_from(content)) is True
    passport = content.replace(commands.EID_APPLICATION, bytes(9))
    assert has_eid_application(transmit_from(passport)) is False


def test_files_that_never_end_or_end_early() -> None:
    first = commands.read_short_file(4)
    for answer, code in (
        (b"\x64\x82\x7f\xff" + bytes(252) + b"\x90\x00", FaultCode.FILE_INCOMPLETE),
        (b"\x90\x00", FaultCode.FILE_INCOMPLETE),
        (b"\x64\x05\x0c\x62\x82", FaultCode.FILE_INCOMPLETE),
        (b"\x64\x05\x0c\x69\x82", FaultCode.STATUS_UNEXPECTED),
        (b"\x64\x80\x00\x00\x00\x00\x90\x00", FaultCode.TLV_MALFORMED),
    ):
        with pytest.raises(EidError, match=code.value):
            read_file(PlainLink(lambda _, answer=answer: answer), first)


@pytest.mark.parametrize("extended", [True, False])
def test_groups_over_a_sealed_link(extended: bool) -> None:
    chip = Pki().chip()
    link = SecureLink(chip.transmit, opened(chip).channel)
    for number, value in PERSON.items():
        assert read_group(link, number, extended=extended) == value
    assert read_group(link, 13, extended=extended) is None


def test_a_reader_that_knows_no_long_commands() -> None:
    chip = Pki().chip()
    channel = opened(chip).channel
    short = SecureLink(lambda raw: b"\x67\x00" if raw[4] == 0 else chip.transmit(raw), channel)
    with pytest.raises(EidError, match="no_extended_length"):
        read_group(short, 4)
    assert channel.dead
    with pytest.raises(EidError, match="no_extended_length"):
        PlainLink(lambda _: b"\x67\x00").send(Command(0, 0xB0, 0, 0, ne=65536))


# --- PIN ---


def test_a_new_pin() -> None:
    chip = card()
    session = opened(chip)
    digits = bytearray(b"847291")
    assert set_new_pin(chip.transmit, session, digits) == PinChanged()
    assert chip.new_pin == b"847291"
    assert session.channel.dead
    assert set_new_pin(chip.transmit, session, digits) == Refused(FaultCode.SM_MISSING)


@pytest.mark.parametrize("digits", [b"", b"12345", b"1234567", b"12345a", "١٢٣٤٥٦".encode()])
def test_a_new_pin_of_wrong_form_is_not_sent(digits: bytes) -> None:
    chip = card()
    session = opened(chip)
    sent = len(chip.log)
    assert set_new_pin(chip.transmit, session, bytearray(digits)) == Refused(FaultCode.PASSWORD_FORMAT)
    assert len(chip.log) == sent


@pytest.mark.parametrize("status", [0x6982, 0x6A80, 0x6985])
def test_a_new_pin_that_the_card_refuses(status: int) -> None:
    chip = card(set_pace_status={commands.RESET_RETRY_COUNTER: status})
    outcome = set_new_pin(chip.transmit, opened(chip), bytearray(b"847291"))
    assert outcome == Refused(FaultCode.STATUS_UNEXPECTED, status)


@pytest.mark.parametrize(("error", "outcome"), [(CardLostError, CardLost()), (TransportError, TransportFailed())])
def test_a_card_lost_while_the_pin_changes(error: type[Exception], outcome: object) -> None:
    """Whether it has changed is not known, and not claimed."""
    chip = card()
    session = opened(chip)

    def transmit(_raw: bytes) -> bytes:
        raise error

    assert set_new_pin(transmit, session, bytearray(b"847291")) == outcome
    assert session.channel.dead


def test_unblocking() -> None:
    chip = card(tries=0)
    assert unblock(chip.transmit, opened(chip, PUK)) == PinUnblocked()
    assert chip.tries == 3
    used_up = card(tries=0, set_pace_status={commands.RESET_RETRY_COUNTER: 0x6985})
    assert unblock(used_up.transmit, opened(used_up, PUK)) == PukUsedUp()
    strange = card(tries=0, set_pace_status={commands.RESET_RETRY_COUNTER: 0x6F00})
    assert unblock(strange.transmit, opened(strange, PUK)) == Refused(FaultCode.STATUS_UNEXPECTED, 0x6F00)


@pytest.mark.parametrize(
    ("digits", "trivial"),
    [("000000", True), ("111111", True), ("123456", True), ("987654", True), ("012345", True), ("567890", True),
     ("098765", True),
     ("123450", False), ("112233", False), ("847291", False), ("135790", False)],
)  # fmt: skip
def test_trivial_pins(digits: str, trivial: bool) -> None:
    assert is_trivial(bytearray(digits.encode())) is trivial


# --- relay ---


@pytest.mark.parametrize(
    "command",
    [
        commands.change_pin(b"111111"),
        commands.unblock_pin(),
        commands.deactivate_pin(),
        commands.activate_pin(),
        commands.set_pace(b"\x04", 3, 13),
        commands.general_authenticate(0x81, bytes(65)),
        commands.get_challenge(),
        commands.verify_auxiliary(b"\x04"),
        Command(0x00, 0xD6, 0x81, 0x00, b"\x61\x00"),
        Command(0x80, commands.SELECT, 0x00, 0x00),
    ],
)
def test_a_portal_that_asks_for_more_than_reading(command: Command) -> None:
    chip = card()
    for wrap in Wrap:
        session = opened(chip)
        sent = len(chip.log)
        first = commands.select_file(commands.EF_CARD_SECURITY).encode()
        batch = Batch((first, command.encode()), wrap)
        assert relay(chip.transmit, session.channel, batch) == Refused(FaultCode.RELAY_REFUSED)
        assert len(chip.log) == sent, "nothing is sent, not even what stood before it"
        assert session.channel.dead


@pytest.mark.parametrize("batch", [(b"",), (b"\x00",), (bytes(5000),), (b"\x00\xa4\x00\x0c",) * 65])
def test_batches_that_are_none(batch: tuple[bytes, ...]) -> None:
    chip = card()
    assert relay(chip.transmit, opened(chip).channel, Batch(batch, Wrap.PACE)) == Refused(FaultCode.RELAY_REFUSED)


def test_a_sealed_batch_ends_the_keys_of_pace() -> None:
    chip = card()
    session = opened(chip)
    sealed = session.channel.wrap_command(commands.select_application())
    outcome = relay(chip.transmit, session.channel, Batch((sealed,), Wrap.NONE))
    assert isinstance(outcome, Relayed)
    assert session.channel.dead


def test_a_challenge_of_another_length() -> None:
    chip = card()
    session = opened(chip)
    short = Chip(access_of(), lambda count: bytes(count - 1))
    short.channel = SecureChannel(SessionKeys(session.channel._keys.encryption, session.channel._keys.mac))
    assert get_challenge(short.transmit, session.channel) == Refused(FaultCode.STATUS_UNEXPECTED, 0x9000)


# --- anything a card could say after PACE ---


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_mutated_answers_never_reach_anybody(data: st.DataObject) -> None:
    """From the challenge to the last group: a value at the end, no exception, a bounded number of commands."""
    pki = Pki()
    chip = pki.chip()
    chat = Chat.of(Right.READ_DG4, Right.READ_DG5, Right.RESTRICTED_IDENTIFICATION)
    session = PortalSession(pki.authority(), Wish(chat, sector=pki.sector), random=seeded(2), today=TODAY)
    outcome = establish(chip.transmit, chip.access, PIN, random=seeded(3), chat=chat)
    assert isinstance(outcome, Established)
    before = len(chip.log)
    at = before + data.draw(st.integers(1, 22))

    def mutate(truth: bytes) -> bytes:
        if len(chip.log) != at:
            return truth
        changed = bytearray(truth)
        changed[data.draw(st.integers(0, len(changed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
        return data.draw(st.sampled_from([bytes(changed), b"", truth[:-1], truth * 2, b"\x90\x00", b"\x69\x88"]))

    chip.lies["apdu"] = mutate
    challenge = get_challenge(chip.transmit, outcome.channel)
    if not isinstance(challenge, bytes):
        return
    answer = session.start(Opening(chip.access.encode(), outcome.id_picc, outcome.cars, chat, challenge))
    while isinstance(answer, Batch):
        relayed = relay(chip.transmit, outcome.channel, answer)
        if isinstance(relayed, Refused):
            break
        assert isinstance(relayed, Relayed)
        answer = session.step(relayed.responses)
    if isinstance(answer, Done):  # only outer status words, which nothing depends on, may have been changed
        assert answer.reading.groups == {4: "ERIKA", 5: "MUSTERMANN"}
    assert len(chip.log) < before + 60


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=120), max_size=40))
def test_any_answers_to_the_portal_end_as_values(responses: list[bytes]) -> None:
    pki = Pki()
    chip = pki.chip()
    chat = Chat.of(Right.READ_DG4)
    session = PortalSession(pki.authority(), Wish(chat), random=seeded(2), today=TODAY)
    opening = Opening(chip.access.encode(), bytes(32), (b"DETESTeID00001",), chat, bytes(8))
    assert isinstance(session.start(opening), Batch)
    assert isinstance(session.step(tuple(responses)), Refused)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"card_access": b""}, FaultCode.CARD_ACCESS_MALFORMED),
        ({"challenge": bytes(7)}, FaultCode.TA_REFUSED),
        ({"cars": ()}, FaultCode.CERTIFICATE_ISSUER_UNKNOWN),
    ],
)
def test_openings_that_are_none(change: dict[str, object], code: FaultCode) -> None:
    pki = Pki()
    chat = Chat.of(Right.READ_DG4)
    session = PortalSession(pki.authority(), Wish(chat), random=seeded(2), today=TODAY)
    parts: dict[str, object] = {
        "card_access": access_of().encode(),
        "id_picc": bytes(32),
        "cars": (b"DETESTeID00001",),
        "chat": chat,
        "challenge": bytes(8),
    }
    assert session.start(Opening(**{**parts, **change})) == Refused(code)  # type: ignore[arg-type]


def test_keys_for_each_cipher() -> None:
    lengths = [len(session_keys(b"secret", cipher).mac) for cipher in Cipher]
    assert lengths == [16, 24, 32]
    for bits in (None, 0, 64, 512):
        with pytest.raises(EidError, match="algorithm_unknown"):
            Cipher.of_bits(bits)
