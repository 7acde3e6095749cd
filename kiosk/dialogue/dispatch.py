"""Which file speaks for which phase: the two tables over the closed union of phases.

A new phase does not type-check until it stands in both.
"""

from typing import assert_never

from kiosk.dialogue.events import Event
from kiosk.dialogue.identity_phases import IdentityPhase
from kiosk.dialogue.pages import Page
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
)
from kiosk.dialogue.state import Context, State, Step
from kiosk.dialogue.states import (
    about,
    attract,
    card_left,
    done,
    drawing,
    home,
    identity,
    intro,
    language,
    leaving,
    out_of_service,
    paused,
    privacy,
    question,
    question_page,
    queue_choice,
    queue_loading,
    refused,
    review,
    search,
    sending,
    settings,
    staff,
    staff_notices,
    staff_pin,
    status,
    ticket,
    time_warning,
    topics,
)
from kiosk.dialogue.states import help as help_


def view(context: Context, state: State) -> Page:
    """The page for where the conversation stands."""
    match state.phase:
        case Attract() as phase:
            return attract.page(context, state, phase)
        case Home() as phase:
            return home.page(context, state, phase)
        case Topics() as phase:
            return topics.topics_page(context, state, phase)
        case Topic() as phase:
            return topics.topic_page(context, state, phase)
        case Search() as phase:
            return search.page(context, state, phase)
        case Intro() as phase:
            return intro.page(context, state, phase)
        case OptionsLoading() as phase:
            return intro.options_page(context, state, phase)
        case Privacy() as phase:
            return privacy.page(context, state, phase)
        case Asking() as phase:
            return question_page.page(context, state, phase)
        case Stopped() as phase:
            return review.stopped_page(context, state, phase)
        case Reviewing() as phase:
            return review.review_page(context, state, phase)
        case Confirm() as phase:
            return review.confirm_page(context, state, phase)
        case Sending() as phase:
            return sending.page(context, state, phase)
        case NotSent() as phase:
            return sending.not_sent_page(context, state, phase)
        case Done() as phase:
            return done.page(context, state, phase)
        case StatusLoading() as phase:
            return status.loading_page(context, state, phase)
        case StatusShown() as phase:
            return status.shown_page(context, state, phase)
        case IdentityPhase() as phase:
            return identity.page(context, state, phase)
        case QueueLoading() as phase:
            return queue_loading.page(context, state, phase)
        case QueueChoice() as phase:
            return queue_choice.page(context, state, phase)
        case Drawing() as phase:
            return drawing.page(context, state, phase)
        case Paused() as phase:
            return paused.page(context, state, phase)
        case Refused() as phase:
            return refused.page(context, state, phase)
        case Ticket() as phase:
            return ticket.page(context, state, phase)
        case CardLeft() as phase:
            return card_left.page(context, state, phase)
        case OutOfService() as phase:
            return out_of_service.page(context, state, phase)
        case StaffPin() as phase:
            return staff_pin.page(context, state, phase)
        case Staff() as phase:
            return staff.page(context, state, phase)
        case StaffNotices() as phase:
            return staff_notices.page(context, state, phase)
        case Language() as phase:
            return language.page(context, state, phase)
        case Help() as phase:
            return help_.page(context, state, phase)
        case About() as phase:
            return about.page(context, state, phase)
        case Settings() as phase:
            return settings.page(context, state, phase)
        case Leaving() as phase:
            return leaving.page(context, state, phase)
        case TimeWarning() as phase:
            return time_warning.page(context, state, phase)
        case never:
            assert_never(never)


def on_event(context: Context, state: State, event: Event) -> Step:
    """What the phase that stands on top makes of an event."""
    match state.phase:
        case Attract() as phase:
            return attract.on_event(context, state, phase, event)
        case Home() as phase:
            return home.on_event(context, state, phase, event)
        case Topics() as phase:
            return topics.on_topics(context, state, phase, event)
        case Topic() as phase:
            return topics.on_topic(context, state, phase, event)
        case Search() as phase:
            return search.on_event(context, state, phase, event)
        case Intro() as phase:
            return intro.on_event(context, state, phase, event)
        case OptionsLoading() as phase:
            return intro.on_options(context, state, phase, event)
        case Privacy() as phase:
            return privacy.on_event(context, state, phase, event)
        case Asking() as phase:
            return question.on_event(context, state, phase, event)
        case Stopped() as phase:
            return review.on_stopped(context, state, phase, event)
        case Reviewing() as phase:
            return review.on_review(context, state, phase, event)
        case Confirm() as phase:
            return review.on_confirm(context, state, phase, event)
        case Sending() as phase:
            return sending.on_event(context, state, phase, event)
        case NotSent() as phase:
            return sending.on_not_sent(context, state, phase, event)
        case Done() as phase:
            return done.on_event(context, state, phase, event)
        case StatusLoading() as phase:
            return status.on_loading(context, state, phase, event)
        case StatusShown() as phase:
            return status.on_shown(context, state, phase, event)
        case IdentityPhase() as phase:
            return identity.on_event(context, state, phase, event)
        case QueueLoading() as phase:
            return queue_loading.on_event(context, state, phase, event)
        case QueueChoice() as phase:
            return queue_choice.on_event(context, state, phase, event)
        case Drawing() as phase:
            return drawing.on_event(context, state, phase, event)
        case Paused() as phase:
            return paused.on_event(context, state, phase, event)
        case Refused() as phase:
            return refused.on_event(context, state, phase, event)
        case Ticket() as phase:
            return ticket.on_event(context, state, phase, event)
        case CardLeft() as phase:
            return card_left.on_event(context, state, phase, event)
        case OutOfService() as phase:
            return out_of_service.on_event(context, state, phase, event)
        case StaffPin() as phase:
            return staff_pin.on_event(context, state, phase, event)
        case Staff() as phase:
            return staff.on_event(context, state, phase, event)
        case StaffNotices() as phase:
            return staff_notices.on_event(context, state, phase, event)
        case Language() as phase:
            return language.on_event(context, state, phase, event)
        case Help() as phase:
            return help_.on_event(context, state, phase, event)
        case About() as phase:
            return about.on_event(context, state, phase, event)
        case Settings() as phase:
            return settings.on_event(context, state, phase, event)
        case Leaving() as phase:
            return leaving.on_event(context, state, phase, event)
        case TimeWarning() as phase:
            return time_warning.on_event(context, state, phase, event)
        case never:
            assert_never(never)
