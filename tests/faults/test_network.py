"""Everything that a line can do to an application that is handed in, between the real outbox and the real town hall.

For each row: what the person hears and which fault the terminal shows, what is kept, and that it arrives by itself,
once, when the line is well again. `docs/reliability.md` has the rows as a table.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.dialogue import faults
from kiosk.outbox import Delivered, Refused, Sealed, Trouble, Waiting
from kiosk.portal import FailureKind
from kiosk.sandbox.pki import ensure_identity
from tests.contract.outbox.conftest import Terminal, key_file
from tests.faults import fault_proxy as line
from tests.faults.certificates import issued
from tests.faults.fault_proxy import Fault, FaultProxy
from tests.faults.seeds import FULL

ROUNDS = 10 if FULL else 1
PROBLEM, IN_PROGRESS = "application/problem+json", "idempotency-in-progress"
HTML = b"<html><body>Willkommen im WLAN. Bitte melden Sie sich an.</body></html>"


def problem(code: str) -> bytes:
    """A problem as the town hall writes one (RFC 9457)."""
    return json.dumps({"type": "about:blank", "title": "x", "status": 400, "code": code}).encode()


@dataclass(frozen=True)
class Row:
    """A fault and what has to come of it.

    Args:
        fault: of the line.
        kind: of the failure, None where the person gets the case number all the same.
        code: what the terminal takes it for.
        reached: the town hall has the application before the line is well again.
    """

    fault: Fault
    kind: FailureKind | None = None
    code: str = ""
    reached: bool = False


# As declared in FailureKind.
AWAY, UNTRUSTED, REFUSED, BUSY, BROKEN = FailureKind
ROWS = {
    "latency": Row(line.late(0.6), reached=True),
    "later than the person waits": Row(line.late(3.0), AWAY, "deadline", reached=True),
    "reset before": Row(line.reset_before, AWAY, "connection-failed"),
    "reset after it was stored": Row(line.reset_after_stored, AWAY, "connection-failed", reached=True),
    "half-open": Row(line.half_open, AWAY, "deadline"),
    "trickle": Row(line.trickle, AWAY, "deadline", reached=True),
    "endless body": Row(line.endless, BROKEN, "answer-too-large"),
    "truncated body": Row(line.truncated, AWAY, "answer-broken-off", reached=True),
    "receipt flipped": Row(line.flipped, BROKEN, "receipt-forged", reached=True),
    "captive portal 302": Row(line.says(302, Location="http://wlan.example/"), UNTRUSTED, "redirected"),
    "captive portal 200": Row(line.says(200, HTML), BROKEN, "answer-not-json"),
    "proxy asks for a password": Row(line.says(407, HTML, Proxy_Authenticate="Basic"), REFUSED, "http-407"),
    "409 while it is taken": Row(line.says(409, problem(IN_PROGRESS), PROBLEM), BUSY, IN_PROGRESS),
    "422 of somebody else": Row(line.says(422, HTML), REFUSED, "http-422"),
    "429": Row(line.says(429, HTML, Retry_After="1"), BUSY, "http-429"),
    "500": Row(line.says(500, HTML), BROKEN, "http-500"),
    "502": Row(line.says(502, HTML), AWAY, "http-502"),
    "503": Row(line.says(503, HTML, Retry_After="1"), BUSY, "http-503"),
    "504": Row(line.says(504, HTML), AWAY, "http-504"),
}
CERTIFICATES = ("another authority", "expired", "another name")


@pytest.fixture
def proxy(town, tmp_path) -> Iterator[FaultProxy]:
    proxy = FaultProxy(town.address, issued(tmp_path, town.directory / "state"))
    yield proxy
    proxy.close()


def bad_certificate(what: str, town, folder: Path) -> Path:
    """What the line shows instead of the town hall's."""
    if what == "expired":
        return issued(folder, town.directory / "state", days=-1)
    if what == "another name":
        return issued(folder, town.directory / "state", address="192.0.2.1")
    stranger = folder / "stranger"
    stranger.mkdir()
    ensure_identity(stranger)
    return issued(folder, stranger)


