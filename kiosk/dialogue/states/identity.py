"""Which file speaks for which phase of an identification; reports of other attempts end here."""

from typing import assert_never

from kiosk.dialogue.events import Event, IdentitySaid
from kiosk.dialogue.identity_phases import (
    Identity,
    IdentityCard,
    IdentityChecking,
    IdentityConsent,
    IdentityEntry,
    IdentityKnown,
    IdentityOpening,
    IdentityReading,
    IdentityStop,
    IdentityTake,
    IdentityTerms,
    IdentityTrouble,
    PinSet,
)
from kiosk.dialogue.pages import Page
from kiosk.dialogue.state import Context, State, Step, stay
from kiosk.dialogue.states import (
    identity_card,
    identity_consent,
    identity_entry,
    identity_entry_page,
    identity_known,
    identity_opening,
    identity_pin_set,
    identity_reading,
    identity_stop,
    identity_terms,
    identity_trouble,
)


def on_event(context: Context, state: State, phase: Identity, event: Event) -> Step:
    """What a phase makes of an event; a report of an attempt that is over is nobody's."""
    if isinstance(event, IdentitySaid):
        attempt = state.session.attempt
        if attempt is None or attempt.id != event.report.attempt:
            return stay(state)
    match phase:
        case IdentityOpening():
            return identity_opening.on_event(context, state, phase, event)
        case IdentityConsent():
            return identity_consent.on_event(context, state, phase, event)
        case IdentityTerms():
            return identity_terms.on_event(context, state, phase, event)
        case IdentityCard():
            return identity_card.on_event(context, state, phase, event)
        case IdentityStop():
            return identity_stop.on_event(context, state, phase, event)
        case IdentityEntry():
            return identity_entry.on_event(context, state, phase, event)
        case IdentityChecking():
            return identity_reading.on_checking(context, state, phase, event)
        case IdentityReading():
            return identity_reading.on_reading(context, state, phase, event)
        case IdentityKnown():
            return identity_known.on_known(context, state, phase, event)
        case IdentityTake():
            return identity_known.on_take(context, state, phase, event)
        case IdentityTrouble():
            return identity_trouble.on_event(context, state, phase, event)
        case PinSet():
            return identity_pin_set.on_event(context, state, phase, event)
        case never:
            assert_never(never)


def page(context: Context, state: State, phase: Identity) -> Page:
    """The page of a phase."""
    match phase:
        case IdentityOpening():
            return identity_opening.page(context, state, phase)
        case IdentityConsent():
            return identity_consent.page(context, state, phase)
        case IdentityTerms():
            return identity_terms.page(context, state, phase)
        case IdentityCard():
            return identity_card.page(context, state, phase)
        case IdentityStop():
            return identity_stop.page(context, state, phase)
        case IdentityEntry():
            return identity_entry_page.page(context, state, phase)
        case IdentityChecking():
            return identity_reading.checking_page(context, state, phase)
        case IdentityReading():
            return identity_reading.reading_page(context, state, phase)
        case IdentityKnown():
            return identity_known.known_page(context, state, phase)
        case IdentityTake():
            return identity_known.take_page(context, state, phase)
        case IdentityTrouble():
            return identity_trouble.page(context, state, phase)
        case PinSet():
            return identity_pin_set.page(context, state, phase)
        case never:
            assert_never(never)
