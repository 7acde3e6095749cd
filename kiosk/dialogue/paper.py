"""How paper speaks to this visit: in its language, in large print where the screen is large, honest about copies."""

from devices.printer.document import Document
from kiosk.dialogue.pages import Size
from kiosk.dialogue.state import Context, State
from kiosk.dialogue.taking import Taking
from kiosk.documents import reprint
from kiosk.texts import Wording


def paper_wording(context: Context, state: State) -> Wording:
    """Texts for paper in the language of the visit; German where paper does not speak it."""
    return context.papers.get(state.session.appearance.lang) or context.papers["de"]


def large_print(state: State) -> bool:
    """Whether the person reads the screen in large letters."""
    return state.session.appearance.size in (Size.L, Size.XL)


def marked(context: Context, state: State, taking: Taking, document: Document) -> Document:
    """The document, with the mark of a reprint where something of it may be on paper already."""
    return reprint(document, paper_wording(context, state)) if taking.reprint else document
