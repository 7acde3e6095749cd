"""Where the conversation stands: one frozen class a phase, and the union of all.

Data only; what a phase does and how it looks is in `states/`, one file a phase. Overlays (help, language, time warning)
keep the phase under them and give it back.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from kiosk.about.model import AboutTopic
from kiosk.dialogue.identity_phases import Identity
from kiosk.dialogue.taking import Taking
from kiosk.documents.receipt import ReceiptSlip
from kiosk.outbox.api import Held
from kiosk.portal.contract import CaseStatus, QueueOverview, QueueTicket, QueueTicketRequest
from kiosk.portal.errors import PortalFailure
from kiosk.staff.api import PinUnread, PinUnusable, PinWrong


@dataclass(frozen=True, slots=True)
class Attract:
    """Nobody is there."""


@dataclass(frozen=True, slots=True)
class Home:
    """What would you like to do? In reach mode a page of it."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class QueueLoading:
    """We ask the portal what can be queued for. `tries` counts finished attempts without success."""

    request: UUID
    since: float
    tries: int = 0


@dataclass(frozen=True, slots=True)
class QueueChoice:
    """The person picks a matter. `missing`: pressed the filled key without a choice."""

    overview: QueueOverview
    selected: str | None = None
    more_time: bool = False
    missing: bool = False
    page: int = 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """The number is being drawn under `ticket`; `choice` is where "Zurück" leads."""

    ticket: UUID
    request: QueueTicketRequest
    choice: QueueChoice
    since: float
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Paused:
    """The portal is away in the middle: nothing is lost, the terminal tries again at `retry_at` (None: no more)."""

    resume: "Resumable"
    failure: PortalFailure
    since: float
    retry_at: float | None


@dataclass(frozen=True, slots=True)
class Refused:
    """The portal said no (queue closed meanwhile, matter gone)."""

    failure: PortalFailure


@dataclass(frozen=True, slots=True)
class Ticket:
    """The number is there, and how it is taken along."""

    ticket: QueueTicket
    taking: Taking


