"""The short privacy notice (Art. 13 GDPR) before the first question, and again from the last page."""

from kiosk.dialogue.events import Event, Pressed
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.pages import Facts, Nav, NavSplit, Page, ServicePanel, Spring
from kiosk.dialogue.phases import Asking, Intro, Privacy
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.dialogue.states import identity_start

_POINTS = (("who", "museum"), ("what", "document"), ("here", "terminal"), ("safe", "lock"), ("rights", "shield"))


def on_event(context: Context, state: State, phase: Privacy, event: Event) -> Step:
    """Read, go on, first with the ID card if it helps; or back."""
    filling = state.session.filling
    match event:
        case Pressed(node="privacy.next") if filling is not None and isinstance(phase.then, Asking):
            return identity_start.offer(context, state, filling)
        case Pressed(node="privacy.next"):
            return go(state, phase.then)
        case Pressed(node="privacy.back"):
            back = Intro(filling.service.id) if filling is not None and isinstance(phase.then, Asking) else phase.then
            return go(state, back)
        case _:
            return stay(state)


def page(context: Context, state: State, phase: Privacy) -> Page:
    """08: five short points."""
    w = wording(context, state)
    facts = tuple(
        text(f"privacy.{point}", w(f"privacy.{point}"), w(f"privacy.{point}.text", town=context.setup.town), icon=icon)
        for point, icon in _POINTS
    )
    forward = w("privacy.next") if isinstance(phase.then, Asking) else w("privacy.done")
    return Page(
        id="privacy",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=ServicePanel(
            "shield", heading("privacy.title", w("privacy.title")), text("privacy.text", w("privacy.text"))
        ),
        content=(Facts(facts),),
        nav=Nav(
            NavSplit.BACK_PRIMARY,
            quiet=button("privacy.back", w("key.back"), icon="back"),
            primary=button("privacy.next", forward, icon="forward"),
            icon_after=True,
        ),
        focus="privacy.next",
    )
