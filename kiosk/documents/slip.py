"""What all slips have in common: who gives them out, direction, large print, the mark of a reprint."""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Protocol

from devices.printer.document import Document, Heading, Kind, Note, Paragraph, Part, Rule
from kiosk.texts import Wording

RIGHT_TO_LEFT = frozenset({"ar"})
"""Languages of paper that begin at the right edge."""

VALID_S = 120.0
"""A slip that could not be printed for so long is not printed any more: its owner has left."""


class Issuer(Protocol):
    """Who gives the slip out."""

    @property
    def town(self) -> str:
        """Name of the town."""

    @property
    def office(self) -> str:
        """Office and street."""

    @property
    def terminal(self) -> str:
        """How people call this terminal."""


def slip(kind: Kind, w: Wording, parts: tuple[Part, ...], *, large: bool) -> Document:
    """A document in the direction of its language."""
    return Document(kind, parts, valid_for_s=VALID_S, large=large, rtl=w.lang in RIGHT_TO_LEFT)


def head(issuer: Issuer, office: str = "") -> tuple[Part, ...]:
    """Town and office over a rule."""
    return Heading(issuer.town, large=True), Note(office or issuer.office), Rule()


def foot(issuer: Issuer, w: Wording, at: datetime) -> tuple[Part, ...]:
    """When and where, under a rule."""
    return Rule(), Note(moment(w, at)), Note(issuer.terminal)


def day(w: Wording, on: date) -> str:
    """A date of which no line parts day and month: "24. November 2026"."""
    return _together(w.date(on))


def weekday(w: Wording, on: datetime) -> str:
    """The same with its weekday: "Dienstag, 24. November 2026"."""
    return _together(w.day(on))


def _together(words: str) -> str:
    return re.sub(r"(\d\.?) (?=\D)", "\\1\u00a0", words, count=1)


def moment(w: Wording, at: datetime) -> str:
    """Date and time of day: "24. November 2026, 10:24 Uhr"."""
    comma = "، " if w.lang in RIGHT_TO_LEFT else ", "
    time = w.time(at).replace(" ", "\u00a0")
    return f"{day(w, at)}{comma}{time}"


def reprint(document: Document, w: Wording) -> Document:
    """The same document with the mark that it was printed before, large and on top."""
    mark = (Heading(w("paper.copy"), large=True), Paragraph(w("paper.copy.text")), Rule())
    return replace(document, parts=(*mark, *document.parts))
