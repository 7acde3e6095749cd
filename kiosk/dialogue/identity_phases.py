"""Phases of an identification, and of setting a PIN. Data only; `states/identity*.py` say what they do and look like.

What was read, and what the attempt is about, is in the session (`identity_attempt`): no phase holds anything personal.
"""

from dataclasses import dataclass
from enum import Enum

from kiosk.identity.api import ReadStep, Trouble, Troubled


class Entry(Enum):
    """A secret that is entered on the number pad."""

    PIN = "pin"
    CAN = "can"
    PUK = "puk"
    OLD_PIN = "old_pin"
    """Before a new one is set: the six digits, or the five of the letter."""
    NEW_PIN = "new_pin"
    NEW_PIN_AGAIN = "new_pin_again"


class Said(Enum):
    """Why the pad is there again."""

    LENGTH = "length"
    """Not that many digits; costs no try."""
    WRONG = "wrong"
    TRIVIAL = "trivial"
    DIFFERENT = "different"
    CARD_AWAY = "card_away"
    """The card was taken up (to read the number on it) and has to lie there when the number is proven."""
    UNBLOCKED = "unblocked"
    """The PUK was right, the PIN has its tries back."""


class Stop(Enum):
    """A page that explains something before it goes on."""

    CAN = "can"
    BLOCKED = "blocked"
    TRANSPORT = "transport"
    FORGOTTEN = "forgotten"


class After(Enum):
    """Where it goes on when the card is taken."""

    FORM = "form"
    HOME = "home"


class IdentityPhase:
    """Mark of all phases here, so that others can speak of them as one."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class IdentityOpening(IdentityPhase):
    """We ask the portal who reads what. `said`: why it begins anew."""

    since: float
    said: Trouble | None = None


@dataclass(frozen=True, slots=True)
class IdentityConsent(IdentityPhase):
    """May we read this?"""

    page: int = 0


@dataclass(frozen=True, slots=True)
class IdentityTerms(IdentityPhase):
    """All that the authorisation certificate says, a part of it."""

    part: int = 0


@dataclass(frozen=True, slots=True)
class IdentityCard(IdentityPhase):
    """The card is waited for, or (`looking`: since when) asked how it is.

    Args:
        said: what was wrong with the card before, or with the one that lies there.
    """

    looking: float | None = None
    said: Trouble | None = None


@dataclass(frozen=True, slots=True)
class IdentityStop(IdentityPhase):
    """Something is explained. `wrong`: the PIN was wrong just now. `looked`: see `IdentityEntry`."""

    stop: Stop
    wrong: bool = False
    looked: bool = True


@dataclass(frozen=True, slots=True)
class IdentityEntry(IdentityPhase):
    """A secret is entered: `count` digits so far.

    Args:
        looked: the card that lies there has been asked; without, the secret cannot be proven to it.
    """

    entry: Entry
    count: int = 0
    said: Said | None = None
    looked: bool = True


@dataclass(frozen=True, slots=True)
class IdentityChecking(IdentityPhase):
    """The card checks what was entered."""

    entry: Entry
    since: float


@dataclass(frozen=True, slots=True)
class IdentityReading(IdentityPhase):
    """The card is read."""

    since: float
    done: frozenset[ReadStep] = frozenset()


@dataclass(frozen=True, slots=True)
class IdentityKnown(IdentityPhase):
    """What the card gave."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class IdentityTake(IdentityPhase):
    """Nothing goes on before the card is taken."""

    after: After


@dataclass(frozen=True, slots=True)
class IdentityTrouble(IdentityPhase):
    """It does not go on with this card, or at all. `unclear`: nobody knows whether the card took the new PIN."""

    why: Troubled
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class PinSet(IdentityPhase):
    """The card confirmed the new PIN."""


Identity = (
    IdentityOpening
    | IdentityConsent
    | IdentityTerms
    | IdentityCard
    | IdentityStop
    | IdentityEntry
    | IdentityChecking
    | IdentityReading
    | IdentityKnown
    | IdentityTake
    | IdentityTrouble
    | PinSet
)
