"""Whoever took the disk of a terminal along and tries every key that could be on it. Knows our source."""

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

KEY_BYTES = 32
"""Of a content key, of a key that wraps it, and of a private key on P-256."""
_LIVELY = 16
"""So many different bytes a random key has at least, and one of them beyond ASCII: texts and zeros are passed over."""
_WORDS = re.compile(rb"[A-Za-z0-9+/_-]{42,}={0,2}")
_HEX = re.compile(rb"[0-9a-fA-F]{64,}")
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def opens(sealed: str, disk: bytes, pinned: dict[str, Any]) -> bytes | None:
    """What is in a sealed application, if a key that opens it is anywhere in these bytes.

    Args:
        sealed: JWE in compact serialisation, ECDH-ES+A256KW.
        disk: everything the thief has; keys in it as they are, in hex, base64, base64url (PEM and JWK are that).
        pinned: the key file of the terminal, which says what the private key has to belong to.
    """
    header, wrapped, iv, content, tag = sealed.split(".")
    kid = json.loads(_decoded(header.encode()))["kid"]
    (jwk,) = [each for each in pinned["keys"] if each["kid"] == kid]
    public = (int.from_bytes(_decoded(jwk["x"].encode())), int.from_bytes(_decoded(jwk["y"].encode())))
    for key in candidates(disk):
        if _is_private_half(key, public):
            return key
        try:
            content_key = aes_key_unwrap(key, _decoded(wrapped.encode()))
        except InvalidUnwrap:
            content_key = key
        try:
            box = _decoded(content.encode()) + _decoded(tag.encode())
            return AESGCM(content_key).decrypt(_decoded(iv.encode()), box, header.encode())
        except InvalidTag:
            continue
    return None


def candidates(disk: bytes) -> set[bytes]:
    """Every run of 32 bytes that could be a key."""
    texts = [disk, *(_decoded(each) for each in _WORDS.findall(disk)), *_hexed(disk)]
    return {
        run
        for text in texts
        for at in range(len(text) - KEY_BYTES + 1)
        if len(set(run := text[at : at + KEY_BYTES])) >= _LIVELY and not run.isascii()
    }


def _is_private_half(key: bytes, public: tuple[int, int]) -> bool:
    number = int.from_bytes(key)
    if not 0 < number < _P256_ORDER:
        return False
    numbers = ec.derive_private_key(number, ec.SECP256R1()).public_key().public_numbers()
    return (numbers.x, numbers.y) == public


def _hexed(disk: bytes) -> Iterator[bytes]:
    for each in _HEX.findall(disk):
        yield bytes.fromhex(each[: len(each) // 2 * 2].decode())


def _decoded(text: bytes) -> bytes:
    plain = text.rstrip(b"=").translate(bytes.maketrans(b"+/", b"-_"))
    return base64.urlsafe_b64decode(plain[: len(plain) - (len(plain) % 4 == 1)] + b"==")
