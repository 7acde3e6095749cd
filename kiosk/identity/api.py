"""What the dialogue asks of the eID and what it hears, as plain data.

One attempt has an id, made by the dialogue. Its life:

    open ─▶ Opened ─▶ (card lies there) look ─▶ CardReport ─▶ prove PIN ─▶ Progress… ─▶ Identified ─▶ close
                                                  │  suspended ─▶ prove CAN ─▶ CardReport (third try, in this session)
                                                  │  blocked   ─▶ prove PUK ─▶ CardReport
                                                  └─ trouble   ─▶ (other card, other way, help)

Passwords never pass through here: requests carry how many digits were seen, the worker takes the digits from the
`SecretEntry`, proves them once, and overwrites them. Nothing is ever tried again by itself: after a lost card or an
unclear answer the card is asked first (`CardReport`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from uuid import UUID

from kiosk.portal.errors import PortalFailure


class Password(Enum):
    """What a person proves to the card."""

    PIN = "pin"
    """Six digits, chosen by the holder."""
    CAN = "can"
    """Six digits printed on the card; has no counter."""
    PUK = "puk"
    """Ten digits of the letter; unblocks a PIN, ten times."""
    TRANSPORT_PIN = "transport_pin"
    """Five digits of the letter; good for setting a PIN and for nothing else."""


class Purpose(Enum):
    """What the attempt is for."""

    IDENTIFY = "identify"
    SET_PIN = "set_pin"
    ON_SITE = "on_site"
    """§ 18a PAuswG: staff have compared the photo; read with the CAN. Switched on by the staff page for one visit."""


class Trouble(Enum):
    """Why it does not go on, as a bystander would see it. Each has its own words and ways on."""

    NO_CARD = "no_card"
    WRONG_CARD = "wrong_card"
    """A chip card, but none with the online function (bank card, health card, passport)."""
    MUTE_CARD = "mute_card"
    """Something lies there and does not answer."""
    TWO_CARDS = "two_cards"
    """More than one chip card lies there: nobody can know which one is meant."""
    CARD_LOST = "card_lost"
    """Moved or taken away in the middle; what was proven must be proven again."""
    DEACTIVATED = "deactivated"
    """The online function is switched off; only the office can switch it on."""
    EXPIRED = "expired"
    """The card is no longer valid."""
    REVOKED = "revoked"
    """The card is on the block list."""
    PUK_USED_UP = "puk_used_up"
    PIN_REFUSED = "pin_refused"
    """The card said under seal that it does not take the new PIN: the old one holds."""
    NO_READER = "no_reader"
    READER_UNFIT = "reader_unfit"
    """The reader does not carry long commands; for staff."""
    CARD_BROKEN_RULE = "card_broken_rule"
    """The card answered against the protocol: forged, damaged, or broken code. `code` says where."""
    PORTAL = "portal"
    """The town's eID service is away or refuses; `failure` says why."""


NOT_PROVEN = "not_proven"
"""Code of CARD_LOST: a new PIN came without the old one, and was not sent. The old one holds."""


class ReadStep(Enum):
    """How far the reading is; shown one after the other."""

    PIN = "pin"
    AUTHORITY = "authority"
    """The card checks who wants to read."""
    GENUINE = "genuine"
    """The card proves that it is genuine."""
    DATA = "data"


class CardStep(Enum):
    """What a power cut may interrupt at a card."""

    READING = "reading"
    PIN = "pin"
    """The card is told to take a new PIN, or to unblock the old one."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Who reads what and why, as the authorisation certificate says it; shown before anything is asked.

    Args:
        provider: name and address of who reads.
        purpose: in the certificate's words.
        required: data fields without which the service does not go, by prefill name ("eid.family_names").
        optional: fields that may be deselected.
    """

    provider: str
    purpose: str
    required: tuple[str, ...]
    optional: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardReport:
    """What the card says about its PIN. Asked without costing a try.

    Args:
        tries: left; 1 means suspended (the CAN comes first), 0 blocked (the PUK).
        can_proven: the third try is free in this session.
        transport: the card says that its PIN was never set.
    """

    tries: int
    can_proven: bool = False
    transport: bool = False


