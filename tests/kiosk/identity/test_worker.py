"""The worker itself: closing at any moment, requests of the past, mistakes in the program, and what is never told."""

import logging
import subprocess
import sys
import threading
from typing import Any
from uuid import UUID

import pytest

from devices.card.api import AccessFault
from kiosk.identity.api import (
    CardReport,
    CloseAttempt,
    Failed,
    Identified,
    IdentityReport,
    LookAtCard,
    Looked,
    OpenAttempt,
    Opened,
    Password,
    ProvePassword,
    Purpose,
    Trouble,
    Troubled,
)
from kiosk.portal.eid_contract import EidSession, EidSessionRequest
from kiosk.portal.errors import PortalFailure
from tests.kiosk.identity.stand import EVERYTHING, PATIENCE_S, ScriptedPortal, ScriptedReader, TestCard, Visit, visit_of


def _reading(visit: Visit, card: TestCard) -> int:
    visit.open()
    visit.look()
    assert isinstance(visit.prove(card.pin), Identified)
    return len(visit.reader.sent)


def test_closing_stops_before_the_next_command_at_every_command() -> None:
    card = TestCard()
    with visit_of(card.chip) as visit:
        commands = _reading(visit, card)
    for index in range(commands):
        again = TestCard()
        with visit_of(again.chip) as visit:

            def close(at: int, visit: Visit = visit, index: int = index) -> None:
                if at == index:
                    visit.close()

            visit.reader.before = close
            visit.open()
            visit.worker.ask(LookAtCard(visit.attempt))
            visit.type(again.pin)
            visit.worker.ask(ProvePassword(visit.attempt, Password.PIN, 6, EVERYTHING))
            visit.until(lambda visit=visit: visit.reader.closed == 1)
            visit.worker.stop(PATIENCE_S)
            assert len(visit.reader.sent) == index + 1
            assert visit.reader.closed == visit.reader.opened == 1
            assert again.tries == 3
            said = list(visit.reports.queue)
            assert not [report for report in said if isinstance(report, Failed | Identified)]
            with visit.entry.taken(6) as digits:
                assert digits is None


def test_closing_forgets_what_was_typed_and_not_yet_used() -> None:
    with visit_of(TestCard().chip) as visit:
        visit.open()
        visit.type("471182")
        visit.close()
        with visit.entry.taken(6) as digits:
            assert digits is None


def test_requests_of_another_attempt_are_dropped_and_touch_nothing() -> None:
    with visit_of(TestCard().chip) as visit:
        visit.open()
        stranger = UUID(int=999)
        visit.type("471182")
        for request in (LookAtCard(stranger), ProvePassword(stranger, Password.PIN, 6), CloseAttempt(stranger)):
            visit.worker.ask(request)
        with visit.entry.taken(6) as digits:
            assert digits == bytearray(b"471182")
        assert visit.silent()
        assert visit.reader.opened == 0


def test_a_new_attempt_ends_the_one_before() -> None:
    with visit_of(TestCard().chip) as visit:
        visit.open()
        visit.look()
        before = visit.attempt
        assert isinstance(visit.open(), Opened)
        assert visit.reader.closed == 1
        visit.worker.ask(LookAtCard(before))
        assert visit.silent()


def test_nothing_is_said_after_closing() -> None:
    with visit_of(TestCard().chip) as visit:
        visit.open()
        visit.look()
        visit.close()
        visit.worker.ask(LookAtCard(visit.attempt))
        assert visit.silent()
        assert visit.reader.closed == 1


def test_a_worker_that_is_stopped_gives_the_card_back() -> None:
    visit = Visit(ScriptedReader(TestCard().chip), ScriptedPortal())
    visit.open()
    visit.look()
    visit.worker.stop(PATIENCE_S)
    assert visit.reader.closed == 1


class SecretiveError(Exception):
    """What a mistake in the program could look like: it carries what it was about."""


def _break(_index: int) -> None:
    raise SecretiveError("471182 ERIKA")


