"""A whole reading: terminal, card and portal, in four round trips; and each lie refused with its own code."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from devices.eid import commands
from devices.eid.apdu import Command, Response
from devices.eid.api import CardLostError
from devices.eid.auxiliary import AuxiliaryData
from devices.eid.chat import Chat, Right, Role
from devices.eid.curves import BP256, CURVES, Curve
from devices.eid.data_groups import PartialDate
from devices.eid.faults import EidError, FaultCode
from devices.eid.issuing import Validity, make_authority, make_document_signer, sign_card_security
from devices.eid.offer import checked_offer
from devices.eid.outcomes import CardLost, Refused
from devices.eid.pace import Established, Password, PasswordKind, establish
from devices.eid.passive_authentication import PassiveTrust
from devices.eid.portal_authentication import Opening, Wish
from devices.eid.portal_reading import Done, Reading
from devices.eid.portal_session import PortalSession
from devices.eid.reading import read_card_access
from devices.eid.relay import Batch, Relayed, Wrap, get_challenge, relay
from devices.eid.secure_messaging import SecureChannel
from devices.eid.security_infos import ChipPublicKey, SecurityInfos
from devices.eid.terminal_authentication import SoftwareSigner
from tests.devices.eid.chip import Chip
from tests.devices.eid.pki import AT, DESCRIPTION, DV, PERSON, TODAY, Pki, seeded

GROUPS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 17, 18, 19)
CHAT = Chat(
    frozenset(Right.read(group) for group in GROUPS)
    | {Right.AGE_VERIFICATION, Right.MUNICIPALITY_VERIFICATION, Right.RESTRICTED_IDENTIFICATION}
)
ADULT = AuxiliaryData(born_until=date(2008, 5, 4), valid_on=TODAY, municipality="0276")


@pytest.fixture
def pki() -> Pki:
    return Pki()


class Visit:
    """The terminal between a card and a portal; counts what goes back and forth."""

    def __init__(self, chip: Chip, session: PortalSession) -> None:
        self.chip, self.session = chip, session
        self.trips = 1  # the offer
        self.batches: list[Batch] = []
        self.seen: list[bytes] = []

    def open(self, granted: Chat | None = None) -> tuple[Opening, SecureChannel]:
        offer = self.session.offer()
        assert checked_offer(offer) == DESCRIPTION
        found = read_card_access(self.chip.transmit)
        assert isinstance(found, tuple)
        chat = offer.chat if granted is None else granted
        password = Password(PasswordKind.PIN, bytearray(b"123456"))
        outcome = establish(self.chip.transmit, found[0], password, random=seeded(3), chat=chat)
        assert isinstance(outcome, Established)
        challenge = get_challenge(self.chip.transmit, outcome.channel)
        assert isinstance(challenge, bytes)
        return Opening(found[1], outcome.id_picc, outcome.cars, chat, challenge), outcome.channel

    def run(self, granted: Chat | None = None) -> Done | Refused | CardLost:
        opening, channel = self.open(granted)
        answer = self.session.start(opening)
        self.trips += 1
        while isinstance(answer, Batch):
            self.batches.append(answer)
            relayed = relay(self.chip.transmit, channel, answer)
            if not isinstance(relayed, Relayed):
                assert isinstance(relayed, CardLost | Refused)
                return relayed
            self.seen += relayed.responses
            answer = self.session.step(relayed.responses)
            self.trips += 1
        return answer


def session_of(
    pki: Pki, wish: Wish, *, extended: bool = True, today: date = TODAY, **authority: object
) -> PortalSession:
    return PortalSession(pki.authority(**authority), wish, random=seeded(2), today=today, extended=extended)


def reading_of(outcome: object) -> Reading:
    assert isinstance(outcome, Done), outcome
    return outcome.reading


@pytest.mark.parametrize("curve", [BP256, CURVES[0], CURVES[3], CURVES[5], CURVES[6]], ids=lambda curve: curve.name)
def test_everything_is_read_in_four_round_trips(curve: Curve) -> None:
    pki = Pki(curve=curve)
    visit = Visit(pki.chip(), session_of(pki, Wish(CHAT, ADULT, pki.sector)))
    reading = reading_of(visit.run())
    assert visit.trips == 4
    assert reading.groups == PERSON
    assert (reading.denied, reading.unreadable) == (frozenset(), frozenset())
    assert (reading.born_until, reading.valid_on, reading.lives_within) == (True, True, True)
    assert reading.pseudonym is not None
    assert len(reading.pseudonym) == 32


def test_no_command_more_than_the_step_list(pki: Pki) -> None:
    visit = Visit(pki.chip(), session_of(pki, Wish(Chat.of(*(Right.read(group) for group in range(1, 11))))))
    reading_of(visit.run())
    # 1 select, 2 read, 3–7 PACE, 11 challenge, 8+9 three certificates, 10, 12, 13 (2), 14, 15, 16, 17 ten groups
    assert len(visit.chip.log) == 1 + 1 + 5 + 1 + 6 + 2 + 2 + 2 + 1 + 10


def test_the_terminal_sees_nothing_of_the_person(pki: Pki) -> None:
    visit = Visit(pki.chip(), session_of(pki, Wish(CHAT)))
    reading_of(visit.run())
    assert [batch.wrap for batch in visit.batches] == [Wrap.PACE, Wrap.NONE]
    carried = b"".join([*visit.seen, *(command for batch in visit.batches for command in batch.commands)])
    assert not [name for name in ("ERIKA", "MUSTERMANN", "BERLIN", "KÖLN") if name.encode() in carried]


@pytest.mark.parametrize("longest", [65536, 223, 100])
def test_short_commands_suffice(pki: Pki, longest: int) -> None:
    """A reader may know short commands only, and a card give less than was asked for."""
    chip = pki.chip(longest=longest)
    visit = Visit(chip, session_of(pki, Wish(CHAT), extended=False))
    assert reading_of(visit.run()).groups == PERSON
    assert visit.trips == 5  # the residence permit is longer than a short answer


def test_a_card_that_gives_its_file_in_pieces(pki: Pki) -> None:
    chip = pki.chip()
    chip.longest = 700
    assert reading_of(Visit(chip, session_of(pki, Wish(CHAT))).run()).groups == PERSON


def test_the_holder_takes_rights_away(pki: Pki) -> None:
    granted = CHAT.without([Right.READ_DG17, Right.AGE_VERIFICATION, Right.RESTRICTED_IDENTIFICATION])
    reading = reading_of(Visit(pki.chip(), session_of(pki, Wish(CHAT, ADULT, pki.sector))).run(granted))
    assert 17 not in reading.groups
    assert (reading.born_until, reading.valid_on, reading.pseudonym) == (None, True, None)


def test_comparisons_can_be_false(pki: Pki) -> None:
    chip = pki.chip()
    wish = Wish(CHAT, AuxiliaryData(date(1964, 8, 30), date(2029, 11, 1), "0275"))
    reading = reading_of(Visit(chip, session_of(pki, wish)).run())
    assert (reading.born_until, reading.valid_on, reading.lives_within) == (False, False, False)


def test_what_a_card_denies_or_garbles_is_named(pki: Pki) -> None:
    chip = pki.chip(deny=frozenset({4}))
    chip.groups[5] = b"\x65\x04\x0c\x02\xff\xff"
    reading = reading_of(Visit(chip, session_of(pki, Wish(CHAT))).run())
    assert (reading.denied, reading.unreadable) == ({4}, {5})
    assert reading.groups[8] == PartialDate(1964, 8)


def test_pseudonyms_are_stable_and_differ_between_sectors(pki: Pki) -> None:
    other = Pki(seed=50)
    chip = pki.chip()
    first, again = (
        reading_of(Visit(replace(chip, channel=None), session_of(pki, Wish(CHAT, sector=pki.sector))).run()).pseudonym
        for _ in range(2)
    )
    assert first == again
    chip.verifier = other.verifier()
    elsewhere = session_of(other, Wish(CHAT, sector=other.sector), trust=PassiveTrust((pki.csca.certificate,)))
    assert reading_of(Visit(chip, elsewhere).run()).pseudonym not in (None, first)


# --- refused, each with its own code ---


def refused(outcome: object) -> FaultCode:
    assert isinstance(outcome, Refused), outcome
    return outcome.code


def test_a_blocked_card_is_refused(pki: Pki) -> None:
    session = session_of(pki, Wish(CHAT, sector=pki.sector), is_blocked=lambda token: len(token) == 32)
    assert refused(Visit(pki.chip(), session).run()) is FaultCode.CHIP_REVOKED


def test_rights_beyond_the_certificate(pki: Pki) -> None:
    narrow = pki.certify(DV, pki.dv, AT, pki.at, Role.TERMINAL, rights=frozenset({Right.READ_DG4}))
    with pytest.raises(EidError, match="chat_beyond_rights"):
        session_of(pki, Wish(CHAT), signer=SoftwareSigner(narrow, pki.at))


def test_rights_beyond_the_wish(pki: Pki) -> None:
    session = session_of(pki, Wish(Chat.of(Right.READ_DG4)))
    opening, _ = Visit(pki.chip(), session).open(Chat.of(Right.READ_DG4, Right.READ_DG5))
    assert refused(session.start(opening)) is FaultCode.CHAT_BEYOND_RIGHTS


def test_an_expired_certificate_is_not_used(pki: Pki) -> None:
    with pytest.raises(EidError, match="certificate_expired"):
        session_of(pki, Wish(CHAT), today=date(2026, 5, 11))


def test_a_chain_that_expired_for_the_card(pki: Pki) -> None:
    chip = pki.chip(verifier=pki.verifier(today=date(2026, 6, 1)))
    assert refused(Visit(chip, session_of(pki, Wish(CHAT))).run()) is FaultCode.TA_REFUSED


def test_a_root_that_nobody_knows(pki: Pki) -> None:
    session = session_of(pki, Wish(CHAT), certificates=(pki.link,))
    assert refused(Visit(pki.chip(), session).run()) is FaultCode.CERTIFICATE_ISSUER_UNKNOWN


def test_a_signer_without_the_certificates_key(pki: Pki) -> None:
    session = session_of(pki, Wish(CHAT), signer=SoftwareSigner(pki.terminal, pki.key(BP256)))
    assert refused(Visit(pki.chip(), session).run()) is FaultCode.TA_REFUSED


def test_a_card_security_of_another_signer(pki: Pki) -> None:
    """Same names, other keys: whoever copies the names of the state's authority is found out."""
    validity = Validity(date(2020, 1, 1), date(2033, 1, 1))
    forger = make_authority("TEST CSCA", pki.key(BP256), validity)
    chip = pki.chip(signer=make_document_signer("TEST DS", pki.key(BP256), validity, forger))
    session = session_of(pki, Wish(CHAT))
    assert refused(Visit(chip, session).run()) is FaultCode.CARD_SECURITY_SIGNER_UNKNOWN


