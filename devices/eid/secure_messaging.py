"""Secure messaging with AES-CBC and CMAC, from both ends (TR-03110-3 F, ICAO 9303-11 9.8).

A `SecureChannel` counts: one more before each command and each answer. So a replayed, lost or doubled message fails
the MAC. Commands may be sealed in advance, a batch at a time: the n-th answer has its number all the same. After any
error the channel is dead and its keys are overwritten, as the chip's are.
"""

import hmac
from dataclasses import replace

from cryptography.hazmat.primitives.ciphers import Cipher as _Cipher
from cryptography.hazmat.primitives.ciphers import algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC

from devices.eid.apdu import EXTENDED_NE, SHORT_DATA, SHORT_NE, Command, Response
from devices.eid.faults import EidError, FaultCode
from devices.eid.kdf import SessionKeys
from devices.eid.tlv import Objects, Tlv, encode, parse_all

BLOCK = 16
MAC_BYTES = 8
SEALED = 0x0C
"""Bits of the class byte: secure messaging, header authenticated."""
SHORT_PLAIN = 0xDF
"""223: the longest plain answer whose sealed form fits a short APDU (224 encrypted, 5 + 4 + 10 around)."""
_CIPHER_PADDED, _CIPHER_RAW, _NE, _STATUS, _MAC = 0x87, 0x85, 0x97, 0x99, 0x8E


def cmac(key: bytes, data: bytes) -> bytes:
    """AES-CMAC, cut to eight bytes."""
    mac = CMAC(algorithms.AES(key))
    mac.update(data)
    return mac.finalize()[:MAC_BYTES]


def decrypt_block_chain(key: bytes, data: bytes) -> bytes:
    """AES-CBC with a zero IV and no padding, as PACE sends its nonce; data is whole blocks."""
    decryptor = _Cipher(algorithms.AES(key), modes.CBC(bytes(BLOCK))).decryptor()
    return decryptor.update(data) + decryptor.finalize()


def encrypt_block_chain(key: bytes, data: bytes) -> bytes:
    """The chip's side of `decrypt_block_chain`."""
    encryptor = _Cipher(algorithms.AES(key), modes.CBC(bytes(BLOCK))).encryptor()
    return encryptor.update(data) + encryptor.finalize()


def pad(data: bytes) -> bytes:
    """ISO 9797-1 padding 2: 80 and zeros up to whole blocks."""
    return data + b"\x80" + bytes(-(len(data) + 1) % BLOCK)


def unpad(data: bytes) -> bytes:
    """Take the padding off; raises EidError (SM_PADDING_WRONG)."""
    stripped = data.rstrip(b"\x00")
    if not stripped.endswith(b"\x80") or len(data) - len(stripped) >= BLOCK:
        raise EidError(FaultCode.SM_PADDING_WRONG)
    return stripped[:-1]


