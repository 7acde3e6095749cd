"""What all pages of an identification look like: panel, names of data, short notes."""

from dataclasses import replace

from kiosk.dialogue.form_blocks import Progress
from kiosk.dialogue.frame import button, heading, text
from kiosk.dialogue.nodes import Node
from kiosk.dialogue.pages import ServicePanel
from kiosk.dialogue.state import Context, State
from kiosk.dialogue.states.identity_start import typing_allowed
from kiosk.dialogue.states.question_progress import progress
from kiosk.texts import Wording

WITHOUT, QUEUE, BACK = "identity.without", "identity.queue", "identity.back"


def panel(context: Context, state: State, w: Wording, watermark: str = "") -> Progress | ServicePanel:
    """Which service it is for, and which step of it: the first one."""
    filling = state.session.filling
    if filling is not None:
        steps = filling.steps()
        shown = progress(w, filling, steps[0].id if steps else "")
        return replace(shown, captions=True, watermark=watermark) if isinstance(shown, Progress) else shown
    icon, name, sentence = panel_words(context, state, w)
    return ServicePanel(icon, heading("identity.service", name), text("identity.summary", sentence))


def panel_words(context: Context, state: State, w: Wording) -> tuple[str, str, str]:
    """Icon, name and sentence of the service that the card is used for."""
    attempt, filling = state.session.attempt, state.session.filling
    id_ = attempt.service if attempt is not None else filling.service.id if filling is not None else ""
    service = context.catalogue.services.get(id_)
    if service is None:
        return "card", w("identity.card"), w("identity.card.text")
    return service.icon, service.name.say(w.lang), service.summary.say(w.lang)


def datum_named(w: Wording, name: str) -> str | None:
    """What a datum is called for people; None for one that this terminal has no word for."""
    key = f"identity.datum.{name}"
    return w(key) if w.has(key) else None


def back_key(w: Wording) -> Node:
    """Back, without losing anything."""
    return button(BACK, w("key.back"), icon="back")


def without_key(w: Wording, *, long: bool) -> Node:
    """The other way: typing."""
    return button(WITHOUT, w("identity.without.long" if long else "identity.without"), icon="edit")


def queue_key(w: Wording) -> Node:
    """The other way: the counter."""
    return button(QUEUE, w("intro.queue"), icon="queue")


def other_way(state: State, w: Wording, *, long: bool = False) -> Node:
    """How it goes on without the card: typing where that is allowed, otherwise the counter."""
    return without_key(w, long=long) if typing_allowed(state) else queue_key(w)
