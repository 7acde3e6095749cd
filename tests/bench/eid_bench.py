"""What reading an identity card costs this side: PACE, Terminal and Chip Authentication, ten data groups.

The terminal's own code over a virtual card and the portal's protocol, all in one process: time inside the card and
inside the portal is taken off, so what is left is the terminal's own. The commands of a reading are counted against the
list of TR-03110-3 (two certificates below the root; each file in one piece, because the reader takes long commands).
"""

import queue
import statistics
import time
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from kiosk.identity.api import (
    Identified,
    IdentityReport,
    LookAtCard,
    OpenAttempt,
    Password,
    Progress,
    ProvePassword,
    Purpose,
)
from kiosk.identity.limits import Limits
from kiosk.identity.means import Means
from kiosk.identity.worker import IdentityWorker
from kiosk.portal.eid_contract import EidField
from kiosk.secret_entry import SecretEntry
from tests.kiosk.identity.journal import Notes
from tests.kiosk.identity.stand import REQUIRED, ScriptedPortal, ScriptedReader, TestCard

GROUPS = 10
OPTIONAL = tuple(EidField(name=f"eid.group_{group}", group=group) for group in (1, 2, 3, 6, 8, 9, 10, 13))
ASKED = tuple(each.name for each in (*REQUIRED, *OPTIONAL))
READING = 2 + 5 + (1 + 2 * 2 + 2) + 2 + 2 + 2 + GROUPS
"""Master file, EF.CardAccess; PACE; TA; EF.CardSecurity; CA; application, valid today; groups."""
ASKED_BEFORE = 2 + 1
"""EF.DIR, because a health card offers PACE too; the tries that are left, which costs none."""
ROUND_TRIPS = 4
PATIENCE_S = 20.0


class Elsewhere:
    """Time spent in the card and in the portal, and how often they were called."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.calls: Counter[str] = Counter()

    def around(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work, with its time taken off."""

        def timed(*values: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return work(*values, **named)
            finally:
                self.seconds += time.perf_counter() - began
                self.calls[name] += 1

        return timed

    def own_ms(self) -> float:
        """A clock that stands still meanwhile."""
        return (time.perf_counter() - self.seconds) * 1000


def rows(rounds: int = 40) -> list[dict[str, Any]]:
    """Figures of whole readings; the first one, which warms up, is not among them."""
    found = [_one() for _ in range(rounds + 1)][1:]
    most = f"<= {READING} + {ASKED_BEFORE}"
    return [
        _row("eID, own share: PACE", [each["pace"] for each in found], "ms", ""),
        _row("eID, own share: TA + CA", [each["authentication"] for each in found], "ms", ""),
        _row(f"eID, own share: {GROUPS} groups", [each["groups"] for each in found], "ms", ""),
        _row("eID, own share: from the PIN to the data", [each["whole"] for each in found], "ms", "<= 60 ms"),
        _row("eID: commands to the card", [each["commands"] for each in found], "APDUs", most),
        _row("eID: round trips to the portal", [each["trips"] for each in found], "calls", f"<= {ROUND_TRIPS}"),
    ]


def _one() -> dict[str, float]:
    """One card and one reading."""
    card, portal, elsewhere = TestCard("alle_gruppen"), ScriptedPortal(), Elsewhere()
    portal.optional = OPTIONAL
    for part, name in ((portal, "open_eid"), (portal, "step_eid"), (card.chip, "transmit")):
        setattr(part, name, elsewhere.around(name, getattr(part, name)))
    marks: dict[str, float] = {}
    reports: queue.SimpleQueue[IdentityReport] = queue.SimpleQueue()

    def post(report: IdentityReport) -> None:
        marks[report.done.value if isinstance(report, Progress) else type(report).__name__] = elsewhere.own_ms()
        if not isinstance(report, Progress):
            reports.put(report)

    entry, attempt = SecretEntry(), UUID(int=1)
    means = Means(reader=ScriptedReader(card.chip), portal=portal, journal=Notes(), visit=lambda: None, limits=Limits())
    worker = IdentityWorker(means, entry, post)
    worker.start()
    worker.ask(OpenAttempt(attempt, Purpose.IDENTIFY, "meldebescheinigung_einfach"))
    reports.get(timeout=PATIENCE_S)
    worker.ask(LookAtCard(attempt))
    reports.get(timeout=PATIENCE_S)
    for digit in card.pin:
        entry.press(digit, limit=16)
    began = elsewhere.own_ms()
    worker.ask(ProvePassword(attempt, Password.PIN, len(card.pin), ASKED))
    said = reports.get(timeout=PATIENCE_S)
    worker.stop(PATIENCE_S)
    if not isinstance(said, Identified):
        raise TypeError(f"not read: {said}")
    return {
        "pace": marks["pin"] - began,
        "authentication": marks["genuine"] - marks["pin"],
        "groups": marks["Identified"] - marks["genuine"],
        "whole": marks["Identified"] - began,
        "commands": elsewhere.calls["transmit"],
        "trips": elsewhere.calls["open_eid"] + elsewhere.calls["step_eid"],
    }


def _row(what: str, values: list[float], unit: str, budget: str) -> dict[str, Any]:
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    line: dict[str, Any] = {"what": what, "unit": unit, "median": statistics.median(ordered), "p95": p95}
    return line | {"worst": ordered[-1], "n": len(ordered), "budget": budget}
