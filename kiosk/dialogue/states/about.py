"""Overlay: imprint, accessibility, privacy, licences. A long text is divided into pages, never scrolled.

How much goes on a page is counted in lines of the text size, with the language that needs the most, so that a page
holds the same sections in every language. The counts are careful: the smallest panel, wide letters.
"""

from collections.abc import Sequence

from kiosk.about.model import AboutSection, AboutTopic
from kiosk.dialogue.events import Event, Pressed
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.pages import Appearance, Facts, Nav, NavSplit, Node, Page, ServicePanel, Size, Spring
from kiosk.dialogue.phases import About, Help
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.texts import Wording

PREFIX = "about."
ICONS = {
    AboutTopic.IMPRINT: "museum",
    AboutTopic.ACCESSIBILITY: "people",
    AboutTopic.PRIVACY: "shield",
    AboutTopic.LICENCES: "document",
}

_LINES = {Size.S: 34, Size.M: 28, Size.L: 20, Size.XL: 14}
_SIGNS = {Size.S: 68, Size.M: 56, Size.L: 42, Size.XL: 34}
_SPACED = 0.6
"""Share of a page that is left when lines and letters are wider."""


def about_keys(w: Wording) -> tuple[Node, ...]:
    """One key a topic, for the help page."""
    return tuple(button(PREFIX + topic.value, w(PREFIX + topic.value), icon=ICONS[topic]) for topic in AboutTopic)


def topic_of(node: str) -> AboutTopic | None:
    """Which topic a key of the help page opens, None for every other key."""
    return next((topic for topic in AboutTopic if PREFIX + topic.value == node), None)


def on_event(context: Context, state: State, phase: About, event: Event) -> Step:
    """Through the parts; before the first is the help page, after the last what was under it."""
    part, count = _place(context, state, phase)
    match event:
        case Pressed(node="about.next") if part + 1 < count:
            return go(state, About(phase.under, phase.topic, part + 1))
        case Pressed(node="about.next"):
            return go(state, phase.under)
        case Pressed(node="about.back") if part:
            return go(state, About(phase.under, phase.topic, part - 1))
        case Pressed(node="about.back"):
            return go(state, Help(phase.under))
        case _:
            return stay(state)


def page(context: Context, state: State, phase: About) -> Page:
    """30: a part of a topic."""
    w = wording(context, state)
    part, count = _place(context, state, phase)
    parts = divided(context.about[phase.topic], state.session.appearance)
    first = sum(len(each) for each in parts[:part])
    sections = tuple(
        text(f"about.section.{number}", section.heading[w.lang], section.text[w.lang])
        for number, section in enumerate(parts[part], first + 1)
    )
    last = part + 1 == count
    return Page(
        id=PREFIX + phase.topic.value,
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=ServicePanel(
            ICONS[phase.topic],
            heading("about.title", w(f"about.{phase.topic.value}")),
            text("about.part", w("about.part", page=part + 1, pages=count)),
        ),
        content=(Facts(sections),),
        nav=Nav(
            NavSplit.BACK_PRIMARY,
            quiet=button("about.back", w("key.back"), icon="back"),
            primary=button("about.next", w("about.done" if last else "key.next"), icon="check" if last else "forward"),
            icon_after=not last,
        ),
        focus="about.next",
        part=part,
    )


def _place(context: Context, state: State, phase: About) -> tuple[int, int]:
    """The part to show and how many there are; another text size has other parts."""
    count = len(divided(context.about[phase.topic], state.session.appearance))
    return min(phase.part, count - 1), count


def divided(sections: Sequence[AboutSection], look: Appearance) -> tuple[tuple[AboutSection, ...], ...]:
    """Sections on pages, in their order, as many on each as surely fit; never none."""
    room = _LINES[look.size] * (_SPACED if look.spacing else 1)
    pages: list[list[AboutSection]] = [[]]
    used = 0
    for section in sections:
        needed = max(_lines(section, lang, look) for lang in section.text)
        if pages[-1] and used + needed > room:
            pages.append([])
            used = 0
        pages[-1].append(section)
        used += needed
    return tuple(tuple(each) for each in pages)


def _lines(section: AboutSection, lang: str, look: Appearance) -> int:
    """Heading, text and the room around them, in lines."""
    signs = _SIGNS[look.size]
    return 2 + -(-len(section.heading[lang]) // signs) + -(-len(section.text[lang]) // signs)
