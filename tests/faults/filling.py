"""A terminal whose disk fills up: `python -m tests.faults.filling DISK TOWN SPARE`, on a small file system.

Something else leaves little room. The portal is away and people hand in until nothing more is taken; what is left of
the disk is eaten, byte by byte; then the portal is back. Prints what was seen as one line of JSON. SPARE: free
bytes below which the terminal stops by itself; with 0 it only notices when SQLite has no room.
"""

import errno
import os
import sys
from collections import Counter
from pathlib import Path

import msgspec

from kiosk.outbox import NotAccepted, Sealed
from kiosk.state_db import StateDb
from kiosk.state_db.reserve import DiskReserve
from tests.faults.counter import Counter as TownCounter
from tests.faults.counter import Terminal

MOST = 100
LITTLE = 200_000


def eat(path: Path, leave: int = 0) -> None:
    """Fills the file system but for so many bytes."""
    with path.open("ab", buffering=0) as file:
        while True:
            free = os.statvfs(path.parent).f_bavail * os.statvfs(path.parent).f_frsize - leave
            if free <= 0:
                return
            try:
                file.write(bytes(min(free, 65536)))
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
                return


def fill(it: Terminal) -> list[str]:
    """People come until one is not taken any more; gives what each heard."""
    heard: list[str] = []
    for _ in range(MOST):
        event = it.answer(it.submit())
        heard.append(event.reason.value if isinstance(event, NotAccepted) else type(event).__name__)
        if not isinstance(event, Sealed):
            break
    return heard


def main() -> None:
    """Plays it."""
    disk, town, spare = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    counter = TownCounter(town)
    reserve = DiskReserve(disk / "state.db.ballast", spare=spare)
    it = Terminal(StateDb(disk / "state.db", reserve=reserve), counter)
    counter.away = True
    eat(disk / "other", spare + LITTLE)
    heard = fill(it)
    offered_when_full = it.outbox.room()
    eat(disk / "other")
    late = it.answer(it.submit())
    troubles = sorted(each.value for each in it.outbox.troubles())
    waiting = it.outbox.waiting().count
    counter.away = False
    drained = it.drained()
    on_full_disk = it.outbox.waiting().count
    (disk / "other").unlink()
    well = it.settled()
    after = it.answer(it.submit())
    it.settled()
    it.stop()
    arrived = Counter(counter.arrived())
    counter.close()
    seen = {
        "heard": Counter(heard),
        "offered_when_full": offered_when_full,
        "late": type(late).__name__,
        "troubles": troubles,
        "waiting": waiting,
        "drained": drained,
        "left_on_full_disk": on_full_disk,
        "well": well,
        "after": type(after).__name__,
        "lost": len(it.said.sealed() - set(arrived)),
        "doubled": sum(times > 1 for times in arrived.values()),
        "not_accepted_but_arrived": len(it.said.not_accepted() & set(arrived)),
        "ballast": (disk / "state.db.ballast").exists(),
    }
    sys.stdout.write(msgspec.json.encode(seen).decode() + "\n")


if __name__ == "__main__":
    main()
