"""One of each document, in the languages of paper, with the texts that a town has: long words, real needs."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from devices.printer.document import Document
from kiosk.documents import (
    Appointment,
    DeviceReport,
    Payment,
    ReceiptSlip,
    appointment_slip,
    check_list,
    payment_receipt,
    queue_ticket,
    readiness_report,
    receipt,
    reprint,
    test_page,
)
from kiosk.portal.contract import QueueTicket, Text
from kiosk.services.load import load_services
from kiosk.services.model import Catalogue
from kiosk.settings import shipped_config
from kiosk.texts import Wording, load

LANGUAGES = ("de", "en", "tr", "uk", "ar")
KINDS = (
    "queue_ticket",
    "receipt",
    "appointment",
    "check_list",
    "payment_receipt",
    "test_page",
    "readiness_report",
    "reprint",
)
NOW = datetime(2026, 11, 24, 10, 24, tzinfo=ZoneInfo("Europe/Berlin"))
CARD_LINES = (
    "      Kundenbeleg       ",
    "",
    "Terminal-ID     52500012",
    "TA-Nr.            000217",
    "Kartenzahlung   girocard",
    "Nr. ##############4711  ",
    "24.11.2026         10:22",
    "Betrag EUR         12,50",
    "   Zahlung erfolgt      ",
)
"""As a card terminal sends it, 24 columns."""


@cache
def wording(lang: str) -> Wording:
    """The texts of paper in a language."""
    return Wording(load(shipped_config() / "texts" / "paper" / f"{lang}.po"))


@cache
def catalogue() -> Catalogue:
    """The shipped services."""
    return load_services(shipped_config() / "services")


@dataclass(frozen=True)
class Town:
    """Who gives the slips out."""

    town: str = "Stadt Mayen"
    office: str = "Bürgerbüro, Am Markt 1"
    terminal: str = "Terminal 2"
    public_url: str = "https://service.example"


TOWN = Town()


def ticket() -> QueueTicket:
    """A queue number with the words that a town gives."""
    return QueueTicket(
        id=UUID(int=7),
        number="B 047",
        service="id_documents",
        service_name=Text(de="Ausweis und Pass", en="ID card and passport"),
        ahead=6,
        wait_minutes=18,
        area=Text(de="Wartebereich im Erdgeschoss", en="Waiting area on the ground floor"),
        way=Text(de="Links, an der Treppe vorbei.", en="On the left, past the stairs."),
        issued_at=NOW,
        status_url="https://service.example/w/7KQ2M9XW4PBR",
    )


def slip(*, provisional: bool = False) -> ReceiptSlip:
    """A receipt with everything that one can have."""
    return ReceiptSlip(
        number="MY-2026-004711",
        code="K7F3P9XD",
        provisional=provisional,
        service="Hund anmelden",
        received=NOW,
        office="Steueramt",
        next_step="Der Bescheid kommt per Post.",
        due=("Nachweis über die Ermäßigung",),
        due_until=date(2026, 12, 8),
        status_url="https://service.example/v/MY-2026-004711",
        fee="0,00 Euro",
    )


def document(kind: str, lang: str, *, large: bool = False) -> Document:
    """The sample of a kind."""
    w = wording(lang)
    match kind:
        case "queue_ticket":
            return queue_ticket(TOWN, w, ticket(), large=large)
        case "reprint":
            return reprint(queue_ticket(TOWN, w, ticket(), large=large), w)
        case "receipt":
            return receipt(TOWN, w, slip(), large=large)
        case "appointment":
            return appointment_slip(TOWN, w, _appointment(lang), large=large)
        case "check_list":
            service = catalogue().services["hund_anmelden"]
            office = catalogue().offices[service.office].name.say(lang)
            return check_list(TOWN, w, service, office=office, cost="0,00 Euro", at=NOW, large=large)
        case "payment_receipt":
            payment = Payment("5.0470.112233.4", "Parkausweis für Anwohner", Decimal("12.50"), CARD_LINES, NOW)
            return payment_receipt(TOWN, w, payment, large=large)
        case "test_page":
            return test_page(TOWN, w, NOW, large=large)
        case "readiness_report":
            return readiness_report(TOWN, w, _devices(), ("P-02 Papier fast leer, 9:12 Uhr",), at=NOW, large=large)
    raise AssertionError(kind)


def _appointment(lang: str) -> Appointment:
    service = catalogue().services["hund_anmelden"]
    return Appointment(
        number="T 4711 2038",
        service=service.name.say(lang),
        starts=NOW.replace(day=26, hour=14, minute=15),
        minutes=20,
        office="Einwohnermeldeamt",
        place="Zimmer 104",
        way="Erdgeschoss, links an der Treppe vorbei.",
        bring=tuple(need.say(lang) for need in service.needs),
        manage_url="https://service.example/t/7KQ2M9XW4PBR",
    )


def _devices() -> tuple[DeviceReport, ...]:
    return (
        DeviceReport("Drucker", "Das Papier ist bald zu Ende.", False, NOW),
        DeviceReport("Kartenleser", "Bereit.", True, NOW),
        DeviceReport("Verbindung zum Amt", "Erreichbar.", True, None),
    )
