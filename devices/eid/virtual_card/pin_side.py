"""RESET RETRY COUNTER, ACTIVATE, DEACTIVATE: who may change what about the PIN (TR-03110-3 B.11, TR-03127 3.3.3)."""

import logging

from devices.eid import commands
from devices.eid.apdu import Command
from devices.eid.pace import PasswordKind
from devices.eid.pin_management import PIN_DIGITS
from devices.eid.virtual_card.memory import FULL_TRIES, CardMemory
from devices.eid.virtual_card.passwords import Passwords
from devices.eid.virtual_card.session import RefusalError, Session

log = logging.getLogger(__name__)

_OK, _BAD_DATA, _LENGTH, _DENIED, _PARAMETERS = 0x9000, 0x6A80, 0x6700, 0x6982, 0x6A86


def manage_pin(command: Command, session: Session, memory: CardMemory, passwords: Passwords) -> int:
    """Do what the command asks for; gives the status word, raises RefusalError."""
    if command.p2 != commands.PIN_REFERENCE:
        raise RefusalError(_PARAMETERS)
    match command.ins, command.p1:
        case commands.RESET_RETRY_COUNTER, 0x02:
            return _change(command, session, memory)
        case commands.RESET_RETRY_COUNTER, 0x03:
            return _unblock(command, session, memory, passwords)
        case commands.ACTIVATE | commands.DEACTIVATE, 0x10:
            if not session.may_manage_pin:
                raise RefusalError(_DENIED)
            memory.set_active(command.ins == commands.ACTIVATE)
            return _OK
        case _:
            raise RefusalError(_PARAMETERS)


def _change(command: Command, session: Session, memory: CardMemory) -> int:
    """Whoever knows the PIN, or the transport PIN, may set another; or an office's terminal."""
    if session.password is not PasswordKind.PIN and not session.may_manage_pin:
        raise RefusalError(_DENIED)
    if len(command.data) != PIN_DIGITS:
        raise RefusalError(_LENGTH)
    if not all(0x30 <= digit <= 0x39 for digit in command.data):
        raise RefusalError(_BAD_DATA)
    memory.set_pin(command.data)
    session.transport = False
    log.info("eid_card.pin_changed")
    return _OK


def _unblock(command: Command, session: Session, memory: CardMemory, passwords: Passwords) -> int:
    if command.data:
        raise RefusalError(_LENGTH)
    if session.may_manage_pin:
        memory.set_tries(FULL_TRIES)
        return _OK
    if session.password is not PasswordKind.PUK:
        raise RefusalError(_DENIED)
    return passwords.unblock()
