"""Holder authorization of an authentication terminal: role and rights (TR-03110-3 C.1.5, TR-03110-4 2.2.3)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum, IntEnum
from functools import reduce

from devices.eid.faults import EidError, FaultCode
from devices.eid.oids import ROLE_AT, oid_object
from devices.eid.tlv import Objects, encode, parse_all, parse_one

CHAT = 0x7F4C
_BITS = 0x53
_LENGTH = 5
_ROLE_SHIFT = 38
_RESERVED = 1 << 31


class Role(Enum):
    """Who holds the certificate; the value is what bits 39 and 38 say."""

    CVCA = 0b11
    DV_DOMESTIC = 0b10
    DV_FOREIGN = 0b01
    TERMINAL = 0b00


class Right(IntEnum):
    """One right; the value is the number of its bit."""

    AGE_VERIFICATION = 0
    MUNICIPALITY_VERIFICATION = 1
    RESTRICTED_IDENTIFICATION = 2
    PRIVILEGED_TERMINAL = 3
    CAN_ALLOWED = 4
    PIN_MANAGEMENT = 5
    INSTALL_CERTIFICATE = 6
    INSTALL_QUALIFIED_CERTIFICATE = 7
    READ_DG1 = 8
    READ_DG2 = 9
    READ_DG3 = 10
    READ_DG4 = 11
    READ_DG5 = 12
    READ_DG6 = 13
    READ_DG7 = 14
    READ_DG8 = 15
    READ_DG9 = 16
    READ_DG10 = 17
    READ_DG11 = 18
    READ_DG12 = 19
    READ_DG13 = 20
    READ_DG14 = 21
    READ_DG15 = 22
    READ_DG16 = 23
    READ_DG17 = 24
    READ_DG18 = 25
    READ_DG19 = 26
    READ_DG20 = 27
    READ_DG21 = 28
    READ_DG22 = 29
    PSA = 30
    """Pseudonymous signature authentication."""
    WRITE_DG22 = 32
    WRITE_DG21 = 33
    WRITE_DG20 = 34
    WRITE_DG19 = 35
    WRITE_DG18 = 36
    WRITE_DG17 = 37

    @staticmethod
    def read(group: int) -> "Right":
        """The right to read data group 1 to 22."""
        return Right(7 + group)

    @property
    def group(self) -> int | None:
        """The data group that this right reads, None if it is another kind of right."""
        return self - 7 if Right.READ_DG1 <= self <= Right.READ_DG22 else None


@dataclass(frozen=True)
class Chat:
    """A role and a set of rights; the encoding is unique."""

    rights: frozenset[Right]
    role: Role = Role.TERMINAL

    @staticmethod
    def of(*rights: Right, role: Role = Role.TERMINAL) -> "Chat":
        """A CHAT with just these rights."""
        return Chat(frozenset(rights), role)

    @property
    def groups(self) -> tuple[int, ...]:
        """The data groups that may be read, in order."""
        return tuple(sorted(right.group for right in self.rights if right.group is not None))

    @property
    def bits(self) -> bytes:
        """The five bytes."""
        number = sum(1 << right for right in self.rights) | self.role.value << _ROLE_SHIFT
        return number.to_bytes(_LENGTH, "big")

    def encode(self) -> bytes:
        """The data object 7F4C."""
        return encode(CHAT, oid_object(ROLE_AT) + encode(_BITS, self.bits))

    def without(self, rights: Iterable[Right]) -> "Chat":
        """What is left when the holder takes rights away."""
        return replace(self, rights=self.rights - frozenset(rights))

    def within(self, other: "Chat") -> bool:
        """Whether every right is one of the other's."""
        return self.rights <= other.rights


def parse_bits(bits: bytes) -> Chat:
    """Read the five bytes; raises EidError (CHAT_MALFORMED: another length, a reserved bit)."""
    number = int.from_bytes(bits, "big")
    if len(bits) != _LENGTH or number & _RESERVED:
        raise EidError(FaultCode.CHAT_MALFORMED)
    return Chat(frozenset(right for right in Right if number >> right & 1), Role(number >> _ROLE_SHIFT))


def parse_chat(raw: bytes) -> Chat:
    """Read a data object 7F4C; raises EidError (CHAT_MALFORMED: also the CHAT of an inspection system)."""
    try:
        objects = Objects(parse_all(parse_one(raw, CHAT).value))
        role, bits = objects.take(0x06), objects.take(_BITS)
        objects.done()
    except EidError:
        raise EidError(FaultCode.CHAT_MALFORMED) from None
    if role != ROLE_AT:
        raise EidError(FaultCode.CHAT_MALFORMED)
    return parse_bits(bits)


def effective_rights(chats: Iterable[Chat]) -> frozenset[Right]:
    """What CVCA, document verifier, terminal and holder all grant (TR-03110-3 2.7); nothing without any."""
    sets = [chat.rights for chat in chats]
    return reduce(frozenset.intersection, sets) if sets else frozenset()
