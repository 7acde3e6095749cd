"""What a chip keeps without power: keys, counters, its date, the roots that it trusts.

One JSON file a card, mode 0600, replaced as a whole before the chip answers: a try is taken away on disk before the
terminal learns anything, so that neither pulling the card nor killing the process gives it back. The PIN stands in it
as the keys that PACE derives from it, never as digits.
"""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

from devices.eid.cv_certificate import CvCertificate, parse_certificate
from devices.eid.cv_chain import TrustPoint, Verifier
from devices.eid.faults import EidError
from devices.eid.kdf import Cipher, password_key

PUK_USES = 10
FULL_TRIES = 3


class StoredPin(msgspec.Struct, forbid_unknown_fields=True):
    """The PIN and its state.

    Attributes:
        keys: K_pi in hex by length of the key in bits.
        transport: five digits, good for nothing but to set the real PIN.
    """

    keys: dict[str, str]
    transport: bool
    tries: int = FULL_TRIES
    active: bool = True


class StoredCard(msgspec.Struct, forbid_unknown_fields=True):
    """Everything that survives.

    Attributes:
        made_of: what the card was made of; another person's file or another authority means another card.
        today: the chip's estimate of the date.
        roots: certificates of trusted roots in hex, newest first.
        chip_keys, pseudonym_keys: private scalars in hex by key number.
        card_security, chip_security: signed files in hex.
    """

    made_of: str
    today: date
    roots: list[str]
    pin: StoredPin
    chip_keys: dict[int, str]
    pseudonym_keys: dict[int, str]
    card_security: str
    chip_security: str
    puk_uses: int = PUK_USES


class CardMemory:
    """One card's memory; each change is written before it counts.

    Args:
        card: as it was made or found.
        write: keeps a card; called with every change.
    """

    def __init__(self, card: StoredCard, write: Callable[[StoredCard], None]) -> None:
        self._card = card
        self._write = write

    @property
    def card(self) -> StoredCard:
        """The content; changed by the methods only."""
        return self._card

    def save(self) -> None:
        """Write what is there, for a card that was just made."""
        self._write(self._card)

    def set_pin(self, digits: bytes) -> None:
        """A new PIN with all its tries."""
        self._card.pin = StoredPin(pin_keys(digits), transport=False, active=self._card.pin.active)
        self.save()

    def set_tries(self, tries: int) -> None:
        """A new retry counter."""
        if self._card.pin.tries != tries:
            self._card.pin.tries = tries
            self.save()

    def set_active(self, active: bool) -> None:
        """Switch the online function."""
        self._card.pin.active = active
        self.save()

    def use_puk(self) -> None:
        """One unblocking less; all tries back."""
        self._card.puk_uses -= 1
        self._card.pin.tries = FULL_TRIES
        self.save()

    def set_trust(self, points: tuple[TrustPoint, ...], today: date) -> None:
        """New roots, a later date."""
        roots = [point.certificate.encode().hex() for point in points]
        if (roots, today) != (self._card.roots, self._card.today):
            self._card.roots, self._card.today = roots, today
            self.save()

    def trust_points(self) -> tuple[TrustPoint, ...]:
        """The trusted roots."""
        return tuple(_trusted(parse_certificate(bytes.fromhex(root))) for root in self._card.roots)

    def verifier(self) -> Verifier:
        """What the next session begins with."""
        return Verifier(self.trust_points(), self._card.today)

    def pin_key(self, cipher: Cipher) -> bytes:
        """K_pi of the PIN."""
        return bytes.fromhex(self._card.pin.keys[str(8 * cipher.value)])


def pin_keys(digits: bytes) -> dict[str, str]:
    """K_pi for every cipher."""
    return {str(8 * cipher.value): password_key(bytearray(digits), cipher).hex() for cipher in Cipher}


def load_card(path: Path, made_of: str) -> StoredCard | None:
    """Read a card's file; None if there is none, or it is unreadable, or it is another card's."""
    try:
        card = msgspec.json.decode(path.read_bytes(), type=StoredCard)
        CardMemory(card, lambda _card: None).trust_points()
    except (FileNotFoundError, msgspec.DecodeError, EidError, ValueError):
        return None
    return card if card.made_of == made_of else None


def write_card(path: Path, card: StoredCard) -> None:
    """Replace a card's file as a whole."""
    fresh = path.with_suffix(".new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(msgspec.json.encode(card))
    fresh.replace(path)


def _trusted(root: CvCertificate) -> TrustPoint:
    """A root or link that this chip has verified before it kept it."""
    return TrustPoint(root.chr, root.public_key.point(), root.public_key.hash_name, root)
