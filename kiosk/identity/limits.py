"""Every time limit of an attempt in one place, in seconds. People's own time is limited by the dialogue, not here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a step may take at most before it is given up; slow cards need seconds for a single PACE."""

    open: float = 6.0
    """Taking the card: a card that was just put down needs a moment."""
    look: float = 15.0
    """Recognising the card and asking for its tries."""
    prove: float = 30.0
    """One password, from the first to the last command."""
    carry: float = 40.0
    """One batch of the portal's commands."""
    change: float = 15.0
    """Setting a new PIN or unblocking the old one, once the password is proven."""
    fresh: float = 180.0
    """How old the portal's session may be when the PIN is proven; an older one is opened anew (it lives for 300)."""
