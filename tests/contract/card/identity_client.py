"""The terminal's identification on the real PC/SC service, a process of its own: JSON lines in, JSON lines out.

    {"do": "open", "purpose": "identify"}  {"do": "look"}  {"do": "prove", "password": "pin", "digits": "123456"}
    {"do": "keep", "digits": "471182", "repeat": true}  {"do": "close"}

Worker, session, reader and protocol are the product's; the portal is the product's protocol without a network.
"""

import json
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from devices.card import PcscReader
from devices.eid.virtual_card.pki import ensure_pki
from kiosk.identity.api import (
    CardReport,
    CloseAttempt,
    Failed,
    Identified,
    IdentityReport,
    IdentityRequest,
    KeepNewPin,
    LookAtCard,
    Looked,
    OpenAttempt,
    Password,
    PasswordWrong,
    Progress,
    ProvePassword,
    Purpose,
    Troubled,
)
from kiosk.identity.limits import Limits
from kiosk.identity.means import Means
from kiosk.identity.worker import IdentityWorker
from kiosk.secret_entry import SecretEntry
from tests.kiosk.identity.journal import Notes
from tests.kiosk.identity.stand import EVERYTHING, ScriptedPortal

_ATTEMPT = UUID(int=1)


def told(report: IdentityReport) -> dict[str, Any]:
    """A report as JSON."""
    said: dict[str, Any] = {"said": type(report).__name__}
    match report:
        case Looked(found=CardReport() as card) | PasswordWrong(report=card):
            said |= {"tries": card.tries, "can_proven": card.can_proven, "transport": card.transport}
        case Looked(found=Troubled(trouble, code)) | Failed(why=Troubled(trouble, code)):
            said |= {"trouble": trouble.value, "code": code}
        case Identified(fields=fields):
            said |= {"fields": dict(fields)}
        case Progress(done=done):
            said |= {"done": done.value}
    return said


def say(report: IdentityReport) -> None:
    """One line; none for progress, which nobody waits for."""
    if not isinstance(report, Progress):
        sys.stdout.write(json.dumps(told(report)) + "\n")
        sys.stdout.flush()


def request_of(asked: dict[str, Any]) -> IdentityRequest:
    """A request out of a line."""
    count = len(asked.get("digits", ""))
    match asked["do"]:
        case "open":
            return OpenAttempt(_ATTEMPT, Purpose(asked["purpose"]), "meldebescheinigung_einfach")
        case "look":
            return LookAtCard(_ATTEMPT)
        case "prove":
            return ProvePassword(_ATTEMPT, Password(asked.get("password", "pin")), count, EVERYTHING)
        case "keep":
            return KeepNewPin(_ATTEMPT, count, asked["repeat"])
        case _:
            return CloseAttempt(_ATTEMPT)


def main(pki: str, prove_s: str) -> None:
    """Serves until the end of input."""
    today = datetime.now(tz=UTC).date()
    entry = SecretEntry()
    means = Means(
        reader=PcscReader(""),
        portal=ScriptedPortal(ensure_pki(Path(pki), random=secrets.token_bytes, today=today), today),
        journal=Notes(),
        visit=lambda: None,
        limits=Limits(prove=float(prove_s)),
    )
    worker = IdentityWorker(means, entry, say)
    worker.start()
    for line in sys.stdin:
        asked = json.loads(line)
        for digit in asked.get("digits", ""):
            entry.press(digit, limit=16)
        worker.ask(request_of(asked))
    worker.stop(5)


main(*sys.argv[1:])