@dataclass(frozen=True, slots=True)
class Topics:
    """Which topic is it about? A page of them."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class Topic:
    """The services of one topic, a page of them."""

    group: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Search:
    """Find a service by a word; what was typed is in the session."""

    shift: bool = False
    layer: int = 0


@dataclass(frozen=True, slots=True)
class Intro:
    """What a service is, needs, costs and leads to, before anybody starts. `list_`: the list that was asked for."""

    service: str
    list_: Taking | None = None


@dataclass(frozen=True, slots=True)
class OptionsLoading:
    """We ask the portal for the choices of a form, one list after the other."""

    service: str
    waiting: tuple[str, ...]
    since: float
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Privacy:
    """The short privacy notice; `then` is where the person goes on."""

    then: "Asking | Confirm"


@dataclass(frozen=True, slots=True)
class Asking:
    """One question of the form in the session. `review`: it was opened by "Ändern" and leads back there."""

    question: str
    review: bool = False


@dataclass(frozen=True, slots=True)
class Stopped:
    """The form ends here and nothing is sent; `step` is the step whose answers ended it."""

    step: str
    question: str


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Are these answers right? A page of them."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class Confirm:
    """Declarations, costs, notices, and send. `missing`: the filled key was pressed without a needed declaration."""

    missing: bool = False


@dataclass(frozen=True, slots=True)
class Sending:
    """The application is on its way.

    Args:
        code: for the slip if the portal does not answer in time; random, and sealed into the application.
        sealed: it is safe on this terminal and will arrive whatever happens.
        withdrawn: it took too long to become safe; what the outbox says now decides.
    """

    key: UUID
    since: float
    code: str = field(repr=False)
    sealed: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class NotSent:
    """It was not taken: nothing is lost while the person stands here. `final`: the portal will never take it."""

    code: str
    final: bool


@dataclass(frozen=True, slots=True)
class Done:
    """The application is safe, and what proves it. `provisional`: the portal has not confirmed it yet."""

    key: UUID
    slip: ReceiptSlip = field(repr=False)
    taking: Taking = field(repr=False)


@dataclass(frozen=True, slots=True)
class StatusLoading:
    """We ask the portal how far a case is; number and code are in the form of the session."""

    question: str
    request: UUID
    since: float
    tries: int = 0


@dataclass(frozen=True, slots=True)
class StatusShown:
    """How far a case is; `Held`: it has not left this terminal."""

    status: CaseStatus | Held = field(repr=False)


@dataclass(frozen=True, slots=True)
class CardLeft:
    """A card lies on the reader and nobody is in a visit."""

    since: float
    after_visit: bool
    noted: bool = False


@dataclass(frozen=True, slots=True)
class OutOfService:
    """Nothing can be offered now; comes back by itself."""

    fault: str
    since: datetime


@dataclass(frozen=True, slots=True)
class StaffPin:
    """The door of the staff area; `count` digits are entered. No PIN is looked at before `locked_until` (monotonic)."""

    count: int = 0
    checking: bool = False
    short: bool = False
    said: PinWrong | PinUnread | PinUnusable | None = None
    locked_until: float | None = None


@dataclass(frozen=True, slots=True)
class Staff:
    """The staff area: states, tests, tasks.

    Args:
        tasks: where text is too large for one page, the second one: counters and tasks.
        restarting: the program is about to end.
    """

    tasks: bool = False
    restarting: bool = False


@dataclass(frozen=True, slots=True)
class StaffNotices:
    """What staff should know; read only, nothing personal, no actions. `area`: "Zurück" leads to the staff area."""

    area: bool = False
    page: int = 0


Resumable = QueueLoading | Drawing | OptionsLoading | StatusLoading
"""What the terminal was waiting for when the portal went away."""

Ground = (
    Attract
    | Home
    | QueueLoading
    | QueueChoice
    | Drawing
    | Paused
    | Refused
    | Ticket
    | Topics
    | Topic
    | Search
    | Intro
    | OptionsLoading
    | Privacy
    | Asking
    | Stopped
    | Reviewing
    | Confirm
    | Sending
    | NotSent
    | Done
    | StatusLoading
    | StatusShown
    | Identity
    | CardLeft
    | OutOfService
    | StaffPin
    | Staff
    | StaffNotices
)
"""Phases that can lie under an overlay."""


@dataclass(frozen=True, slots=True)
class Language:
    """Overlay: pick a language."""

    under: Ground


@dataclass(frozen=True, slots=True)
class Help:
    """Overlay: what to do here and who helps; a part of it."""

    under: Ground
    part: int = 0


@dataclass(frozen=True, slots=True)
class About:
    """Overlay: what town and terminal say about themselves; a part of a topic."""

    under: Ground
    topic: AboutTopic
    part: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """Overlay: text size, colours and other ways of seeing; where there is little room, a page of them."""

    under: Ground
    page: int = 0


@dataclass(frozen=True, slots=True)
class Leaving:
    """Overlay: "Beenden" was pressed and something typed would be lost; asked once."""

    under: Ground


@dataclass(frozen=True, slots=True)
class TimeWarning:
    """Overlay: the visit ends at `until` unless somebody asks for more time. `final`: the cap of a visit is reached."""

    under: Ground | Language | Help | About | Settings | Leaving
    until: float
    total_s: float
    final: bool = False


Phase = Ground | Language | Help | About | Settings | Leaving | TimeWarning


def ground(phase: Phase) -> Ground:
    """The phase under all overlays."""
    match phase:
        case TimeWarning(under=under):
            return ground(under)
        case Language(under=under) | Help(under=under) | About(under=under):
            return under
        case Settings(under=under) | Leaving(under=under):
            return under
        case _:
            return phase


def replace_ground(phase: Phase, new: Ground) -> Phase:
    """The same overlays over another phase."""
    match phase:
        case TimeWarning(under=under, until=until, total_s=total_s, final=final):
            below = replace_ground(under, new)
            assert not isinstance(below, TimeWarning)  # noqa: S101 -- a warning never lies on a warning
            return TimeWarning(below, until, total_s, final)
        case Language():
            return Language(new)
        case Help(part=part):
            return Help(new, part)
        case About(topic=topic, part=part):
            return About(new, topic, part)
        case Settings(page=page):
            return Settings(new, page)
        case Leaving():
            return Leaving(new)
        case _:
            return new
