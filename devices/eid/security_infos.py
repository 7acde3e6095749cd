"""What a card says it can do: EF.CardAccess and the content of EF.CardSecurity (TR-03110-3 A.1).

Cards name more than this terminal needs, and newer ones more than it knows: unknown infos are left alone, and a known
one that cannot be used (an old cipher, a curve that nobody standardised) does not spoil the others.
"""

from dataclasses import dataclass, field
from functools import cached_property

from devices.eid import der
from devices.eid.curves import Curve, Point, curve_by_id, decode_point
from devices.eid.ec_parameters import curve_of_algorithm, first_object, standardized
from devices.eid.faults import EidError, FaultCode
from devices.eid.kdf import Cipher
from devices.eid.oids import CA_ECDH, CA_KEY_BITS, PACE_KEY_BITS, PK_ECDH, PRIVILEGED_TERMINAL, RI_HASH, TA, oid_object
from devices.eid.tlv import Tlv, encode

MAX_BYTES = 8192


@dataclass(frozen=True)
class PaceInfo:
    """A way to run PACE: ECDH, generic mapping, AES."""

    oid: bytes
    curve: Curve
    version: int = 2

    @property
    def cipher(self) -> Cipher:
        """Cipher of the channel."""
        return Cipher.of_bits(PACE_KEY_BITS.get(self.oid))

    def encode(self) -> bytes:
        """PACEInfo."""
        return der.sequence(oid_object(self.oid), der.integer(self.version), der.integer(self.curve.parameter_id))


@dataclass(frozen=True)
class ChipAuthenticationInfo:
    """A way to run Chip Authentication with one of the chip's keys."""

    oid: bytes
    key_id: int | None
    version: int = 2

    @property
    def cipher(self) -> Cipher:
        """Cipher of the channel."""
        return Cipher.of_bits(CA_KEY_BITS.get(self.oid))

    def encode(self) -> bytes:
        """ChipAuthenticationInfo."""
        return der.sequence(oid_object(self.oid), der.integer(self.version), _optional_id(self.key_id))


@dataclass(frozen=True)
class ChipAuthenticationParameters:
    """The curve of one of the chip's keys."""

    curve: Curve
    key_id: int | None

    def encode(self) -> bytes:
        """ChipAuthenticationDomainParameterInfo."""
        return der.sequence(oid_object(CA_ECDH), standardized(self.curve), _optional_id(self.key_id))


@dataclass(frozen=True)
class ChipPublicKey:
    """One of the chip's keys; trustworthy only out of a verified EF.CardSecurity."""

    point: Point
    key_id: int | None

    def encode(self) -> bytes:
        """ChipAuthenticationPublicKeyInfo."""
        key = der.sequence(standardized(self.point.curve), der.bit_string(self.point.encode()))
        return der.sequence(oid_object(PK_ECDH), key, _optional_id(self.key_id))


@dataclass(frozen=True)
class RestrictedIdentificationInfo:
    """A key for pseudonyms; `authorized_only`: its use needs the right."""

    oid: bytes
    key_id: int
    authorized_only: bool
    version: int = 1

    def encode(self) -> bytes:
        """RestrictedIdentificationInfo."""
        parameters = der.sequence(
            der.integer(self.version), der.integer(self.key_id), der.boolean(self.authorized_only)
        )
        return der.sequence(oid_object(self.oid), parameters)


@dataclass(frozen=True)
class TerminalAuthenticationInfo:
    """The version of Terminal Authentication."""

    version: int = 2

    def encode(self) -> bytes:
        """TerminalAuthenticationInfo."""
        return der.sequence(oid_object(TA), der.integer(self.version))


Info = (
    PaceInfo
    | ChipAuthenticationInfo
    | ChipAuthenticationParameters
    | ChipPublicKey
    | RestrictedIdentificationInfo
    | TerminalAuthenticationInfo
)


