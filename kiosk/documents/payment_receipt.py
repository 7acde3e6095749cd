"""The customer's receipt of a card payment: our head with the reference, the card terminal's lines unchanged.

The card terminal masks the card number itself; nothing of its lines is read, kept or logged here.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from devices.printer.document import Document, Figure, Heading, Note, Paragraph, Part, Rule, Verbatim
from kiosk.documents.slip import Issuer, foot, head, slip
from kiosk.texts import Wording


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment that the card terminal has completed.

    Args:
        reference: what the office books by (Kassenzeichen).
        service: what was paid for.
        amount: in euros.
        lines: the receipt for the customer as the card terminal sent it.
        at: when.
    """

    reference: str = field(repr=False)
    service: str
    amount: Decimal
    lines: tuple[str, ...] = field(repr=False)
    at: datetime


def payment_receipt(issuer: Issuer, w: Wording, payment: Payment, *, large: bool = False) -> Document:
    """The slip in the language of `w`; the card terminal's lines stay as they are."""
    parts: tuple[Part, ...] = (
        *head(issuer),
        Heading(w("payment.title"), large=True),
        Paragraph(payment.service),
        Rule(),
        Paragraph(w("payment.amount")),
        Figure(f"{w.amount(payment.amount)} €"),
        Paragraph(w("payment.reference")),
        Heading(payment.reference, large=True),
        Rule(),
        Note(w("payment.terminal")),
        Verbatim(payment.lines),
        Rule(),
        Paragraph(w("payment.keep")),
        *foot(issuer, w, payment.at),
    )
    return slip("payment_receipt", w, parts, large=large)
