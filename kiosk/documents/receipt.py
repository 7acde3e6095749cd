"""The slip that an application was taken: "Eingangsbestätigung". Without a name, a birth date or any answer."""

from dataclasses import dataclass, field
from datetime import date, datetime

from devices.printer.document import Document, Figure, Heading, Item, Note, Pair, Paragraph, Part, Qr, Rule
from kiosk.documents.slip import Issuer, day, head, moment, slip
from kiosk.texts import Wording


@dataclass(frozen=True, slots=True)
class ReceiptSlip:
    """What proves an application, on the screen and on paper.

    Args:
        number: case number of the portal, or the provisional number of the terminal.
        code: access code; both together open the status of the case.
        provisional: the portal has not confirmed yet.
        service: name of the service.
        received: when it was received (or accepted by the terminal).
        office: who answers.
        next_step: what happens next.
        due: papers that are still to come.
        due_until: until when.
        kind: kind of the service, for the words ("application", "notification").
        status_url: page where the status can be asked for; carries the number, never the code.
        fee: what it costs, in words ("15,00 Euro"); empty where nothing is known yet.
    """

    number: str = field(repr=False)
    code: str = field(repr=False)
    provisional: bool
    service: str
    received: datetime
    office: str
    next_step: str
    due: tuple[str, ...]
    due_until: date | None
    status_url: str = field(repr=False)
    kind: str = ""
    fee: str = ""


def receipt(issuer: Issuer, w: Wording, told: ReceiptSlip, *, large: bool = False) -> Document:
    """The slip in the language of `w`."""
    key = "receipt.provisional" if told.provisional else "receipt.confirmed"
    parts: tuple[Part, ...] = (
        *head(issuer, told.office),
        Heading(w("receipt.title"), large=True),
        Paragraph(w.kind(key, told.kind)),
        Heading(told.service),
        Paragraph(moment(w, told.received)),
        Rule(),
        Paragraph(w("receipt.number_provisional" if told.provisional else "receipt.number")),
        Figure(told.number),
        Paragraph(w("receipt.code")),
        Heading(f"{told.code[:4]} {told.code[4:]}", large=True),
        Rule(),
        *((Pair(w("receipt.fee"), told.fee),) if told.fee else ()),
        *_next(w, told),
        *_due(w, told),
        Rule(),
        Qr(told.status_url, w("receipt.qr")),
        Rule(),
        Paragraph(w("receipt.keep")),
        Note(w("receipt.no_permit")),
        Note(w("paper.questions")),
        Note(issuer.terminal),
    )
    return slip("receipt", w, parts, large=large)


def _next(w: Wording, told: ReceiptSlip) -> tuple[Part, ...]:
    if not told.next_step:
        return ()
    return Heading(w("receipt.next")), Paragraph(told.next_step)


def _due(w: Wording, told: ReceiptSlip) -> tuple[Part, ...]:
    if not told.due:
        return ()
    until = w("receipt.due_until", date=day(w, told.due_until)) if told.due_until else w("receipt.due")
    return (Heading(until), *(Item(paper) for paper in told.due))
