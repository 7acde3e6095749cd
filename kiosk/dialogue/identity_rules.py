"""Rules of identification that hold whatever page stands: attempts that end, secrets that go, a worker that breaks.

Pure; the machine calls them around each event.
"""

from kiosk.dialogue.effects import AskIdentity, Effect, ForgetSecret
from kiosk.dialogue.events import Event, IdentitySaid, Tick
from kiosk.dialogue.identity_phases import IdentityChecking, IdentityEntry, IdentityReading
from kiosk.dialogue.phases import Phase, ground
from kiosk.dialogue.session import Session
from kiosk.identity.api import CloseAttempt, Failed, IdentityRequest, Trouble, Troubled

BROKEN_CODE = "terminal"


def broken(request: IdentityRequest) -> Event:
    """The worker broke: whoever waits for its answer hears that it does not go on, and nothing is tried again."""
    if isinstance(request, CloseAttempt):
        return Tick()
    return IdentitySaid(Failed(request.attempt, Troubled(Trouble.CARD_BROKEN_RULE, BROKEN_CODE)))


def closed(before: Session, after: Session) -> tuple[Effect, ...]:
    """An attempt that is not in the session any more is over, on whatever way: leaving, time, end of the visit."""
    old, new = before.attempt, after.attempt
    if old is None or (new is not None and new.id == old.id):
        return ()
    return (AskIdentity(CloseAttempt(old.id)),)


def left_secret(before: Phase, after: Phase) -> tuple[Effect, ...]:
    """Digits are overwritten as soon as their page is gone. On the way to the card it is the worker that takes them."""
    match ground(before), ground(after):
        case (IdentityEntry(entry=old), IdentityEntry(entry=new)) if old is new:
            return ()
        case (IdentityEntry(), IdentityChecking() | IdentityReading()):
            return ()
        case (IdentityChecking(), IdentityChecking()) | (IdentityReading(), IdentityReading()):
            return ()
        case (IdentityEntry() | IdentityChecking() | IdentityReading(), _):
            return (ForgetSecret(),)
        case _:
            return ()
