"""Documents and tools that the unit tests of the printer share."""

from pathlib import Path

import pytest

from devices.printer import Document, Figure, FontFiles, Heading, Pair, Paragraph, Qr, Rule


@pytest.fixture(scope="session")
def font() -> Path:
    return Path(__file__).parents[3] / "screens/assets/fonts/FiraSans-Regular.ttf"


@pytest.fixture(scope="session")
def fonts() -> FontFiles:
    folder = Path(__file__).parents[3] / "screens/assets/fonts"
    return FontFiles(
        regular=folder / "FiraSans-Regular.ttf",
        bold=folder / "FiraSans-SemiBold.ttf",
        arabic=folder / "NotoSansArabic-Regular.ttf",
        arabic_bold=folder / "NotoSansArabic-SemiBold.ttf",
        rest=folder / "NotoSans-Regular.ttf",
    )


@pytest.fixture(scope="session")
def ticket() -> Document:
    """A queue ticket as in mock-up 50, with a QR code."""
    return Document(
        "queue_ticket",
        (
            Heading("Stadt Mayen", large=True),
            Paragraph("Bürgerbüro, Am Markt 1"),
            Rule(),
            Paragraph("Ihre Wartenummer"),
            Figure("B 047"),
            Heading("Ausweis und Pass"),
            Paragraph("Vor Ihnen: 6 Personen"),
            Rule(),
            Pair("Raum", "Erdgeschoss"),
            Qr("https://mayen.example/w/7KQ2M9XW4P", "Wartestand auf dem Handy"),
            Paragraph("24. November 2026, 10:24 Uhr"),
        ),
    )