def at_the_town_hall(town) -> list[str]:
    """Keys of what arrived."""
    return [each["idempotency_key"] for each in town.do("export")["applications"]]


def arrives_by_itself(proxy, terminal: Terminal, town, keys: list[str]) -> None:
    """The line is well again, and nobody lifts a hand."""
    proxy.spoil()
    terminal.drained()
    assert sorted(at_the_town_hall(town)) == sorted(keys)  # each once: the town hall makes a case for each it lists
    assert terminal.outbox.waiting().quarantined == 0
    assert terminal.outbox.room()


@pytest.mark.parametrize("name", ROWS)
def test_row(name, proxy, town, new_terminal):
    row = ROWS[name]
    terminal = new_terminal(key_file(town), town.client(url=proxy.url, backoff_s=0.05))
    keys = []
    for _ in range(ROUNDS):
        proxy.spoil(row.fault)
        key = terminal.submit()
        keys.append(str(key))
        assert terminal.next() == Sealed(key)
        heard = terminal.next()
        if row.kind is None:
            assert isinstance(heard, Delivered)
        else:
            assert isinstance(heard, Waiting)
            assert (heard.failure.kind, heard.failure.code) == (row.kind, row.code)
            assert terminal.outbox.waiting().count == 1
            assert (Trouble.RECEIPT in terminal.outbox.troubles()) is row.code.startswith("receipt-")
        assert (str(key) in at_the_town_hall(town)) is row.reached
        arrives_by_itself(proxy, terminal, town, keys)
        if row.kind is not None:
            assert isinstance(terminal.next(), Delivered)


@pytest.mark.parametrize("what", CERTIFICATES)
def test_certificate_of_somebody_else(what, proxy, town, new_terminal, tmp_path):
    good = issued(tmp_path, town.directory / "state", days=29)
    terminal = new_terminal(key_file(town), town.client(url=proxy.url, backoff_s=0.05))
    proxy.spoil(certificate=bad_certificate(what, town, tmp_path))
    key = terminal.submit()
    assert terminal.next() == Sealed(key)
    heard = terminal.next()
    assert isinstance(heard, Waiting)
    assert (heard.failure.kind, heard.failure.code) == (UNTRUSTED, "certificate-refused")
    assert proxy.requests == 0  # not a byte of the application left the terminal
    proxy.spoil(certificate=good)
    arrives_by_itself(proxy, terminal, town, [str(key)])


def test_a_refusal_is_final_only_in_the_words_of_the_town_hall(proxy, town, new_terminal):
    """The same status with the town hall's own code: kept for staff, and not sent again."""
    terminal = new_terminal(key_file(town), town.client(url=proxy.url, backoff_s=0.05))
    key = terminal.submit(familienname=None)
    assert terminal.next() == Sealed(key)
    assert isinstance(terminal.next(), Refused)
    assert (terminal.outbox.waiting().count, terminal.outbox.waiting().quarantined) == (0, 1)
    assert at_the_town_hall(town) == []


def test_a_receipt_of_somebody_else_is_not_believed(proxy, town, new_terminal):
    terminal = new_terminal(key_file(town), town.client(url=proxy.url, backoff_s=0.05))
    proxy.spoil(line.replayed())
    first = terminal.submit()
    assert isinstance([terminal.next(), terminal.next()][1], Delivered)
    second = terminal.submit()
    assert terminal.next() == Sealed(second)
    heard = terminal.next()
    assert isinstance(heard, Waiting)
    assert heard.failure.code.startswith("receipt-")
    arrives_by_itself(proxy, terminal, town, [str(first), str(second)])


def test_every_row_has_a_fault_for_staff_and_words_for_the_person():
    kinds = {row.kind for row in ROWS.values() if row.kind is not None} | {UNTRUSTED}
    assert kinds == set(FailureKind)
    assert {kind: faults.of_portal(kind).code for kind in kinds} == {
        AWAY: "N-03", UNTRUSTED: "N-04", BUSY: "N-05", BROKEN: "N-06", REFUSED: "N-07",
    }  # fmt: skip