def test_a_card_security_of_another_card(pki: Pki) -> None:
    """Genuine file, other chip: it cannot answer Chip Authentication."""
    chip, other = pki.chip(), pki.chip()
    chip.card_security = other.card_security
    assert refused(Visit(chip, session_of(pki, Wish(CHAT))).run()) is FaultCode.CA_TOKEN_WRONG


def test_card_access_that_is_not_in_card_security(pki: Pki) -> None:
    chip = pki.chip()
    chip.card_security = Pki(curve=CURVES[5]).chip(signer=pki.signer).card_security
    assert refused(Visit(chip, session_of(pki, Wish(CHAT))).run()) is FaultCode.CARD_SECURITY_DIFFERS


def flip(at: int) -> Callable[[bytes], bytes]:
    return lambda value: (
        value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :] if at >= 0 else flip(len(value) + at)(value)
    )


@pytest.mark.parametrize(
    ("name", "lie", "code"),
    [
        ("ca", flip(-1), FaultCode.CA_TOKEN_WRONG),
        ("ca", lambda _: b"", FaultCode.TLV_MALFORMED),
        ("ri", flip(0), FaultCode.RI_MALFORMED),
        ("ri", lambda value: value[:-1], FaultCode.RI_MALFORMED),
    ],
)
def test_a_chip_that_lies(pki: Pki, name: str, lie: Callable[[bytes], bytes], code: FaultCode) -> None:
    session = session_of(pki, Wish(CHAT, sector=pki.sector))
    assert refused(Visit(pki.chip(lies={name: lie}), session).run()) is code


