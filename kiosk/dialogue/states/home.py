"""What would you like to do?"""

from dataclasses import replace

from kiosk.dialogue.capabilities import portal_fault
from kiosk.dialogue.events import Event, Pressed
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.pages import Block, Facts, Hero, Mark, Nav, NavSplit, Node, Page, Section, Spring, Tiles
from kiosk.dialogue.phases import Home, Search, Topics
from kiosk.dialogue.room import large, low_tiles
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.dialogue.states.paused import ask_queue
from kiosk.dialogue.states.topics import SERVICE_PREFIX, open_service, service_tile
from kiosk.services.model import Kind
from kiosk.texts import Wording

FREQUENT, LARGE_FREQUENT = 6, 3


def on_event(context: Context, state: State, phase: Home, event: Event) -> Step:
    """A number, a service, the search or all topics."""
    match event:
        case Pressed(node="home.queue"):
            return ask_queue(state)
        case Pressed(node=node) if node.startswith(SERVICE_PREFIX):
            return open_service(context, state, node)
        case Pressed(node="home.search"):
            return go(replace(state, session=replace(state.session, query="")), Search())
        case Pressed(node="home.all"):
            return go(state, Topics())
        case Pressed(node="home.more"):
            return go(state, Home(phase.page + 1))
        case _:
            return stay(state)


def page(context: Context, state: State, phase: Home) -> Page:
    """04: greeting, what is quickly done, what people often choose, search and all; in reach mode page by page."""
    w = wording(context, state)
    if state.session.appearance.reach:
        content, part = _low_content(context, state, w, phase)
    else:
        content, part = _content(context, state, w), 0
    return Page(
        id="home",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.PANEL,
        panel=Hero(heading("home.title", w("home.title")), text("home.subtitle", w("home.subtitle"))),
        content=content,
        nav=_nav(context, w),
        focus="home.queue" if part == 0 else "home.more",
        part=part,
        tiles_on_white=True,
    )


def _content(context: Context, state: State, w: Wording) -> tuple[Block, ...]:
    most = LARGE_FREQUENT if large(state.session.appearance) else FREQUENT
    quick, frequent = _quick(context, state, w), _frequent(context, w)[:most]
    blocks: tuple[Block, ...] = (Section(heading("home.quick", w("home.quick"))), Tiles(quick, min(2, len(quick))))
    if not frequent:
        return blocks
    return (*blocks, Section(heading("home.frequent", w("home.frequent"))), Tiles(frequent, min(2, len(frequent))))


def _low_content(context: Context, state: State, w: Wording, phase: Home) -> tuple[tuple[Block, ...], int]:
    """04, niedrig: a few tiles and the one for more; and which page of them this is."""
    tiles = (*_quick(context, state, w), *_frequent(context, w))
    room = low_tiles(state.session.appearance)
    low = text("home.low", w("home.low"), w("home.low.text"), icon="low-reach")
    if len(tiles) <= room + 1:
        return (Facts((low,)), Tiles(tiles, columns=2)), 0
    pages = [tiles[start : start + room] for start in range(0, len(tiles), room)]
    number = phase.page % len(pages)
    more = button("home.more", w("home.more"), w("home.more.page", page=number + 1, pages=len(pages)), icon="down")
    return (Facts((low,)), Tiles((*pages[number], more), columns=2)), number


def _quick(context: Context, state: State, w: Wording) -> tuple[Node, ...]:
    away = portal_fault(state.health, context.delays.probe_failures) is not None
    marks = frozenset({Mark.UNAVAILABLE}) if away else frozenset[Mark]()
    condition = w("home.unavailable") if away else w("home.queue.condition")
    tiles: list[Node] = [button("home.queue", w("home.queue"), condition, icon="queue", marks=marks)]
    for service in context.catalogue.live:
        if service.kind is Kind.STATUS_QUERY:
            words = w("home.status.away") if away else w("home.status.condition")  # what waits here is known here
            tiles.append(button(SERVICE_PREFIX + service.id, service.name.say(w.lang), words, icon="document"))
    return tuple(tiles)


def _frequent(context: Context, w: Wording) -> tuple[Node, ...]:
    forms = [each for each in context.catalogue.live if each.kind in (Kind.APPLICATION, Kind.NOTIFICATION)]
    return tuple(service_tile(w, service) for service in forms[:FREQUENT])


def _nav(context: Context, w: Wording) -> Nav | None:
    if not context.catalogue.live:
        return None
    return Nav(
        NavSplit.HALVES,
        quiet=button("home.search", w("home.search"), icon="search"),
        primary=button("home.all", w("home.all"), icon="forward"),
        icon_after=True,
    )