def test_a_mistake_in_the_program_is_a_report_without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    card = TestCard()
    with visit_of(card.chip) as visit, caplog.at_level(logging.DEBUG):
        visit.open()
        visit.look()
        visit.reader.before = _break
        assert visit.prove(card.pin) == Failed(visit.attempt, Troubled(Trouble.CARD_BROKEN_RULE, "terminal"))
        assert visit.reader.closed == 1
        visit.reader.before = lambda _index: None
        assert visit.look() == Looked(visit.attempt, CardReport(3))
        assert isinstance(visit.prove(card.pin), Identified)
    assert "identity_broke ProvePassword SecretiveError" in caplog.text
    assert "471182" not in caplog.text
    assert "ERIKA" not in caplog.text


def test_a_mistake_while_giving_the_card_back_does_not_end_the_worker(caplog: pytest.LogCaptureFixture) -> None:
    class Stubborn(ScriptedReader):
        def open(self, within_s: float) -> Any:
            session = super().open(within_s)
            if not isinstance(session, AccessFault):
                session.close = lambda: _break(0)  # type: ignore[method-assign]
            return session

    visit = Visit(Stubborn(TestCard().chip), ScriptedPortal())
    visit.open()
    visit.look()
    said = visit.look()
    assert said == Failed(visit.attempt, Troubled(Trouble.CARD_BROKEN_RULE, "terminal"))
    assert isinstance(visit.open(), Opened)
    visit.worker.stop(PATIENCE_S)


def test_no_secret_and_no_name_in_any_log_or_repr(caplog: pytest.LogCaptureFixture) -> None:
    """Right and wrong PIN, CAN, PUK, new PIN, a whole reading: searched in every log line and every report's repr."""
    card = TestCard("ausgesetzt")
    said: list[IdentityReport] = []
    with visit_of(card.chip) as visit, caplog.at_level(logging.DEBUG):
        visit.open()
        said += [visit.look(), visit.prove("314159", Password.CAN), visit.prove(card.can, Password.CAN)]
        said += [visit.prove("271828"), visit.prove(card.puk, Password.PUK), visit.prove(card.pin)]
        assert isinstance(said[-1], Identified)
        visit.open(Purpose.SET_PIN)
        said += [visit.look(), visit.prove(card.pin), visit.keep("471182"), visit.keep("471182", repeat=True)]
        told = caplog.text + repr(said) + repr(visit.portal.steps) + repr(visit.worker.__dict__)
    marks = [card.pin, card.can, card.puk, "271828", "314159", "471182", "ZUSTANDSMANN", "EIN VERSUCH", "1977"]
    assert [mark for mark in marks if mark in told] == []


def test_starting_the_terminal_loads_no_cryptography_of_the_card() -> None:
    probe = (
        "import sys, kiosk.identity.worker, kiosk.identity_duties, devices.card;"
        "print([name for name in ('devices.eid.pace', 'fastecdsa', 'asn1crypto', 'smartcard') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_terminal_loads_nothing_that_only_the_portal_needs() -> None:
    probe = (
        "import sys, kiosk.identity.attempt;"
        "print([name for name in ('asn1crypto', 'devices.eid.portal_session') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_an_attempt_that_was_closed_before_it_was_opened_asks_nobody() -> None:
    busy, go_on = threading.Event(), threading.Event()

    class Slow(ScriptedPortal):
        def open_eid(self, request: EidSessionRequest, *, session_id: str | None = None) -> EidSession | PortalFailure:
            busy.set()
            assert go_on.wait(PATIENCE_S)
            return super().open_eid(request, session_id=session_id)

    with visit_of(TestCard().chip, portal=Slow()) as visit:
        visit.worker.ask(OpenAttempt(UUID(int=4), Purpose.IDENTIFY, "first"))
        assert busy.wait(PATIENCE_S)
        visit.worker.ask(OpenAttempt(UUID(int=5), Purpose.IDENTIFY, "second"))
        visit.worker.ask(CloseAttempt(UUID(int=5)))
        go_on.set()
        assert visit.silent()
        assert [request.service for request in visit.portal.asked] == ["first"]
