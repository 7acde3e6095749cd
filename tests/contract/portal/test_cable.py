"""The cable between terminal and town hall is pulled, put back and made slow."""

import threading
import time
from uuid import uuid4

from kiosk.portal import FailureKind, Health, PortalFailure, QueueOverview, QueueTicket, QueueTicketRequest

WISH = QueueTicketRequest(service="parking")


def test_cut_hangs_until_the_deadline_and_restore_works(town, cable):
    client = town.client(url=f"https://{cable.listening}", health_deadline_s=0.6)
    assert client.health() == Health(status="ok")
    cable.do("cut")
    began = time.monotonic()
    outcome = client.health()
    assert isinstance(outcome, PortalFailure)
    assert outcome.kind is FailureKind.UNREACHABLE
    assert 0.5 < time.monotonic() - began < 1.5
    assert cable.do("restore")["cable"] == "whole"
    assert client.health() == Health(status="ok")


def test_cut_before_the_answer_draws_one_number(town, cable):
    """The request arrived, the answer is caught by the cut; after the plug is back the same number comes."""
    client = town.client(url=f"https://{cable.listening}", read_s=1.0, backoff_s=0.1)
    town.do("slow", seconds=0.5)
    outcomes = []
    ticket_id = uuid4()
    drawing = threading.Thread(target=lambda: outcomes.append(client.draw(ticket_id, WISH)))
    drawing.start()
    while not town.tickets():
        time.sleep(0.02)
    cable.do("cut")
    time.sleep(0.8)
    cable.do("restore")
    drawing.join(15)
    assert isinstance(outcomes[0], QueueTicket)
    [stored] = town.tickets()
    assert (stored["number"], stored["id"]) == (outcomes[0].number, str(ticket_id))
    assert stored["deliveries"] >= 2


def test_restore_resets_what_stalled(town, cable):
    """Nothing of before the cut arrives later: a stalled connection ends with an error, and at once."""
    client = town.client(url=f"https://{cable.listening}", tries=1)
    cable.do("cut")
    outcomes = []
    asking = threading.Thread(target=lambda: outcomes.append(client.queue()))
    asking.start()
    while cable.do("state")["connections"] == 0:
        time.sleep(0.01)
    began = time.monotonic()
    cable.do("restore")
    asking.join(5)
    assert time.monotonic() - began < 1
    assert outcomes == [PortalFailure(FailureKind.UNREACHABLE, "connection-failed")]
    assert cable.do("state")["connections"] == 0


def test_slow_line_still_works(town, cable):
    client = town.client(url=f"https://{cable.listening}")
    cable.do("slow", delay_ms=100)
    began = time.monotonic()
    assert isinstance(client.queue(), QueueOverview)
    assert time.monotonic() - began > 0.3
    cable.do("slow", kbit_s=64)
    assert cable.do("state")["cable"] == "slow"
    assert isinstance(client.queue(), QueueOverview)
    assert cable.do("restore")["cable"] == "whole"


def test_dead_town_hall_is_a_dead_connection(town, cable):
    town.do("down")
    client = town.client(url=f"https://{cable.listening}", tries=1)
    assert client.queue() == PortalFailure(FailureKind.UNREACHABLE, "connection-failed")
