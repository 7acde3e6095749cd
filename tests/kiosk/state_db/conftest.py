"""A database file with something of everything in it."""

from uuid import uuid4

import pytest

from kiosk.outbox import Store
from kiosk.state_db import StateDb
from tests.kiosk.state_db.files import ROWS


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state.db"


@pytest.fixture
def kept(path):
    """A closed database with applications, a print job and a queue number; gives the applications by key."""
    db = StateDb(path)
    store = Store(db)
    wanted = {uuid4(): f"{number}." + "x" * (400 if number % 2 else 9000) for number in range(ROWS)}
    for key, sealed in wanted.items():
        store.add(key, "mayen.example", sealed, 1000.0)
    with db.change() as tables:
        tables.rows(
            "INSERT INTO print_jobs (job, kind, state, begun, changed) VALUES (x'01', 'ticket', 'sent', 1.0, 1.0)"
        )
        tables.rows("INSERT INTO draws VALUES ('ticket-1', 1, 1.0)")
    db.close()
    return wanted
