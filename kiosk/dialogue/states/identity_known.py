"""13: what the card gave; then the card is taken, and nothing goes on before it is."""

from dataclasses import replace

from kiosk.dialogue.events import CardChanged, Event, Pressed, Tick
from kiosk.dialogue.form_blocks import Review, ReviewGroup, ReviewRow
from kiosk.dialogue.forms.filling import Filling
from kiosk.dialogue.forms.prefilling import known
from kiosk.dialogue.forms.sayings import in_words
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.identity_phases import After, IdentityKnown, IdentityTake
from kiosk.dialogue.nodes import Node, Tone
from kiosk.dialogue.pages import Band, Block, Drawing, Heading, Nav, NavSplit, Notes, Page, Spring, Waiting
from kiosk.dialogue.room import cramped, review_rows
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.dialogue.states import identity_start
from kiosk.services.fields import Field
from kiosk.services.form import option_pages
from kiosk.texts import Wording


def _pages(state: State, filling: Filling) -> tuple[tuple[Field, ...], ...]:
    fields = known(filling)
    room = max(1, review_rows(state.session.appearance) - 1)  # the band over it takes the place of a row
    return option_pages(fields, room) if len(fields) > room else (fields,)


def on_known(_context: Context, state: State, phase: IdentityKnown, event: Event) -> Step:
    """Through what was read, and on."""
    filling = state.session.filling
    match event:
        case Pressed(node="identity.on"):
            if filling is not None and phase.page + 1 < len(_pages(state, filling)):
                return go(state, replace(phase, page=phase.page + 1))
            return identity_start.taken(state, After.FORM)
        case _:
            return stay(state)


def known_page(context: Context, state: State, phase: IdentityKnown) -> Page:
    """Name, address and whatever else was released."""
    w = wording(context, state)
    filling = state.session.filling
    assert filling is not None  # noqa: S101 -- data go into a form, and this page stands after that
    pages = _pages(state, filling)
    number = min(phase.page, len(pages) - 1)
    rows = tuple(_row(w, filling, field) for field in pages[number])
    title = heading("identity.given", w("identity.given"))
    content: tuple[Block, ...] = (Review((ReviewGroup(title, rows),)),) if rows else (Heading(title, _nothing(w)),)
    if state.health.card_there and not cramped(state.session.appearance):
        note = text("identity.take", w("identity.take"), w("identity.take.text"), icon="card")
        content = (*content, Notes((note,), Tone.INFO))
    return Page(
        id="identity.known",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=Band(
            Tone.SUCCESS,
            "check-circle",
            heading("identity.title", w("identity.known")),
            text("identity.text", w("identity.known.text")),
        ),
        content=content,
        nav=Nav(NavSplit.FULL, primary=button("identity.on", w("key.next"), icon="forward"), icon_after=True),
        focus="identity.on",
        part=number,
    )


def _nothing(w: Wording) -> Node:
    return text("identity.nothing", w("identity.nothing"))


def _row(w: Wording, filling: Filling, field: Field) -> ReviewRow:
    label = (field.short or field.label).say(w.lang)
    value = text(f"identity.value.{field.id}", in_words(w, field, filling.answers.get(field.id)))
    return ReviewRow(text(f"identity.label.{field.id}", label), replace(value, private=True), None)


def on_take(_context: Context, state: State, phase: IdentityTake, event: Event) -> Step:
    """Nothing but taking the card leads on."""
    match event:
        case CardChanged(presence) if not presence.card_there:
            return identity_start.on(state, phase.after)
        case Tick() if not state.health.card_there:
            return identity_start.on(state, phase.after)
        case _:
            return stay(state)


def take_page(context: Context, state: State, _phase: IdentityTake) -> Page:
    """29, in the middle of a visit: where the card lies and what to do."""
    w = wording(context, state)
    return Page(
        id="identity.take",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=Band(
            Tone.WARN,
            "card",
            heading("card_left.title", w("card_left.title")),
            text("card_left.text", w("card_left.text")),
        ),
        content=(
            Heading(heading("card_left.where", w("card_left.where")), text("identity.then", w("identity.then"))),
            Drawing(("illu-take-card", "illu-terminal-reader"), text("card_left.picture", w("card_left.picture"))),
        ),
        tray=(Waiting(text("card_left.waiting", w("card_left.waiting"), icon="card")),),
    )
