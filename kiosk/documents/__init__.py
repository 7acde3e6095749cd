"""What goes on paper, built from data and texts; pure.

Texts come from `config/texts/paper`, one catalogue a language, complete by itself.
"""

from kiosk.documents.appointment import Appointment, appointment_slip
from kiosk.documents.check_list import check_list
from kiosk.documents.payment_receipt import Payment, payment_receipt
from kiosk.documents.queue_ticket import queue_ticket
from kiosk.documents.readiness import DeviceReport, readiness_report
from kiosk.documents.receipt import ReceiptSlip, receipt
from kiosk.documents.slip import RIGHT_TO_LEFT, reprint
from kiosk.documents.test_page import test_page

__all__ = [
    "RIGHT_TO_LEFT",
    "Appointment",
    "DeviceReport",
    "Payment",
    "ReceiptSlip",
    "appointment_slip",
    "check_list",
    "payment_receipt",
    "queue_ticket",
    "readiness_report",
    "receipt",
    "reprint",
    "test_page",
]
