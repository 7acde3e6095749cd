"""How an identification begins, begins anew, and is left: what the pages before, within and after it have in common."""

from dataclasses import replace

from devices.card.api import CardPresence
from kiosk.dialogue.capabilities import Health
from kiosk.dialogue.effects import AskIdentity
from kiosk.dialogue.forms.filling import Filling
from kiosk.dialogue.identity_attempt import Attempt
from kiosk.dialogue.identity_phases import After, IdentityOpening, IdentityTake
from kiosk.dialogue.phases import Asking, Home, Intro, Reviewing
from kiosk.dialogue.state import Context, State, Step, go
from kiosk.dialogue.states.paused import ask_queue
from kiosk.identity.api import OpenAttempt, Purpose, Trouble
from kiosk.services.form import slots
from kiosk.services.model import Kind, Level, Service

DEMANDING = (Level.SUBSTANTIAL, Level.HIGH)


def demanded(service: Service) -> bool:
    """Whether the law wants to know who asks: without the card there is no way on here, only elsewhere."""
    return service.identification in DEMANDING or service.kind is Kind.CARD_PIN


def helps(context: Context, service: Service, health: Health) -> bool:
    """Whether the card can be used for this service. Without a reader nobody hears of what would only have helped."""
    here = context.setup.identification and (demanded(service) or health.card is not CardPresence.NO_READER)
    return here and service.identification is not Level.NONE and bool(slots(service))


def unable(context: Context, service: Service, health: Health) -> bool:
    """Whether the service needs the card and this terminal cannot read one now."""
    away = not context.setup.identification or health.card is CardPresence.NO_READER
    return demanded(service) and away


def needed(filling: Filling) -> bool:
    """Whether the form cannot be sent before the card was read."""
    return demanded(filling.service) and not filling.eid_session


def open_(context: Context, state: State, filling: Filling) -> bool:
    """Whether the card can be used, and the person has neither used it nor gone on without."""
    able = helps(context, filling.service, state.health)
    return able and not filling.eid_session and not filling.typed_instead


def offer(context: Context, state: State, filling: Filling) -> Step:
    """The card before the next question, if it helps and nothing was decided; otherwise that question."""
    if open_(context, state, filling):
        purpose = Purpose.ON_SITE if state.session.on_site else Purpose.IDENTIFY
        return begin(state, purpose, filling.service.id)
    return to_form(state)


def begin(state: State, purpose: Purpose, service: str) -> Step:
    """A new attempt; one that was there is closed by the rule that watches the session."""
    return with_attempt(state, Attempt(state.now.fresh, purpose, service))


def again(state: State, said: Trouble | None = None) -> Step:
    """The same from the beginning, under a new id: nothing that was proven or sent is used a second time."""
    old = state.session.attempt
    assert old is not None  # noqa: S101 -- only pages of an attempt begin it anew
    return with_attempt(state, replace(old, id=state.now.fresh, report=None), said)


def with_attempt(state: State, attempt: Attempt, said: Trouble | None = None) -> Step:
    """Asks who reads what, for an attempt. `said`: why it begins anew."""
    state = replace(state, session=replace(state.session, attempt=attempt))
    opened = OpenAttempt(attempt.id, attempt.purpose, attempt.service)
    return go(state, IdentityOpening(state.now.monotonic, said), AskIdentity(opened))


def set_pin(state: State) -> Step:
    """From a service whose identification found no PIN that could be used; it goes on there afterwards."""
    attempt = state.session.attempt
    assert attempt is not None  # noqa: S101 -- see `again`
    return begin(state, Purpose.SET_PIN, attempt.service)


def to_form(state: State) -> Step:
    """The first open question; the review if the card has answered all."""
    filling = state.session.filling
    if filling is None:
        return go(state, Home())
    question = filling.open_question()
    return go(state, Reviewing() if question is None else Asking(question.id))


def without(state: State) -> Step:
    """The person types instead; a card that lies there is given back first."""
    filling = state.session.filling
    if filling is not None:
        state = replace(state, session=replace(state.session, filling=replace(filling, typed_instead=True)))
    return taken(closed(state), After.FORM)


def taken(state: State, after: After) -> Step:
    """Goes on as soon as no card lies there."""
    if state.health.card_there:
        return go(state, IdentityTake(after))
    return on(state, after)


def on(state: State, after: After) -> Step:
    """Where it goes on when the card is taken."""
    return go(state, Home()) if after is After.HOME else to_form(state)


def back(state: State) -> Step:
    """Back to what the service is; nothing was read."""
    attempt = state.session.attempt
    return go(closed(state), Home() if attempt is None else Intro(attempt.service))


def to_queue(state: State) -> Step:
    """The counter instead: what was typed is forgotten, a number is drawn."""
    state = closed(state)
    return ask_queue(replace(state, session=replace(state.session, filling=None)))


def closed(state: State) -> State:
    """Without attempt: the card is given back, and what was agreed is forgotten."""
    return replace(state, session=replace(state.session, attempt=None))


def typing_allowed(state: State) -> bool:
    """Whether the person may go on without the card."""
    filling, attempt = state.session.filling, state.session.attempt
    return filling is not None and attempt is not None and not demanded(filling.service)
