"""Rules of time: idle warnings, the cap of a visit, settings nobody needs any more, cards that stay (`facts/ux` 5.6).

Applied after every tick. A wait for the portal or the printer is not idle time: those have deadlines of their own.
"""

from dataclasses import replace
from typing import assert_never

from kiosk.dialogue.delays import Delays
from kiosk.dialogue.identity_phases import (
    IdentityCard,
    IdentityChecking,
    IdentityOpening,
    IdentityPhase,
    IdentityReading,
)
from kiosk.dialogue.pages import Size
from kiosk.dialogue.phases import (
    About,
    Asking,
    Attract,
    CardLeft,
    Confirm,
    Done,
    Drawing,
    Help,
    Home,
    Intro,
    Language,
    Leaving,
    NotSent,
    OptionsLoading,
    OutOfService,
    Paused,
    Phase,
    Privacy,
    QueueChoice,
    QueueLoading,
    Refused,
    Reviewing,
    Search,
    Sending,
    Settings,
    Staff,
    StaffNotices,
    StaffPin,
    StatusLoading,
    StatusShown,
    Stopped,
    Ticket,
    TimeWarning,
    Topic,
    Topics,
    ground,
)
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.dialogue.taking import Offered

_IDLE_FACTOR = 3
_WARNING_FACTOR = 2


def limit_s(delays: Delays, phase: Phase) -> float | None:
    """Seconds without a sign of life after which something happens on this phase; None: time does not count here."""
    match phase:
        case Home() | Topics() | Topic() | Search() | Intro() | QueueChoice() | Refused() | StaffPin():
            return delays.idle_s
        case Staff():
            return delays.staff_idle_s
        case StaffNotices(area=area):
            return delays.staff_idle_s if area else delays.idle_s
        case Paused(resume=resume):
            return delays.idle_form_s if isinstance(resume, StatusLoading) else delays.idle_s
        case Privacy() | Asking() | Stopped() | Reviewing() | Confirm() | NotSent():
            return delays.idle_form_s
        case Language(under=under) | Help(under=under) | About(under=under):
            return _over_s(delays, under)
        case Settings(under=under) | Leaving(under=under):
            return _over_s(delays, under)
        case Ticket(taking=taking) | Done(taking=taking):
            if taking.printing:
                return None
            return delays.idle_s if isinstance(taking.way, Offered) else delays.idle_done_s
        case IdentityOpening() | IdentityChecking() | IdentityReading() | IdentityCard(looking=float()):
            return None
        case StatusShown() | IdentityPhase():
            return delays.idle_form_s
        case Attract() | OutOfService():
            return delays.idle_s
        case QueueLoading() | Drawing() | OptionsLoading() | StatusLoading() | Sending() | CardLeft() | TimeWarning():
            return None
        case never:
            assert_never(never)


def _over_s(delays: Delays, under: Phase) -> float | None:
    """The same for an overlay over a phase."""
    below = limit_s(delays, under)
    return below if below is not None or _busy(under) else delays.idle_s


def _busy(phase: Phase) -> bool:
    """The terminal works for the person."""
    return not isinstance(phase, CardLeft)


def warning_s(delays: Delays, state: State) -> float:
    """How long the warning stands over a phase."""
    personal = Privacy | Asking | Stopped | Reviewing | Confirm | NotSent | StatusShown | IdentityPhase
    usual = delays.warning_form_s if isinstance(ground(state.phase), personal) else delays.warning_s
    return usual * (_WARNING_FACTOR if unhurried(state) else 1)


def unhurried(state: State) -> bool:
    """Who asked for more time, or reads large text, gets more (5.6)."""
    return state.session.more_time or state.session.appearance.size in (Size.L, Size.XL)


def apply(context: Context, state: State) -> Step:
    """What the time that has passed leads to."""
    now, delays, phase = state.now.monotonic, context.delays, state.phase
    limit = limit_s(delays, phase)
    if limit is not None and unhurried(state) and not isinstance(phase, Staff | StaffNotices | StaffPin):
        limit *= _IDLE_FACTOR
    if isinstance(phase, Attract) and state.card_since is not None and now - state.card_since >= delays.card_grace_s:
        return go(state, CardLeft(now, after_visit=False))
    if limit is None or isinstance(phase, TimeWarning):
        return stay(state)
    warning = warning_s(delays, state)
    if state.session.started is not None and now - state.session.started >= delays.visit_cap_s:
        return go(state, TimeWarning(phase, now + warning, warning, final=True))
    if now - state.last_input < limit:
        return stay(state)
    if state.session.started is None:
        return go(replace(state, session=state.session.wipe()), _without_overlay(phase))
    return go(state, TimeWarning(phase, now + warning, warning))


def _without_overlay(phase: Phase) -> Phase:
    """Nobody is there: help and language close by themselves, and so does everything of staff."""
    below = ground(phase)
    return Attract() if isinstance(below, Staff | StaffNotices | StaffPin) else below
