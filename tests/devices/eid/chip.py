"""A chip for tests of the terminal's and the portal's side: obeys, keeps no rules of access, lies where it is told to.

The strict card is devices.eid.virtual_card. This one exists so that every lie a card could tell has a place to be told.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from devices.eid import chip_authentication, commands, restricted_identification
from devices.eid.apdu import Command, Response, decode_command
from devices.eid.auxiliary import AuxiliaryData, is_born_until, is_valid_on, lives_within, parse_auxiliary
from devices.eid.curves import BP256, Curve, KeyPair, RandomBytes, decode_point, generate
from devices.eid.cv_certificate import CvCertificate, parse_content
from devices.eid.cv_chain import Verifier
from devices.eid.data_groups import PartialDate, decode_group
from devices.eid.faults import EidError
from devices.eid.kdf import password_key, session_keys
from devices.eid.key_agreement import shared_secret
from devices.eid.oids import bsi
from devices.eid.pace import map_generator
from devices.eid.secure_messaging import SEALED, SecureChannel, encrypt_block_chain, token_mac
from devices.eid.security_infos import ChipAuthenticationInfo, ChipAuthenticationParameters, PaceInfo, SecurityInfos
from devices.eid.terminal_authentication import AuthenticationInput, verify_terminal
from devices.eid.tlv import Objects, encode, parse_all, parse_one

OK = Response(b"", 0x9000)
Lie = Callable[[bytes], bytes]


@dataclass
class Chip:
    """Give `transmit` to what is under test. `lies` changes what is sent under a name, `log` has each plain command."""

    access: SecurityInfos
    random: RandomBytes
    passwords: dict[int, bytes] = field(default_factory=lambda: {2: b"500540", 3: b"123456", 4: b"9876543210"})
    tries: int = 3
    set_pace_status: dict[int, int] = field(default_factory=dict)
    card_security: bytes = b""
    chip_key: KeyPair | None = None
    ri_keys: dict[int, KeyPair] = field(default_factory=dict)
    groups: dict[int, bytes] = field(default_factory=dict)
    verifier: Verifier | None = None
    lies: dict[str, Lie] = field(default_factory=dict)
    longest: int = 65536
    log: list[Command] = field(default_factory=list)

    channel: SecureChannel | None = None
    file: bytes = b""
    new_pin: bytes = b""
    unblocked: bool = False
    deny: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        self._pace: dict[str, object] = {}
        self._next: SecureChannel | None = None
        self._verification = b""
        self._leaf: CvCertificate | None = None
        self._announced: tuple[bytes, bytes] = (b"", b"")
        self._auxiliary = AuxiliaryData()
        self._challenge = b""
        self._id_picc = b""
        self._chosen: tuple[bytes, int] = (b"", 0)

    def lie(self, name: str, truth: bytes) -> bytes:
        return self.lies.get(name, lambda value: value)(truth)

    def transmit(self, raw: bytes) -> bytes:
        command = decode_command(raw)
        if self.channel is None or command.cla & SEALED != SEALED:
            self.channel = None
            self.log.append(command)
            answer = self._answer(command)
        else:
            try:
                plain = self.channel.unwrap_command(command)
            except EidError:
                self.channel = None
                return bytes.fromhex("6988")
            self.log.append(plain)
            answer = self.channel.wrap_response(self._answer(plain))
        if self._next is not None:
            self.channel, self._next = self._next, None
        return self.lie("apdu", answer.encode())

    def _answer(self, command: Command) -> Response:
        handlers = {
            commands.SELECT: self._select,
            commands.READ_BINARY: self._read,
            commands.MSE: self._manage,
            commands.GENERAL_AUTHENTICATE: self._authenticate,
            commands.PSO: self._certificate,
            commands.GET_CHALLENGE: self._get_challenge,
            commands.EXTERNAL_AUTHENTICATE: self._external,
            commands.VERIFY: self._verify,
            commands.RESET_RETRY_COUNTER: self._retry,
        }
        try:
            return handlers[command.ins](command)
        except EidError as error:
            return Response(b"", error.status or 0x6A80)

    # --- files ---

    def _select(self, command: Command) -> Response:
        if command.data == commands.EF_CARD_SECURITY:
            self.file = self.card_security
        elif command.p1 == 0x02 and command.data[0] == 0x01:
            self.file = self.groups[command.data[1]]
        return OK

    def _read(self, command: Command) -> Response:
        offset = command.p1 << 8 | command.p2
        if command.p1 & 0x80:
            number, offset = command.p1 & 0x1F, command.p2
            if number in self.deny:
                return Response(b"", 0x6982)
            content = self.access.encode() if number == commands.EF_CARD_ACCESS_SFI else self.groups.get(number)
            if content is None:
                return Response(b"", 0x6A82)
            self.file = content
        if offset > len(self.file):
            return Response(b"", 0x6B00)
        end = offset + min(command.ne, self.longest)
        return Response(self.file[offset:end], 0x6282 if end > len(self.file) else 0x9000)

    # --- PACE ---

    def _manage(self, command: Command) -> Response:
        objects = Objects(parse_all(command.data))
        match command.p1, command.p2:
            case 0xC1, 0xA4:
                kind = objects.take(0x83)[0]
                self._pace = {"kind": kind, "oid": objects.take(0x80), "chat": objects.take_optional(0x7F4C)}
                counter = {3: 0x9000, 2: 0x63C2, 1: 0x63C1, 0: 0x63C0}[self.tries]
                return Response(b"", self.set_pace_status.get(kind, counter if kind == 3 else 0x9000))
            case 0x81, 0xB6:
                self._verification = objects.take(0x83)
                assert self.verifier is not None
                return OK if self.verifier.knows(self._verification) else Response(b"", 0x6A88)
            case 0x81, 0xA4:
                self._announced = (objects.take(0x83), objects.take(0x91))
                raw = objects.take_optional(0x67)
                self._raw_auxiliary = b"" if raw is None else encode(0x67, raw)
                self._auxiliary = parse_auxiliary(self._raw_auxiliary) if raw else AuxiliaryData()
                return OK
            case _:
                self._chosen = (objects.take(0x80), objects.take(0x84)[0])
                return OK

    def _authenticate(self, command: Command) -> Response:
        data = parse_one(command.data, commands.DYNAMIC_DATA).value
        if not data:
            return self._nonce()
        tag = parse_all(data)[0].tag
        value = parse_all(data)[0].value
        match tag:
            case 0x81:
                return self._map(value)
            case 0x83:
                return self._agree(value)
            case 0x85:
                return self._token(value)
            case 0xA0:
                oid, key_id = self._chosen
                if key_id not in self.ri_keys:
                    return Response(b"", 0x6A88)
                assert self._leaf is not None
                allowed = self._leaf.extensions.sector_hashes
                answer = restricted_identification.answer_sector(
                    self.ri_keys[key_id], oid, command.data, allowed, "sha256"
                )
                return Response(self.lie("ri", answer), 0x9000)
            case _:
                assert self.chip_key is not None
                found = chip_authentication.answer_terminal(
                    self.chip_key, self._chosen[0], command.data, self._announced[1], self.random(8)
                )
                self._next = found.channel
                return Response(self.lie("ca", found.data), 0x9000)

    @property
    def _curve(self) -> Curve:
        return self.access.pace[0].curve

    def _nonce(self) -> Response:
        cipher = self.access.pace[0].cipher
        secret = password_key(bytearray(self.passwords[int(str(self._pace["kind"]))]), cipher)
        self._s = self.random(16)
        z = encrypt_block_chain(bytes(secret), self._s)
        return self._dynamic(0x80, self.lie("nonce", z))

    def _map(self, value: bytes) -> Response:
        own = generate(self._curve.generator, self.random)
        self._base = map_generator(self._s, own, decode_point(self._curve, value))
        self._seen_map = value
        return self._dynamic(0x82, self.lie("map", own.public.encode()))

    def _agree(self, value: bytes) -> Response:
        self._peer = decode_point(self._curve, value)
        self._own = generate(self._base, self.random)
        self._keys = session_keys(shared_secret(self._own, self._peer), self.access.pace[0].cipher)
        return self._dynamic(0x84, self.lie("key", self._own.public.encode()))

    def _token(self, value: bytes) -> Response:
        oid = self._pace["oid"]
        assert isinstance(oid, bytes)
        if value != token_mac(self._keys.mac, oid, self._own.public.encode()):
            if self._pace["kind"] != 3:
                return Response(b"", 0x6300)
            self.tries -= 1
            return Response(b"", 0x63C0 + self.tries)
        if self._pace["kind"] == 3:
            self.tries = 3
        token = encode(0x86, self.lie("token", token_mac(self._keys.mac, oid, self._peer.encode())))
        if self.verifier is not None and self._pace["chat"] is not None:
            for tag, point in zip((0x87, 0x88), self.verifier.trust_points, strict=False):
                token += encode(tag, point.name)
        self._id_picc = self._own.public.x_bytes
        self._next = SecureChannel(self._keys)
        return Response(encode(commands.DYNAMIC_DATA, token), 0x9000)

    @staticmethod
    def _dynamic(tag: int, value: bytes) -> Response:
        return Response(encode(commands.DYNAMIC_DATA, encode(tag, value)), 0x9000)

    # --- terminal authentication ---

    def _certificate(self, command: Command) -> Response:
        assert self.verifier is not None
        try:
            self.verifier = self.verifier.accept(parse_content(command.data), self._verification)
        except EidError as error:
            return Response(b"", 0x6300 if error.code else 0)
        return OK

    def _get_challenge(self, _command: Command) -> Response:
        self._challenge = self.random(8)
        return Response(self._challenge, 0x9000)

    def _external(self, command: Command) -> Response:
        assert self.verifier is not None
        holder, compressed = self._announced
        found = self.verifier.terminal_key(holder)
        assert found is not None
        signed = AuthenticationInput(self._id_picc, self._challenge, compressed, self._raw_auxiliary)
        try:
            verify_terminal(found[0], found[1], signed, command.data)
        except EidError:
            return Response(b"", 0x6300)
        self._leaf = found[0]
        return OK

    # --- the rest ---

    def _verify(self, command: Command) -> Response:
        birth, expiry = (decode_group(number, self.groups[number]) for number in (8, 3))
        assert isinstance(birth, PartialDate)
        assert isinstance(expiry, PartialDate)
        reference: date | str | None
        match command.data[-1]:
            case 1:
                reference = self._auxiliary.born_until
                holds = reference is not None and is_born_until(birth, reference)
            case 2:
                reference = self._auxiliary.valid_on
                holds = reference is not None and is_valid_on(expiry, reference)
            case _:
                reference = self._auxiliary.municipality
                holds = lives_within(str(decode_group(18, self.groups[18])), reference)
        if not reference:
            return Response(b"", 0x6A88)
        return OK if holds else Response(b"", 0x6300)

    def _retry(self, command: Command) -> Response:
        if command.p1 == 0x03:
            self.unblocked, self.tries = True, 3
        else:
            self.new_pin = command.data
        return Response(b"", self.set_pace_status.get(command.ins, 0x9000))


def access_of(curve: Curve = BP256, bits: int = 2) -> SecurityInfos:
    """EF.CardAccess of a card with PACE and Chip Authentication on one curve."""

    return SecurityInfos(
        (
            PaceInfo(bsi(2, 2, 4, 2, bits), curve),
            ChipAuthenticationInfo(bsi(2, 2, 3, 2, bits), 65),
            ChipAuthenticationParameters(curve, 65),
        )
    )
