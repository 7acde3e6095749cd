"""A new PIN and the end of a block, inside a session that `pace.establish` opened without a CHAT."""

from dataclasses import dataclass
from itertools import pairwise

from devices.eid import commands
from devices.eid.api import Transmit
from devices.eid.faults import EidError, FaultCode
from devices.eid.link import SecureLink, expect_ok
from devices.eid.outcomes import Failure, attempt
from devices.eid.pace import Established

PIN_DIGITS = 6


@dataclass(frozen=True)
class PinChanged:
    """The card has confirmed the new PIN."""


@dataclass(frozen=True)
class PinUnblocked:
    """The card has confirmed: three tries again, with the PIN as it was."""


@dataclass(frozen=True)
class PukUsedUp:
    """The PUK was right, but has unblocked ten times already."""


def set_new_pin(transmit: Transmit, session: Established, digits: bytearray) -> PinChanged | Failure:
    """Set a new PIN, after PACE with the old one or the transport PIN; the session ends.

    Args:
        digits: six, in the caller's buffer. The command's bytes are copies that Python cannot overwrite.

    Returns:
        PinChanged only if the card said so. Refused(PASSWORD_FORMAT) before anything is sent.
    """

    def change() -> PinChanged:
        if len(digits) != PIN_DIGITS or not all(0x30 <= digit <= 0x39 for digit in digits):
            raise EidError(FaultCode.PASSWORD_FORMAT)
        expect_ok(SecureLink(transmit, session.channel).send(commands.change_pin(bytes(digits))))
        return PinChanged()

    try:
        return attempt(change)
    finally:
        session.channel.close()


def unblock(transmit: Transmit, session: Established) -> PinUnblocked | PukUsedUp | Failure:
    """Give the PIN its tries back, after PACE with the PUK; the session ends."""

    def run() -> PinUnblocked | PukUsedUp:
        answer = SecureLink(transmit, session.channel).send(commands.unblock_pin())
        if answer.status & 0xFF00 == 0x6900:
            return PukUsedUp()
        expect_ok(answer)
        return PinUnblocked()

    try:
        return attempt(run)
    finally:
        session.channel.close()


def is_trivial(digits: bytearray) -> bool:
    """Whether a new PIN is one that a thief tries first: one digit over and over, or a run up or down, 9 next to 0."""
    steps = {(after - before) % 10 for before, after in pairwise(digits)}
    return steps in ({0}, {1}, {9})
