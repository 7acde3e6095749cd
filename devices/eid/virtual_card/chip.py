"""The chip: takes command APDUs, seals and unseals, keeps the rules, gives answers. Bytes in, bytes out.

A plain command while a sealed session stands ends that session, as does anything wrong with a sealed one (6987, 6988).
Status words: TR-03110-3 B, ISO 7816-4 5.6. Not on this card: writing, signatures, the passport application, the MRZ as
a password.
"""

import logging
from collections.abc import Callable

from devices.eid import commands
from devices.eid.apdu import CHAINED, SHORT_NE, Command, Response, Unchainer, decode_command
from devices.eid.curves import RandomBytes
from devices.eid.faults import EidError, FaultCode
from devices.eid.pace import PasswordKind
from devices.eid.secure_messaging import SEALED, SHORT_PLAIN, SecureChannel
from devices.eid.tlv import encode, parse_all, total_length
from devices.eid.virtual_card import chip_side, terminal_side
from devices.eid.virtual_card.chip_side import ChipKeys
from devices.eid.virtual_card.memory import CardMemory, StoredCard
from devices.eid.virtual_card.pace_run import Judged, PaceRun, announced
from devices.eid.virtual_card.passwords import Passwords
from devices.eid.virtual_card.person import Person
from devices.eid.virtual_card.personalise import card_access, restore, security_infos
from devices.eid.virtual_card.pin_side import manage_pin
from devices.eid.virtual_card.profiles import PSEUDONYM_CURVE
from devices.eid.virtual_card.reader import FileReader, file_system_of
from devices.eid.virtual_card.session import RefusalError, Session

log = logging.getLogger(__name__)

ATR = bytes.fromhex("3B8A80018031F873F741E082900075")
"""What PC/SC gives for a German identity card on a contactless reader.

3B 8A: direct convention, TD1, ten historical bytes; 80 01: T=0 offered, then T=1, as PC/SC part 3 prescribes for a
contactless card; 80 ... 90 00 the historical bytes of the card's ATS; 75 the check byte TCK (XOR of all after 3B).
Source: the ATR table of OpenSC's card driver for the German ID card.
"""

_OK, _BAD_DATA, _LENGTH, _CONDITIONS, _DENIED, _CHAIN = 0x9000, 0x6A80, 0x6700, 0x6985, 0x6982, 0x6883
_NO_CHAIN, _PARAMETERS, _UNKNOWN_INS, _UNKNOWN_CLA = 0x6884, 0x6A86, 0x6D00, 0x6E00
_SM_MISSING, _SM_WRONG = 0x6987, 0x6988
_MAC = 0x8E
_VERIFY_CLA = 0x80
_UNCHAINED = frozenset({commands.SELECT, commands.READ_BINARY})


