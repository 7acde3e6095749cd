"""The commands of an eID session in the order of use (TR-03110-3 B; ISO 7816-4), in plain: the channel seals them."""

from devices.eid.apdu import CHAINED, SHORT_NE, Command
from devices.eid.cv_certificate import CvCertificate
from devices.eid.oids import oid_object
from devices.eid.tlv import encode, encode_all

MASTER_FILE = bytes.fromhex("3F00")
EF_DIR, EF_DIR_SFI = bytes.fromhex("2F00"), 0x1E
EF_CARD_ACCESS, EF_CARD_ACCESS_SFI = bytes.fromhex("011C"), 0x1C
EF_CARD_SECURITY, EF_CARD_SECURITY_SFI = bytes.fromhex("011D"), 0x1D
EID_APPLICATION = bytes.fromhex("E80704007F00070302")
PIN_REFERENCE = 0x03
MAX_OFFSET = 0x7FFF

MSE, GENERAL_AUTHENTICATE, PSO, GET_CHALLENGE, EXTERNAL_AUTHENTICATE = 0x22, 0x86, 0x2A, 0x84, 0x82
SELECT, READ_BINARY, VERIFY, RESET_RETRY_COUNTER, ACTIVATE, DEACTIVATE = 0xA4, 0xB0, 0x20, 0x2C, 0x44, 0x04
DYNAMIC_DATA = 0x7C
CHALLENGE_BYTES = 8


def select_master_file() -> Command:
    """Step 1."""
    return Command(0x00, SELECT, 0x00, 0x0C, MASTER_FILE)


def select_file(identifier: bytes) -> Command:
    """Choose an elementary file of the current directory."""
    return Command(0x00, SELECT, 0x02, 0x0C, identifier)


def select_application(identifier: bytes = EID_APPLICATION) -> Command:
    """Step 16: choose an application by name."""
    return Command(0x00, SELECT, 0x04, 0x0C, identifier)


def read_short_file(sfi: int, ne: int = SHORT_NE) -> Command:
    """Choose a file by its short identifier and read from its beginning. For a data group that is its number."""
    return Command(0x00, READ_BINARY, 0x80 | sfi, 0x00, ne=ne)


def read_binary(offset: int, ne: int = SHORT_NE) -> Command:
    """Read on in the current file; raises ValueError behind MAX_OFFSET."""
    if not 0 <= offset <= MAX_OFFSET:
        raise ValueError("offset")
    return Command(0x00, READ_BINARY, offset >> 8, offset & 0xFF, ne=ne)


def set_pace(oid: bytes, password: int, parameter_id: int, chat: bytes = b"") -> Command:
    """Step 3.

    Args:
        oid: of the chosen PACEInfo.
        password: which one, 1 MRZ to 4 PUK.
        parameter_id: of the chosen PACEInfo. Always sent: cards with several infos fail otherwise.
        chat: data object 7F4C, empty without terminal authentication.
    """
    named = encode_all((0x80, oid), (0x83, bytes([password])), (0x84, bytes([parameter_id])))
    return Command(0x00, MSE, 0xC1, 0xA4, named + chat)


def general_authenticate(tag: int | None, value: bytes = b"", *, last: bool = False) -> Command:
    """Steps 4 to 7 and 15: one dynamic authentication object, or none; all but the last are chained."""
    inner = b"" if tag is None else encode(tag, value)
    cla = 0x00 if last else CHAINED
    return Command(cla, GENERAL_AUTHENTICATE, 0x00, 0x00, encode(DYNAMIC_DATA, inner), ne=SHORT_NE)


def set_verification_key(name: bytes) -> Command:
    """Step 8: the key that verifies the next certificate."""
    return Command(0x00, MSE, 0x81, 0xB6, encode(0x83, name))


def verify_certificate(certificate: CvCertificate) -> Command:
    """Step 9."""
    return Command(0x00, PSO, 0x00, 0xBE, certificate.content)


def set_terminal_authentication(oid: bytes, holder: bytes, auxiliary: bytes, compressed_key: bytes) -> Command:
    """Step 10; `auxiliary` is the whole data object 67 or empty."""
    data = encode_all((0x80, oid), (0x83, holder)) + auxiliary + encode(0x91, compressed_key)
    return Command(0x00, MSE, 0x81, 0xA4, data)


def get_challenge() -> Command:
    """Step 11; also accepted right after PACE, which saves a round trip to the portal."""
    return Command(0x00, GET_CHALLENGE, 0x00, 0x00, ne=CHALLENGE_BYTES)


def external_authenticate(signature: bytes) -> Command:
    """Step 12."""
    return Command(0x00, EXTERNAL_AUTHENTICATE, 0x00, 0x00, signature)


def set_chip_authentication(oid: bytes, key_id: int | None) -> Command:
    """Steps 14 and 19: the protocol and the chip's key."""
    key = b"" if key_id is None else encode(0x84, bytes([key_id]))
    return Command(0x00, MSE, 0x41, 0xA4, encode(0x80, oid) + key)


def authenticate_chip(public: bytes) -> Command:
    """Step 15."""
    return general_authenticate(0x80, public, last=True)


def identify_restricted(key: bytes) -> Command:
    """Step 19: `key` is the content of the sector's public key, with all parameters (so it needs extended length)."""
    return general_authenticate(0xA0, key, last=True)


def verify_auxiliary(oid: bytes) -> Command:
    """Step 18."""
    return Command(0x80, VERIFY, 0x80, 0x00, oid_object(oid))


def change_pin(digits: bytes) -> Command:
    """Step 20: set a new PIN, after PACE with the old, the transport PIN or (with a right) another password."""
    return Command(0x00, RESET_RETRY_COUNTER, 0x02, PIN_REFERENCE, digits)


def unblock_pin() -> Command:
    """Step 21, after PACE with the PUK."""
    return Command(0x00, RESET_RETRY_COUNTER, 0x03, PIN_REFERENCE)


def activate_pin() -> Command:
    """Step 22."""
    return Command(0x00, ACTIVATE, 0x10, PIN_REFERENCE)


def deactivate_pin() -> Command:
    """Step 22."""
    return Command(0x00, DEACTIVATE, 0x10, PIN_REFERENCE)
