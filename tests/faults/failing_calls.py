"""The n-th call of the disk fails while people hand in: each hears one thing, and it is true.

Whoever heard "angenommen" is at the town hall once; whoever heard that nothing was kept is not there at all. After the
fault has passed the same program takes applications again, without hands and without a restart. Only a fault while the
database is opened ends the program; its supervisor starts it again.
"""

import random
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.outbox import NotAccepted, Sealed
from kiosk.state_db import StateDb, StoreError
from kiosk.state_db.reserve import DiskReserve
from tests.faults.apsw_connection import connector
from tests.faults.counter import Counter, Said, Terminal
from tests.faults.disk import Call, Disk, Fault, RefusedCallError

VISITS = 12
LAST_CALL = 500
MOST_IN_A_ROW = 5


@dataclass
class Run:
    """A run and what is wrong with it.

    Args:
        number: of the call that failed first.
        hit: whether it came to that.
        refused: people who heard that nothing was kept.
    """

    number: int
    faults: list[str] = field(default_factory=list)
    hit: bool = False
    refused: int = 0


def run(number: int, folder: Path) -> Run:
    """Plays one run; everything but the threads is decided by the number."""
    chance, result = random.Random(number), Run(number)
    here = folder / f"{number}"
    here.mkdir(parents=True)
    counter = Counter(here / "town")
    disk = Disk(fault=_failing(number, chance.choice((1, 1, 2, MOST_IN_A_ROW)), result), drops=chance.random() < 0.5)
    try:
        said = _visits(here / "state.db", disk, counter, chance, result)
        _judge(counter, said, result)
    finally:
        counter.close()
    return result


def _failing(first: int, times: int, result: Run) -> Fault:
    """Refuses so many calls in a row."""

    def fault(call: Call, number: int) -> None:
        if first <= number < first + times:
            result.hit = True
            raise RefusedCallError

    return fault


def _open(path: Path, disk: Disk, result: Run) -> StateDb | None:
    """As a supervisor would: again and again."""
    for _ in range(MOST_IN_A_ROW + 1):
        try:
            return StateDb(path, connector(disk), DiskReserve(path.with_name("ballast"), size=4096, spare=0))
        except StoreError:
            continue
    result.faults.append("the database does not open any more")
    return None


def _visits(path: Path, disk: Disk, counter: Counter, chance: random.Random, result: Run) -> Said:
    said = Said()
    db = _open(path, disk, result)
    if db is None:
        return said
    try:
        it = Terminal(db, counter, said=said)
    except StoreError:
        result.faults.append("the outbox does not start")
        return said
    for visit in range(VISITS):
        counter.away, counter.losing = chance.random() < 0.3, int(chance.random() < 0.2)
        if it.answer(it.submit()) is None:
            result.faults.append(f"visit {visit} is never answered")
    counter.away, counter.losing = False, 0
    if not any(it.settled() and isinstance(it.answer(it.submit()), Sealed) for _ in range(MOST_IN_A_ROW + 1)):
        result.faults.append(f"takes nothing after the fault has passed: {it.outbox.troubles()}")
    if not it.settled():
        result.faults.append(f"does not come to rest: {it.outbox.troubles()} {it.outbox.waiting()}")
    it.stop()
    left = _open(path, Disk(disk.cut(chance)), result)
    if left is not None:
        with left.reading() as tables:
            if (rows := tables.rows("SELECT count(*) FROM outbox")) != [(0,)]:
                result.faults.append(f"left in the database: {rows}")
        left.close()
    return said


def _judge(counter: Counter, said: Said, result: Run) -> None:
    arrived = counter.arrived()
    result.refused = len(said.not_accepted())
    for wrong, keys in {
        "heard both": said.sealed() & said.not_accepted(),
        "accepted and lost": said.sealed() - set(arrived),
        "not accepted and yet handed in": said.not_accepted() & set(arrived),
        "twice": {key for key in arrived if arrived.count(key) > 1},
    }.items():
        if keys:
            result.faults.append(f"{wrong}: {len(keys)}")
    odd = [event for event in said.first.values() if not isinstance(event, Sealed | NotAccepted)]
    if odd:
        result.faults.append(f"first heard {odd}")
