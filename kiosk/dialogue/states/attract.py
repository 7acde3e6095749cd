"""Nobody is there: the page that invites, and the first touch."""

from dataclasses import replace

from kiosk.dialogue.effects import NewVisit
from kiosk.dialogue.events import Event, Pressed, StaffCalled, Touched
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.pages import Hero, KeyRow, Mark, Nav, NavSplit, Node, Notes, Page, Section, Spring
from kiosk.dialogue.phases import Attract, Home, Language, Phase
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.dialogue.states.staff_pin import call_staff

LANGUAGE_PREFIX = "language."


def on_event(context: Context, state: State, _phase: Attract, event: Event) -> Step:
    """The start key and the language keys begin a visit; a touch beside them asks for the language."""
    match event:
        case Pressed(node="attract.start"):
            return begin(state, Home())
        case Pressed(node=node) if node.startswith(LANGUAGE_PREFIX):
            state, _ = with_language(context, state, node, state.phase)
            return begin(state, Home())
        case Touched(finger=True) if len(context.setup.languages) > 1:
            return begin(state, Language(Home()))
        case Touched(finger=True):
            return begin(state, Home())
        case StaffCalled():
            return call_staff(context, state)
        case _:
            return stay(state)


def begin(state: State, phase: Phase) -> Step:
    """A visit begins now."""
    session = replace(state.session, started=state.now.monotonic)
    return go(replace(state, session=session), phase, NewVisit())


def with_language(context: Context, state: State, node: str, phase: Phase) -> Step:
    """A language key was pressed: the conversation goes on in that language."""
    lang = node.removeprefix(LANGUAGE_PREFIX)
    if lang not in context.setup.languages:
        return stay(state)
    appearance = replace(state.session.appearance, lang=lang)
    return go(replace(state, session=replace(state.session, appearance=appearance)), phase)


def language_keys(context: Context, state: State) -> tuple[Node, ...]:
    """One key a language, named in that language; the current one is marked."""
    current = state.session.appearance.lang
    return tuple(
        button(
            LANGUAGE_PREFIX + lang,
            context.wordings[lang]("language.name"),
            marks=frozenset({Mark.SELECTED}) if lang == current else frozenset(),
        )
        for lang in context.setup.languages
    )


def page(context: Context, state: State, _phase: Attract) -> Page:
    """01: welcome, start, languages, opening hours."""
    w = wording(context, state)
    lang = state.session.appearance.lang
    tray: tuple[KeyRow | Section | Notes, ...] = (
        Notes((text("attract.hours", w("attract.hours"), _hours(context, lang), icon="clock"),)),
    )
    if len(context.setup.languages) > 1:
        keys = KeyRow(language_keys(context, state), columns=4)
        section = Section(heading("attract.languages", w("attract.languages")))
        section = Section(replace(section.title, icon="language"))
        tray = (section, keys, *tray)
    return Page(
        id="attract",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.PANEL,
        panel=Hero(
            heading("attract.title", w("attract.title")), text("attract.subtitle", w("attract.subtitle")), large=True
        ),
        content=tray,
        nav=Nav(NavSplit.START, primary=button("attract.start", w("attract.start"), icon="touch")),
        focus="attract.start",
        touch_anywhere=True,
        tiles_on_white=True,
    )


def _hours(context: Context, lang: str) -> str:
    opening = context.setup.opening.get(lang, context.setup.opening["de"])
    return f"{opening} {context.wordings[lang]('attract.terminal', terminal=context.setup.terminal)}"
