"""Terminal code that is not ours: AusweisApp from Debian takes the virtual card for a real one.

It has a home and a network namespace of its own, because it owns port 24727.
"""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

PATIENCE_S = 60.0
BRIDGE = Path(__file__).with_name("ausweisapp_bridge.py")
READER = "Virtual PCD 00 00"


class App:
    """AusweisApp's SDK, message by message."""

    def __init__(self, pcscd, folder: Path) -> None:
        home = folder / "home"
        home.mkdir(mode=0o700)
        namespace = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-rn"]
        self.process = subprocess.Popen(
            [*namespace, sys.executable, str(BRIDGE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ
            | pcscd.environment
            | {
                "HOME": str(home),
                "XDG_RUNTIME_DIR": str(home),
                "TMPDIR": str(home),
                "QT_QPA_PLATFORM": "offscreen",
                "AUSWEISAPP_LOG": str(folder / "ausweisapp.log"),
            },
        )
        self._messages: queue.Queue[dict[str, Any]] = queue.Queue()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def say(self, cmd: str, **arguments: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"cmd": cmd, **arguments}) + "\n")
        self.process.stdin.flush()

    def until(self, msg: str, **wanted: Any) -> dict[str, Any]:
        """The next message of this kind with these values; others may come before."""
        before: list[str] = []
        while True:
            try:
                message = self._messages.get(timeout=PATIENCE_S)
            except queue.Empty:
                raise AssertionError(f"no {msg} {wanted} within {PATIENCE_S} s; before it {before}") from None
            before.append(str(message))
            if message["msg"] == msg and all(message.get(name) == value for name, value in wanted.items()):
                return message

    def answered(self, msg: str, cmd: str, **arguments: str) -> dict[str, Any]:
        """Says something; the next question is this one. Gives the card as AusweisApp sees it."""
        self.say(cmd, **arguments)
        asked = self.until_question()
        assert asked["msg"] == msg, asked
        found: dict[str, Any] = asked.get("reader", {}).get("card", asked)
        return found

    def until_question(self) -> dict[str, Any]:
        """The next message that is more than news about readers."""
        while True:
            message = self._messages.get(timeout=PATIENCE_S)
            if message["msg"] not in ("READER", "READER_LIST", "STATUS", "INSERT_CARD") and len(message) > 1:
                return message

    def close(self) -> None:
        assert self.process.stdin
        assert self.process.stdout
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._thread.join()
        self.process.stdout.close()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._messages.put(json.loads(line))


@pytest.fixture
def app(pcscd, cleaning, new_folder) -> App:
    one = App(pcscd, new_folder())
    cleaning.callback(one.close)
    return one


def seen(retries: int, *, deactivated: bool = False) -> dict[str, Any]:
    return {"deactivated": deactivated, "inoperative": False, "retryCounter": retries}


def swap(virtual, **situation: str) -> None:
    """Another card, as slowly as hands are: the service looks twice a second whether one is still there."""
    virtual.do("remove")
    time.sleep(1.0)
    virtual.do("insert", **situation)


def test_the_whole_ladder_and_a_new_pin(pcscd, card, app):
    virtual = card(pcscd, "--person", "erika_beispiel", "--inserted")
    app.until("READER", name=READER, card=seen(3))
    assert app.answered("ENTER_PIN", "RUN_CHANGE_PIN") == seen(3)
    assert app.answered("ENTER_PIN", "SET_PIN", value="111111") == seen(2)
    assert app.answered("ENTER_CAN", "SET_PIN", value="222222") == seen(1)
    assert app.answered("ENTER_CAN", "SET_CAN", value="111111") == seen(1)
    assert virtual.do("state")["pin_tries"] == 1
    assert app.answered("ENTER_PIN", "SET_CAN", value="500540") == seen(1)
    assert app.answered("ENTER_PUK", "SET_PIN", value="333333") == seen(0)
    assert virtual.do("state")["pin_tries"] == 0
    assert app.answered("ENTER_PIN", "SET_PUK", value="9876543210") == seen(3)
    assert virtual.do("state")["puk_uses"] == 9
    app.answered("ENTER_NEW_PIN", "SET_PIN", value="123456")
    assert app.answered("CHANGE_PIN", "SET_NEW_PIN", value="654321")["success"] is True
    assert app.answered("ENTER_PIN", "RUN_CHANGE_PIN") == seen(3)
    app.answered("ENTER_NEW_PIN", "SET_PIN", value="654321")
    assert app.answered("CHANGE_PIN", "SET_NEW_PIN", value="123456")["success"] is True
    assert virtual.do("state")["pin_tries"] == 3


def test_every_kind_of_card_is_recognised_or_not(pcscd, card, app, eventually):
    virtual = card(pcscd, "--person", "transport_pin", "--inserted")
    app.until("READER", name=READER, card=seen(3))
    app.answered("ENTER_PIN", "RUN_CHANGE_PIN")
    app.answered("ENTER_NEW_PIN", "SET_PIN", value="54321")
    assert app.answered("CHANGE_PIN", "SET_NEW_PIN", value="246813")["success"] is True
    assert virtual.do("state")["pin_transport"] is False
    for situation, expected in (
        ({"person": "zwei_versuche"}, seen(2)),
        ({"person": "gesperrt"}, seen(0)),
        ({"person": "abgeschaltet"}, seen(0, deactivated=True)),
        ({"person": "aufenthaltstitel"}, seen(3)),
        ({"person": "unionsbuergerin"}, seen(3)),
        ({"person": "sehr_lange_namen"}, seen(3)),
    ):
        swap(virtual, **situation)
        app.until("READER", name=READER, card=expected)
    for other in ("bank", "health"):
        swap(virtual, card=other)
        eventually(lambda: virtual.do("state")["apdus"] > 0)
        app.say("GET_READER", name=READER)
        assert not app.until("READER", name=READER)["card"]  # null until 2.0, empty since
