"""What belongs to the person who stands there, and the one place where it is forgotten.

Answers, identity and secrets are in this class and nowhere else, so that `wipe()` is the only thing to call at the end
of a visit. The one exception is number and code of a receipt, which the page that shows them holds (`phases.Done`).
"""

from dataclasses import dataclass, field

from kiosk.dialogue.forms.filling import Filling
from kiosk.dialogue.identity_attempt import Attempt
from kiosk.dialogue.pages import Appearance


@dataclass(frozen=True, slots=True)
class Session:
    """One visit.

    Args:
        default: appearance of a fresh visit (the terminal's first language, size M, standard colours).
        appearance: as this person chose it.
        started: monotonic seconds of the first touch, None while nobody is there.
        filling: the form under way.
        query: what was typed into the search.
        more_time: three times as long until the time warning.
        attempt: the use of the ID card that is under way; what was read is in the form.
        on_site: § 18a PAuswG: staff have compared the photo, the card is read with its CAN. For this visit only.
    """

    default: Appearance
    appearance: Appearance
    started: float | None = None
    filling: Filling | None = field(default=None, repr=False)
    query: str = field(default="", repr=False)
    more_time: bool = False
    attempt: Attempt | None = field(default=None, repr=False)
    on_site: bool = False

    @classmethod
    def fresh(cls, default: Appearance) -> "Session":
        """Nobody is there yet."""
        return cls(default, default)

    def wipe(self) -> "Session":
        """Everything of this visit is gone: settings are back, no answer is left."""
        return Session.fresh(self.default)
