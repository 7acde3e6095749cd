"""The application is on its way; what the page says is what the outbox and the portal confirmed."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from kiosk.dialogue import faults
from kiosk.dialogue.effects import WithdrawApplication
from kiosk.dialogue.events import Event, OutboxSaid, Pressed, Tick
from kiosk.dialogue.forms.sayings import costs_in_words
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.nodes import Tone
from kiosk.dialogue.pages import Band, Facts, Heading, Nav, NavSplit, Notes, Page, Paragraph, Spring
from kiosk.dialogue.phases import Confirm, Done, Home, NotSent, Sending
from kiosk.dialogue.state import Context, State, Step, end_visit, go, stay
from kiosk.dialogue.states.places import place_facts
from kiosk.dialogue.states.review import filling_of
from kiosk.dialogue.states.working import Progress, working_page
from kiosk.dialogue.taking import Taking
from kiosk.documents.receipt import ReceiptSlip
from kiosk.outbox.api import Delivered, NotAccepted, Refused, Sealed, Waiting
from kiosk.portal.contract import ApplicationReceipt, provisional_number
from kiosk.services.form import attachments, costs


def on_event(context: Context, state: State, phase: Sending, event: Event) -> Step:
    """Sealed, then delivered or waiting. The filled form is forgotten as soon as it is safe elsewhere."""
    match event:
        case OutboxSaid(said) if said.key == phase.key:
            return _said(context, state, phase, said)
        case Tick() if state.now.monotonic - phase.since >= context.delays.answer_cap_s:
            return _overdue(context, state, phase)
        case _:
            return stay(state)


def _said(
    context: Context, state: State, phase: Sending, said: Sealed | Delivered | Waiting | Refused | NotAccepted
) -> Step:
    match said:
        case Sealed():
            return go(state, replace(phase, sealed=True))
        case Delivered(receipt=answer):
            return _done(state, phase, _confirmed(context, state, answer))
        case Waiting():
            return _provisional(context, state, phase)
        case Refused(failure=failure):
            return go(state, NotSent(faults.of_portal(failure.kind).code, final=True))
        case NotAccepted():
            return go(state, NotSent(faults.NOT_ACCEPTED.code, final=False))
        case never:
            assert_never(never)


def _overdue(context: Context, state: State, phase: Sending) -> Step:
    """Nobody waits for ever: with a provisional number if it is safe, otherwise with nothing handed in."""
    if phase.sealed:
        return _provisional(context, state, phase)
    if phase.withdrawn:
        return stay(state)
    return go(state, replace(phase, withdrawn=True), WithdrawApplication(phase.key))


def _provisional(context: Context, state: State, phase: Sending) -> Step:
    w = wording(context, state)
    slip = _slip(
        context,
        state,
        number=provisional_number(phase.key),
        code=phase.code,
        provisional=True,
        received=state.now.wall,
        next_step=w.kind("receipt.provisional_next", filling_of(state).service.kind.value),
    )
    return _done(state, phase, slip)


def _confirmed(context: Context, state: State, answer: ApplicationReceipt) -> ReceiptSlip:
    lang = wording(context, state).lang
    slip = _slip(
        context,
        state,
        number=answer.case_number,
        code=answer.access_code,
        provisional=False,
        received=answer.received_at.astimezone(state.now.wall.tzinfo),
        next_step=answer.next_step.in_language(lang),
    )
    return replace(slip, office=answer.office.in_language(lang), due_until=answer.attachments_due)


def _slip(
    context: Context,
    state: State,
    *,
    number: str,
    code: str,
    provisional: bool,
    received: datetime,
    next_step: str,
) -> ReceiptSlip:
    filling = filling_of(state)
    w = wording(context, state)
    lang = w.lang
    papers = attachments(filling.service, filling.answers)
    return ReceiptSlip(
        number=number,
        code=code,
        provisional=provisional,
        service=filling.service.name.say(lang),
        received=received,
        office=context.catalogue.offices[filling.service.office].name.say(lang),
        next_step=next_step,
        due=tuple(each.label.say(lang) for each in papers if each.required),
        kind=filling.service.kind.value,
        due_until=None,
        status_url=f"{context.setup.public_url}/v/{number}",
        fee=costs_in_words(w, costs(filling.service, filling.answers)),
    )


def _done(state: State, phase: Sending, slip: ReceiptSlip) -> Step:
    state = replace(state, session=replace(state.session, filling=None))
    return go(state, Done(phase.key, slip, Taking(f"receipt:{phase.key}")))


def page(context: Context, state: State, phase: Sending) -> Page:
    """19: what is done, what runs, what follows."""
    w = wording(context, state)
    service = filling_of(state).service
    waited = state.now.monotonic - phase.since
    sealed: Progress = "done" if phase.sealed else "running"
    sent: Progress = "running" if phase.sealed else "to_come"
    working = working_page(
        state,
        frame(context, state),
        w,
        title=w.kind("sending.title", service.kind.value),
        steps=((w("sending.sealed"), sealed), (w("sending.sent"), sent)),
        slow=waited >= context.delays.patience_s,
        back=False,
        service=(service.icon, service.name.say(w.lang), service.summary.say(w.lang)),
    )
    if not phase.sealed:
        return replace(working, id="sending")
    safe = Notes((text("sending.safe", w("sending.safe"), w("sending.safe.text"), icon="lock"),))
    return replace(working, id="sending", content=(*working.content, safe))


# --- It was not taken ---


def on_not_sent(_context: Context, state: State, phase: NotSent, event: Event) -> Step:
    """Try again with everything still there, or take the other way."""
    match event:
        case Pressed(node="not_sent.again") if not phase.final:
            return go(state, Confirm())
        case Pressed(node="not_sent.home"):
            return go(replace(state, session=replace(state.session, filling=None)), Home())
        case Pressed(node="not_sent.end"):
            return end_visit(state)
        case _:
            return stay(state)


def not_sent_page(context: Context, state: State, phase: NotSent) -> Page:
    """Nothing arrived: said plainly, with the ways on."""
    w = wording(context, state)
    key = "refused" if phase.final else "kept"
    again = button("not_sent.again", w("not_sent.again"), icon="restart")
    home = button("not_sent.home", w("key.home"), icon="home")
    return Page(
        id="not.sent",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=Band(
            Tone.DANGER,
            "warning",
            heading("not_sent.title", w.kind(f"not_sent.{key}", _kind(state))),
            text("not_sent.text", w(f"not_sent.{key}_text")),
        ),
        content=(
            Heading(heading("not_sent.help", w("out.help"))),
            Facts(place_facts(context, state)),
            Paragraph(text("not_sent.fault", w("fault.line", code=phase.code)), quiet=True),
        ),
        nav=Nav(
            NavSplit.BACK_PRIMARY,
            quiet=home if phase.final else button("not_sent.end", w("utility.end"), icon="exit"),
            primary=button("not_sent.end", w("key.end_visit"), icon="check") if phase.final else again,
        ),
        focus="not_sent.end" if phase.final else "not_sent.again",
        fault=phase.code,
    )


def _kind(state: State) -> str:
    filling = state.session.filling
    return filling.service.kind.value if filling is not None else ""
