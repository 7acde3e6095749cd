"""Reading files: EF.CardAccess and EF.DIR in plain, anything over a link. Bounded, and complete or refused."""

from devices.eid import commands
from devices.eid.apdu import EXTENDED_NE, SHORT_NE, Command
from devices.eid.api import Transmit
from devices.eid.data_groups import GroupValue, decode_group
from devices.eid.faults import EidError, FaultCode
from devices.eid.link import Link, PlainLink
from devices.eid.outcomes import Failure, attempt
from devices.eid.secure_messaging import SHORT_PLAIN
from devices.eid.security_infos import SecurityInfos, parse_card_access
from devices.eid.tlv import parse_all, total_length

MAX_FILE = commands.MAX_OFFSET + 1
MAX_READS = 256
_ABSENT = (0x6A82, 0x6A80, 0x6A88)
_END_OF_FILE = (0x6282, 0x6B00)


def read_file(link: Link, first: Command) -> bytes | None:
    """Read a file that is one DER object.

    Args:
        first: reads from the beginning; its Ne is the size of each piece.

    Returns:
        The object without what may lie behind it, None if there is no such file.

    Raises:
        EidError: STATUS_UNEXPECTED, FILE_INCOMPLETE, TLV_MALFORMED, and those of the link.
    """
    answer = link.send(first)
    if answer.status in _ABSENT:
        return None
    content = b""
    for _ in range(MAX_READS):
        content += answer.data
        if not answer.ok and answer.status not in _END_OF_FILE:
            raise EidError(FaultCode.STATUS_UNEXPECTED, answer.status)
        wanted = total_length(content)
        if wanted is not None and len(content) >= wanted:
            return content[:wanted]
        if not answer.data or answer.status in _END_OF_FILE or len(content) >= MAX_FILE:
            break
        answer = link.send(commands.read_binary(len(content), first.ne))
    raise EidError(FaultCode.FILE_INCOMPLETE)


def read_card_access(transmit: Transmit) -> tuple[SecurityInfos, bytes] | Failure:
    """Steps 1 and 2: what the card can do, parsed and as it was read.

    Refused(CARD_ACCESS_MISSING) is what a bank card or a health card gives.
    """

    def read() -> tuple[SecurityInfos, bytes]:
        link = PlainLink(transmit)
        selected = link.send(commands.select_master_file())
        if not selected.ok:
            raise EidError(FaultCode.CARD_ACCESS_MISSING, selected.status)
        try:
            raw = read_file(link, commands.read_short_file(commands.EF_CARD_ACCESS_SFI, SHORT_NE))
        except EidError as error:
            if error.code is FaultCode.STATUS_UNEXPECTED:
                raise EidError(FaultCode.CARD_ACCESS_MISSING, error.status) from None
            raise
        if raw is None:
            raise EidError(FaultCode.CARD_ACCESS_MISSING)
        return parse_card_access(raw), raw

    return attempt(read)


def has_eid_application(transmit: Transmit) -> bool | Failure:
    """Whether EF.DIR names the eID application: a passport runs PACE as well, but has none."""

    def read() -> bool:
        content = _read_to_end(PlainLink(transmit), commands.read_short_file(commands.EF_DIR_SFI, SHORT_NE))
        templates = [each for each in parse_all(content) if each.tag == 0x61]
        names = [inner.value for each in templates for inner in each.children() if inner.tag == 0x4F]
        return commands.EID_APPLICATION in names

    return attempt(read)


def read_group(link: Link, number: int, *, extended: bool = True) -> GroupValue | None:
    """Read a data group of the selected eID application; None if the card has no such group.

    Args:
        extended: in one command; otherwise in pieces whose sealed form is short.

    Raises:
        EidError: DATA_GROUP_MALFORMED, STATUS_UNEXPECTED (6982: no right), and those of the link.
    """
    raw = read_file(link, commands.read_short_file(number, EXTENDED_NE if extended else SHORT_PLAIN))
    return None if raw is None else decode_group(number, raw)


def _read_to_end(link: Link, first: Command) -> bytes:
    """Read a file of several objects until the card has no more; nothing if it is absent or may not be read."""
    content = b""
    answer = link.send(first)
    for _ in range(MAX_READS):
        content += answer.data
        if not answer.ok or not answer.data or len(content) >= MAX_FILE:
            break
        answer = link.send(commands.read_binary(len(content), first.ne))
    return content
