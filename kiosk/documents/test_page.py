"""The test page: what staff look at to judge a printer, and what a new printer model is proven with."""

from datetime import datetime
from typing import Protocol

from devices.printer.document import (
    Document,
    Figure,
    Heading,
    Note,
    PageSamples,
    Pair,
    Paragraph,
    Part,
    Qr,
    Rule,
    Ruler,
)
from kiosk.documents.slip import Issuer, foot, head, slip
from kiosk.texts import Wording

_LETTERS = (
    "ÄÖÜ äöüß ẞ € „Größe“ – 5 °C",
    "Łódź Çağrı Ștefan Nguyễn Žižek Ḫāǧǧ",
    "Ґанок Європа їжак єдність",
    "مرحبًا بكم في البلدية",
)
"""Umlauts as the code page has them; names that have to be drawn; Cyrillic; Arabic, joined and from right to left."""


class Tester(Issuer, Protocol):
    """Who gives the slip out, and where its QR code leads."""

    @property
    def public_url(self) -> str:
        """The town's page for citizens."""


def test_page(issuer: Tester, w: Wording, at: datetime, *, large: bool) -> Document:
    """Sizes, letters, every code page that the printer claims, both edges, a ruler, a QR code; nothing of a citizen.

    Args:
        issuer: who gives it out.
        w: texts of paper.
        at: now.
        large: large print.
    """
    parts: tuple[Part, ...] = (
        *head(issuer),
        Heading(w("test.title"), large=True),
        Paragraph(w("test.compare")),
        Rule(),
        Heading(w("test.sizes")),
        Figure("B 047"),
        Figure("MY-2026-004711"),
        Heading("Aa Gg 123", large=True),
        Heading("Aa Gg 123"),
        Paragraph("Aa Gg 123"),
        Pair("0,00 Euro", "1.234,56 Euro"),
        Rule(),
        Heading(w("test.letters")),
        *(Paragraph(letters) for letters in _LETTERS),
        Rule(),
        Heading(w("test.pages")),
        PageSamples(),
        Rule(),
        Note(w("test.ruler")),
        Ruler(),
        Qr(issuer.public_url, issuer.public_url),
        *foot(issuer, w, at),
    )
    return slip("test_page", w, parts, large=large)
