"""The town's portal as the terminal sees it: typed contract, client, and failures as values.

Importing this package imports no HTTP library; the client does that on its first call, away from the UI thread.
"""

from kiosk.portal.client import PortalClient
from kiosk.portal.contract import (
    BASE_PATH,
    ApplicationReceipt,
    ApplicationRequest,
    Assistance,
    CaseStatus,
    CaseStep,
    FieldProblem,
    Health,
    QueueOverview,
    QueueService,
    QueueTicket,
    QueueTicketOutcome,
    QueueTicketRequest,
    ServiceOption,
    ServiceOptions,
    SignedReceipt,
    StatusQuery,
    Text,
    provisional_code,
    provisional_number,
)
from kiosk.portal.errors import FailureKind, PortalFailure
from kiosk.portal.settings import PortalSettings, PortalSettingsError

__all__ = [
    "BASE_PATH",
    "ApplicationReceipt",
    "ApplicationRequest",
    "Assistance",
    "CaseStatus",
    "CaseStep",
    "FailureKind",
    "FieldProblem",
    "Health",
    "PortalClient",
    "PortalFailure",
    "PortalSettings",
    "PortalSettingsError",
    "QueueOverview",
    "QueueService",
    "QueueTicket",
    "QueueTicketOutcome",
    "QueueTicketRequest",
    "ServiceOption",
    "ServiceOptions",
    "SignedReceipt",
    "StatusQuery",
    "Text",
    "provisional_code",
    "provisional_number",
]
