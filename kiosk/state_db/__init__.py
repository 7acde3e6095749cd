"""The one database of the terminal: lock, durability, versions. What the tables mean is known by their users."""

from kiosk.state_db.connection import Connection, SqliteConnection, Value
from kiosk.state_db.database import StateDb
from kiosk.state_db.errors import (
    DuplicateError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreVersionError,
)

__all__ = [
    "Connection",
    "DuplicateError",
    "SqliteConnection",
    "StateDb",
    "StoreBusyError",
    "StoreDamagedError",
    "StoreError",
    "StoreFullError",
    "StoreVersionError",
    "Value",
]
