"""From "Absenden" to the receipt, with a portal that is there, away, slow, broken or lost for words."""

import base64
import logging
import subprocess
import sys

import pytest

from kiosk.outbox import Delivered, Refused, Sealed, Waiting
from kiosk.portal import FailureKind, StatusQuery, provisional_number
from kiosk.state_db import StateDb, StoreBusyError
from kiosk.state_db.reserve import BALLAST
from tests.contract.outbox.conftest import CODE, key_file
from tests.contract.outbox.payloads import MARKED, payload


def arrived(town):
    return [(each["idempotency_key"], each["deliveries"]) for each in town.do("export")["applications"]]


def test_sealed_then_delivered(terminal, town):
    key = terminal.submit()
    assert terminal.next() == Sealed(key)
    done = terminal.next()
    assert isinstance(done, Delivered)
    assert town.do("export")["applications"][0]["case_number"] == done.receipt.case_number
    assert terminal.outbox.waiting().count == 0


def test_portal_away_and_back(terminal, town):
    town.do("down")
    key = terminal.submit()
    assert terminal.next() == Sealed(key)
    waiting = terminal.next()
    assert isinstance(waiting, Waiting)
    assert waiting.failure.kind is FailureKind.UNREACHABLE
    town.do("up")
    assert terminal.next().key == key
    assert arrived(town) == [(str(key), 1)]
    status = town.client().status(StatusQuery(case_number=provisional_number(key), access_code=CODE))
    assert status.state == "received"


def test_every_answer_lost_is_still_one_case(terminal, town):
    town.do("answer_lost", times=7)
    key = terminal.submit()
    assert terminal.next() == Sealed(key)
    while not isinstance(terminal.next(), Delivered):
        continue
    assert arrived(town) == [(str(key), 8)]


def test_pulled_cable(new_terminal, town, cable):
    terminal = new_terminal(key_file(town), town.client(url=f"https://{cable.listening}", backoff_s=0.05))
    cable.do("cut")
    key = terminal.submit()
    assert [type(terminal.next()) for _ in range(2)] == [Sealed, Waiting]
    cable.do("restore")
    assert isinstance(terminal.next(), Delivered)
    assert arrived(town) == [(str(key), 1)]


def test_slow_portal_answers_later_than_the_person_waits(terminal, town):
    town.do("slow", seconds=2.5)
    key = terminal.submit()
    assert [type(terminal.next()) for _ in range(2)] == [Sealed, Waiting]
    town.do("up")
    assert isinstance(terminal.next(), Delivered)
    ((arrived_key, deliveries),) = arrived(town)
    assert arrived_key == str(key)
    assert deliveries >= 1


@pytest.mark.parametrize("situation", [{}, {"code": "rate-limited"}, {"code": "internal"}])
def test_portal_that_cannot_work(terminal, town, situation):
    town.do("error", **situation)
    keys = [terminal.submit() for _ in range(3)]
    seen = [terminal.next() for _ in range(6)]
    assert sum(isinstance(event, Waiting) for event in seen) == 3
    town.do("up")
    terminal.drained()
    assert {key for key, _ in arrived(town)} == {str(key) for key in keys}


def test_what_the_portal_refuses_for_good_is_kept(terminal, town):
    key = terminal.submit(familienname=None)
    assert terminal.next() == Sealed(key)
    refused = terminal.next()
    assert isinstance(refused, Refused)
    assert [each.pointer for each in refused.failure.errors] == ["/answers/familienname"]
    assert terminal.outbox.waiting().quarantined == 1
    assert arrived(town) == []


def test_withdrawn_token_waits_for_staff_and_loses_nothing(new_terminal, town, tmp_path):
    (tmp_path / "token").write_text("not-the-token-of-this-town")
    (tmp_path / "token").chmod(0o600)
    stranger = new_terminal(key_file(town), town.client(token_file=tmp_path / "token"))
    key = stranger.submit()
    assert [type(stranger.next()) for _ in range(2)] == [Sealed, Waiting]
    stranger.outbox.stop()
    again = new_terminal(key_file(town), town.client())
    assert again.next().key == key
    assert arrived(town) == [(str(key), 1)]


def test_second_process_on_the_same_store_is_refused(terminal):
    path = terminal.folder / "state.db"
    code = (
        "import sys; from pathlib import Path; from kiosk.state_db import StateDb, StoreBusyError\n"
        "try: StateDb(Path(sys.argv[1]))\n"
        "except StoreBusyError: sys.exit(4)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 4
    with pytest.raises(StoreBusyError):
        StateDb(path)
    assert isinstance([terminal.submit(), terminal.next(), terminal.next()][2], Delivered)


def spellings(text):
    """How a text could hide in a file: plain, UTF-16, hex, and base64 at each of its three offsets."""
    for raw in (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"), text.encode("latin-1", "replace")):
        yield raw
        yield raw.hex().encode()
        yield raw.hex().upper().encode()
        for shift in range(3):
            for encode in (base64.b64encode, base64.urlsafe_b64encode):
                yield encode(b"x" * shift + raw)[4:-4]


def test_search_for_spellings_can_find():
    for shift in range(3):
        hidden = base64.b64encode(b"y" * (shift + 6) + MARKED[2].encode() + b"zzz")
        assert any(each in hidden for each in spellings(MARKED[2]))


def test_nothing_of_a_person_is_in_any_byte_written(new_terminal, town, caplog, capfd):
    """Waiting, quarantined and delivered ones, while the outbox lives and after it has stopped."""
    caplog.set_level(logging.DEBUG)
    terminal = new_terminal(key_file(town), town.client(backoff_s=0.01))
    terminal.submit()
    assert isinstance([terminal.next(), terminal.next()][1], Delivered)
    terminal.submit(plz="nirgends")
    assert isinstance([terminal.next(), terminal.next()][1], Refused)
    town.do("down")
    terminal.submit()
    assert isinstance([terminal.next(), terminal.next()][1], Waiting)
    while_alive = terminal.written()
    terminal.outbox.stop()
    written = while_alive + terminal.written() + caplog.text.encode() + "".join(capfd.readouterr()).encode()
    assert len(written) > 2 * BALLAST + 20_000
    assert "outbox_sealed" in caplog.text
    for value in (*MARKED, CODE):
        assert [each for each in spellings(value) if each in written] == [], value
    (arrived_one,) = town.do("export")["applications"]
    assert arrived_one["answers"] == payload()["answers"]
    assert arrived_one["case_number"].encode() not in written
