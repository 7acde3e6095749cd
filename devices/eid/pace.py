"""PACE, the terminal's side: a password becomes a sealed channel, and nobody who listens learns it.

ECDH with generic mapping (TR-03110-2 3.2, ICAO 9303-11 4.4.3). One call uses the password once. It never tries again by
itself: after a lost card or an unclear answer the card is asked first (`pin_state`).
"""

import hmac
from dataclasses import dataclass, field
from enum import Enum

from devices.eid import commands
from devices.eid.apdu import Response
from devices.eid.api import Transmit
from devices.eid.chat import Chat
from devices.eid.curves import KeyPair, Point, RandomBytes, add, decode_point, generate
from devices.eid.faults import EidError, FaultCode
from devices.eid.kdf import SessionKeys, password_key, session_keys
from devices.eid.key_agreement import shared_secret
from devices.eid.link import Link, PlainLink, SecureLink, expect_ok
from devices.eid.outcomes import Failure, attempt
from devices.eid.pin_state import PinBlocked, PinDeactivated, PinSuspended, PinUsable, pin_state
from devices.eid.secure_messaging import BLOCK, SecureChannel, decrypt_block_chain, token_mac
from devices.eid.security_infos import PaceInfo, SecurityInfos
from devices.eid.tlv import Objects, parse_all, parse_one

_NONCE, _MAP, _MAPPED, _KEY, _PEER_KEY, _TOKEN, _PEER_TOKEN, _CAR, _CAR_BEFORE = (
    0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88,
)  # fmt: skip


class PasswordKind(Enum):
    """Which password; the value is how the card refers to it."""

    MRZ = 1
    CAN = 2
    PIN = 3
    PUK = 4


_DIGITS = {PasswordKind.CAN: (6,), PasswordKind.PIN: (6, 5), PasswordKind.PUK: (10,)}
TRANSPORT_DIGITS = 5
"""The transport PIN answers to the PIN's reference; it only serves to set a PIN."""
_MRZ_BYTES = 20  # already hashed


@dataclass(frozen=True)
class Password:
    """A password in a buffer that stays the caller's to overwrite; no copy of it outlives `establish`."""

    kind: PasswordKind
    digits: bytearray = field(repr=False)

    @property
    def well_formed(self) -> bool:
        """Whether the card could know such a password; a wrong form costs no try because it is never sent."""
        if self.kind is PasswordKind.MRZ:
            return len(self.digits) == _MRZ_BYTES
        return len(self.digits) in _DIGITS[self.kind] and all(0x30 <= digit <= 0x39 for digit in self.digits)

    @property
    def is_transport_pin(self) -> bool:
        """Whether this is a PIN of five digits."""
        return self.kind is PasswordKind.PIN and len(self.digits) == TRANSPORT_DIGITS


@dataclass(frozen=True)
class Established:
    """The channel stands.

    Attributes:
        cars: keys for certificates that the card knows, newest first; empty without a CHAT.
        id_picc: the card's name in this session, for Terminal Authentication.
    """

    channel: SecureChannel
    cars: tuple[bytes, ...]
    id_picc: bytes


@dataclass(frozen=True)
class WrongPassword:
    """The card compared, and it did not fit. `tries_left` is the PIN's; None for CAN, PUK, or if it does not say."""

    tries_left: int | None


PaceOutcome = Established | WrongPassword | PinSuspended | PinBlocked | PinDeactivated | Failure
_Ended = WrongPassword | PinSuspended | PinBlocked | PinDeactivated


def establish(
    transmit: Transmit,
    access: SecurityInfos,
    password: Password,
    *,
    random: RandomBytes,
    chat: Chat | None = None,
    within: SecureChannel | None = None,
) -> PaceOutcome:
    """Run PACE.

    Args:
        access: what EF.CardAccess says.
        password: used once.
        chat: rights that the card shall grant at most; None where no Terminal Authentication follows.
        within: the CAN's channel, where a suspended PIN is to be tried. Closed afterwards, however it ends.

    Returns:
        Established, or why not. PinSuspended and the like are found before the password is used.
    """
    link: Link = PlainLink(transmit) if within is None else SecureLink(transmit, within)

    def run() -> Established | _Ended:
        if not password.well_formed or (password.is_transport_pin and chat is not None):
            raise EidError(FaultCode.PASSWORD_FORMAT)
        return _Run(link, access.choose_pace(), password, random, resumed=within is not None).run(chat)

    try:
        return attempt(run)
    finally:
        if within is not None:
            within.close()


