"""Files, lengths, chains and the sealed channel: word by word, as a terminal that is not ours would notice it."""

import secrets
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.eid import commands
from devices.eid.apdu import Command, chain, decode_command, decode_response
from devices.eid.auxiliary import AuxiliaryData
from devices.eid.chat import Chat, Right, Role
from devices.eid.curves import BP256, generate
from devices.eid.link import SecureLink
from devices.eid.oids import AUX_BIRTH_DATE, AUX_EXPIRY, AUX_MUNICIPALITY, bsi
from devices.eid.pace import PasswordKind
from devices.eid.portal_reading import Done
from devices.eid.reading import has_eid_application
from devices.eid.restricted_identification import SectorKey
from devices.eid.security_infos import parse_card_access
from devices.eid.tlv import total_length
from devices.eid.virtual_card.personalise import RI_OID, card_access, security_infos
from devices.eid.virtual_card.pki import issue_terminal
from devices.eid.virtual_card.profiles import CHIP_KEY, PRIVILEGED_KEY, PROFILES, PSEUDONYM_KEY
from tests.devices.eid.virtual_card.conftest import TODAY
from tests.devices.eid.virtual_card.whole import NAME_AND_AGE, SECTOR, Desk, Terminal, visit, wish

PIN = PasswordKind.PIN
CA_OID = bsi(2, 2, 3, 2, 2)
PACE_DATA = "800A04007F00070202040202830103"


def words(card, *apdus):
    """The answers' status words, and "+" where data came."""
    answers = [decode_response(card.transmit(bytes.fromhex(apdu))) for apdu in apdus]
    return [("+" if answer.data else "") + f"{answer.status:04X}" for answer in answers]


@pytest.mark.parametrize(
    ("apdus", "expected"),
    [
        ("00A4000C023F00", "9000"),
        ("00A4000C", "9000"),
        ("00A40000023F0000", "9000"),
        ("00A4040C09E80704007F00070302", "9000"),
        ("00A4040C07A0000002471001", "6A82"),  # no passport application
        ("00A4010C021234", "6A82"),
        ("00A4090C023F00", "6A86"),
        ("00A40004023F00", "6A86"),
        ("00A4020C02011C 00B0000000", "9000 +9000"),
        ("00A4000C02011C 00B0000000", "9000 +9000"),
        ("00A4020C02011D 00B0000000", "9000 6982"),
        ("00A4020C02011B 00B0000000", "9000 6982"),
        ("00A4020C029999", "6A82"),
        ("00B0000000", "6986"),
        ("00B09E0000", "+9000"),
        ("00B0810000", "+9000"),  # EF.ATR
        ("00B09C0000", "+9000"),
        ("00B09D0000", "6982"),
        ("00B09B0000", "6982"),
        ("00B0950000", "6A82"),
        ("00B09C00", "6700"),  # no Le
        ("00B09CFF00", "6B00"),
        ("00B09C00FA", "+6282"),  # a number larger than the file
        ("00B09C00000000", "+9000"),
        ("00B0BC0000", "6A86"),
        ("00A4040C09E80704007F00070302 00B0840000", "9000 6982"),
        ("00A4040C09E80704007F00070302 00B0930000", "9000 6982"),  # absent, which is nobody's business
        ("00A4040C09E80704007F00070302 00B09C0000", "9000 6A82"),  # short names belong to a directory
        ("00A4040C09E80704007F00070302 00A4020C020104 00B0000000", "9000 9000 6982"),
        ("0022C1A4", "6700"),
        (f"0022C1A40F{PACE_DATA}", "9000"),
        ("0022C1A40F800A04007F00070202040202830105", "6A88"),
        ("0022C1A40F800A04007F00070202040204830103", "6A88"),
        ("0022C1A412800A04007F0007020204020283010384010D", "9000"),
        ("0022C1A412800A04007F00070202040202830103840110", "6A88"),
        ("0022C1A403830103", "6A80"),
        ("0022C1A40FFF0A04007F00070202040202830103", "6A80"),
        ("0022C1B403830103", "6A86"),
        ("002281B60783054445434156", "6982"),
        ("002281A403830103", "6982"),
        ("002241A403840141", "6982"),
        ("002A00BE037F4E00", "6982"),
        ("0084000008", "6982"),
        ("0082000004DEADBEEF", "6982"),
        ("002C020306313131313131", "6982"),
        ("002C0303", "6982"),
        ("80208000020600", "6982"),
        ("0020800002060000", "6E00"),
        ("80A4000C023F00", "6E00"),
        ("10860000027C0000", "6982"),
        (f"0022C1A40F{PACE_DATA} 10860000027C0000", "9000 +9000"),
        (f"0022C1A40F{PACE_DATA} 10860000027C00", "9000 6700"),
        (f"0022C1A40F{PACE_DATA} 00860000027C0000", "9000 6883"),
        (f"0022C1A40F{PACE_DATA} 10860000047C02810000", "9000 6A80"),
        (f"0022C1A40F{PACE_DATA} 10860000027C0000 10860000027C0000", "9000 +9000 6A80"),
        (f"0022C1A40F{PACE_DATA} 10860000027C0000 00A4000C023F00 10860000027C0000", "9000 +9000 9000 6982"),
        ("10A4000C023F00", "6884"),
        ("10B09C0000", "6884"),
        ("0CA4000C0A8E08010203040506070800", "6988"),
        ("0CA4000C023F00", "6988"),  # without a session, before anything else is looked at
        ("FF9A010100 FF9A010300 FF9A010600 FF9A010700", "6E00 6E00 6E00 6E00"),
        ("00D60000 00CA000000 00C0000000", "6D00 6D00 6D00"),
        ("01A4000C023F00", "6E00"),
        ("00A4", "6700"),
        ("00A4000C053F00", "6700"),
    ],
)
def test_words_without_a_session(new_card, apdus, expected):
    card = new_card()
    assert words(card, *apdus.split()) == expected.split()
    assert card.memory.pin.tries == 3


