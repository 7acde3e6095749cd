"""A terminal on real PC/SC with the product's own reader and protocol code: lines of JSON in, lines of JSON out.

A process of its own, because libpcsclite binds a process to one pcscd for life. Each request is one visit: the card is
taken, talked to, reset and given back. What ends well and what does not is the name of the outcome.
"""

import json
import secrets
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from devices.card.api import AccessFault
from devices.card.session import PcscReader
from devices.eid.auxiliary import AuxiliaryData
from devices.eid.chat import Chat, Right
from devices.eid.data_groups import PartialDate
from devices.eid.pace import Established, PaceOutcome, Password, PasswordKind, WrongPassword
from devices.eid.pin_management import set_new_pin, unblock
from devices.eid.pin_state import PinUsable
from devices.eid.portal_authentication import Wish
from devices.eid.portal_reading import Done
from devices.eid.virtual_card.pki import ensure_pki
from tests.devices.eid.virtual_card.whole import ALL_GROUPS, SECTOR, Desk, Terminal

PATIENCE_S = 5.0


class Visits:
    """What can be asked for; `transmit` belongs to the card of the visit."""

    def __init__(self, desk: Desk, transmit: Callable[[bytes], bytes]) -> None:
        self._desk = desk
        self._transmit = transmit

    def state(self) -> dict[str, Any]:
        """The PIN's state."""
        return outcome(Terminal(self._transmit).state())

    def password(self, kind: str, digits: str, can: str = "") -> dict[str, Any]:
        """One use of a password, a suspended PIN through the CAN's session."""
        return outcome(self._opened(Terminal(self._transmit), kind, digits, can))

    def change_pin(self, old: str, new: str) -> dict[str, Any]:
        """A new PIN."""
        opened = self._opened(Terminal(self._transmit), "PIN", old)
        done = set_new_pin(self._transmit, opened, bytearray(new.encode())) if _stands(opened) else opened
        return outcome(done)

    def unblock(self, puk: str) -> dict[str, Any]:
        """All tries back."""
        opened = self._opened(Terminal(self._transmit), "PUK", puk)
        return outcome(unblock(self._transmit, opened) if _stands(opened) else opened)

    def read(self, pin: str, groups: list[int], born_until: str | None = None, can: str = "") -> dict[str, Any]:
        """A whole reading; without a PIN by the CAN."""
        terminal = Terminal(self._transmit)
        if terminal.failure is not None:
            return outcome(terminal.failure)
        rights = {Right.read(number) for number in groups} | {Right.RESTRICTED_IDENTIFICATION, Right.AGE_VERIFICATION}
        chat = Chat(frozenset(rights | ({Right.CAN_ALLOWED} if can else set())))
        assert chat.within(ALL_GROUPS)
        reference = None if born_until is None else date.fromisoformat(born_until)
        wish = Wish(chat, AuxiliaryData(born_until=reference), SECTOR)
        kind, digits = ("CAN", can) if can else ("PIN", pin)
        return outcome(terminal.read(self._desk, wish, self._opened(terminal, kind, digits, chat=chat)))

    @staticmethod
    def _opened(terminal: Terminal, kind: str, digits: str, can: str = "", chat: Chat | None = None) -> PaceOutcome:
        if terminal.failure is not None:
            return terminal.failure
        within = None
        if can:
            resumed = terminal.pace(PasswordKind.CAN, can)
            if not isinstance(resumed, Established):
                return resumed
            within = resumed.channel
        return terminal.pace(PasswordKind[kind], digits, chat=chat, within=within)


def _stands(opened: PaceOutcome) -> bool:
    return isinstance(opened, Established)


def outcome(found: object) -> dict[str, Any]:
    """An outcome as data."""
    said: dict[str, Any] = {"outcome": type(found).__name__}
    match found:
        case WrongPassword(tries_left=tries) | PinUsable(tries=tries):
            said["tries"] = tries
        case Done(reading=reading):
            said["groups"] = {number: _plain(value) for number, value in reading.groups.items()}
            said |= {"born_until": reading.born_until, "pseudonym": (reading.pseudonym or b"").hex()}
            said |= {"denied": sorted(reading.denied), "unreadable": sorted(reading.unreadable)}
        case Password() | Established() | None:
            pass
        case _ if hasattr(found, "code"):
            said["code"] = found.code.value
    return said


def _plain(value: object) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, PartialDate) else type(value).__name__


def main() -> None:
    """Answers requests until stdin ends."""
    today = datetime.now(tz=UTC).date()
    for line in sys.stdin:
        request = json.loads(line)
        desk = Desk(ensure_pki(Path(sys.argv[1]), random=secrets.token_bytes, today=today), today)
        session = PcscReader("").open(PATIENCE_S)
        if isinstance(session, AccessFault):
            said: dict[str, Any] = {"outcome": session.value}
        else:
            count = 0

            def transmit(command: bytes, session: Any = session) -> bytes:
                nonlocal count
                answer: bytes = session.transmit(command, PATIENCE_S)
                count += 1
                return answer

            try:
                said = getattr(Visits(desk, transmit), request.pop("do"))(**request)
            finally:
                session.close()
            said["apdus"] = count
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


main()
