"""What a service is, needs, costs and leads to: everything before anybody starts. Then the form begins."""

from dataclasses import replace

from kiosk.dialogue.capabilities import Health, paper_fault
from kiosk.dialogue.effects import FetchOptions, PrepareSeal
from kiosk.dialogue.events import Event, OptionsAnswered, Pressed, PrintFinished, Tick
from kiosk.dialogue.forms.filling import Filling
from kiosk.dialogue.forms.sayings import cost
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.nodes import Node, Tone
from kiosk.dialogue.pages import Block, Facts, KeyRow, Nav, NavSplit, Notes, Page, ServicePanel, Spring
from kiosk.dialogue.phases import Asking, Home, Intro, OptionsLoading, Privacy
from kiosk.dialogue.room import large
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.dialogue.states import identity_start, needs_list, slip
from kiosk.dialogue.states.paused import NO_ANSWER, ask_queue, pause
from kiosk.dialogue.states.working import working_page
from kiosk.dialogue.taking import Taking
from kiosk.identity.api import Purpose
from kiosk.portal.contract import ServiceOptions
from kiosk.portal.errors import FailureKind, PortalFailure
from kiosk.services.fields import Option, Text
from kiosk.services.form import bind_options, option_sources
from kiosk.services.model import Kind, Service
from kiosk.texts import Wording

_SENDS_NOTHING = (Kind.STATUS_QUERY, Kind.CARD_PIN)
NO_CHOICE = PortalFailure(FailureKind.BROKEN, "no_options")
"""A list without choices: nobody could answer the question."""


def on_event(context: Context, state: State, phase: Intro, event: Event) -> Step:
    """Start, or the counter instead, or back."""
    service = context.catalogue.services[phase.service]
    match event:
        case Pressed(node="intro.start") if offered(context, service, state.health):
            return _start(context, state, service)
        case Pressed(node="intro.list") if needs_list.offered(state, service, phase.list_):
            return needs_list.print_list(context, state, phase, service)
        case PrintFinished() | Tick() if phase.list_ is not None:
            taking, _ = slip.after(context, state, phase.list_, event)
            return go(state, replace(phase, list_=taking))
        case Pressed(node="intro.queue"):
            return to_queue(state)
        case Pressed(node="intro.back"):
            return go(state, Home())
        case _:
            return stay(state)


def to_queue(state: State) -> Step:
    """The counter instead: what was typed is forgotten, a number is drawn."""
    state = replace(state, session=replace(state.session, filling=None))
    return ask_queue(state)


def startable(service: Service, health: Health) -> bool:
    """Whether the form can be filled in here today."""
    asks = service.kind in (Kind.APPLICATION, Kind.NOTIFICATION, Kind.STATUS_QUERY, Kind.CARD_PIN)
    needs_room = service.kind not in _SENDS_NOTHING
    return asks and (health.room or not needs_room) and not lacks_paper(service, health)


def offered(context: Context, service: Service, health: Health) -> bool:
    """The same at this terminal: who asks may have to be known."""
    return startable(service, health) and not identity_start.unable(context, service, health)


def lacks_paper(service: Service, health: Health) -> bool:
    """Whether the service is worth nothing without paper, and there is none."""
    return service.needs_paper and paper_fault(health) is not None


def _start(context: Context, state: State, service: Service) -> Step:
    if service.kind is Kind.CARD_PIN:
        state = replace(state, session=replace(state.session, filling=None))
        return identity_start.begin(state, Purpose.SET_PIN, service.id)
    filling = state.session.filling
    if filling is not None and filling.service.id == service.id:
        if identity_start.open_(context, state, filling):
            return begin(state)
        return go(state, Asking(_first(filling)))
    state = replace(state, session=replace(state.session, filling=Filling(service, state.now.fresh)))
    sources = option_sources(service)
    if sources:
        loading = OptionsLoading(service.id, sources, since=state.now.monotonic)
        return go(state, loading, FetchOptions(service.id, sources[0]))
    return begin(state)


def begin(state: State) -> Step:
    """The first question, after the privacy notice where personal data are asked for."""
    filling = state.session.filling
    assert filling is not None  # noqa: S101 -- made by `_start`
    asking = Asking(_first(filling))
    if filling.service.kind is Kind.STATUS_QUERY:
        return go(state, asking)
    return go(state, Privacy(asking), PrepareSeal())


def _first(filling: Filling) -> str:
    question = filling.open_question() or filling.questions[0]
    return question.id


# --- Options of the portal ---


def on_options(context: Context, state: State, phase: OptionsLoading, event: Event) -> Step:
    """One list after the other, then the form."""
    match event:
        case OptionsAnswered(service, source, ServiceOptions(options=())) if (service, source) == wanted(phase):
            return pause(context, state, phase, NO_CHOICE)
        case OptionsAnswered(service, source, ServiceOptions() as answer) if (service, source) == wanted(phase):
            return with_options(state, phase, answer)
        case OptionsAnswered(service, source, PortalFailure() as failure) if (service, source) == wanted(phase):
            return pause(context, state, phase, failure)
        case Tick() if state.now.monotonic - phase.since >= context.delays.answer_cap_s:
            return pause(context, state, phase, NO_ANSWER)
        case Pressed(node="working.back"):
            return go(state, Intro(phase.service))
        case _:
            return stay(state)