def map_generator(nonce: bytes, own: KeyPair, other: Point) -> Point:
    """Generic mapping: G' = s*G + H with H = own * other (ICAO 9303-11 4.4.3.3.1). Both sides compute this.

    Raises:
        EidError: PACE_NONCE_WRONG: s is a multiple of the order. POINT_AT_INFINITY.
    """
    curve = other.curve
    scalar = int.from_bytes(nonce, "big") % curve.n
    if not scalar:
        raise EidError(FaultCode.PACE_NONCE_WRONG)
    return add(KeyPair(scalar, curve.generator).public, own.agree(other))


@dataclass(frozen=True)
class _Run:
    """One run over one link."""

    link: Link
    info: PaceInfo
    password: Password
    random: RandomBytes
    resumed: bool

    def run(self, chat: Chat | None) -> Established | _Ended:
        curve, kind = self.info.curve, self.password.kind
        rights = b"" if chat is None else chat.encode()
        start = self.link.send(commands.set_pace(self.info.oid, kind.value, curve.parameter_id, rights))
        if (hindrance := self._hindrance(start)) is not None:
            return hindrance
        nonce = self._nonce()
        mapping = generate(curve.generator, self.random)
        base = self._map(nonce, mapping)
        key = generate(base, self.random)
        mapping.wipe()
        peer = self._exchange_keys(key)
        keys = session_keys(shared_secret(key, peer), self.info.cipher)
        key.wipe()
        return self._authenticate(keys, key.public, peer)

    def _hindrance(self, start: Response) -> _Ended | None:
        """Why the password is not even tried."""
        if self.password.kind is not PasswordKind.PIN:
            if start.ok or start.status & 0xFFF0 == 0x63C0:  # some cards count the uses of a PUK
                return None
            raise EidError(FaultCode.STATUS_UNEXPECTED, start.status)
        match pin_state(start.status):
            case PinUsable():
                return None
            case PinSuspended() as suspended:
                return None if self.resumed else suspended
            case PinBlocked() | PinDeactivated() as ended:
                return ended

    def _ask(self, tag: int | None, value: bytes, wanted: int) -> bytes:
        answer = expect_ok(self.link.send(commands.general_authenticate(tag, value)))
        objects = Objects(parse_all(parse_one(answer, commands.DYNAMIC_DATA).value))
        found = objects.take(wanted)
        objects.done()
        return found

    def _nonce(self) -> bytes:
        sealed = self._ask(None, b"", _NONCE)
        if len(sealed) % BLOCK or not sealed or len(sealed) > 2 * BLOCK:
            raise EidError(FaultCode.PACE_NONCE_WRONG)
        key = password_key(self.password.digits, self.info.cipher)
        try:
            return decrypt_block_chain(bytes(key), sealed)
        finally:
            key[:] = bytes(len(key))

    def _map(self, nonce: bytes, mapping: KeyPair) -> Point:
        answer = self._ask(_MAP, mapping.public.encode(), _MAPPED)
        other = decode_point(self.info.curve, answer)
        if other == mapping.public:
            raise EidError(FaultCode.PACE_KEYS_EQUAL)
        return map_generator(nonce, mapping, other)

    def _exchange_keys(self, key: KeyPair) -> Point:
        peer = decode_point(self.info.curve, self._ask(_KEY, key.public.encode(), _PEER_KEY))
        if peer == key.public:
            raise EidError(FaultCode.PACE_KEYS_EQUAL)
        return peer

    def _authenticate(self, keys: SessionKeys, own: Point, peer: Point) -> Established | _Ended:
        """Step 7: the only one that can cost a try."""
        try:
            token = token_mac(keys.mac, self.info.oid, peer.encode())
            answer = self.link.send(commands.general_authenticate(_TOKEN, token, last=True))
            if not answer.ok:
                keys.wipe()
                return self._refusal(answer.status)
            objects = Objects(parse_all(parse_one(answer.data, commands.DYNAMIC_DATA).value))
            if not hmac.compare_digest(objects.take(_PEER_TOKEN), token_mac(keys.mac, self.info.oid, own.encode())):
                raise EidError(FaultCode.PACE_TOKEN_WRONG)
            cars = tuple(car for tag in (_CAR, _CAR_BEFORE) if (car := objects.take_optional(tag)) is not None)
            objects.done()
        except Exception:
            keys.wipe()
            raise
        return Established(SecureChannel(keys), cars, peer.x_bytes)

    def _refusal(self, status: int) -> _Ended:
        is_pin = self.password.kind is PasswordKind.PIN
        if status & 0xFFF0 == 0x63C0:
            return WrongPassword(status & 0x000F if is_pin else None)
        if status & 0xFF00 == 0x6300:
            return WrongPassword(None)
        match status:
            case 0x6983 if is_pin:
                return PinBlocked()
            case 0x6984 | 0x6283 if is_pin:
                return PinDeactivated()
            case 0x6985 if is_pin:
                return PinSuspended()
        raise EidError(FaultCode.STATUS_UNEXPECTED, status)
