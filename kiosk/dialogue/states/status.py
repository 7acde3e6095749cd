"""How far is my case? Asked with number and code, answered in steps; nothing of the application is shown."""

from dataclasses import replace
from datetime import datetime

from kiosk.dialogue.events import Event, Pressed, StatusAnswered, Tick
from kiosk.dialogue.forms import drafting
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.nodes import Mark, Node, Role, Tone
from kiosk.dialogue.pages import Facts, Heading, Nav, NavSplit, Notes, Page, ServicePanel, Spring, Steps
from kiosk.dialogue.phases import Asking, Home, StatusLoading, StatusShown
from kiosk.dialogue.state import Context, State, Step, end_visit, go, stay
from kiosk.dialogue.states.paused import NO_ANSWER, pause
from kiosk.dialogue.states.places import place_facts
from kiosk.dialogue.states.review import filling_of
from kiosk.dialogue.states.status_held import held_page
from kiosk.dialogue.states.working import working_page
from kiosk.outbox.api import Held
from kiosk.portal.contract import CaseStatus, CaseStep
from kiosk.portal.errors import FailureKind, PortalFailure
from kiosk.texts import Wording

_MARKS = {"done": Mark.DONE, "running": Mark.RUNNING, "to_come": Mark.TO_COME}


def on_loading(context: Context, state: State, phase: StatusLoading, event: Event) -> Step:
    """The answer, or the question again with a sentence, or the pause page."""
    match event:
        case StatusAnswered(request) if request != phase.request:
            return stay(state)
        case StatusAnswered(answer=CaseStatus() | Held() as status):
            return shown(state, status)
        case StatusAnswered(answer=PortalFailure(kind=FailureKind.REFUSED, code="not-found")):
            return _unknown(state, phase)
        case StatusAnswered(answer=PortalFailure() as failure):
            return pause(context, state, phase, failure)
        case Tick() if state.now.monotonic - phase.since >= context.delays.answer_cap_s:
            return pause(context, state, phase, NO_ANSWER)
        case Pressed(node="working.back"):
            return go(state, Asking(phase.question))
        case _:
            return stay(state)


def shown(state: State, status: CaseStatus | Held) -> Step:
    """What was typed is forgotten, the answer stands."""
    return go(replace(state, session=replace(state.session, filling=None)), StatusShown(status))


def _unknown(state: State, phase: StatusLoading) -> Step:
    """The same sentence for a wrong number and a wrong code: nobody learns which numbers exist."""
    filling = filling_of(state)
    question = filling.question(phase.question)
    draft = replace(drafting.opened_now(filling, question), message="status.unknown")
    session = replace(state.session, filling=filling.with_draft(question.id, draft))
    return go(replace(state, session=session), Asking(question.id))


def loading_page(context: Context, state: State, phase: StatusLoading) -> Page:
    """A short wait with a way back."""
    w = wording(context, state)
    service = filling_of(state).service
    return working_page(
        state,
        frame(context, state),
        w,
        title=w("status.loading.title"),
        steps=((w("status.loading.ask"), "running"),),
        slow=state.now.monotonic - phase.since >= context.delays.patience_s,
        back=True,
        service=(service.icon, service.name.say(w.lang), service.summary.say(w.lang)),
    )


def on_shown(_context: Context, state: State, _phase: StatusShown, event: Event) -> Step:
    """Something else, or the end."""
    match event:
        case Pressed(node="status.more"):
            return go(state, Home())
        case Pressed(node="status.end"):
            return end_visit(state)
        case _:
            return stay(state)


def shown_page(context: Context, state: State, phase: StatusShown) -> Page:
    """24: one sentence, the steps, whom to ask."""
    w = wording(context, state)
    status = phase.status
    if isinstance(status, Held):
        return held_page(context, state, status)
    zone = state.now.wall
    number = f"{status.service_name.in_language(w.lang)} · {status.case_number}"
    questions = text("status.questions", w("status.questions"), w("status.questions.text"), icon="help")
    return Page(
        id="status",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=ServicePanel(
            "clock",
            heading("status.title", w(f"status.state.{status.state}")),
            replace(text("status.case", number), private=True),
        ),
        content=(
            Heading(heading("status.steps", w("status.steps")), text("status.text", status.text.in_language(w.lang))),
            Steps(tuple(_step(w, n, step, zone) for n, step in enumerate(status.steps, 1))),
            Notes((questions,), Tone.PLAIN),
            Facts(place_facts(context, state)),
        ),
        nav=Nav(
            NavSplit.BACK_PRIMARY,
            quiet=button("status.more", w("key.something_else"), icon="home"),
            primary=button("status.end", w("key.end_visit"), icon="check"),
        ),
        focus="status.end",
    )


def _step(w: Wording, number: int, step: CaseStep, zone: datetime) -> Node:
    when = w.date(step.at.astimezone(zone.tzinfo)) if step.at is not None else ""
    return Node(
        id=f"status.step.{number}",
        role=Role.STATUS,
        name=step.name.in_language(w.lang),
        value=when,
        hint=w(f"step.{step.state}"),
        marks=frozenset({_MARKS[step.state]}),
    )