def wanted(phase: OptionsLoading) -> tuple[str, str]:
    """The list that is being asked for."""
    return phase.service, phase.waiting[0]


def with_options(state: State, phase: OptionsLoading, answer: ServiceOptions) -> Step:
    """Puts a list into the form; asks for the next one or begins."""
    filling = state.session.filling
    assert filling is not None  # noqa: S101 -- made by `_start`
    options = tuple(Option(each.value, Text(each.text.de, each.text.in_language("en"))) for each in answer.options)
    bound = replace(filling, service=bind_options(filling.service, {phase.waiting[0]: options}))
    state = replace(state, session=replace(state.session, filling=bound))
    left = phase.waiting[1:]
    if left:
        following = replace(phase, waiting=left, since=state.now.monotonic)
        return go(state, following, FetchOptions(phase.service, left[0]))
    return begin(state)


def options_page(context: Context, state: State, phase: OptionsLoading) -> Page:
    """A short wait with a way back."""
    w = wording(context, state)
    waited = state.now.monotonic - phase.since
    service = context.catalogue.services[phase.service]
    return working_page(
        state,
        frame(context, state),
        w,
        title=w("options.loading.title"),
        steps=((w("options.loading.ask"), "running"),),
        slow=waited >= context.delays.patience_s,
        back=True,
        service=(service.icon, service.name.say(w.lang), service.summary.say(w.lang)),
    )


# --- Page ---


def page(context: Context, state: State, phase: Intro) -> Page:
    """07: what for, what you need, what it costs, how long, what happens then."""
    w = wording(context, state)
    service = context.catalogue.services[phase.service]
    primary = None
    if offered(context, service, state.health):
        primary = button("intro.start", w("intro.start"), icon="forward")
    back = button("intro.back", w("key.back"), icon="back")
    return Page(
        id="service.intro",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=ServicePanel(
            service.icon,
            heading("intro.title", service.name.say(w.lang)),
            text("intro.summary", service.summary.say(w.lang)),
        ),
        content=(
            _finished_here(w, service),
            Facts(_facts(context, state, w, service)),
            *_notes(context, state, w, service, phase.list_),
        ),
        tray=(_keys(state, w, service, phase.list_),),
        nav=Nav(
            NavSplit.BACK_PRIMARY if primary is not None else NavSplit.FULL,
            quiet=back,
            primary=primary,
            icon_after=True,
        ),
        focus="intro.start" if primary is not None else "intro.back",
    )


def _finished_here(w: Wording, service: Service) -> Notes:
    key, icon, tone = ("here", "check-circle", Tone.SUCCESS) if service.finished_here else ("more", "info", Tone.INFO)
    return Notes((text("intro.finished", w(f"intro.{key}"), w(f"intro.{key}.text"), icon=icon),), tone)


def _facts(context: Context, state: State, w: Wording, service: Service) -> tuple[Node, ...]:
    needs = "\n".join(need.say(w.lang) for need in service.needs) or w("intro.needs_nothing")
    duration = w.count("intro.minutes", service.duration_min, steps=w.count("intro.steps", len(service.steps)))
    return (
        text("intro.needs", w("intro.needs"), needs, icon="document"),
        *_card(context, w, service, state.health, brief=large(state.session.appearance)),
        text("intro.cost", w("intro.cost"), cost(w, service), icon="euro"),
        text("intro.duration", w("intro.duration"), duration, icon="clock"),
        text("intro.outcome", w("intro.outcome"), service.outcome.say(w.lang), icon="paper"),
    )


def _card(context: Context, w: Wording, service: Service, health: Health, *, brief: bool) -> tuple[Node, ...]:
    """Whether the ID card is needed, or helps and can be done without."""
    if not identity_start.helps(context, service, health):
        return ()
    key = "intro.card.needed" if identity_start.demanded(service) else "intro.card.helps"
    return (text("intro.card", w(key), w(f"{key}.short" if brief else f"{key}.text"), icon="card"),)


def _keys(state: State, w: Wording, service: Service, list_: Taking | None) -> KeyRow:
    queue = button("intro.queue", w("intro.queue"), icon="queue")
    if not needs_list.offered(state, service, list_):
        return KeyRow((queue,), columns=1)
    return KeyRow((button("intro.list", w("intro.list"), icon="printer"), queue), columns=2)


def _notes(context: Context, state: State, w: Wording, service: Service, list_: Taking | None) -> tuple[Block, ...]:
    """What keeps the service from being started comes first; at most one note beside the one above."""
    if identity_start.unable(context, service, state.health):
        return (_warning(w, "intro.no_card", "card-reader"),)
    if lacks_paper(service, state.health):
        return (_warning(w, "intro.no_paper", "printer"),)
    if not state.health.room and service.kind not in _SENDS_NOTHING:
        return (_warning(w, "intro.no_room", "warning"),)
    return needs_list.about(w, list_) if list_ is not None else ()


def _warning(w: Wording, key: str, icon: str) -> Notes:
    return Notes((text(key, w(key), w(f"{key}.text"), icon=icon),), Tone.WARN)