def test_probing_of_others_ends_at_the_end_of_the_file(new_card):
    """AusweisApp reads in short pieces and goes on until the offset is refused."""
    card = new_card("sehr_lange_namen")
    card.transmit(bytes.fromhex("00A4000C023F00"))
    content = b""
    while (answer := decode_response(card.transmit(commands.read_binary(len(content)).encode()))).ok or not content:
        if not content:
            answer = decode_response(card.transmit(commands.read_short_file(0x1C).encode()))
        content += answer.data
    assert answer.status == 0x6B00
    assert content == card_access(PROFILES["id_card_several"])
    assert len(content) > 256


@pytest.mark.parametrize("name", PROFILES)
def test_card_access_of_each_generation(name):
    raw = card_access(PROFILES[name])
    read = parse_card_access(raw)
    assert read == security_infos(PROFILES[name])
    assert total_length(raw) == len(raw)
    read.choose_chip_authentication()


def test_a_card_with_several_ways_wants_them_named(new_card):
    card = new_card("sehr_lange_namen")
    assert words(card, f"0022C1A40F{PACE_DATA}") == ["6A88"]
    assert words(card, f"0022C1A412{PACE_DATA}84010D") == ["9000"]


def test_the_card_is_known_by_its_directory(new_card):
    assert has_eid_application(new_card().transmit) is True


@pytest.fixture
def opened(new_card):
    """A session with the PIN and a CHAT: card, terminal, link."""
    card = new_card()
    terminal = Terminal(card.transmit)
    session = terminal.opened(PIN, "123456", Chat.of(*NAME_AND_AGE))
    return card, SecureLink(card.transmit, session.channel)


def test_a_plain_command_ends_the_session(opened):
    card, link = opened
    assert link.send(commands.get_challenge()).ok
    assert words(card, "00A4000C023F00") == ["9000"]
    assert card.transmit(link._channel.wrap_command(commands.get_challenge())).hex() == "6988"


