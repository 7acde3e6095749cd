"""kill -9 of the town hall: no number is lost, none is given twice."""

import threading
import time
from uuid import uuid4

from kiosk.portal import PortalFailure, QueueTicket, QueueTicketOutcome, QueueTicketRequest

WISH = QueueTicketRequest(service="other")
PAUSES = (0.13, 0.21, 0.1, 0.28)  # seconds of drawing before each kill
TERMINALS = 6


def test_killed_between_requests(new_town, tmp_path):
    town = new_town(tmp_path / "town")
    ids = [uuid4() for _ in range(5)]
    before = [town.client().draw(ticket_id, WISH) for ticket_id in ids]
    town.client().report(ids[0], QueueTicketOutcome(outcome="void"))
    address = town.address
    town.kill()
    again = new_town(tmp_path / "town", address)
    assert again.url == town.url
    assert [again.client().draw(ticket_id, WISH) for ticket_id in ids] == before
    assert again.client().draw(uuid4(), WISH).number == "B 052"
    assert [ticket["outcome"] for ticket in again.tickets()] == ["void", None, None, None, None, None]


def test_killed_in_the_middle(new_town, tmp_path):
    """Terminals draw without pause while the town hall dies; what any of them was told stays true."""
    town = new_town(tmp_path / "town")
    address, told, asked = town.address, {}, []
    for pause in PAUSES:
        client = town.client(tries=1)
        stop = threading.Event()

        def draw_on(client=client, stop=stop):
            while not stop.is_set():
                ticket_id = uuid4()
                asked.append(ticket_id)
                outcome = client.draw(ticket_id, WISH)
                if isinstance(outcome, PortalFailure):
                    return
                told[ticket_id] = outcome

        threads = [threading.Thread(target=draw_on) for _ in range(TERMINALS)]
        for thread in threads:
            thread.start()
        time.sleep(pause)
        town.kill()
        stop.set()
        for thread in threads:
            thread.join(30)
        town = new_town(tmp_path / "town", address)
    client = town.client()
    final = {ticket_id: client.draw(ticket_id, WISH) for ticket_id in asked}
    assert all(isinstance(ticket, QueueTicket) for ticket in final.values())
    assert len({ticket.number for ticket in final.values()}) == len(asked)
    assert {ticket_id: final[ticket_id] for ticket_id in told} == told
    assert len(told) > len(PAUSES)