def test_one_session_one_signature(pki: Pki) -> None:
    session = session_of(pki, Wish(CHAT))
    opening, _ = Visit(pki.chip(), session).open()
    assert isinstance(session.start(opening), Batch)
    assert session.start(opening) == Refused(FaultCode.TA_ALREADY_SIGNED)
    assert session.step(()) == Refused(FaultCode.PORTAL_ORDER)


def test_answers_out_of_turn(pki: Pki) -> None:
    assert session_of(pki, Wish(CHAT)).step((b"\x90\x00",)) == Refused(FaultCode.PORTAL_ORDER)


@pytest.mark.parametrize("at", range(12))
def test_answers_left_out_or_doubled_by_the_terminal(pki: Pki, at: int) -> None:
    """A terminal in wrong hands gains nothing by leaving out or doubling what the card said."""
    session = session_of(pki, Wish(CHAT))
    visit = Visit(pki.chip(), session)
    opening, channel = visit.open()
    first = session.start(opening)
    assert isinstance(first, Batch)
    relayed = relay(visit.chip.transmit, channel, first)
    assert isinstance(relayed, Relayed)
    second = session.step(relayed.responses)
    assert isinstance(second, Batch)
    read = relay(visit.chip.transmit, channel, second)
    assert isinstance(read, Relayed)
    answers = read.responses
    doubled = answers[: at + 1] + answers[at : len(answers) - 1]
    assert refused(session.step(doubled)) is FaultCode.SM_MAC_WRONG


