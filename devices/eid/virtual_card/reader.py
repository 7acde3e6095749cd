"""Choosing and reading files: where one is, what is chosen, who may read it, how much fits (ISO 7816-4 11.2, 11.3)."""

from devices.eid import commands
from devices.eid.apdu import EXTENDED_NE, SHORT_NE, Command, Response
from devices.eid.chat import Right
from devices.eid.data_groups import GROUPS
from devices.eid.virtual_card.files import Access, CardFile, Directory, FileSystem, file_system
from devices.eid.virtual_card.memory import StoredCard
from devices.eid.virtual_card.person import Person
from devices.eid.virtual_card.session import RefusalError, Session

_OK, _END, _LENGTH, _NONE_CHOSEN, _DENIED = 0x9000, 0x6282, 0x6700, 0x6986, 0x6982
_NOT_FOUND, _PARAMETERS, _OFFSET = 0x6A82, 0x6A86, 0x6B00
_NO_ANSWER, _FIRST = 0x0C, 0x00


class FileReader:
    """The current directory and file of one card.

    Attributes:
        room: most bytes that fit into the answer to the command at hand.
    """

    def __init__(self, files: FileSystem) -> None:
        self._files = files
        self.room = EXTENDED_NE - 1
        self.reset()

    def reset(self) -> None:
        """Back to where a card is after power-up."""
        self._directory = Directory.MASTER
        self._file: CardFile | None = None

    def select(self, command: Command) -> Response:
        """SELECT by identifier or name; P2 is 00 or 0C, and no file control information comes. Raises RefusalError."""
        if command.p2 not in (_FIRST, _NO_ANSWER):
            raise RefusalError(_PARAMETERS)
        name = command.data
        match command.p1:
            case 0x00 if name in (b"", commands.MASTER_FILE):
                self._enter(Directory.MASTER)
            case 0x00 | 0x02:
                self._choose(self._files.by_identifier(self._directory, name))
            case 0x04 if name == commands.EID_APPLICATION:
                self._enter(Directory.EID)
            case 0x01 | 0x04:
                raise RefusalError(_NOT_FOUND)
            case _:
                raise RefusalError(_PARAMETERS)
        return Response(b"", _OK)

    def read(self, command: Command, session: Session | None) -> Response:
        """READ BINARY, of the chosen file or by short identifier, which chooses it. Raises RefusalError."""
        if command.data or not command.ne:
            raise RefusalError(_LENGTH)
        offset = command.p1 << 8 | command.p2
        if command.p1 & 0x80:
            if command.p1 & 0x60:
                raise RefusalError(_PARAMETERS)
            offset = command.p2
            self._choose_short(command.p1 & 0x1F, session)
        if self._file is None:
            raise RefusalError(_NONE_CHOSEN)
        _check(self._file, session)
        content = self._file.content
        if offset >= len(content) and (offset or content):
            raise RefusalError(_OFFSET)
        piece = content[offset : offset + min(command.ne, self.room)]
        # "All there is" is not a promise that so much is there: only a number may be too large.
        all_there_is = command.ne == (EXTENDED_NE if command.extended else SHORT_NE)
        too_much = offset + command.ne > len(content) and not all_there_is
        return Response(piece, _END if too_much else _OK)

    def _choose_short(self, short: int, session: Session | None) -> None:
        found = self._files.by_short(self._directory, short)
        is_group = self._directory is Directory.EID and short in GROUPS
        if found is None and is_group and not _may_read_group(short, session):
            raise RefusalError(_DENIED)  # who may not read a group does not learn whether it is there
        self._choose(found)

    def _choose(self, found: CardFile | None) -> None:
        if found is None:
            raise RefusalError(_NOT_FOUND)
        self._file = found

    def _enter(self, directory: Directory) -> None:
        self._directory, self._file = directory, None


def file_system_of(person: Person, card: StoredCard, access: bytes) -> FileSystem:
    """The files of one card."""
    return file_system(
        card_access=access,
        card_security=bytes.fromhex(card.card_security),
        chip_security=bytes.fromhex(card.chip_security),
        groups=person.groups,
    )


def _check(file: CardFile, session: Session | None) -> None:
    match file.access:
        case Access.ALWAYS:
            allowed = True
        case Access.AUTHENTICATED:
            allowed = session is not None and session.rights is not None
        case Access.PRIVILEGED:
            allowed = session is not None and session.has(Right.PRIVILEGED_TERMINAL)
        case Access.GROUP:
            allowed = _may_read_group(file.short, session)
    if not allowed:
        raise RefusalError(_DENIED)


def _may_read_group(number: int, session: Session | None) -> bool:
    return session is not None and session.genuine and session.has(Right.read(number))
