"""The slip with the queue number: no name, no personal data."""

from devices.printer.document import Document, Figure, Heading, Paragraph, Part, Qr, Rule
from kiosk.documents.slip import Issuer, foot, head, slip
from kiosk.portal.contract import QueueTicket
from kiosk.texts import Wording


def queue_ticket(issuer: Issuer, w: Wording, ticket: QueueTicket, *, large: bool = False) -> Document:
    """The slip in the language of `w`; the wait is what the portal estimated when the number was drawn."""
    lang = w.lang
    parts: tuple[Part, ...] = (
        *head(issuer),
        Paragraph(w("ticket.title")),
        Figure(ticket.number),
        Heading(ticket.service_name.in_language(lang)),
        Paragraph(w.count("ticket.ahead", ticket.ahead) if ticket.ahead else w("ticket.next")),
        *_estimate(w, ticket.wait_minutes),
        Rule(),
        Heading(ticket.area.in_language(lang)),
        Paragraph(ticket.way.in_language(lang)),
        Paragraph(w("ticket.display")),
        Qr(ticket.status_url, w("ticket.code")),
        *foot(issuer, w, ticket.issued_at),
    )
    return slip("queue_ticket", w, parts, large=large)


def _estimate(w: Wording, minutes: int | None) -> tuple[Paragraph, ...]:
    if not minutes:
        return ()
    return (Paragraph(w.count("ticket.wait", minutes)),)
