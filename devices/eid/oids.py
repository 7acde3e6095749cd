"""Object identifiers as their DER value bytes (bsi-de = 0.4.0.127.0.7 = 04007F0007), TR-03110-3 A and C."""

from devices.eid.tlv import encode

BSI_DE = bytes.fromhex("04007F0007")


def bsi(*arcs: int) -> bytes:
    """An identifier below bsi-de; every arc in use is below 128 and so one byte."""
    return BSI_DE + bytes(arcs)


PACE_KEY_BITS = {bsi(2, 2, 4, 2, 2): 128, bsi(2, 2, 4, 2, 3): 192, bsi(2, 2, 4, 2, 4): 256}
"""id-PACE-ECDH-GM-AES-CBC-CMAC-*; the 3DES variant (1) is not offered."""
TA = bsi(2, 2, 2)
TA_ECDSA_HASH = {bsi(2, 2, 2, 2, 3): "sha256", bsi(2, 2, 2, 2, 4): "sha384", bsi(2, 2, 2, 2, 5): "sha512"}
"""id-TA-ECDSA-*; SHA-1 and SHA-224 (1, 2) are not accepted any more."""
CA_ECDH = bsi(2, 2, 3, 2)
CA_KEY_BITS = {bsi(2, 2, 3, 2, 2): 128, bsi(2, 2, 3, 2, 3): 192, bsi(2, 2, 3, 2, 4): 256}
PK_ECDH = bsi(2, 2, 1, 2)
RI_HASH = {bsi(2, 2, 5, 2, 3): "sha256", bsi(2, 2, 5, 2, 4): "sha384", bsi(2, 2, 5, 2, 5): "sha512"}
CARD_INFO_LOCATOR = bsi(2, 2, 6)
PRIVILEGED_TERMINAL = bsi(2, 2, 8)
STANDARDIZED_PARAMETERS = bsi(1, 2)

ROLE_AT = bsi(3, 1, 2, 2)
"""Holder authorization of an authentication terminal."""
DESCRIPTION = bsi(3, 1, 3, 1)
DESCRIPTION_PLAIN_TEXT = bsi(3, 1, 3, 1, 1)
SECTOR = bsi(3, 1, 3, 2)
AUX_BIRTH_DATE = bsi(3, 1, 4, 1)
AUX_EXPIRY = bsi(3, 1, 4, 2)
AUX_MUNICIPALITY = bsi(3, 1, 4, 3)
SECURITY_OBJECT_DOTTED = "0.4.0.127.0.7.3.2.1"
"""id-SecurityObject, bsi-de 3.2.1: what EF.CardSecurity holds."""

EC_PUBLIC_KEY = bytes.fromhex("2A8648CE3D0201")
PRIME_FIELD = bytes.fromhex("2A8648CE3D0101")


def oid_object(oid: bytes) -> bytes:
    """The data object 06 of an identifier."""
    return encode(0x06, oid)
