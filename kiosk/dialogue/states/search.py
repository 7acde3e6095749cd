"""Find a service by everyday words, while typing."""

from dataclasses import replace

from kiosk.dialogue.events import Erased, Event, Pressed, Typed
from kiosk.dialogue.form_blocks import Fields
from kiosk.dialogue.form_blocks import Topic as TopicPanel
from kiosk.dialogue.forms import keyboard
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.nodes import Mark, Node, Role
from kiosk.dialogue.pages import Block, Nav, NavSplit, Page, Paragraph, Section, Spring, Tiles
from kiosk.dialogue.phases import Home, Search, Topics
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.dialogue.states.topics import SERVICE_PREFIX, open_service, service_tile
from kiosk.services.search import Found, search
from kiosk.texts import Wording

RESULTS = 3
LONGEST = 40


def on_event(context: Context, state: State, phase: Search, event: Event) -> Step:
    """Keys write into the field; results open."""
    match event:
        case Pressed(node=node) if node.startswith(SERVICE_PREFIX):
            return open_service(context, state, node)
        case Pressed(node="search.all"):
            return go(state, Topics())
        case Pressed(node="search.back"):
            return go(_with_query(state, ""), Home())
        case Pressed(node="keyboard.shift"):
            return go(state, replace(phase, shift=not phase.shift))
        case Pressed(node="keyboard.more"):
            return go(state, replace(phase, layer=keyboard.next_layer(phase.layer)))
        case Pressed(node="keyboard.delete") | Erased():
            return stay(_with_query(state, state.session.query[:-1]))
        case Pressed(node=node) if sign := keyboard.sign_of(node):
            return _write(state, phase, sign.upper() if phase.shift else sign)
        case Typed(text=sign):
            return _write(state, phase, sign)
        case _:
            return stay(state)


def _write(state: State, phase: Search, sign: str) -> Step:
    state = _with_query(state, (state.session.query + sign)[:LONGEST])
    return go(state, replace(phase, shift=False))


def _with_query(state: State, query: str) -> State:
    return replace(state, session=replace(state.session, query=query))


def page(context: Context, state: State, phase: Search) -> Page:
    """06: field, up to three results, keyboard."""
    w = wording(context, state)
    query = state.session.query
    field = Node(id="search.field", role=Role.FIELD, name=w("home.search"), value=query, marks=frozenset({Mark.ACTIVE}))
    found = search(context.index, query, w.lang, RESULTS) if query.strip() else Found((), 0)
    return Page(
        id="search",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.PANEL,
        panel=TopicPanel(
            heading("search.title", w("home.search")), text("search.text", w("search.text")), watermark="search"
        ),
        content=(Fields((field,), labels=False, icon="search"), *_results(w, query, found)),
        tray=(keyboard.keyboard(w, layer=phase.layer, capitals=phase.shift, email=False),),
        nav=Nav(
            NavSplit.BACK_PRIMARY,
            quiet=button("search.back", w("key.back"), icon="back"),
            primary=button("search.all", w("home.all"), icon="forward"),
            icon_after=True,
            filled=False,
        ),
        focus="search.field",
    )


def _results(w: Wording, query: str, found: Found) -> tuple[Block, ...]:
    if not query.strip():
        return ()
    if not found.services:
        return (Paragraph(text("search.none", w("search.none"))),)
    title = w.count("search.results", found.total)
    if found.meant:
        title = f"{title} · {w('search.meant', word=found.meant)}"
    return (
        Section(heading("search.results", title)),
        Tiles(tuple(service_tile(w, service) for service in found.services), columns=1),
    )
