"""The queue on a store of its own: days, letters, counts, torn transactions."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.portal import QueueTicketOutcome, QueueTicketRequest
from kiosk.sandbox.matters import CITIZENS, MATTERS, estimate, number_label
from kiosk.sandbox.queue import Drawn, Queue, Refusal
from kiosk.sandbox.store import Store, StoreBusyError

WISH = QueueTicketRequest(service="id_documents")


class Town:
    """A queue whose clock the test moves."""

    def __init__(self, path):
        self.now = datetime(2026, 11, 24, 10, 24, tzinfo=UTC)
        self.store = Store(path)
        self.queue = Queue(self.store, lambda: self.now, "https://town.example")

    def number(self, service="id_documents"):
        drawn = self.queue.draw(uuid4(), QueueTicketRequest(service=service))
        assert isinstance(drawn, Drawn)
        return drawn.ticket.number


@pytest.fixture
def town(tmp_path):
    """A fresh town."""
    made = Town(tmp_path / "db")
    yield made
    made.store.close()


def test_matters_of_one_desk_share_letter_and_sequence(town):
    services = ["id_documents", "residence", "parking", "dog_tax_treasury", "other", "parking"]
    assert [town.number(service) for service in services] == ["B 047", "B 048", "V 019", "K 012", "B 049", "V 020"]


def test_a_new_day_begins_anew_and_yesterdays_people_went_home(town):
    assert [town.number(), town.number()] == ["B 047", "B 048"]
    town.now += timedelta(days=1)
    assert town.queue.overview().waiting == 9
    assert town.number() == "B 047"
    assert len(town.queue.export()) == 3


def test_repeat_on_the_next_day_gives_the_ticket_of_the_day_before(town):
    ticket_id = uuid4()
    first = town.queue.draw(ticket_id, WISH)
    town.now += timedelta(days=1)
    assert town.queue.draw(ticket_id, WISH) == Drawn(first.ticket, first=False)


def test_counts_follow_those_who_come_are_called_and_give_back(town):
    ids = [uuid4() for _ in range(3)]
    assert [town.queue.draw(each, WISH).ticket.ahead for each in ids] == [6, 7, 8]
    town.queue.report(ids[0], QueueTicketOutcome(outcome="void"))
    for _ in range(7):
        assert town.queue.call_next("residence")
    overview = town.queue.overview()
    assert {each.id: each.waiting for each in overview.services}["id_documents"] == 1
    assert overview.waiting == 4
    assert town.queue.call_next("id_documents")
    assert not town.queue.call_next("id_documents")
    assert not town.queue.call_next("coffee")


def test_numbers_stay_different_beyond_999_and_end_at_last():
    labels = [number_label("B", count) for count in range(1, 999 * 27 + 1)]
    assert (labels[0], labels[998], labels[999], labels[-1]) == ("B 001", "B 999", "BA 001", "BZ 999")
    assert len(set(labels)) == len(labels)
    assert number_label("B", 999 * 27 + 1) is None


def test_used_up_numbers_close_the_queue(town):
    town.number()
    with town.store.transaction() as db:
        db.execute("UPDATE desk SET last_number = ? WHERE letter = 'B'", (999 * 27,))
    assert town.queue.draw(uuid4(), WISH) is Refusal.CLOSED
    assert town.number("parking") == "V 019"


def test_estimate_is_none_when_it_would_be_a_guess():
    assert [estimate(CITIZENS, people) for people in (0, 6, 7, 333, 334)] == [0, 18, 21, 999, None]


def test_torn_transaction_leaves_nothing(town):
    town.number()

    def tear() -> None:
        with town.store.transaction() as db:
            db.execute("DELETE FROM ticket")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        tear()
    assert town.queue.count() == 1
    assert town.number() == "B 048"


def test_second_process_on_one_store_is_refused(town, tmp_path):
    with pytest.raises(StoreBusyError, match="another town hall"):
        Store(tmp_path / "db")


def test_commits_are_as_durable_as_promised(town):
    with town.store.transaction() as db:
        found = [db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert found == ["delete", 3]


def test_reset_is_a_fresh_store(town):
    town.number()
    town.queue.set_open(False)
    town.queue.reset()
    assert (town.queue.count(), town.queue.open, town.number()) == (0, True, "B 047")


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["draw", "printed", "shown", "void", "call"]),
        st.integers(0, 4),
        st.sampled_from([each.id for each in MATTERS]),
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(_STEPS)
def test_whatever_happens_numbers_are_unique_and_counts_add_up(tmp_path_factory, steps):
    town = Town(tmp_path_factory.mktemp("queue") / "db")
    ids, numbers, freed, called = [uuid4() for _ in range(5)], {}, set(), 0
    for action, which, service in steps:
        ticket_id = ids[which]
        if action == "draw":
            outcome = town.queue.draw(ticket_id, QueueTicketRequest(service=service))
            if isinstance(outcome, Drawn):
                assert outcome.first == (ticket_id not in numbers)
                assert numbers.setdefault(ticket_id, outcome.ticket) == outcome.ticket
            else:
                assert outcome is Refusal.CONFLICT
        elif action == "call":
            called += town.queue.call_next(service)
        else:
            refusal = town.queue.report(ticket_id, QueueTicketOutcome(outcome=action))
            assert (refusal is Refusal.NOT_FOUND) == (ticket_id not in numbers)
            if action == "void" and ticket_id in numbers:
                freed.add(ticket_id)
    assert len({ticket.number for ticket in numbers.values()}) == len(numbers)
    waiting = town.queue.overview().waiting
    assert 9 + len(numbers) - called - len(freed) <= waiting <= 9 + len(numbers) - called
    town.store.close()