@pytest.mark.parametrize("after", range(30))
def test_a_card_pulled_at_any_command(pki: Pki, after: int) -> None:
    chip = pki.chip()
    visit = Visit(chip, session_of(pki, Wish(CHAT)))
    opening, channel = visit.open()
    sent = 0

    def transmit(raw: bytes) -> bytes:
        nonlocal sent
        sent += 1
        if sent > after:
            raise CardLostError
        return chip.transmit(raw)

    answer = visit.session.start(opening)
    while isinstance(answer, Batch):
        relayed = relay(transmit, channel, answer)
        if not isinstance(relayed, Relayed):
            assert relayed == CardLost()
            assert channel.dead
            return
        answer = visit.session.step(relayed.responses)
    assert sent <= after


def test_a_card_that_drops_its_keys(pki: Pki) -> None:
    chip = pki.chip()
    visit = Visit(chip, session_of(pki, Wish(CHAT)))
    opening, channel = visit.open()
    batch = visit.session.start(opening)
    assert isinstance(batch, Batch)
    chip.channel = None
    chip.lies["apdu"] = lambda _: bytes.fromhex("6988")
    assert relay(chip.transmit, channel, batch) == Refused(FaultCode.SM_MISSING, 0x6988)
    assert channel.dead


def test_a_card_that_drops_its_keys_while_reading(pki: Pki) -> None:
    chip = pki.chip()
    visit = Visit(chip, session_of(pki, Wish(CHAT)))
    chip.lies["apdu"] = lambda value: value if len(chip.log) < 30 else bytes.fromhex("6988")
    assert refused(visit.run()) is FaultCode.SM_MISSING


# --- statuses that do not fit ---


class Answering:
    """Runs a visit in which the card answers one plain command with a status of its own."""

    def __init__(self, pki: Pki, wish: Wish, **changes: object) -> None:
        self.chip = pki.chip(**changes)
        self.visit = Visit(self.chip, session_of(pki, wish))

    def run(self, ins: int, status: int, *, skip: int = 0) -> Done | Refused | CardLost:
        truth = self.chip._answer
        left = skip

        def answer(command: Command) -> Response:
            nonlocal left
            if command.ins == ins:
                left -= 1
                if left == -1:
                    return Response(b"", status)
            return truth(command)

        self.chip._answer = answer  # type: ignore[method-assign]
        return self.visit.run()


@pytest.mark.parametrize(
    ("ins", "status", "skip", "code"),
    [
        (commands.MSE, 0x6A88, 1, FaultCode.TA_REFUSED),  # the key of the first certificate (0 is PACE)
        (commands.PSO, 0x6300, 1, FaultCode.TA_REFUSED),
        (commands.MSE, 0x6A80, 4, FaultCode.TA_REFUSED),  # announcing Terminal Authentication
        (commands.EXTERNAL_AUTHENTICATE, 0x6300, 0, FaultCode.TA_REFUSED),
        (commands.SELECT, 0x6A82, 1, FaultCode.STATUS_UNEXPECTED),  # EF.CardSecurity
        (commands.READ_BINARY, 0x6982, 1, FaultCode.STATUS_UNEXPECTED),
        (commands.MSE, 0x6A80, 5, FaultCode.STATUS_UNEXPECTED),  # choosing Chip Authentication
        (commands.GENERAL_AUTHENTICATE, 0x6A80, 4, FaultCode.STATUS_UNEXPECTED),
        (commands.SELECT, 0x6A82, 2, FaultCode.STATUS_UNEXPECTED),  # the eID application
        (commands.VERIFY, 0x6A88, 0, FaultCode.STATUS_UNEXPECTED),
        (commands.MSE, 0x6A80, 6, FaultCode.STATUS_UNEXPECTED),  # choosing a pseudonym's key
        (commands.GENERAL_AUTHENTICATE, 0x6982, 5, FaultCode.STATUS_UNEXPECTED),
        (commands.READ_BINARY, 0x6F00, 2, FaultCode.STATUS_UNEXPECTED),  # a data group
    ],
)
def test_a_refusal_at_each_step(pki: Pki, ins: int, status: int, skip: int, code: FaultCode) -> None:
    outcome = Answering(pki, Wish(CHAT, ADULT, pki.sector)).run(ins, status, skip=skip)
    assert outcome == Refused(code, status)