@dataclass(frozen=True)
class SecurityInfos:
    """The infos that are understood, in the card's order.

    Attributes:
        privileged: those inside PrivilegedTerminalInfo; not for terminals like this one.
    """

    infos: tuple[Info, ...]
    privileged: tuple[Info, ...] = field(default=())

    def encode(self) -> bytes:
        """SecurityInfos as the file holds them, for the card's side."""
        parts = b"".join(info.encode() for info in self.infos)
        if self.privileged:
            inner = encode(der.SET, b"".join(info.encode() for info in self.privileged))
            parts += der.sequence(oid_object(PRIVILEGED_TERMINAL), inner)
        return encode(der.SET, parts)

    @cached_property
    def pace(self) -> tuple[PaceInfo, ...]:
        """Ways to run PACE that this package knows."""
        return tuple(info for info in self.infos if isinstance(info, PaceInfo) and info.version == 2)

    @cached_property
    def chip_authentication(self) -> tuple[ChipAuthenticationInfo, ...]:
        """Ways to run Chip Authentication version 2."""
        return tuple(info for info in self.infos if isinstance(info, ChipAuthenticationInfo) and info.version == 2)

    @cached_property
    def chip_parameters(self) -> tuple[ChipAuthenticationParameters, ...]:
        """Curves of the chip's keys."""
        return tuple(info for info in self.infos if isinstance(info, ChipAuthenticationParameters))

    @cached_property
    def chip_keys(self) -> tuple[ChipPublicKey, ...]:
        """The chip's public keys."""
        return tuple(info for info in self.infos if isinstance(info, ChipPublicKey))

    @cached_property
    def restricted_identification(self) -> tuple[RestrictedIdentificationInfo, ...]:
        """Keys for pseudonyms."""
        return tuple(info for info in self.infos if isinstance(info, RestrictedIdentificationInfo))

    def choose_pace(self) -> PaceInfo:
        """The first way that can be used; raises EidError (PACE_UNSUPPORTED)."""
        if not self.pace:
            raise EidError(FaultCode.PACE_UNSUPPORTED)
        return self.pace[0]

    def choose_chip_authentication(self) -> tuple[ChipAuthenticationInfo, Curve]:
        """The first way whose key's curve is known; raises EidError (CA_UNSUPPORTED)."""
        for info in self.chip_authentication:
            for parameters in self.chip_parameters:
                if parameters.key_id == info.key_id:
                    return info, parameters.curve
        raise EidError(FaultCode.CA_UNSUPPORTED)


def parse_card_access(raw: bytes) -> SecurityInfos:
    """Read EF.CardAccess; raises EidError (CARD_ACCESS_MALFORMED)."""
    try:
        return parse_security_infos(raw)
    except EidError:
        raise EidError(FaultCode.CARD_ACCESS_MALFORMED) from None


def parse_security_infos(raw: bytes) -> SecurityInfos:
    """Read a SET OF SecurityInfo; raises EidError (TLV_MALFORMED, TLV_UNEXPECTED) when the frame is broken."""
    if len(raw) > MAX_BYTES:
        raise EidError(FaultCode.TLV_MALFORMED)
    infos: list[Info] = []
    privileged: list[Info] = []
    for each in der.children(first_object(raw), der.SET, range(1, 128)):
        oid, required, *_ = der.children(each, der.SEQUENCE, range(2, 4))
        if oid.tag != der.OID:
            raise EidError(FaultCode.TLV_UNEXPECTED)
        if oid.value == PRIVILEGED_TERMINAL:
            inner = der.children(required, der.SET, range(1, 32))
            privileged += [info for part in inner if (info := _info(part)) is not None]
        elif (info := _info(each)) is not None:
            infos.append(info)
    return SecurityInfos(tuple(infos), tuple(privileged))


def _info(each: Tlv) -> Info | None:
    """One info, None if it is unknown or of no use here."""
    oid, required, *optional = der.children(each, der.SEQUENCE, range(2, 4))
    try:
        return _understood(oid.value, required, optional)
    except EidError as error:
        if error.code is FaultCode.CURVE_UNKNOWN:
            return None
        raise


def _understood(oid: bytes, required: Tlv, optional: list[Tlv]) -> Info | None:
    key_id = der.integer_value(optional[0]) if optional and optional[0].tag == der.INTEGER else None
    if oid in PACE_KEY_BITS:
        # Without a number the parameters are proprietary.
        return None if key_id is None else PaceInfo(oid, curve_by_id(key_id), der.integer_value(required))
    if oid in CA_KEY_BITS:
        return ChipAuthenticationInfo(oid, key_id, der.integer_value(required))
    if oid == CA_ECDH:
        return ChipAuthenticationParameters(curve_of_algorithm(required), key_id)
    if oid == PK_ECDH:
        algorithm, key = der.children(required, der.SEQUENCE, range(2, 3))
        return ChipPublicKey(decode_point(curve_of_algorithm(algorithm), der.bit_string_value(key)), key_id)
    if oid in RI_HASH:
        version, key, authorized = der.children(required, der.SEQUENCE, range(3, 4))
        return RestrictedIdentificationInfo(
            oid, der.integer_value(key), authorized.value == b"\xff", der.integer_value(version)
        )
    if oid == TA:
        return TerminalAuthenticationInfo(der.integer_value(required))
    return None


def _optional_id(key_id: int | None) -> bytes:
    return b"" if key_id is None else der.integer(key_id)
