"""The eID card through the real service: product's reader and protocols, pcscd, vpcd, virtual card."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.architecture.tree import ROOT

PULLERS = 4
"""Cards that are pulled side by side: most of the time they wait for a service that looks twice a second."""


class Client:
    """`eid_client.py` and the card that it talks to."""

    def __init__(self, pcscd, folder, make_card, person: str) -> None:
        self.card = make_card(pcscd, "--person", person, "--pki", str(folder / "pki"))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.contract.card.eid_client", str(folder / "pki")],
            cwd=ROOT,
            env=os.environ | pcscd.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        """One visit."""
        self.say(do, **arguments)
        return self.answer()

    def say(self, do: str, **arguments: Any) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        self.process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        assert self.process.stdout
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found

    def put(self, **situation: Any) -> None:
        """The card on the reader, felt and ready."""
        self.card.do("insert", **situation)
        self.card.until(connected=True)
        self.present()

    def present(self) -> None:
        """The service has seen it: it answers to a first look."""
        for _ in range(50):
            if self.ask("state")["outcome"] not in ("no_card", "mute_card", "card_lost", "CardLost"):
                return
        raise AssertionError(f"the card is not seen: {self.card.do('state')}")

    def close(self) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


@pytest.fixture
def client(cleaning, new_folder, new_pcscd, card):
    """Starts pcscds, cards and clients."""

    def start(person: str) -> Client:
        pcscd = new_pcscd()
        pcscd.start()
        one = Client(pcscd, new_folder(), card, person)
        cleaning.callback(one.close)
        one.put()
        return one

    return start


def test_all_data_groups_age_and_pseudonym(client):
    one = client("alle_gruppen")
    read = one.ask("read", pin="101010", groups=list(range(1, 23)), born_until="1970-01-01")
    assert (read["outcome"], read["born_until"], read["denied"], read["unreadable"]) == ("Done", True, [], [])
    assert sorted(read["groups"], key=int) == [str(number) for number in range(1, 23)]
    assert read["groups"]["4"] == "ALLE"
    again = one.ask("read", pin="101010", groups=[4, 17], born_until="1969-12-31")
    assert (again["groups"].keys(), again["born_until"]) == ({"4", "17"}, False)
    by_can = one.ask("read", pin="", can="110022", groups=[5])
    assert by_can["groups"] == {"5": "GRUPPEN"}


def test_the_ladder_to_blocked_and_back_by_the_puk(client):
    one = client("erika_beispiel")
    assert one.ask("password", kind="PIN", digits="111111")["tries"] == 2
    assert one.ask("password", kind="PIN", digits="222222")["tries"] == 1
    assert one.ask("password", kind="PIN", digits="123456")["outcome"] == "PinSuspended"
    assert one.ask("password", kind="CAN", digits="111111") | {"apdus": 0} == {
        "outcome": "WrongPassword",
        "tries": None,
        "apdus": 0,
    }
    assert one.ask("password", kind="PIN", digits="333333", can="500540")["tries"] == 0
    assert one.ask("state")["outcome"] == "PinBlocked"
    assert one.ask("unblock", puk="0000000000")["outcome"] == "WrongPassword"
    assert one.ask("unblock", puk="9876543210")["outcome"] == "PinUnblocked"
    assert one.ask("state")["tries"] == 3
    assert one.ask("change_pin", old="123456", new="654321")["outcome"] == "PinChanged"
    assert one.ask("password", kind="PIN", digits="123456")["tries"] == 2
    assert one.ask("password", kind="PIN", digits="654321")["outcome"] == "Established"
    state = one.card.do("state")
    assert (state["pin_tries"], state["puk_uses"]) == (3, 9)


def test_suspended_and_then_the_right_pin_through_the_can(client):
    one = client("ausgesetzt")
    assert one.ask("password", kind="PIN", digits="246801", can="130045")["outcome"] == "Established"
    assert one.ask("state")["tries"] == 3


def test_the_transport_pin(client):
    one = client("transport_pin")
    assert one.ask("read", pin="54321", groups=[4])["code"] == "password_format"
    assert one.ask("change_pin", old="54321", new="135246")["outcome"] == "PinChanged"
    assert one.ask("read", pin="135246", groups=[4])["groups"] == {"4": "NEU"}


def test_cards_that_are_not_what_they_say(client):
    one = client("erika_beispiel")
    for keys, code in (("foreign_signer", "card_security_signer_unknown"), ("clone", "ca_token_wrong")):
        one.put(person="erika_beispiel", keys=keys)
        assert one.ask("read", pin="123456", groups=[4])["code"] == code
    one.put(card="bank")
    assert one.ask("read", pin="123456", groups=[4])["code"] == "card_access_missing"
    one.put(person="erika_beispiel")
    one.card.do("slow", seconds=0.02)
    one.card.do("flip", answer=9, bit=20)
    spoiled = one.ask("read", pin="123456", groups=[4])
    assert (spoiled["outcome"], spoiled["code"]) == ("Refused", "sm_mac_wrong")
    assert one.ask("read", pin="123456", groups=[4])["groups"] == {"4": "ERIKA"}


def test_pulled_at_every_command(client):
    """With the n-th command on its way, for every n: a clean outcome, and no try is burnt by us.

    Between two commands is tried in process (tests/devices/eid/virtual_card): here only the code of PC/SC would differ.
    """
    pullers = [client("erika_beispiel") for _ in range(PULLERS)]
    whole = pullers[0].ask("read", pin="123456", groups=[4, 17], born_until="2000-01-01")
    assert whole["outcome"] == "Done"

    def pull(at: int) -> list[tuple[int, dict[str, Any], int]]:
        one, seen = pullers[at], []
        for count in range(1 + at, whole["apdus"] + 1, PULLERS):
            one.card.do("remove", after_apdus=count, answered=False)
            outcome = one.ask("read", pin="123456", groups=[4, 17], born_until="2000-01-01")
            seen.append((count, outcome, one.card.do("state")["pin_tries"]))
            one.put()
        return seen

    with ThreadPoolExecutor(PULLERS) as pool:
        seen = sorted((each for part in pool.map(pull, range(PULLERS)) for each in part), key=lambda each: each[0])
    assert [count for count, _, _ in seen] == list(range(1, whole["apdus"] + 1))
    assert {outcome["outcome"] for _, outcome, _ in seen} == {"CardLost"}, seen
    assert {tries for _, _, tries in seen} == {3}
    for one in pullers:
        assert one.ask("read", pin="123456", groups=[4])["groups"] == {"4": "ERIKA"}


def test_counters_survive_a_killed_process(pcscd, cleaning, new_folder):
    """The command line as documented; the try that was lost before the kill is lost after it."""
    folder = new_folder()
    command = [sys.executable, "-m", "devices.card.virtual", "--vpcd", f"127.0.0.1:{pcscd.port}", "--inserted"]
    command += ["--person", "erika_beispiel", "--control", str(folder / "card.sock")]

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        cleaning.callback(process.kill)
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        process.stdout.close()
        return process

    first = start()
    one = Client(pcscd, folder, lambda *_: None, "")
    cleaning.callback(one.close)
    one.present()
    assert one.ask("password", kind="PIN", digits="111111")["tries"] == 2
    first.kill()
    first.wait()
    second = start()
    one.present()
    assert one.ask("state")["tries"] == 2
    second.terminate()
    assert second.wait(10) == 0
    assert (folder / "card.pki" / "cvca.cvcert").exists()
    assert list((folder / "card.memory").iterdir())
    assert not (folder / "card.sock").exists()


def test_a_person_that_nobody_knows(new_folder):
    command = [sys.executable, "-m", "devices.card.virtual", "--port", "9", "--person", "nobody"]
    run = subprocess.run(
        [*command, "--control", str(new_folder() / "card.sock")], capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert "erika_beispiel" in run.stderr
