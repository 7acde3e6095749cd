"""Cards that people put on the reader by mistake: enough of them to be told apart, nothing to be read.

Both have a contact chip's ATR as published in lists of ATRs. The health card has EF.CardAccess and offers PACE, but
no eID application: a terminal that looks for PACE alone would ask for a PIN here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

_DONE, _LENGTH, _NOT_FOUND = bytes.fromhex("9000"), bytes.fromhex("6700"), bytes.fromhex("6A82")
_NO_FILE, _UNKNOWN_INS, _UNKNOWN_CLA = bytes.fromhex("6986"), bytes.fromhex("6D00"), bytes.fromhex("6E00")
_OFFSET = bytes.fromhex("6B00")
_MASTER_FILE = bytes.fromhex("3F00")


@dataclass(frozen=True)
class OtherCard:
    """A card with applications that can be chosen and a few open files.

    Attributes:
        has_master_file: 3F00 can be chosen.
        open_files: by short identifier.
    """

    atr: bytes
    applications: tuple[bytes, ...]
    has_master_file: bool = False
    open_files: Mapping[int, bytes] = field(default_factory=dict)

    def power_off(self) -> None:
        """It remembers nothing."""

    def transmit(self, apdu: bytes) -> bytes:
        """Answers a command APDU."""
        if len(apdu) < 4:
            return _LENGTH
        cla, ins, p1, p2 = apdu[:4]
        if cla != 0x00:
            return _UNKNOWN_CLA
        match ins:
            case 0xA4:
                return self._select(p1, apdu[5 : 5 + apdu[4]] if len(apdu) > 5 else b"")
            case 0xB0 if p1 & 0x80:
                return self._read(p1 & 0x1F, p2)
            case 0xB0:
                return _NO_FILE
            case _:
                return _UNKNOWN_INS

    def _select(self, p1: int, name: bytes) -> bytes:
        if p1 == 0x04:
            return _DONE if name in self.applications else _NOT_FOUND
        return _DONE if self.has_master_file and p1 == 0x00 and name in (b"", _MASTER_FILE) else _NOT_FOUND

    def _read(self, short: int, offset: int) -> bytes:
        content = self.open_files.get(short)
        if content is None:
            return _NOT_FOUND
        return content[offset : offset + 256] + _DONE if offset < len(content) else _OFFSET


def bank_card() -> OtherCard:
    """A German debit card."""
    return OtherCard(
        atr=bytes.fromhex("3BFF1800FF8131FE4565631105400250001055100303050043"),
        applications=(b"1PAY.SYS.DDF01", b"2PAY.SYS.DDF01", bytes.fromhex("A0000003591010028001")),
    )


def health_card() -> OtherCard:
    """A German health insurance card: PACE with a CAN of its own, and no eID application."""
    root, insurance = bytes.fromhex("D2760001448000"), bytes.fromhex("D27600000102")
    directory = b"".join(bytes([0x61, 2 + len(name), 0x4F, len(name)]) + name for name in (root, insurance))
    return OtherCard(
        atr=bytes.fromhex("3BD097FF81B1FE451F072B"),
        applications=(root, insurance),
        has_master_file=True,
        open_files={0x1E: directory, 0x1C: bytes.fromhex("31143012060A04007F0007020204020202010202010D")},
    )
