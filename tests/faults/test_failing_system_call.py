"""System calls of a real process fail (libfiu): pwrite and fdatasync, as SQLite of the machine makes them.

One in a hundred, all the time. Each person hears one thing, and it is true; the terminal never stays out of service.
When the process does not get its database open at all, it ends, and its supervisor starts it again. libfiu draws its
chance itself, so that a run cannot be repeated call by call; `test_failing_call` can.
"""

import shutil
from collections import Counter

import pytest

from kiosk.outbox import Store
from kiosk.state_db import StateDb
from tests.faults.seeds import FULL, say
from tests.faults.senders import Senders, arrivals

VISITS = 1000 if FULL else 60
STARTS = 20
POINTS = ("posix/io/rw/pwrite", "posix/io/sync/fdatasync")
PROBABILITY = 0.01


@pytest.fixture
def fiu():
    """The command that lets system calls fail."""
    found = shutil.which("fiu-run")
    assert found is not None, "no fiu-run: install the apt packages fiu-utils and libfiu0 (deploy/setup.sh does)"
    points = (f"enable_random name={name},probability={PROBABILITY}" for name in POINTS)
    return [found, "-x", "-f", "", *(word for point in points for word in ("-c", point))]


def start(senders, count):
    """As a supervisor does."""
    return next(process for _ in range(STARTS) if (process := senders.start(count)) is not None)


def test_shown_or_done_and_never_both(new_town, tmp_path, fiu):
    town, state = new_town(tmp_path / "town"), tmp_path / "state.db"
    senders = Senders(town, state, fiu)
    try:
        start(senders, VISITS)
        assert senders.end(60 + VISITS) == 0, "the queue does not drain"
    finally:
        senders.close()
    arrived = Counter(arrivals(town))
    sealed, refused = set(senders.sealed), set(senders.refused)
    say(f"libfiu: {VISITS} visits, {len(sealed)} accepted, {len(refused)} told that nothing was kept")
    assert len(sealed) + len(refused) == VISITS, "somebody heard nothing"
    assert sealed & refused == set()
    assert set(arrived) == sealed
    assert set(arrived.values()) == {1}
    assert refused, "no call ever failed: the test says nothing"
    assert len(sealed) > VISITS / 10, "hardly ever in service"
    db = StateDb(state)
    left = Store(db)
    assert (db.set_aside, left.usage.rows) == (None, 0)
    left.close()
