"""The files of the card and who may read them (TR-03127 table 3, TR-03110-4 2.2.3).

Short identifiers belong to the directory that is current; a data group's is its number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from devices.eid import commands
from devices.eid.tlv import encode, encode_all

EF_ATR, EF_ATR_SFI = bytes.fromhex("2F01"), 0x01
EF_CHIP_SECURITY, EF_CHIP_SECURITY_SFI = bytes.fromhex("011B"), 0x1B
LONGEST_COMMAND, LONGEST_ANSWER = 0x0800, 0x10000 - 1


class Directory(Enum):
    """Where one can be."""

    MASTER = auto()
    EID = auto()


class Access(Enum):
    """Who may read a file."""

    ALWAYS = auto()
    AUTHENTICATED = auto()
    """PACE and Terminal Authentication."""
    PRIVILEGED = auto()
    """The same, as a terminal with that right."""
    GROUP = auto()
    """Chip Authentication too, and the right to this group."""


@dataclass(frozen=True)
class CardFile:
    """One elementary file. Its content may be personal: not in the repr."""

    identifier: bytes
    short: int
    access: Access
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class FileSystem:
    """All files, by directory."""

    files: Mapping[Directory, tuple[CardFile, ...]]

    def by_identifier(self, directory: Directory, identifier: bytes) -> CardFile | None:
        """The file with this identifier in a directory."""
        return next((file for file in self.files[directory] if file.identifier == identifier), None)

    def by_short(self, directory: Directory, short: int) -> CardFile | None:
        """The file with this short identifier in a directory."""
        return next((file for file in self.files[directory] if file.short == short), None)


def file_system(
    *, card_access: bytes, card_security: bytes, chip_security: bytes, groups: Mapping[int, bytes]
) -> FileSystem:
    """Lay the files out."""
    return FileSystem(
        {
            Directory.MASTER: (
                CardFile(commands.EF_DIR, commands.EF_DIR_SFI, Access.ALWAYS, _directory_of_applications()),
                CardFile(EF_ATR, EF_ATR_SFI, Access.ALWAYS, _capabilities()),
                CardFile(commands.EF_CARD_ACCESS, commands.EF_CARD_ACCESS_SFI, Access.ALWAYS, card_access),
                CardFile(commands.EF_CARD_SECURITY, commands.EF_CARD_SECURITY_SFI, Access.AUTHENTICATED, card_security),
                CardFile(EF_CHIP_SECURITY, EF_CHIP_SECURITY_SFI, Access.PRIVILEGED, chip_security),
            ),
            Directory.EID: tuple(
                CardFile(bytes([0x01, number]), number, Access.GROUP, content)
                for number, content in sorted(groups.items())
            ),
        }
    )


def _directory_of_applications() -> bytes:
    """EF.DIR: one template per application (ISO 7816-4 12.2.2.3)."""
    return encode(0x61, encode_all((0x4F, commands.EID_APPLICATION), (0x50, b"eID")))


def _capabilities() -> bytes:
    """EF.ATR/INFO: how long commands and answers may be (ISO 7816-4 12.7.1)."""
    lengths = encode_all((0x02, LONGEST_COMMAND.to_bytes(2, "big")), (0x02, LONGEST_ANSWER.to_bytes(2, "big")))
    return encode(0x7F66, lengths)