class EidChip:
    """One card's chip. Not thread-safe: a card does one thing at a time.

    Args:
        person: data and printed passwords.
        memory: what survives.
        random: the chip's random source.
    """

    atr = ATR

    def __init__(self, person: Person, memory: CardMemory, *, random: RandomBytes) -> None:
        self._person = person
        self._memory = memory
        self._random = random
        self._passwords = Passwords(memory, person)
        self._offered = security_infos(person.profile).pace
        self._keys = _keys_of(person, memory.card)
        self._files = FileReader(file_system_of(person, memory.card, card_access(person.profile)))
        self._channel: SecureChannel | None = None
        self._next: SecureChannel | None = None
        self._session: Session | None = None
        self._run: PaceRun | None = None
        self._chain = Unchainer()
        self._handlers: dict[int, Callable[[Command], Response]] = {
            commands.SELECT: self._files.select,
            commands.READ_BINARY: self._read,
            commands.MSE: self._manage,
            commands.GENERAL_AUTHENTICATE: self._general,
            commands.PSO: self._certificate,
            commands.GET_CHALLENGE: self._challenge,
            commands.EXTERNAL_AUTHENTICATE: self._external,
            commands.VERIFY: self._compare,
            commands.RESET_RETRY_COUNTER: self._pin,
            commands.ACTIVATE: self._pin,
            commands.DEACTIVATE: self._pin,
        }

    @property
    def memory(self) -> StoredCard:
        """What survives, for whoever looks at the card from outside."""
        return self._memory.card

    def power_off(self) -> None:
        """Everything volatile dies."""
        self._end_session()
        self._run = self._next = None
        self._chain = Unchainer()
        self._files.reset()

    def transmit(self, apdu: bytes) -> bytes:
        """Answer a command APDU, well-formed or not."""
        try:
            command = decode_command(apdu)
        except EidError:
            self._end_session()
            return _word(_LENGTH)
        if command.cla == 0xFF or command.cla & 0x60:
            self._end_session()
            return _word(_UNKNOWN_CLA)  # the pseudo commands by which programs probe readers
        answer = self._sealed(command) if command.cla & SEALED == SEALED else self._plain(command)
        log.info("eid_card.answered ins=%02X status=%04X", command.ins, answer.status)
        return answer.encode()

    # --- channel ---

    def _plain(self, command: Command) -> Response:
        self._end_session()
        answer = self._answer(command)
        self._channel, self._next = self._next, None
        return answer

    def _sealed(self, command: Command) -> Response:
        channel = self._channel
        if channel is None:
            return Response(b"", _SM_WRONG)
        if not command.ne:
            self._end_session()
            return Response(b"", _LENGTH)
        try:
            plain = channel.unwrap_command(command)
        except EidError as error:
            self._end_session()
            return Response(b"", _missing_or_wrong(command, error))
        # A long answer does not fit a short frame once it is sealed.
        room = SHORT_PLAIN if command.ne <= SHORT_NE else command.ne
        self._files.room = room
        answer = channel.wrap_response(self._answer(plain), odd=bool(plain.ins & 1))
        if self._next is not None:
            channel.close()
            self._channel, self._next = self._next, None
        return answer

    def _end_session(self) -> None:
        if self._channel is not None:
            self._channel.close()
            self._session = self._run = self._channel = None
            self._chain = Unchainer()
        self._files.room = 0xFFFF

    # --- commands ---

    def _answer(self, command: Command) -> Response:
        try:
            if command.cla & ~CHAINED not in (0x00, _VERIFY_CLA):
                raise RefusalError(_UNKNOWN_CLA)
            handler = self._handlers.get(command.ins)
            if handler is None:
                raise RefusalError(_UNKNOWN_INS)
            if (command.cla & ~CHAINED == _VERIFY_CLA) is not (command.ins == commands.VERIFY):
                raise RefusalError(_UNKNOWN_CLA)
            if command.ins != commands.GENERAL_AUTHENTICATE:
                self._interrupt_run()
            whole = self._whole(command)
            return Response(b"", _OK) if whole is None else handler(whole)
        except RefusalError as refusal:
            self._interrupt_run()
            return Response(b"", refusal.status)
        except EidError:
            self._interrupt_run()
            return Response(b"", _BAD_DATA)

    def _interrupt_run(self) -> None:
        """Another command between two steps of PACE ends that run, and so does a refused step."""
        if self._run is not None and self._run.begun:
            self._run = None

    def _whole(self, command: Command) -> Command | None:
        """Join chained commands. A step of PACE has the chaining bit as well, but is complete by itself."""
        if command.chained and command.ins in _UNCHAINED:
            raise RefusalError(_NO_CHAIN)
        if command.chained and command.ins == commands.GENERAL_AUTHENTICATE and _is_complete(command.data):
            return command
        try:
            return self._chain.add(command)
        except EidError:
            raise RefusalError(_CHAIN) from None

    def _read(self, command: Command) -> Response:
        return self._files.read(command, self._session)

    def _manage(self, command: Command) -> Response:
        if not command.data:
            raise RefusalError(_LENGTH)  # so AusweisApp drops a session
        match command.p1, command.p2:
            case 0xC1, 0xA4:
                return self._announce_pace(command)
            case 0x81, 0xB6:
                terminal_side.choose_issuer(self._open(), command)
            case 0x81, 0xA4:
                terminal_side.announce(self._open(), command)
            case 0x41, 0xA4:
                chip_side.choose_key(self._open(), command, self._keys)
            case _:
                raise RefusalError(_PARAMETERS)
        return Response(b"", _OK)

    def _announce_pace(self, command: Command) -> Response:
        self._run = None
        asked = announced(command.data, self._offered)
        status = self._passwords.announce(asked.password)
        if asked.password is not PasswordKind.MRZ:
            resumed = self._session is not None and self._session.password is PasswordKind.CAN
            key = self._passwords.key(asked.password, asked.info.cipher)
            self._run = PaceRun(asked, key, self._random, resumed=resumed)
        return Response(b"", status)

    def _general(self, command: Command) -> Response:
        if (command.p1, command.p2) != (0, 0):
            raise RefusalError(_PARAMETERS)
        if not command.ne:
            raise RefusalError(_LENGTH)
        if self._run is not None:
            return self._pace_step(self._run, command)
        session = self._open()
        if session.chosen is None:
            raise RefusalError(_CONDITIONS)
        if command.chained:
            raise RefusalError(_CHAIN)
        if not self._keys.is_authentication(session.chosen[0]):
            return Response(chip_side.identify(session, command, self._keys), _OK)
        data, self._next = chip_side.prove_chip(session, command, self._keys, self._random)
        log.info("eid_card.chip_authenticated")
        return Response(data, _OK)

    def _pace_step(self, run: PaceRun, command: Command) -> Response:
        result = run.advance(command)
        if not isinstance(result, Judged):
            return Response(result, _OK)
        self._run = None
        asked = run.asked
        status = self._passwords.compare(asked.password, result.matches, resumed=run.resumed)
        log.info("eid_card.password password=%s status=%04X", asked.password.name, status)
        if status != _OK:
            result.keys.wipe()
            raise RefusalError(status)
        self._session = Session(
            password=asked.password,
            transport=asked.password is PasswordKind.PIN and self._passwords.transport,
            chat=asked.chat,
            id_picc=result.id_picc,
            verifier=self._memory.verifier(),
        )
        self._next = SecureChannel(result.keys)
        names = b"" if asked.chat is None else self._names_of_roots()
        return Response(encode(commands.DYNAMIC_DATA, result.token + names), _OK)

    def _names_of_roots(self) -> bytes:
        points = self._memory.trust_points()
        return b"".join(encode(tag, point.name) for tag, point in zip((0x87, 0x88), points, strict=False))

    def _certificate(self, command: Command) -> Response:
        if (command.p1, command.p2) != (0x00, 0xBE):
            raise RefusalError(_PARAMETERS)
        session = self._open()
        terminal_side.take_certificate(session, command)
        self._memory.set_trust(session.verifier.trust_points, session.verifier.today)
        return Response(b"", _OK)

    def _challenge(self, command: Command) -> Response:
        return Response(terminal_side.give_challenge(self._open(), command, self._random), _OK)

    def _external(self, command: Command) -> Response:
        terminal_side.authenticate(self._open(), command)
        log.info("eid_card.terminal_authenticated")
        return Response(b"", _OK)

    def _compare(self, command: Command) -> Response:
        if (command.p1, command.p2) != (0x80, 0x00):
            raise RefusalError(_PARAMETERS)
        return Response(b"", chip_side.compare(self._open(), command, self._person.groups))

    def _pin(self, command: Command) -> Response:
        return Response(b"", manage_pin(command, self._open(), self._memory, self._passwords))

    def _open(self) -> Session:
        """The session; everything that needs one needs it sealed."""
        if self._session is None:
            raise RefusalError(_DENIED)
        return self._session


def _keys_of(person: Person, card: StoredCard) -> ChipKeys:
    profile = person.profile
    curves = {plan.key_id: plan.curve for plan in profile.chip_keys}
    pseudonyms = dict.fromkeys(card.pseudonym_keys, PSEUDONYM_CURVE)
    return ChipKeys(profile, restore(card.chip_keys, curves), restore(card.pseudonym_keys, pseudonyms))


def _missing_or_wrong(command: Command, error: EidError) -> int:
    """6987: an object is missing. 6988: it is there and wrong."""
    if error.code is FaultCode.SM_OBJECTS_WRONG:
        try:
            tags = [each.tag for each in parse_all(command.data)]
        except EidError:
            return _SM_WRONG
        return _SM_WRONG if _MAC in tags else _SM_MISSING
    return _SM_MISSING if error.code is FaultCode.SM_MISSING else _SM_WRONG


def _is_complete(data: bytes) -> bool:
    try:
        return total_length(data) == len(data)
    except EidError:
        return True  # nonsense is not continued


def _word(status: int) -> bytes:
    return status.to_bytes(2, "big")
