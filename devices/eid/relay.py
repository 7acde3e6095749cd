"""What the terminal does for the portal: it carries batches of commands to the card.

Before Chip Authentication the portal sends plain commands and the terminal seals them under the keys of PACE; after it
the portal seals by itself, and the terminal sees neither the commands nor the answers. The PIN never leaves, and
nothing but reading is carried: a portal that asks for a new PIN is refused.
"""

from dataclasses import dataclass
from enum import Enum

from devices.eid import commands
from devices.eid.apdu import EXTENDED_NE, Command, Response, decode_command, decode_response
from devices.eid.api import Transmit
from devices.eid.commands import MAX_OFFSET
from devices.eid.faults import EidError, FaultCode
from devices.eid.link import SecureLink
from devices.eid.outcomes import Failure, attempt
from devices.eid.secure_messaging import SEALED, SecureChannel
from devices.eid.tlv import total_length

MAX_BATCH = 64
"""Commands in one batch; a whole reading needs half of it."""
MAX_COMMAND = 4096

# CLA, INS, P1, P2 of what may be sealed under the keys of PACE; reading and choosing files take any P1 and P2.
_AUTHENTICATION = frozenset(
    {
        (0x00, commands.MSE, 0x81, 0xB6),
        (0x00, commands.PSO, 0x00, 0xBE),
        (0x00, commands.MSE, 0x81, 0xA4),
        (0x00, commands.EXTERNAL_AUTHENTICATE, 0x00, 0x00),
        (0x00, commands.MSE, 0x41, 0xA4),
        (0x00, commands.GENERAL_AUTHENTICATE, 0x00, 0x00),
    }
)
_FILES = frozenset({commands.SELECT, commands.READ_BINARY})
_SEALED_INS = frozenset(
    {commands.SELECT, commands.READ_BINARY, commands.VERIFY, commands.MSE, commands.GENERAL_AUTHENTICATE}
)


class Wrap(Enum):
    """Who seals the commands of a batch."""

    PACE = "pace"
    """The terminal, under the keys of PACE."""
    NONE = "none"
    """Nobody any more: the portal has, under the keys of Chip Authentication."""


@dataclass(frozen=True)
class Batch:
    """Commands to carry, in order."""

    commands: tuple[bytes, ...]
    wrap: Wrap


@dataclass(frozen=True)
class Relayed:
    """The card's answers in order; fewer than commands if the card refused one that others depended on."""

    responses: tuple[bytes, ...]


def get_challenge(transmit: Transmit, channel: SecureChannel) -> bytes | Failure:
    """Fetch the card's challenge right after PACE, before the portal is asked: that saves a round trip."""

    def ask() -> bytes:
        answer = SecureLink(transmit, channel).send(commands.get_challenge())
        if not answer.ok or len(answer.data) != commands.CHALLENGE_BYTES:
            raise EidError(FaultCode.STATUS_UNEXPECTED, answer.status)
        return answer.data

    return attempt(ask)


def relay(transmit: Transmit, channel: SecureChannel, batch: Batch) -> Relayed | Failure:
    """Carry a batch to the card.

    Under the keys of PACE a READ BINARY from offset 0 of a selected file is completed: its answer is the whole object,
    in as many reads as the card wants. The first refused command ends such a batch, its answer is the last.
    A batch that the portal has sealed ends where the card drops the keys; the keys of PACE are gone by then.

    Returns:
        Relayed; Refused(RELAY_REFUSED) before anything is sent that is not part of reading; CardLost and the like.
    """

    def carry() -> Relayed:
        decoded = _checked(batch)
        match batch.wrap:
            case Wrap.PACE:
                return _relay_under_pace(SecureLink(transmit, channel), decoded)
            case Wrap.NONE:
                channel.close()
                return _relay_sealed(transmit, batch.commands)

    outcome = attempt(carry)
    if not isinstance(outcome, Relayed):
        channel.close()
    return outcome


def _checked(batch: Batch) -> list[Command]:
    if len(batch.commands) > MAX_BATCH or any(len(each) > MAX_COMMAND for each in batch.commands):
        raise EidError(FaultCode.RELAY_REFUSED)
    try:
        decoded = [decode_command(each) for each in batch.commands]
    except EidError:
        raise EidError(FaultCode.RELAY_REFUSED) from None
    allowed = _allowed_under_pace if batch.wrap is Wrap.PACE else _allowed_sealed
    if not all(allowed(each) for each in decoded):
        raise EidError(FaultCode.RELAY_REFUSED)
    return decoded


def _allowed_under_pace(command: Command) -> bool:
    is_file = command.cla == 0x00 and command.ins in _FILES
    return is_file or (command.cla, command.ins, command.p1, command.p2) in _AUTHENTICATION


def _allowed_sealed(command: Command) -> bool:
    return command.cla & SEALED == SEALED and command.ins in _SEALED_INS


def _relay_under_pace(link: SecureLink, decoded: list[Command]) -> Relayed:
    responses: list[bytes] = []
    for command in decoded:
        answer = link.send(command)
        if command.ins == commands.READ_BINARY and (command.p1, command.p2) == (0, 0):
            answer = _completed(link, command, answer)
        responses.append(answer.encode())
        if answer.status not in (0x9000, 0x6282):
            break
    return Relayed(tuple(responses))


def _completed(link: SecureLink, command: Command, answer: Response) -> Response:
    """Read on until the object is whole, the card has no more, or it refuses."""
    content = answer.data
    while answer.ok and answer.data and len(content) <= MAX_OFFSET:
        wanted = total_length(content)
        if wanted is not None and len(content) >= wanted:
            break
        answer = link.send(commands.read_binary(len(content), command.ne))
        content += answer.data
    return Response(content, answer.status)


def _relay_sealed(transmit: Transmit, sealed: tuple[bytes, ...]) -> Relayed:
    responses: list[bytes] = []
    for command in sealed:
        answer = decode_response(transmit(command))
        if len(answer.data) > EXTENDED_NE:
            raise EidError(FaultCode.ANSWER_TOO_LONG)
        responses.append(answer.encode())
        if not answer.data:  # in plain: the card has dropped the keys
            break
    return Relayed(tuple(responses))