def test_a_refused_command_is_the_last_of_its_batch(pki: Pki) -> None:
    answering = Answering(pki, Wish(CHAT))
    answering.run(commands.PSO, 0x6300)
    assert answering.chip.log[-1].ins == commands.PSO


def test_no_key_for_pseudonyms(pki: Pki) -> None:
    chip = pki.chip()
    security = SecurityInfos((*chip.access.infos, ChipPublicKey(chip.chip_key.public, 65)))  # type: ignore[union-attr]
    chip.card_security = sign_card_security(security, pki.signer)
    visit = Visit(chip, session_of(pki, Wish(CHAT, sector=pki.sector)))
    assert refused(visit.run()) is FaultCode.RI_UNSUPPORTED


def test_no_key_for_chip_authentication(pki: Pki) -> None:
    chip = pki.chip()
    chip.card_security = sign_card_security(chip.access, pki.signer)
    assert refused(Visit(chip, session_of(pki, Wish(CHAT))).run()) is FaultCode.CA_UNSUPPORTED


def test_a_signed_file_that_is_cut_short(pki: Pki) -> None:
    chip = pki.chip()
    chip.card_security = chip.card_security[:500]
    assert refused(Visit(chip, session_of(pki, Wish(CHAT))).run()) is FaultCode.FILE_INCOMPLETE


def test_a_group_that_stays_incomplete(pki: Pki) -> None:
    chip = pki.chip()
    chip.groups[4] = b"\x64\x82\x01\x00\x0c\x05ERIKA"
    reading = reading_of(Visit(chip, session_of(pki, Wish(CHAT))).run())
    assert reading.unreadable == {4}
    assert reading.groups[5] == "MUSTERMANN"


def test_a_group_without_a_beginning(pki: Pki) -> None:
    chip = pki.chip()
    chip.groups |= {4: b"\x64\x80\x00\x00\x00\x00\x00", 5: b"", 6: b"\x66\x82\xff\xff\x0c"}
    reading = reading_of(Visit(chip, session_of(pki, Wish(CHAT))).run())
    assert reading.unreadable == {4, 5, 6}


def test_too_many_and_too_few_answers(pki: Pki) -> None:
    for change in (lambda answers: (*answers, answers[0]), lambda answers: answers[:-1], lambda _: ()):
        session = session_of(pki, Wish(CHAT))
        visit = Visit(pki.chip(), session)
        opening, channel = visit.open()
        first = session.start(opening)
        assert isinstance(first, Batch)
        relayed = relay(visit.chip.transmit, channel, first)
        assert isinstance(relayed, Relayed)
        second = session.step(relayed.responses)
        assert isinstance(second, Batch)
        read = relay(visit.chip.transmit, channel, second)
        assert isinstance(read, Relayed)
        assert session.step(change(read.responses)) == Refused(FaultCode.PORTAL_ORDER)
        assert session.step(read.responses) == Refused(FaultCode.PORTAL_ORDER), "over is over"


def test_an_offer_beyond_its_certificate(pki: Pki) -> None:
    narrow = pki.certify(DV, pki.dv, AT, pki.at, Role.TERMINAL, rights=frozenset(), extensions=pki.extensions())
    offer = replace(session_of(pki, Wish(CHAT)).offer(), certificate=narrow.encode())
    with pytest.raises(EidError, match="chat_beyond_rights"):
        checked_offer(offer)
    with pytest.raises(EidError, match="description_mismatch"):
        checked_offer(replace(session_of(pki, Wish(CHAT)).offer(), description=b"\x30\x00"))


def test_a_closed_session_stays_closed(pki: Pki) -> None:
    session = session_of(pki, Wish(CHAT))
    opening, _ = Visit(pki.chip(), session).open()
    assert isinstance(session.start(opening), Batch)
    session.close()
    assert session.step(()) == Refused(FaultCode.PORTAL_ORDER)
    assert session.start(opening) == Refused(FaultCode.TA_ALREADY_SIGNED)
