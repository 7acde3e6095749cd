"""Overlay: pick a language."""

from kiosk.dialogue.events import Event, Pressed
from kiosk.dialogue.frame import UTILITY_LANGUAGE, button, frame, heading, text, wording
from kiosk.dialogue.pages import KeyRow, Nav, NavSplit, Page, ServicePanel, Spring
from kiosk.dialogue.phases import Language
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.dialogue.states.attract import LANGUAGE_PREFIX, language_keys, with_language


def on_event(context: Context, state: State, phase: Language, event: Event) -> Step:
    """A language key changes the language and leaves; back leaves."""
    match event:
        case Pressed(node=node) if node in ("language.back", UTILITY_LANGUAGE):
            return go(state, phase.under)
        case Pressed(node=node) if node.startswith(LANGUAGE_PREFIX):
            return with_language(context, state, node, phase.under)
        case _:
            return stay(state)


def page(context: Context, state: State, _phase: Language) -> Page:
    """02: one key a language, each named in its own language."""
    w = wording(context, state)
    return Page(
        id="language",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.PANEL,
        panel=ServicePanel(
            "language", heading("language.title", w("language.title")), text("language.text", _all(context))
        ),
        tray=(KeyRow(language_keys(context, state), columns=2),),
        nav=Nav(NavSplit.FULL, quiet=button("language.back", w("key.back"), icon="back")),
        focus=LANGUAGE_PREFIX + state.session.appearance.lang,
    )


def _all(context: Context) -> str:
    """The request in every language, because nobody here knows yet which one is read."""
    return "\u00a0· ".join(context.wordings[lang]("language.choose") for lang in context.setup.languages)
