"""09: may we read the card? Who reads, why, which data; what is not needed can be kept back."""

from dataclasses import replace

from kiosk.dialogue.events import Event, Pressed
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.identity_attempt import Attempt
from kiosk.dialogue.identity_phases import IdentityConsent, IdentityTerms
from kiosk.dialogue.nodes import Mark, Node, Role, Tone
from kiosk.dialogue.pages import (
    Block,
    Choices,
    Facts,
    Heading,
    KeyRow,
    Nav,
    NavSplit,
    Notes,
    Page,
    Spring,
)
from kiosk.dialogue.room import cramped, rows
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.dialogue.states import identity_start
from kiosk.dialogue.states.identity_card import to_card
from kiosk.dialogue.states.identity_look import back_key, datum_named, other_way, panel
from kiosk.dialogue.states.identity_terms import shortened
from kiosk.identity.api import Purpose
from kiosk.services.form import option_pages
from kiosk.texts import Wording

DATUM_PREFIX = "identity.datum."
_LARGE_ROOM = 2


def on_event(context: Context, state: State, phase: IdentityConsent, event: Event) -> Step:
    """Boxes toggle; to agree leads to the card."""
    attempt = state.session.attempt
    assert attempt is not None  # noqa: S101 -- this phase begins with an attempt and ends before it is closed
    match event:
        case Pressed(node=node) if node.startswith(DATUM_PREFIX):
            kept_back = attempt.kept_back ^ {node.removeprefix(DATUM_PREFIX)}
            return stay(_with(state, replace(attempt, kept_back=kept_back)))
        case Pressed(node="identity.more"):
            return go(state, replace(phase, page=phase.page + 1))
        case Pressed(node="identity.terms"):
            return go(state, IdentityTerms())
        case Pressed(node="identity.agree"):
            return to_card(context, _with(state, replace(attempt, agreed=True)))
        case Pressed(node="identity.without"):
            return identity_start.without(state)
        case Pressed(node="identity.queue"):
            return identity_start.to_queue(state)
        case Pressed(node="identity.back"):
            return identity_start.back(state)
        case _:
            return stay(state)


def _with(state: State, attempt: Attempt) -> State:
    return replace(state, session=replace(state.session, attempt=attempt))


def page(context: Context, state: State, phase: IdentityConsent) -> Page:
    """What is read, by whom and why; boxes for what may be kept back, and a way without the card."""
    w = wording(context, state)
    attempt = state.session.attempt
    assert attempt is not None  # noqa: S101 -- see `on_event`
    boxes = _boxes(state, w, attempt, phase)
    return Page(
        id="identity.consent",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=panel(context, state, w),
        content=(
            Heading(heading("identity.consent", w("identity.consent"))),
            Facts(_facts(state, w, attempt)),
            *_notes(state, w, attempt),
        ),
        tray=(*boxes, _ways(state, w, attempt)),
        nav=Nav(
            NavSplit.BACK_PRIMARY,
            quiet=back_key(w),
            primary=button("identity.agree", w("identity.agree"), icon="forward"),
            icon_after=True,
        ),
        focus="identity.agree",
        part=phase.page,
    )


def _facts(state: State, w: Wording, attempt: Attempt) -> tuple[Node, ...]:
    terms = attempt.terms
    assert terms is not None  # noqa: S101 -- the page stands only with terms
    needed = ", ".join(datum_named(w, name) or name for name in attempt.required)
    facts = [
        text("identity.who", w("identity.who"), shortened(state, terms.provider), icon="museum"),
        text("identity.why", w("identity.why"), shortened(state, terms.purpose), icon="info"),
    ]
    if needed:
        facts.append(text("identity.needed", w("identity.needed"), needed, icon="check"))
    return tuple(facts)


def _ways(state: State, w: Wording, attempt: Attempt) -> KeyRow:
    """Without the card; and all that the certificate says, where it says more than stands above."""
    terms = attempt.terms
    if terms is None or not any(shortened(state, words).endswith("…") for words in (terms.provider, terms.purpose)):
        return KeyRow((other_way(state, w, long=True),), columns=1)
    whole = button("identity.terms", w("identity.terms"), icon="document")
    return KeyRow((whole, other_way(state, w)), columns=2)


def _notes(state: State, w: Wording, attempt: Attempt) -> tuple[Block, ...]:
    if attempt.purpose is Purpose.ON_SITE:
        note = text("identity.on_site", w("identity.on_site"), w("identity.on_site.text"), icon="person")
        return (Notes((note,), Tone.INFO),)
    if cramped(state.session.appearance):
        return ()
    return (Notes((text("identity.safe", w("identity.safe"), w("identity.safe.text"), icon="lock"),)),)


def _boxes(state: State, w: Wording, attempt: Attempt, phase: IdentityConsent) -> tuple[Block, ...]:
    """A check box for each datum that is not needed; a page of them where there are many."""
    names = attempt.optional
    if not names:
        return ()
    look = state.session.appearance
    room = _LARGE_ROOM if cramped(look) else rows(look)
    pages = option_pages(names, room) if len(names) > room else (names,)
    number = phase.page % len(pages)
    shown = tuple(_box(w, attempt, name) for name in pages[number])
    if len(pages) == 1:
        return (Choices(shown),)
    more = button("identity.more", w("key.more_of", page=number + 1, pages=len(pages)), icon="down")
    return Choices(shown), KeyRow((more,), columns=1)


def _box(w: Wording, attempt: Attempt, name: str) -> Node:
    marks = frozenset[Mark]() if name in attempt.kept_back else frozenset({Mark.SELECTED})
    words = datum_named(w, name) or name
    return Node(
        id=DATUM_PREFIX + name, role=Role.CHECKBOX, name=words, value=w("identity.voluntary"), marks=marks, private=True
    )
