"""Cards by person: made at first use in the shared test PKI, remembered in a folder of their own."""

import hashlib
from collections.abc import Callable
from datetime import date
from enum import Enum
from functools import partial
from pathlib import Path

from devices.eid.curves import RandomBytes
from devices.eid.virtual_card.chip import EidChip
from devices.eid.virtual_card.memory import CardMemory, load_card, write_card
from devices.eid.virtual_card.person import PersonError, find_person, load_person
from devices.eid.virtual_card.personalise import cloned, fingerprint, forged, personalise
from devices.eid.virtual_card.pki import ensure_pki


class Forgery(Enum):
    """What is wrong with a card; the value is its name on the control socket."""

    NONE = "genuine"
    FOREIGN_SIGNER = "foreign_signer"
    """EF.CardSecurity is signed by somebody else under the authority's name."""
    CLONE = "clone"
    """Every file is a true copy, the chip's key is not."""


class Wallet:
    """Where cards come from.

    Args:
        pki: folder of the test PKI (`pki.py`); made if missing.
        memory: folder with one file a card; made if missing.
        random: random source of factory and chips.
        today: the day on which a PKI is made or renewed.
    """

    def __init__(self, pki: Path, memory: Path, *, random: RandomBytes, today: Callable[[], date]) -> None:
        self._pki = pki
        self._memory = memory
        self._random = random
        self._today = today

    def card(self, person: str, forgery: Forgery = Forgery.NONE) -> EidChip:
        """The card of a person: a shipped name, or a file.

        A forged card has a memory of its own, so that the genuine one is not touched by it.

        Raises:
            PersonError: no such person, or a file that makes no card.
            OSError: folders cannot be used.
        """
        source = find_person(person)
        holder = load_person(source)
        pki = ensure_pki(self._pki, random=self._random, today=self._today())
        made_of = fingerprint(source.read_bytes(), pki)
        file = self._file_of(source, forgery)
        stored = load_card(file, made_of)
        if stored is None:
            stored = personalise(holder, pki, made_of=made_of, random=self._random)
            if forgery is Forgery.FOREIGN_SIGNER:
                stored = forged(stored, holder.profile, random=self._random)
            elif forgery is Forgery.CLONE:
                stored = cloned(stored, holder.profile, random=self._random)
        memory = CardMemory(stored, partial(write_card, file))
        memory.save()
        return EidChip(holder, memory, random=self._random)

    def _file_of(self, source: Path, forgery: Forgery) -> Path:
        self._memory.mkdir(parents=True, exist_ok=True, mode=0o700)
        place = hashlib.sha256(str(source.resolve()).encode()).hexdigest()[:8]
        return self._memory / f"{source.stem}-{place}-{forgery.value}.json"


__all__ = ["Forgery", "PersonError", "Wallet"]
