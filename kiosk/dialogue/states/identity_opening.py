"""We ask the portal who reads what: a short wait with a way back."""

from dataclasses import replace

from kiosk.dialogue.events import Event, IdentitySaid, Pressed, Tick
from kiosk.dialogue.frame import frame, wording
from kiosk.dialogue.identity_attempt import call
from kiosk.dialogue.identity_phases import IdentityConsent, IdentityOpening, IdentityTrouble
from kiosk.dialogue.pages import Page
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.dialogue.states import identity_start
from kiosk.dialogue.states.identity_card import to_card
from kiosk.dialogue.states.identity_look import datum_named, panel_words
from kiosk.dialogue.states.paused import NO_ANSWER
from kiosk.dialogue.states.working import working_page
from kiosk.identity.api import Failed, Opened, Purpose, Terms, Trouble, Troubled
from kiosk.portal.errors import FailureKind, PortalFailure

UNKNOWN_DATUM = PortalFailure(FailureKind.BROKEN, "unknown_datum")
"""The portal needs something that this terminal has no word for: nobody agrees to what nobody can read."""


def on_event(context: Context, state: State, phase: IdentityOpening, event: Event) -> Step:
    """The terms come, or do not."""
    match event:
        case IdentitySaid(Opened(terms=terms)):
            return opened(context, state, terms, phase.said)
        case IdentitySaid(Failed(why=why)):
            return go(state, IdentityTrouble(why))
        case Tick() if state.now.monotonic - phase.since >= context.delays.answer_cap_s:
            return go(state, IdentityTrouble(Troubled(Trouble.PORTAL, failure=NO_ANSWER)))
        case Pressed(node="working.back"):
            return identity_start.back(state)
        case _:
            return stay(state)


def opened(context: Context, state: State, terms: Terms | None, said: Trouble | None = None) -> Step:
    """Who reads what is known. Nobody is asked twice for the same, and everybody for something new."""
    attempt = state.session.attempt
    assert attempt is not None  # noqa: S101 -- reports of no attempt do not get here
    if attempt.purpose is Purpose.SET_PIN:
        return to_card(context, state, said)
    if terms is None:
        return go(state, IdentityTrouble(Troubled(Trouble.PORTAL, failure=UNKNOWN_DATUM)))
    w = wording(context, state)
    if any(datum_named(w, call(name)) is None for name in terms.required):
        return go(state, IdentityTrouble(Troubled(Trouble.PORTAL, failure=UNKNOWN_DATUM)))
    named = tuple(name for name in terms.optional if datum_named(w, call(name)) is not None)
    terms = replace(terms, optional=named)  # what nobody can read is kept back
    agreed = attempt.agreed and attempt.terms == terms
    attempt = replace(attempt, terms=terms, agreed=agreed)
    state = replace(state, session=replace(state.session, attempt=attempt))
    return to_card(context, state, said) if agreed else go(state, IdentityConsent())


def page(context: Context, state: State, phase: IdentityOpening) -> Page:
    """Who may read is asked."""
    w = wording(context, state)
    waited = state.now.monotonic - phase.since
    working = working_page(
        state,
        frame(context, state),
        w,
        title=w("identity.opening"),
        steps=((w("identity.opening.ask"), "running"),),
        slow=waited >= context.delays.patience_s,
        back=True,
        service=panel_words(context, state, w),
    )
    return replace(working, id="identity.opening")
