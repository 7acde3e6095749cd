"""PIN, CAN and PUK, and the ladder of the PIN (TR-03110-3 B.11, TR-03127 3.3.3).

Three tries; the last one is suspended until the CAN has opened a session; then blocked until the PUK. A try is taken
away before the comparison and given back after it. CAN and PUK have no counter; the PUK unblocks ten times.
"""

from devices.eid.kdf import Cipher, password_key
from devices.eid.pace import PasswordKind
from devices.eid.virtual_card.memory import FULL_TRIES, CardMemory
from devices.eid.virtual_card.person import Person

_OK, _WRONG, _DEACTIVATED_WARNING = 0x9000, 0x6300, 0x6283
_BLOCKED, _DEACTIVATED, _SUSPENDED, _UNKNOWN = 0x6983, 0x6984, 0x6985, 0x6A88
_COUNTER, _TRANSPORT_COUNTER = 0x63C0, 0x63D0


class Passwords:
    """The passwords of one card: the PIN as the memory has it, the CAN and the PUK as the person has them."""

    def __init__(self, memory: CardMemory, person: Person) -> None:
        self._memory = memory
        self._person = person

    @property
    def transport(self) -> bool:
        """Whether the PIN is still the one from the letter."""
        return self._memory.card.pin.transport

    def key(self, kind: PasswordKind, cipher: Cipher) -> bytes:
        """K_pi; raises KeyError for the MRZ, which this card does not offer."""
        if kind is PasswordKind.PIN:
            return self._memory.pin_key(cipher)
        digits = {PasswordKind.CAN: self._person.can, PasswordKind.PUK: self._person.puk}[kind]
        return bytes(password_key(bytearray(digits), cipher))

    def announce(self, kind: PasswordKind) -> int:
        """What MSE:SET AT says of a password."""
        match kind:
            case PasswordKind.CAN | PasswordKind.PUK:
                return _OK
            case PasswordKind.MRZ:
                return _UNKNOWN
            case PasswordKind.PIN:
                return self._pin_status()

    def _pin_status(self) -> int:
        pin = self._memory.card.pin
        if not pin.active:
            return _DEACTIVATED_WARNING
        if pin.transport and self._person.profile.tells_transport_pin:
            return _TRANSPORT_COUNTER + pin.tries
        return _OK if pin.tries == FULL_TRIES else _COUNTER + pin.tries

    def compare(self, kind: PasswordKind, matches: bool, *, resumed: bool) -> int:
        """Judge an attempt; gives 9000 or why not.

        Args:
            matches: whether the terminal knew the password.
            resumed: whether the CAN has opened the session that this came through.
        """
        if kind is not PasswordKind.PIN:
            return _OK if matches else _WRONG
        pin = self._memory.card.pin
        if not pin.active:
            return _DEACTIVATED
        if pin.tries == 0:
            return _BLOCKED
        if pin.tries == 1 and not resumed:
            return _SUSPENDED
        self._memory.set_tries(pin.tries - 1)
        if not matches:
            return _COUNTER + self._memory.card.pin.tries
        self._memory.set_tries(FULL_TRIES)
        return _OK

    def unblock(self) -> int:
        """Give the tries back, after the PUK."""
        if self._memory.card.puk_uses == 0:
            return _BLOCKED
        self._memory.use_puk()
        return _OK
