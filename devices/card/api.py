"""What the card reader sees, without saying through which library."""

from collections.abc import Callable
from enum import Enum
from typing import Protocol


class CardPresence(Enum):
    """State of the one reader of this terminal, as a bystander would see it."""

    NO_READER = "no_reader"
    """No such reader, or the PC/SC service does not run."""
    EMPTY = "empty"
    PRESENT = "present"
    """A card lies on the reader and answers."""
    MUTE = "mute"
    """Something lies on the reader, but it does not answer (wrong side up, no chip, a coin)."""

    @property
    def card_there(self) -> bool:
        """Whether something has to be taken away before the next person comes."""
        return self in (CardPresence.PRESENT, CardPresence.MUTE)


PresenceListener = Callable[[CardPresence], None]


class AccessFault(Enum):
    """Why a card cannot be talked to, or no longer."""

    NO_READER = "no_reader"
    NO_SERVICE = "no_service"
    """The PC/SC service does not run, or fails."""
    IN_USE = "in_use"
    """Another program holds the card."""
    NO_CARD = "no_card"
    MUTE_CARD = "mute_card"
    TWO_CARDS = "two_cards"
    CARD_LOST = "card_lost"
    """Taken away, moved, or reset from outside. A command that was on its way may have arrived."""
    OVERDUE = "overdue"
    """No answer within the time that was given."""
    UNFIT = "unfit"
    """The reader or its driver does not carry long commands."""
    CLOSED = "closed"
    """Given back by ourselves."""


class CardSession(Protocol):
    """One card, for one program alone. May be used from one thread."""

    @property
    def fault(self) -> AccessFault | None:
        """Why it ended; None while it lives."""

    def transmit(self, command: bytes, within_s: float) -> bytes:
        """Carries one command and brings the answer with its status word.

        Raises:
            CardLostError: the card is gone or was reset (`devices.eid.api`).
            TransportError: anything else; `fault` says what. The session has ended in both cases.
        """

    def close(self) -> None:
        """Resets the card, so that nothing that was proven lives on, and gives it back. Never fails."""


class CardReader(Protocol):
    """The reader as whoever wants a card sees it."""

    def open(self, within_s: float) -> CardSession | AccessFault:
        """Takes the card that lies there, for this program alone."""

    def check_long_commands(self, session: CardSession, within_s: float) -> CardSession | AccessFault:
        """Makes sure that the reader carries commands in extended length; sends something only if that is not known.

        Args:
            session: with a card of which one knows that it speaks T=1. Must not be used any more afterwards.

        Returns:
            The session to go on with, or why there is none (UNFIT: the reader).
        """
