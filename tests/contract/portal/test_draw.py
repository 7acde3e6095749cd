"""Drawing a number from the real town hall over real TLS: once, whatever is repeated or lost."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest

from kiosk.portal import (
    FailureKind,
    FieldProblem,
    Health,
    PortalFailure,
    QueueOverview,
    QueueTicket,
    QueueTicketOutcome,
    QueueTicketRequest,
)

WISH = QueueTicketRequest(service="id_documents")


def test_overview_shows_the_figures_of_the_mock_up(town):
    overview = town.client().queue(session_id="0123-abcd")
    assert isinstance(overview, QueueOverview)
    assert (overview.open, overview.waiting, overview.counters_open) == (True, 9, 4)
    assert [(each.name.de, each.wait_minutes) for each in overview.services] == [
        ("Ausweis und Pass", 18),
        ("Wohnung an-, ab- oder ummelden", 18),
        ("Bescheinigung oder Beglaubigung", 18),
        ("Parkausweis und Verkehr", 5),
        ("Hund, Steuer und Kasse", 0),
        ("Etwas anderes", 18),
    ]
    assert all(each.name.in_language("en") != each.name.de for each in overview.services)


def test_first_number_of_a_fresh_store_is_that_of_the_mock_up(town):
    ticket = town.client().draw(uuid4(), WISH)
    assert isinstance(ticket, QueueTicket)
    assert (ticket.number, ticket.ahead, ticket.wait_minutes) == ("B 047", 6, 18)
    assert ticket.service_name.de == "Ausweis und Pass"
    assert (ticket.area.de, ticket.way.de) == (
        "Wartebereich im Erdgeschoss",
        "Gehen Sie nach links, an der Treppe vorbei.",
    )
    assert ticket.issued_at.utcoffset() in {timedelta(hours=1), timedelta(hours=2)}


def test_repeat_gives_the_same_ticket_and_draws_none(town):
    ticket_id, client = uuid4(), town.client()
    first = client.draw(ticket_id, WISH)
    assert client.draw(ticket_id, WISH) == first
    [stored] = town.tickets()
    assert (stored["number"], stored["deliveries"]) == ("B 047", 2)
    assert client.queue().waiting == 10


def test_repeat_after_closing_still_finds_its_number(town):
    ticket_id, client = uuid4(), town.client()
    first = client.draw(ticket_id, WISH)
    town.do("queue_close")
    assert client.draw(ticket_id, WISH) == first
    assert client.draw(uuid4(), WISH) == PortalFailure(FailureKind.REFUSED, "queue-closed")
    overview = client.queue()
    assert not overview.open
    assert overview.opens_next is not None


def test_same_id_with_another_wish_is_a_conflict(town):
    ticket_id, client = uuid4(), town.client()
    client.draw(ticket_id, WISH)
    other = QueueTicketRequest(service="id_documents", assistance=("more_time",))
    assert client.draw(ticket_id, other) == PortalFailure(FailureKind.REFUSED, "idempotency-conflict")
    assert [stored["assistance"] for stored in town.tickets()] == [[]]


def test_unknown_service_is_refused(town):
    outcome = town.client().draw(uuid4(), QueueTicketRequest(service="coffee"))
    errors = (FieldProblem(pointer="/service", code="unknown_service"),)
    assert outcome == PortalFailure(FailureKind.REFUSED, "validation", errors=errors)
    assert town.tickets() == []


@pytest.mark.parametrize("times", [1, 2, 3])
def test_lost_answers_draw_one_number(town, times):
    town.do("answer_lost", times=times)
    ticket = town.client(backoff_s=0.05).draw(uuid4(), WISH)
    assert isinstance(ticket, QueueTicket)
    [stored] = town.tickets()
    assert (stored["number"], stored["deliveries"]) == (ticket.number, times + 1)


def test_every_answer_lost_is_unreachable_and_the_number_is_found_later(town):
    ticket_id = uuid4()
    town.do("answer_lost", times=4)
    client = town.client(backoff_s=0.05)
    assert client.draw(ticket_id, WISH) == PortalFailure(FailureKind.UNREACHABLE, "connection-failed")
    assert client.draw(ticket_id, WISH).number == "B 047"
    assert len(town.tickets()) == 1


def test_down_refuses_at_once_and_up_works_on_the_same_port(town):
    town.do("down")
    client = town.client(backoff_s=0.01)
    began = time.monotonic()
    assert client.health() == PortalFailure(FailureKind.UNREACHABLE, "connection-failed")
    assert client.draw(uuid4(), WISH).kind is FailureKind.UNREACHABLE
    assert time.monotonic() - began < 2
    town.do("up")
    assert client.health() == Health(status="ok")


def test_dying_portal_resets_whoever_waits_for_an_answer(town):
    town.do("slow", seconds=5)
    outcomes = []
    asking = threading.Thread(target=lambda: outcomes.append(town.client(tries=1).draw(uuid4(), WISH)))
    asking.start()
    while town.do("state")["tickets"] == 0:
        time.sleep(0.01)
    town.do("down")
    asking.join(2)
    assert outcomes == [PortalFailure(FailureKind.UNREACHABLE, "connection-failed")]


def test_portal_that_comes_back_while_the_citizen_waits(town):
    town.do("down")
    threading.Timer(0.4, lambda: town.do("up")).start()
    ticket = town.client(backoff_s=1.0, tries=8).draw(uuid4(), WISH)
    assert isinstance(ticket, QueueTicket)


def test_slow_beyond_the_deadline(town):
    town.do("slow", seconds=3)
    began = time.monotonic()
    outcome = town.client().draw(uuid4(), WISH, deadline_s=0.7)
    assert isinstance(outcome, PortalFailure)
    assert outcome.kind is FailureKind.UNREACHABLE
    assert time.monotonic() - began < 1.5
    assert len(town.tickets()) == 1, "the work was done: the terminal must be able to give the number back"


def test_error_is_busy_with_the_portals_wish(town):
    town.do("error", retry_after_s=60)
    began = time.monotonic()
    assert town.client().draw(uuid4(), WISH) == PortalFailure(FailureKind.BUSY, "backend-unavailable", 60)
    assert time.monotonic() - began < 2, "60 s are longer than the deadline: nobody waits for that"
    assert town.client().health().kind is FailureKind.BUSY


def test_twenty_terminals_at_once_get_twenty_numbers(town):
    client = town.client()
    with ThreadPoolExecutor(20) as pool:
        tickets = list(pool.map(lambda _: client.draw(uuid4(), WISH), range(20)))
    assert sorted(ticket.number for ticket in tickets) == [f"B {number:03}" for number in range(47, 67)]
    assert sorted(ticket.ahead for ticket in tickets) == list(range(6, 26))
    assert all(stored["deliveries"] == 1 for stored in town.tickets())


def test_one_id_twenty_times_at_once_gets_one_number(town):
    client, ticket_id = town.client(), uuid4()
    with ThreadPoolExecutor(20) as pool:
        tickets = list(pool.map(lambda _: client.draw(ticket_id, WISH), range(20)))
    assert {ticket.number for ticket in tickets} == {"B 047"}
    assert len(town.tickets()) == 1


def test_outcomes_are_stored_and_void_frees_the_place(town):
    client, kept, freed = town.client(), uuid4(), uuid4()
    client.draw(kept, WISH)
    client.draw(freed, WISH)
    assert client.report(kept, QueueTicketOutcome(outcome="shown", reason="no_paper")) is None
    assert client.report(kept, QueueTicketOutcome(outcome="printed")) is None
    assert client.report(kept, QueueTicketOutcome(outcome="shown")) is None
    assert client.report(freed, QueueTicketOutcome(outcome="void", reason="walked_away")) is None
    assert client.report(freed, QueueTicketOutcome(outcome="void")) is None
    late = client.report(freed, QueueTicketOutcome(outcome="printed"))
    assert late == PortalFailure(FailureKind.REFUSED, "ticket-void")
    assert client.report(uuid4(), QueueTicketOutcome(outcome="void")).code == "not-found"
    assert [(each["outcome"], each["outcome_reason"]) for each in town.tickets()] == [
        ("printed", None),
        ("void", "walked_away"),
    ]
    assert client.queue().waiting == 10
    assert client.draw(uuid4(), WISH).ahead == 7


def test_lost_answer_to_a_report_is_repeated(town):
    client, ticket_id = town.client(backoff_s=0.01), uuid4()
    client.draw(ticket_id, WISH)
    town.do("answer_lost", times=1)
    assert client.report(ticket_id, QueueTicketOutcome(outcome="printed")) is None
    assert town.tickets()[0]["outcome"] == "printed"


def test_wrong_token_is_refused_but_health_needs_none(town, tmp_path):
    token = tmp_path / "token"
    token.write_text("a-token-of-another-town\n")
    token.chmod(0o600)
    client = town.client(token_file=token)
    assert client.draw(uuid4(), WISH) == PortalFailure(FailureKind.REFUSED, "unauthorized")
    assert client.queue() == PortalFailure(FailureKind.REFUSED, "unauthorized")
    assert client.health() == Health(status="ok")
    assert town.tickets() == []
