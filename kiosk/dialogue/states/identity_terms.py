"""All that the authorisation certificate says: real ones fill pages. Nobody has to read it, everybody can."""

from dataclasses import replace

from kiosk.dialogue.events import Event, Pressed
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.identity_phases import IdentityConsent, IdentityTerms
from kiosk.dialogue.pages import Heading, Nav, NavSplit, Page, Paragraph, Spring
from kiosk.dialogue.room import large
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.dialogue.states.identity_look import back_key, panel

SHORT, _SHORT_LARGE = 150, 90
"""Letters of it that the consent has room for."""
_PART, _PART_LARGE = 520, 200


def shortened(state: State, words: str) -> str:
    """As much as the consent shows; "…" says that there is more."""
    room = _SHORT_LARGE if large(state.session.appearance) else SHORT
    words = " ".join(words.split())
    return words if len(words) <= room else words[:room].rsplit(" ", 1)[0].rstrip(".,:;") + " …"


def parted(words: str, room: int) -> tuple[str, ...]:
    """The whole in parts that fit a page, cut between words; a word longer than a page is cut as well."""
    parts = [""]
    for word in words.split():
        for piece in (word[start : start + room] for start in range(0, len(word), room)):
            if parts[-1] and len(parts[-1]) + 1 + len(piece) > room:
                parts.append("")
            parts[-1] = f"{parts[-1]} {piece}" if parts[-1] else piece
    return tuple(parts)


def _parts(state: State) -> tuple[str, ...]:
    attempt = state.session.attempt
    terms = attempt.terms if attempt is not None else None
    if terms is None:
        return ("–",)
    room = _PART_LARGE if large(state.session.appearance) else _PART
    return parted(f"{terms.provider}. {terms.purpose}", room)


def on_event(_context: Context, state: State, phase: IdentityTerms, event: Event) -> Step:
    """Leafs through it, and back to the consent."""
    match event:
        case Pressed(node="identity.terms.next"):
            last = phase.part + 1 >= len(_parts(state))
            return go(state, IdentityConsent() if last else replace(phase, part=phase.part + 1))
        case Pressed(node="identity.back"):
            return go(state, replace(phase, part=phase.part - 1) if phase.part else IdentityConsent())
        case _:
            return stay(state)


def page(context: Context, state: State, phase: IdentityTerms) -> Page:
    """A part of it."""
    w = wording(context, state)
    parts = _parts(state)
    number = min(phase.part, len(parts) - 1)
    last = number + 1 == len(parts)
    lead = text("identity.lead", w("review.page", page=number + 1, pages=len(parts))) if len(parts) > 1 else None
    forward = button(
        "identity.terms.next", w("identity.terms.done" if last else "key.next"), icon="check" if last else "forward"
    )
    return Page(
        id="identity.terms",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=panel(context, state, w),
        content=(
            Heading(heading("identity.title", w("identity.terms.title")), lead),
            Paragraph(text("identity.text", parts[number])),
        ),
        nav=Nav(NavSplit.BACK_PRIMARY, quiet=back_key(w), primary=forward, icon_after=not last),
        focus="identity.terms.next",
        part=number,
    )