@pytest.mark.parametrize("probe", ["FF9A010100", "00", "0022C1A4"])
def test_probing_ends_the_session_as_well(opened, probe):
    card, link = opened
    card.transmit(bytes.fromhex(probe))
    assert card.transmit(link._channel.wrap_command(commands.get_challenge())).hex() == "6988"


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (lambda data: data[:-1] + bytes([data[-1] ^ 1]), "6988"),
        (lambda data: data[:-10], "6987"),  # without the MAC
        (lambda data: b"", "6987"),
        (lambda data: b"\x81\x01\x00" + data, "6988"),
        (lambda data: data[::-1], "6988"),
    ],
)
def test_a_damaged_sealed_command_ends_the_session(opened, damage, word):
    card, link = opened
    sealed = decode_command(link._channel.wrap_command(commands.get_challenge()))
    assert card.transmit(replace(sealed, data=damage(sealed.data)).encode()).hex() == word
    assert card.transmit(sealed.encode()).hex() == "6988"


def test_a_replayed_command_is_refused(opened):
    card, link = opened
    sealed = link._channel.wrap_command(commands.get_challenge())
    assert decode_response(card.transmit(sealed)).ok
    assert card.transmit(sealed).hex() == "6988"


def test_power_off_ends_the_session(opened):
    card, link = opened
    card.power_off()
    assert card.transmit(link._channel.wrap_command(commands.get_challenge())).hex() == "6988"


def test_certificates_in_a_chain_of_short_commands(new_card, pki):
    """For readers without extended length; a command in between breaks the chain."""
    card = new_card()
    terminal = Terminal(card.transmit)
    link = SecureLink(card.transmit, terminal.opened(PIN, "123456", Chat.of(*NAME_AND_AGE)).channel)
    assert link.send(commands.set_verification_key(pki.verifier.certificate.car)).ok
    pieces = chain(commands.verify_certificate(pki.verifier.certificate), 100)
    assert len(pieces) > 2
    assert [link.send(piece).status for piece in pieces] == [0x9000] * len(pieces)
    assert link.send(commands.set_verification_key(pki.verifier.certificate.car)).ok
    assert link.send(pieces[0]).ok
    assert link.send(commands.get_challenge()).status == 0x6883
    assert link.send(pieces[1]).ok, "a new chain begins"


def test_short_sealed_answers_hold_what_fits(new_card, desk):
    """EF.CardSecurity in pieces: no answer is longer than a short frame."""
    card, longest = new_card(), 0

    def transmit(apdu):
        nonlocal longest
        answer = card.transmit(apdu)
        longest = max(longest, len(answer)) if len(apdu) <= 261 else longest
        return answer

    outcome = visit(transmit, desk, "123456", wish(Right.read(4)), extended=False)
    assert isinstance(outcome, Done)
    assert 200 < longest <= 258


@pytest.mark.parametrize(
    ("command", "word"),
    [
        (commands.set_terminal_authentication(b"\x04", b"DETESTBTE00001", b"", bytes(32)), 0x6A88),
        (commands.external_authenticate(bytes(64)), 0x6985),
        (commands.set_verification_key(b"DETESTXXX00001"), 0x6A88),
        (Command(0x00, commands.PSO, 0x00, 0xBE, b"\x7f\x4e\x00"), 0x6985),
        (Command(0x00, commands.PSO, 0x00, 0xAE, b"\x7f\x4e\x00"), 0x6A86),
        (Command(0x00, commands.GET_CHALLENGE, 0, 0, ne=256), 0x6700),
        (commands.set_chip_authentication(RI_OID, PSEUDONYM_KEY), 0x6982),
        (commands.authenticate_chip(bytes(65)), 0x6985),
        (commands.verify_auxiliary(AUX_EXPIRY), 0x6982),
        (commands.select_file(commands.EF_CARD_SECURITY), 0x9000),
        (commands.read_short_file(commands.EF_CARD_SECURITY_SFI), 0x6982),
    ],
)
def test_out_of_turn(opened, command, word):
    _card, link = opened
    assert link.send(command).status == word
    assert link.send(commands.get_challenge()).ok, "the session goes on"