class SecureChannel:
    """One sealed session; belongs to one end.

    The terminal calls `wrap_command` and `unwrap_response`, the chip `unwrap_command` and `wrap_response`.
    """

    def __init__(self, keys: SessionKeys) -> None:
        self._keys = keys
        self._commands = 0
        self._answers = 0
        self._dead = False

    def __repr__(self) -> str:
        return "SecureChannel(dead)" if self._dead else "SecureChannel()"

    @property
    def dead(self) -> bool:
        """Whether the channel was closed or has failed."""
        return self._dead

    def close(self) -> None:
        """Overwrite the keys; nothing can be sealed or opened any more."""
        self._dead = True
        self._keys.wipe()

    # --- terminal ---

    def wrap_command(self, command: Command) -> bytes:
        """Seal a command; raises EidError (SM_MISSING) on a dead channel."""
        ssc = self._ssc_of_command()
        header = bytes([command.cla | SEALED]) + command.header[1:]
        body = b""
        if command.data:
            sealed = self._encrypt(command.data, ssc)
            body = encode(_CIPHER_RAW, sealed) if command.ins & 1 else encode(_CIPHER_PADDED, b"\x01" + sealed)
        if command.ne:
            body += encode(_NE, _ne_bytes(command))
        mac = self._mac(ssc + pad(header) + (pad(body) if body else b""))
        body += encode(_MAC, mac)
        long = command.needs_extended or len(body) > SHORT_DATA
        sealed_command = replace(
            command,
            cla=header[0],
            data=body,
            ne=EXTENDED_NE if long else SHORT_NE,
            extended=long,
        )
        return sealed_command.encode()

    def unwrap_response(self, response: Response) -> Response:
        """Open an answer.

        Raises:
            EidError: SM_MISSING, SM_OBJECTS_WRONG, SM_MAC_WRONG, SM_PADDING_WRONG. The channel is dead then.
        """
        ssc = self._ssc_of_answer()
        try:
            return self._open_response(response, ssc)
        except EidError:
            self.close()
            raise

    def _open_response(self, response: Response, ssc: bytes) -> Response:
        if not response.data:
            raise EidError(FaultCode.SM_MISSING, response.status)
        objects, authenticated = self._authenticated(response.data, {_CIPHER_PADDED, _CIPHER_RAW, _STATUS})
        self._check(objects, ssc + pad(authenticated))
        status = objects.take(_STATUS)
        if len(status) != 2:
            raise EidError(FaultCode.SM_OBJECTS_WRONG)
        return Response(self._plain(objects, ssc), int.from_bytes(status, "big"))

    # --- chip ---

    def unwrap_command(self, command: Command) -> Command:
        """Open a sealed command.

        Raises:
            EidError: SM_MISSING, SM_OBJECTS_WRONG, SM_MAC_WRONG, SM_PADDING_WRONG. The channel is dead then.
        """
        ssc = self._ssc_of_command()
        try:
            return self._open_command(command, ssc)
        except EidError:
            self.close()
            raise

    def _open_command(self, command: Command, ssc: bytes) -> Command:
        if command.cla & SEALED != SEALED or not command.data:
            raise EidError(FaultCode.SM_MISSING)
        objects, authenticated = self._authenticated(command.data, {_CIPHER_PADDED, _CIPHER_RAW, _NE})
        self._check(objects, ssc + pad(command.header) + (pad(authenticated) if authenticated else b""))
        ne, extended = _ne_of(objects.take_optional(_NE))
        return replace(
            command,
            cla=command.cla & ~SEALED,
            data=self._plain(objects, ssc),
            ne=ne,
            extended=extended,
        )

    def wrap_response(self, response: Response, *, odd: bool = False) -> Response:
        """Seal an answer; `odd` for commands with an odd INS. Raises EidError (SM_MISSING) on a dead channel."""
        ssc = self._ssc_of_answer()
        body = b""
        if response.data:
            sealed = self._encrypt(response.data, ssc)
            body = encode(_CIPHER_RAW, sealed) if odd else encode(_CIPHER_PADDED, b"\x01" + sealed)
        body += encode(_STATUS, response.status.to_bytes(2, "big"))
        return Response(body + encode(_MAC, self._mac(ssc + pad(body))), response.status)

    # --- both ---

    def _authenticated(self, data: bytes, known: set[int]) -> tuple[Objects, bytes]:
        """The objects, and the bytes that the MAC covers: all before the last object, which is the MAC."""
        try:
            objects = parse_all(data)
        except EidError:
            raise EidError(FaultCode.SM_OBJECTS_WRONG) from None
        tags = [each.tag for each in objects]
        if not objects or tags[-1] != _MAC or not set(tags[:-1]) <= known or len(set(tags)) != len(tags):
            raise EidError(FaultCode.SM_OBJECTS_WRONG)
        return Objects(objects), data[: len(data) - len(objects[-1].raw)]

    def _check(self, objects: Objects, message: bytes) -> None:
        if not hmac.compare_digest(objects.take(_MAC), self._mac(message)):
            raise EidError(FaultCode.SM_MAC_WRONG)

    def _plain(self, objects: Objects, ssc: bytes) -> bytes:
        padded, raw = objects.take_optional(_CIPHER_PADDED), objects.take_optional(_CIPHER_RAW)
        if padded is not None and raw is not None:
            raise EidError(FaultCode.SM_OBJECTS_WRONG)
        if padded is not None:
            if padded[:1] != b"\x01":
                raise EidError(FaultCode.SM_OBJECTS_WRONG)
            raw = padded[1:]
        if raw is None:
            return b""
        if not raw or len(raw) % BLOCK:
            raise EidError(FaultCode.SM_OBJECTS_WRONG)
        decryptor = self._cipher(ssc).decryptor()
        return unpad(decryptor.update(raw) + decryptor.finalize())

    def _ssc_of_command(self) -> bytes:
        if self._dead:
            raise EidError(FaultCode.SM_MISSING)
        self._commands += 1
        return (2 * self._commands - 1).to_bytes(BLOCK, "big")

    def _ssc_of_answer(self) -> bytes:
        if self._dead:
            raise EidError(FaultCode.SM_MISSING)
        if self._answers == self._commands:  # nobody has asked
            self.close()
            raise EidError(FaultCode.SM_MAC_WRONG)
        self._answers += 1
        return (2 * self._answers).to_bytes(BLOCK, "big")

    def _cipher(self, ssc: bytes) -> "_Cipher[modes.CBC]":
        key = algorithms.AES(self._keys.encryption)
        # One single block: ECB is how the guideline makes an IV of the counter.
        encryptor = _Cipher(key, modes.ECB()).encryptor()  # noqa: S305
        return _Cipher(key, modes.CBC(encryptor.update(ssc)))

    def _encrypt(self, data: bytes, ssc: bytes) -> bytes:
        encryptor = self._cipher(ssc).encryptor()
        return encryptor.update(pad(data)) + encryptor.finalize()

    def _mac(self, message: bytes) -> bytes:
        return cmac(self._keys.mac, message)


def _ne_bytes(command: Command) -> bytes:
    if command.needs_extended:
        return (command.ne & 0xFFFF).to_bytes(2, "big")
    return bytes([command.ne & 0xFF])


def _ne_of(value: bytes | None) -> tuple[int, bool]:
    """Ne from its data object, and whether it stood there in extended form."""
    match value:
        case None:
            return 0, False
        case bytes() if len(value) == 1:
            return value[0] or SHORT_NE, False
        case bytes() if len(value) == 2:
            return int.from_bytes(value, "big") or EXTENDED_NE, True
        case _:
            raise EidError(FaultCode.SM_OBJECTS_WRONG)


def token_mac(key: bytes, oid: bytes, public: bytes) -> bytes:
    """The authentication token of PACE and Chip Authentication: CMAC over 7F49 { 06 oid | 86 public key }."""
    return cmac(key, Tlv(0x7F49, encode(0x06, oid) + encode(0x86, public)).raw)
