"""Key derivation of PACE and Chip Authentication (TR-03110-3 A.2.3, ICAO 9303-11 9.7.1)."""

import hashlib
from enum import Enum

from devices.eid.faults import EidError, FaultCode

_FOR_ENCRYPTION, _FOR_MAC, _FOR_PASSWORD = 1, 2, 3


class Cipher(Enum):
    """AES in CBC mode with CMAC; the value is the length of the key in bytes."""

    AES_128 = 16
    AES_192 = 24
    AES_256 = 32

    @staticmethod
    def of_bits(bits: int | None) -> "Cipher":
        """The cipher with keys of so many bits; raises EidError (ALGORITHM_UNKNOWN)."""
        try:
            return Cipher((bits or 0) // 8)
        except ValueError:
            raise EidError(FaultCode.ALGORITHM_UNKNOWN) from None


class SessionKeys:
    """The two keys of a sealed channel. No repr, and overwritten by `wipe`.

    `cryptography` copies a key on use; those copies are beyond Python's reach.
    """

    __slots__ = ("_encryption", "_mac")

    def __init__(self, encryption: bytes, mac: bytes) -> None:
        self._encryption = bytearray(encryption)
        self._mac = bytearray(mac)

    def __repr__(self) -> str:
        return "SessionKeys()"

    @property
    def encryption(self) -> bytes:
        """K_ENC."""
        return bytes(self._encryption)

    @property
    def mac(self) -> bytes:
        """K_MAC."""
        return bytes(self._mac)

    def wipe(self) -> None:
        """Overwrite both keys with zeros."""
        for key in (self._encryption, self._mac):
            key[:] = bytes(len(key))


def session_keys(shared: bytes, cipher: Cipher, nonce: bytes = b"") -> SessionKeys:
    """Derive the channel's keys.

    Args:
        shared: x coordinate of the agreed point in full length.
        cipher: what the keys are for.
        nonce: of Chip Authentication; empty for PACE.
    """
    return SessionKeys(
        _derive(shared, nonce, _FOR_ENCRYPTION, cipher),
        _derive(shared, nonce, _FOR_MAC, cipher),
    )


def password_key(password: bytearray, cipher: Cipher) -> bytearray:
    """Derive K_pi from a password. The buffer stays the caller's; the result is the caller's to overwrite."""
    return bytearray(_derive(password, b"", _FOR_PASSWORD, cipher))


def _derive(secret: bytes | bytearray, nonce: bytes, counter: int, cipher: Cipher) -> bytes:
    # SHA-1 for AES-128 is what the guideline writes; as a key derivation it needs no collision resistance.
    digest = hashlib.sha1(usedforsecurity=False) if cipher is Cipher.AES_128 else hashlib.sha256()
    digest.update(secret)
    digest.update(nonce)
    digest.update(counter.to_bytes(4, "big"))
    return digest.digest()[: cipher.value]
