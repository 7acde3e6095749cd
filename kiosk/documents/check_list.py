"""The list "Das brauchen Sie" of one service, to be ticked off at home. Made before anything was entered."""

from datetime import datetime

from devices.printer.document import Document, Heading, Item, Note, Pair, Paragraph, Part, Rule
from kiosk.documents.slip import Issuer, foot, head, slip
from kiosk.services.model import Service
from kiosk.texts import Wording


def check_list(
    issuer: Issuer, w: Wording, service: Service, *, office: str, cost: str, at: datetime, large: bool = False
) -> Document:
    """The list in the language of `w`.

    Args:
        issuer: who gives it out.
        w: texts of paper.
        service: what somebody wants to do; its needs become the list.
        office: who is in charge, in words.
        cost: the fee in words; empty where it is not known.
        at: now.
        large: large print.
    """
    needs = tuple(Item(need.say(w.lang), tick=True) for need in service.needs)
    parts: tuple[Part, ...] = (
        *head(issuer),
        Heading(service.name.say(w.lang), large=True),
        Paragraph(service.summary.say(w.lang)),
        Rule(),
        Heading(w("check_list.title")),
        *(needs or (Paragraph(w("check_list.nothing")),)),
        Rule(),
        *((Pair(w("check_list.cost"), cost),) if cost else ()),
        Pair(w("check_list.office"), office),
        Paragraph(w("check_list.not_yet")),
        Note(w("paper.questions")),
        *foot(issuer, w, at),
    )
    return slip("check_list", w, parts, large=large)