@dataclass(frozen=True, slots=True)
class Troubled:
    """It does not go on. `code`: for the fault line and staff; never data."""

    trouble: Trouble
    code: str = ""
    failure: PortalFailure | None = None


# --- Requests ---


@dataclass(frozen=True, slots=True)
class OpenAttempt:
    """Asks the portal for the terms. Answer: Opened, or Troubled (PORTAL). Without portal for SET_PIN."""

    attempt: UUID
    purpose: Purpose
    service: str


@dataclass(frozen=True, slots=True)
class LookAtCard:
    """Takes the card that lies there for this attempt and asks for its state. Answer: Looked."""

    attempt: UUID


@dataclass(frozen=True, slots=True)
class ProvePassword:
    """Proves what was just entered, once. IDENTIFY with PIN goes on to reading at once.

    Args:
        digits: how many were seen; the worker takes them from the SecretEntry.
        released: fields that the person did not deselect; for reading.
    """

    attempt: UUID
    password: Password
    digits: int
    released: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeepNewPin:
    """The new PIN was entered, first or again (`repeat`). Answer: NewPinKept, PinChanged or Failed."""

    attempt: UUID
    digits: int
    repeat: bool


@dataclass(frozen=True, slots=True)
class CloseAttempt:
    """Gives the card back and forgets everything. No answer. Also at the end of every visit."""

    attempt: UUID


IdentityRequest = OpenAttempt | LookAtCard | ProvePassword | KeepNewPin | CloseAttempt


# --- Reports ---


@dataclass(frozen=True, slots=True)
class Opened:
    """The terms; None for SET_PIN, where nobody reads."""

    attempt: UUID
    terms: Terms | None


@dataclass(frozen=True, slots=True)
class Looked:
    """State of the card, or why it cannot be used. Also the answer to a CAN or PUK that was right."""

    attempt: UUID
    found: CardReport | Troubled


@dataclass(frozen=True, slots=True)
class PasswordWrong:
    """It was wrong; the card says what is left."""

    attempt: UUID
    password: Password
    report: CardReport


@dataclass(frozen=True, slots=True)
class PasswordProven:
    """SET_PIN: the old PIN or the transport PIN was right; now the new one."""

    attempt: UUID


@dataclass(frozen=True, slots=True)
class Progress:
    """A step of the reading is done."""

    attempt: UUID
    done: ReadStep


@dataclass(frozen=True, slots=True)
class Identified:
    """The portal has read the card and released these fields for prefill. Values as the card writes them.

    Args:
        session: the portal's id of this reading; the application names it as its proof (`identity.eid_session`).
        fields: by prefill name ("eid.family_names"); what was deselected or is not on the card is absent.
    """

    attempt: UUID
    session: str = field(repr=False)
    fields: Mapping[str, str] = field(repr=False)


class PinRefused(Enum):
    """Why a new PIN was not taken; costs no try."""

    TRIVIAL = "trivial"
    DIFFERENT = "different"
    """The second entry was not the first."""


@dataclass(frozen=True, slots=True)
class NewPinKept:
    """First entry: now the second one. `refused`: say why and ask for the first one again."""

    attempt: UUID
    refused: PinRefused | None = None


@dataclass(frozen=True, slots=True)
class PinChanged:
    """The card confirmed the new PIN."""

    attempt: UUID


@dataclass(frozen=True, slots=True)
class Failed:
    """The attempt is over or interrupted; the card must be asked again before anything is proven."""

    attempt: UUID
    why: Troubled


IdentityReport = (
    Opened | Looked | PasswordWrong | PasswordProven | Progress | Identified | NewPinKept | PinChanged | Failed
)
