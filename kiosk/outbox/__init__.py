"""Applications on their way to the portal: sealed, durable, delivered exactly once. See `api` for what a listener sees.

Importing this package imports neither cryptography nor an HTTP library.
"""

from kiosk.outbox.api import (
    Backlog,
    Delivered,
    Held,
    Listener,
    NotAccepted,
    OutboxEvent,
    Reason,
    Refused,
    Sealed,
    Trouble,
    Waiting,
)
from kiosk.outbox.errors import SealError
from kiosk.outbox.keys import PinnedKeys, out_of_date, read_pinned
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.receipts import Receipts
from kiosk.outbox.schedule import Schedule
from kiosk.outbox.seal import Seal
from kiosk.outbox.store import Store

__all__ = [
    "Backlog",
    "Delivered",
    "Held",
    "Listener",
    "NotAccepted",
    "Outbox",
    "OutboxEvent",
    "PinnedKeys",
    "Reason",
    "Receipts",
    "Refused",
    "Schedule",
    "Seal",
    "SealError",
    "Sealed",
    "Store",
    "Trouble",
    "Waiting",
    "out_of_date",
    "read_pinned",
]