@pytest.fixture
def proven(new_card, pki):
    """A session after both authentications, with few rights and all references: the link."""

    def make(*rights):
        card = new_card()
        terminal = Terminal(card.transmit)
        chat = Chat.of(*rights)
        opened = terminal.opened(PIN, "123456", chat)
        references = AuxiliaryData(born_until=TODAY, valid_on=TODAY, municipality="0276")
        channel = terminal.proven(Desk(pki, TODAY, may=chat), wish(*rights, auxiliary=references), opened)
        return SecureLink(card.transmit, channel)

    return make


def test_each_right_by_itself(proven):
    link = proven(Right.read(4))
    assert link.send(commands.verify_auxiliary(AUX_BIRTH_DATE)).status == 0x6982
    assert link.send(commands.verify_auxiliary(AUX_MUNICIPALITY)).status == 0x6982
    assert link.send(commands.verify_auxiliary(AUX_EXPIRY)).status == 0x9000
    assert link.send(commands.verify_auxiliary(RI_OID)).status == 0x6A88
    assert link.send(commands.set_chip_authentication(RI_OID, PSEUDONYM_KEY)).status == 0x6982
    assert link.send(commands.identify_restricted(SECTOR.content())).status == 0x6985
    assert link.send(commands.select_application()).ok
    given = {number: link.send(commands.read_short_file(number, 223)).status for number in range(1, 23)}
    assert given == {number: 0x6282 if number == 4 else 0x6982 for number in range(1, 23)}


def test_a_right_to_what_is_not_there(proven):
    link = proven(Right.read(21))
    link.send(commands.select_application())
    assert link.send(commands.read_short_file(21, 223)).status == 0x6A82


def test_authenticated_twice(proven):
    link = proven(Right.read(4))
    assert link.send(commands.set_verification_key(b"DETESTeID00001")).status == 0x6985
    assert link.send(commands.external_authenticate(bytes(64))).status == 0x6985


@pytest.mark.parametrize(
    ("command", "word"),
    [
        (commands.set_chip_authentication(CA_OID, CHIP_KEY), 0x6985),
        (commands.set_chip_authentication(RI_OID, 0x55), 0x6A88),
        (commands.set_chip_authentication(RI_OID, None), 0x6A88),
        (Command(0x00, commands.RESET_RETRY_COUNTER, 0x05, 0x03), 0x6A86),
        (Command(0x00, commands.RESET_RETRY_COUNTER, 0x03, 0x02), 0x6A86),
        (Command(0x00, commands.RESET_RETRY_COUNTER, 0x03, 0x03, b"123456"), 0x6700),
        (Command(0x80, commands.VERIFY, 0x80, 0x01, b"\x06\x00"), 0x6A86),
        (Command(0x80, commands.VERIFY, 0x80, 0x00, b"\x30\x00"), 0x6A80),
        (Command(0x00, commands.GENERAL_AUTHENTICATE, 0x01, 0x00, b"\x7c\x00", 256), 0x6A86),
    ],
)
def test_after_both_authentications(proven, command, word):
    assert proven(Right.read(4), Right.RESTRICTED_IDENTIFICATION).send(command).status == word


def test_no_reference_no_comparison(new_card, pki):
    rights = (Right.AGE_VERIFICATION, Right.MUNICIPALITY_VERIFICATION)
    card = new_card()
    terminal = Terminal(card.transmit)
    opened = terminal.opened(PIN, "123456", Chat.of(*rights))
    link = SecureLink(card.transmit, terminal.proven(Desk(pki, TODAY), wish(*rights), opened))
    given = {link.send(commands.verify_auxiliary(oid)).status for oid in (AUX_BIRTH_DATE, AUX_EXPIRY, AUX_MUNICIPALITY)}
    assert given == {0x6A88}


