"""Browse: topics, and the services of one topic."""

from kiosk.dialogue.events import Event, Pressed
from kiosk.dialogue.form_blocks import Topic as TopicPanel
from kiosk.dialogue.forms.sayings import price
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.nodes import Node
from kiosk.dialogue.pages import KeyRow, Nav, NavSplit, Page, Spring, Tiles
from kiosk.dialogue.phases import Home, Intro, Search, Topic, Topics
from kiosk.dialogue.room import rows, topics
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.services.form import option_pages
from kiosk.services.model import Group, Service
from kiosk.texts import Wording

SERVICE_PREFIX = "service."
GROUP_PREFIX = "group."
MOST = 6


def on_topics(context: Context, state: State, phase: Topics, event: Event) -> Step:
    """A topic opens, search and back lead away; many topics have more pages."""
    match event:
        case Pressed(node=node) if node.startswith(GROUP_PREFIX):
            group = node.removeprefix(GROUP_PREFIX)
            return go(state, Topic(group)) if services_of(context, group) else stay(state)
        case Pressed(node="topics.more"):
            return go(state, Topics((phase.page + 1) % len(_topic_pages(context, state))))
        case Pressed(node="topics.search"):
            return go(state, Search())
        case Pressed(node="topics.back"):
            return go(state, Home())
        case _:
            return stay(state)


def on_topic(context: Context, state: State, phase: Topic, event: Event) -> Step:
    """A service opens; a long topic has more pages."""
    match event:
        case Pressed(node=node) if node.startswith(SERVICE_PREFIX):
            return open_service(context, state, node)
        case Pressed(node="topic.more"):
            pages = len(_pages(context, state, phase))
            return go(state, Topic(phase.group, (phase.page + 1) % pages))
        case Pressed(node="topic.back"):
            return go(state, Topics(_page_of(context, state, phase.group)))
        case _:
            return stay(state)


def open_service(context: Context, state: State, node: str) -> Step:
    """A service tile was pressed, wherever it stood."""
    service = context.catalogue.services.get(node.removeprefix(SERVICE_PREFIX))
    return go(state, Intro(service.id)) if service is not None and service.live else stay(state)


def services_of(context: Context, group: str) -> tuple[Service, ...]:
    """The live services of a topic."""
    return tuple(service for service in context.catalogue.live if service.group == group)


def _topic_pages(context: Context, state: State) -> tuple[tuple[Group, ...], ...]:
    """Topics that have something to offer, page by page."""
    offered = tuple(group for group in context.catalogue.groups if services_of(context, group.id))
    return option_pages(offered, topics(state.session.appearance))


def _page_of(context: Context, state: State, group: str) -> int:
    """The page that a topic is on, as topics are seen now."""
    pages = enumerate(_topic_pages(context, state))
    return next((number for number, page in pages if group in {each.id for each in page}), 0)


def _pages(context: Context, state: State, phase: Topic) -> tuple[tuple[Service, ...], ...]:
    return option_pages(services_of(context, phase.group), rows(state.session.appearance, MOST))


def service_tile(w: Wording, service: Service) -> Node:
    """A service with its price."""
    return button(SERVICE_PREFIX + service.id, service.name.say(w.lang), price(w, service), icon=service.icon)


def _topic_tile(context: Context, w: Wording, group: Group) -> Node:
    count = w.count("topics.services", len(services_of(context, group.id)))
    return button(GROUP_PREFIX + group.id, group.name.say(w.lang), count, icon=group.icon)


def topics_page(context: Context, state: State, phase: Topics) -> Page:
    """05: one tile a topic that has something to offer."""
    w = wording(context, state)
    pages = _topic_pages(context, state)
    number = phase.page % len(pages)
    tiles = tuple(_topic_tile(context, w, group) for group in pages[number])
    total = w.count("topics.services", sum(len(services_of(context, group.id)) for page in pages for group in page))
    back, many = button("topics.back", w("key.back"), icon="back"), len(pages) > 1
    more = button("topics.more", w("topics.more"), icon="forward")
    return Page(
        id="topics",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.PANEL,
        panel=TopicPanel(heading("topics.title", w("topics.title")), text("topics.text", total), skyline=True),
        content=(Tiles(tiles, columns=2, tall=True),),
        tray=(KeyRow((button("topics.search", w("home.search"), icon="search"),), columns=1),),
        nav=Nav(NavSplit.BACK_PRIMARY, back, more, icon_after=True) if many else Nav(NavSplit.FULL, back),
        focus=tiles[0].id if tiles else "topics.back",
        part=number,
    )


def topic_page(context: Context, state: State, phase: Topic) -> Page:
    """The services of a topic, one below the other."""
    w = wording(context, state)
    pages = _pages(context, state, phase)
    tiles = tuple(service_tile(w, service) for service in pages[phase.page % len(pages)])
    group = next(each for each in context.catalogue.groups if each.id == phase.group)
    more = button("topic.more", w("key.more_of", page=phase.page + 1, pages=len(pages)), icon="down")
    count = w.count("topics.services", sum(len(each) for each in pages))
    return Page(
        id="topic",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.PANEL,
        panel=TopicPanel(
            heading("topic.title", group.name.say(w.lang)), text("topic.text", count), watermark=group.icon
        ),
        content=(Tiles(tiles, columns=1),),
        tray=(KeyRow((more,), columns=1),) if len(pages) > 1 else (),
        nav=Nav(NavSplit.FULL, quiet=button("topic.back", w("key.back"), icon="back")),
        focus=tiles[0].id,
        part=phase.page,
    )
