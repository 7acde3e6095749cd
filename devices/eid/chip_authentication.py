"""Chip Authentication version 2, both ends (TR-03110-2 3.4): the chip proves its key, new session keys come of it."""

import hmac
from dataclasses import dataclass

from devices.eid.commands import DYNAMIC_DATA
from devices.eid.curves import KeyPair, Point, decode_point
from devices.eid.faults import EidError, FaultCode
from devices.eid.kdf import Cipher, session_keys
from devices.eid.key_agreement import shared_secret
from devices.eid.oids import CA_KEY_BITS
from devices.eid.secure_messaging import SecureChannel, token_mac
from devices.eid.tlv import Objects, encode, encode_all, parse_all, parse_one

_PUBLIC, _NONCE, _TOKEN = 0x80, 0x81, 0x82
NONCE_BYTES = 8


@dataclass(frozen=True)
class ChipAnswer:
    """What the chip sends, still under the keys of PACE, and the channel that begins with the next command."""

    data: bytes
    channel: SecureChannel


def finish(own: KeyPair, chip: Point, oid: bytes, answer: bytes) -> SecureChannel:
    """The terminal's side: check the chip's answer.

    Args:
        own: the ephemeral key that Terminal Authentication announced.
        chip: the chip's key out of a verified EF.CardSecurity.
        oid: id-CA-ECDH-*.
        answer: data of the answer to GENERAL AUTHENTICATE.

    Raises:
        EidError: CA_TOKEN_WRONG: not the chip that owns this key. TLV_*, CURVE_UNKNOWN, ALGORITHM_UNKNOWN.
    """
    objects = Objects(parse_all(parse_one(answer, DYNAMIC_DATA).value))
    nonce, token = objects.take(_NONCE), objects.take(_TOKEN)
    objects.done()
    if len(nonce) != NONCE_BYTES:
        raise EidError(FaultCode.TLV_UNEXPECTED)
    keys = session_keys(shared_secret(own, chip), Cipher.of_bits(CA_KEY_BITS.get(oid)), nonce)
    if not hmac.compare_digest(token, token_mac(keys.mac, oid, own.public.encode())):
        keys.wipe()
        raise EidError(FaultCode.CA_TOKEN_WRONG)
    return SecureChannel(keys)


def answer_terminal(own: KeyPair, oid: bytes, data: bytes, announced: bytes, nonce: bytes) -> ChipAnswer:
    """The chip's side.

    Args:
        own: the chip's static key.
        data: of the command GENERAL AUTHENTICATE.
        announced: Comp(PK) of Terminal Authentication.
        nonce: eight random bytes.

    Raises:
        EidError: CA_KEY_MISMATCH: another key than announced. Those of points and TLV.
    """
    objects = Objects(parse_all(parse_one(data, DYNAMIC_DATA).value))
    public = decode_point(own.public.curve, objects.take(_PUBLIC))
    objects.done()
    if not hmac.compare_digest(public.x_bytes, announced):
        raise EidError(FaultCode.CA_KEY_MISMATCH)
    keys = session_keys(shared_secret(own, public), Cipher.of_bits(CA_KEY_BITS.get(oid)), nonce)
    token = token_mac(keys.mac, oid, public.encode())
    return ChipAnswer(encode(DYNAMIC_DATA, encode_all((_NONCE, nonce), (_TOKEN, token))), SecureChannel(keys))