def test_a_sector_that_is_not_the_terminals(proven):
    link = proven(Right.RESTRICTED_IDENTIFICATION)
    other = SectorKey(RI_OID, generate(BP256.generator, secrets.token_bytes).public)
    assert link.send(commands.set_chip_authentication(RI_OID, PSEUDONYM_KEY)).ok
    assert link.send(commands.identify_restricted(other.content())).status == 0x6A80
    assert link.send(commands.set_chip_authentication(RI_OID, PSEUDONYM_KEY)).ok
    assert link.send(replace(commands.identify_restricted(SECTOR.content()), cla=0x10)).status == 0x6883
    pieces = chain(commands.identify_restricted(SECTOR.content()))
    assert len(pieces) == 2
    assert link.send(pieces[0]).ok
    answer = link.send(pieces[1])
    assert answer.ok
    assert len(answer.data) == 36


def test_between_the_authentications(new_card, pki):
    card = new_card("sehr_lange_namen")
    terminal = Terminal(card.transmit)
    chat = Chat.of(Right.read(4))
    opened = terminal.opened(PIN, "556677", chat)
    key = terminal.authenticated(Desk(pki, TODAY), wish(Right.read(4)), opened)
    link = SecureLink(card.transmit, opened.channel)
    for oid, key_id, word in (
        (CA_OID, 0x99, 0x6A88),
        (CA_OID, PRIVILEGED_KEY, 0x6A88),
        (CA_OID, 0x42, 0x6A88),  # that key is for another protocol
        (AUX_EXPIRY, CHIP_KEY, 0x6A88),
        (RI_OID, PSEUDONYM_KEY, 0x6982),
    ):
        assert link.send(commands.set_chip_authentication(oid, key_id)).status == word
    assert link.send(commands.authenticate_chip(key.public.encode())).status == 0x6985
    assert link.send(commands.set_chip_authentication(CA_OID, None)).ok
    stranger = generate(BP256.generator, secrets.token_bytes)
    assert link.send(commands.authenticate_chip(stranger.public.encode())).status == 0x6A80
    assert link.send(commands.select_application()).ok
    assert link.send(commands.read_short_file(4, 100)).status == 0x6982
    assert link.send(commands.set_chip_authentication(CA_OID, CHIP_KEY)).ok
    assert link.send(commands.authenticate_chip(key.public.encode())).ok


def test_certificates_that_do_not_count(opened, pki):
    _card, link = opened
    verifier = pki.verifier.certificate
    spoiled = replace(verifier, signature=bytes(64))
    for content, word in ((verifier.content[:-1], 0x6A80), (spoiled.content, 0x6300)):
        assert link.send(commands.set_verification_key(verifier.car)).ok
        assert link.send(Command(0x00, commands.PSO, 0x00, 0xBE, content)).status == word
    terminal = issue_terminal(pki, Chat.of(Right.read(4)), random=secrets.token_bytes, start=TODAY).certificate
    for certificate in (verifier, terminal):
        assert link.send(commands.set_verification_key(certificate.car)).ok
        assert link.send(commands.verify_certificate(certificate)).ok
    wrong_hash = commands.set_terminal_authentication(b"\x04", terminal.chr, b"", bytes(32))
    assert link.send(wrong_hash).status == 0x6A80
    right = commands.set_terminal_authentication(terminal.public_key.oid, terminal.chr, b"", bytes(32))
    assert link.send(right).ok
    assert link.send(commands.external_authenticate(bytes(64))).status == 0x6985, "no challenge"
    assert link.send(commands.get_challenge()).ok
    assert link.send(commands.external_authenticate(bytes(64))).status == 0x6300
    assert link.send(commands.external_authenticate(bytes(64))).status == 0x6985, "a challenge is used once"


