"""A terminal that only hands in, to be killed: `python -m tests.faults.sender STATE KEYS URL CA TOKEN`.

Loads everything once and then takes commands, one a line: each `run COUNT` is a terminal of its own, forked, so that a
start costs milliseconds and a thousand can be killed. A terminal says `ready PID`, then `sealed KEY` for each
application that is safe and `refused KEY` for each that was not kept, at once and unbuffered; `ended CODE` (or minus
the signal) is said for it. With a count of 0 it hands in nothing and delivers what waits. Codes: 0 drained, 3 the
database does not open now.
"""

import itertools
import os
import sys
import time
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import kiosk.portal.wire  # noqa: F401 - loaded before the first fork
from kiosk.dialogue.clock import uuid7
from kiosk.outbox import NotAccepted, Outbox, OutboxEvent, Receipts, Schedule, Seal, Sealed, Store, read_pinned
from kiosk.portal import PortalClient, PortalSettings, provisional_code
from kiosk.state_db import StateDb, StoreError
from tests.contract.outbox.payloads import payload

PAUSE_S = 0.02
QUICK = Schedule(first_s=0.02, longest_s=0.1, attend_s=2.0, later_s=2.0, look_s=0.1, mend_s=0.02)


def tell(*words: object) -> None:
    """On standard output, in one piece, whatever happens next."""
    os.write(1, (" ".join(str(word) for word in words) + "\n").encode())


def heard(event: OutboxEvent) -> None:
    """On the outbox's thread."""
    match event:
        case Sealed(key):
            tell("sealed", key)
        case NotAccepted(key):
            tell("refused", key)


def run(state: Path, keys: Path, client: PortalClient, count: int) -> int:
    """One terminal, until killed or done."""
    pinned = read_pinned(keys)
    try:
        store = Store(StateDb(state))
    except StoreError:
        return 3
    answered: list[OutboxEvent] = []

    def listener(event: OutboxEvent) -> None:
        heard(event)
        if isinstance(event, Sealed | NotAccepted):
            answered.append(event)

    outbox = Outbox(store, Seal(pinned), Receipts(pinned), client, listener, schedule=QUICK)
    outbox.start()
    tell("ready", os.getpid())
    for _ in itertools.repeat(None, count):
        outbox.submit(uuid7(datetime.now().astimezone()), payload(), code=provisional_code(uuid4()))
        time.sleep(PAUSE_S)
    while len(answered) < count or outbox.waiting().count or outbox.troubles():
        time.sleep(PAUSE_S)
    outbox.stop()
    return 0


def main() -> None:
    """Forks a terminal for each command."""
    state, keys, url, ca, token = sys.argv[1:]
    client = PortalClient(
        PortalSettings(url=url, ca_file=Path(ca), token_file=Path(token), terminal_id="T2", backoff_s=0.02)
    )
    Seal(read_pinned(Path(keys))).prepare(time.time())
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            code = 70
            try:
                code = run(Path(state), Path(keys), client, int(line.split()[1]))
            finally:
                os._exit(code)
        tell("ended", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


if __name__ == "__main__":
    main()