def test_equal_keys_and_points_beside_the_curve_end_a_run(new_card):
    card = new_card()
    for value in (b"\x04" + bytes(64), b"\x00", b"\x04" + b"\x01" * 64):
        words(card, f"0022C1A40F{PACE_DATA}", "10860000027C0000")
        mapped = commands.general_authenticate(0x81, value)
        assert card.transmit(mapped.encode()).hex() == "6a80"
        assert card.transmit(mapped.encode()).hex() == "6982", "the run is over"
    assert card.memory.pin.tries == 3


@pytest.mark.parametrize(
    "chat",
    [
        "7F4C11060904007F000703010202530400000100",  # four bytes of rights
        "7F4C12060904007F000703010201530500000001" + "00",  # of an inspection system
    ],
)
def test_a_chat_that_is_none(new_card, chat):
    data = bytes.fromhex(PACE_DATA + chat)
    assert words(new_card(), (b"\x00\x22\xc1\xa4" + bytes([len(data)]) + data).hex()) == ["6A80"]


def test_a_chat_of_an_authority_is_not_a_terminals(new_card):
    data = bytes.fromhex(PACE_DATA) + Chat(frozenset(), Role.CVCA).encode()
    assert words(new_card(), (b"\x00\x22\xc1\xa4" + bytes([len(data)]) + data).hex()) == ["6A80"]


@pytest.mark.parametrize("rights", [(Right.read(4),), (Right.read(4), Right.PRIVILEGED_TERMINAL)])
def test_the_file_for_privileged_terminals(proven, rights):
    link = proven(*rights)
    link.send(commands.select_master_file())
    word = link.send(commands.read_short_file(0x1B, 223)).status
    assert word == (0x9000 if Right.PRIVILEGED_TERMINAL in rights else 0x6982)


def test_a_privileged_key_is_for_privileged_terminals(new_card):
    profile = PROFILES["id_card"]
    assert [plan.key_id for plan in profile.chip_keys if plan.privileged] == [PRIVILEGED_KEY]
    infos = security_infos(profile)
    assert PRIVILEGED_KEY not in {info.key_id for info in infos.chip_authentication}
    assert PRIVILEGED_KEY in {info.key_id for info in infos.privileged}


header = st.sampled_from([0x00, 0x0C, 0x10, 0x1C, 0x80, 0x8C, 0xFF])
known = st.sampled_from(
    [0x22, 0x86, 0x2A, 0x84, 0x82, 0xA4, 0xB0, 0x20, 0x2C, 0x44, 0x04, 0xD6],
)
pair = st.sampled_from([b"\x00\x00", b"\xc1\xa4", b"\x81\xb6", b"\x81\xa4", b"\x41\xa4", b"\x00\xbe", b"\x02\x03"])
built = st.builds(
    lambda cla, ins, p, data, ne: Command(cla, ins, p[0], p[1], data, ne).encode(),
    header,
    known,
    pair | st.binary(min_size=2, max_size=2),
    st.binary(max_size=300) | st.just(bytes.fromhex(PACE_DATA)) | st.just(bytes.fromhex("7C00")),
    st.sampled_from([0, 8, 256, 65536]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(apdus=st.lists(st.binary(max_size=400) | built, max_size=20), inside=st.booleans())
def test_random_commands_never_crash_it_and_never_change_a_counter(new_card, apdus, inside):
    card = new_card("zwei_versuche")
    before = bytes(repr(card.memory), "utf-8")
    link = None
    if inside:
        terminal = Terminal(card.transmit)
        link = SecureLink(card.transmit, terminal.opened(PasswordKind.CAN, "120034").channel)
    for apdu in apdus:
        if link is None or link._channel.dead or len(apdu) < 4:
            answer = card.transmit(apdu)
        else:  # well sealed nonsense reaches the commands themselves
            answer = card.transmit(link._channel.wrap_command(Command(*apdu[:4], apdu[4:200], 256)))
        assert len(answer) >= 2
        assert answer[-2] & 0xF0 in (0x60, 0x90)
    assert bytes(repr(card.memory), "utf-8") == before
