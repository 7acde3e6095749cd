"""Small parts of the sandbox: addresses, clock, situations, the published document."""

import argparse
import json
import re
import socket
from datetime import datetime, timedelta

import pytest

from kiosk.sandbox.address import Address, address, bind
from kiosk.sandbox.clock import TownClock
from kiosk.sandbox.openapi import document
from kiosk.sandbox.problems import CODES
from kiosk.sandbox.queue import Refusal
from kiosk.sandbox.situations import Situation, Situations


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [("127.0.0.1:0", "127.0.0.1", 0), ("localhost:8443", "localhost", 8443), ("[::1]:9", "::1", 9)],
)
def test_address_is_read_and_written(text, host, port):
    assert address(text) == Address(host, port)
    assert str(address(text)) == text


@pytest.mark.parametrize("text", ["", "8443", ":8443", "host:", "host:x", "host:65536", "host:-1", "host:٣"])
def test_other_addresses_are_refused(text):
    with pytest.raises(argparse.ArgumentTypeError, match="HOST:PORT"):
        address(text)


def test_bound_port_refuses_until_somebody_listens():
    with bind(Address("127.0.0.1", 0)) as bound, socket.socket() as caller:
        with pytest.raises(ConnectionRefusedError):
            caller.connect(bound.getsockname())
        bound.listen()
        with socket.create_connection(bound.getsockname()):
            pass


def test_clock_moves_runs_on_and_comes_back():
    clock = TownClock()
    clock.set(datetime.fromisoformat("2026-11-24T10:24:00"))
    moved = clock.now()
    assert moved - datetime.fromisoformat("2026-11-24T10:24:00+01:00") < timedelta(seconds=5)
    assert moved.microsecond == 0
    clock.set(datetime.fromisoformat("2026-07-01T10:00:00+02:00"))
    assert clock.now().utcoffset() == timedelta(hours=2)
    clock.set(None)
    assert abs(clock.now() - datetime.now().astimezone()) < timedelta(seconds=5)


def test_up_ends_every_fault_and_other_modes_keep_lost_answers():
    situations = Situations()
    situations.lose_answers(2)
    situations.play("slow", slow_s=3)
    assert situations.current == Situation("slow", 3, None, 2)
    assert [situations.take_lost_answer() for _ in range(3)] == [True, True, False]
    situations.lose_answers(1)
    situations.play("up")
    assert situations.current == Situation()


def test_every_refusal_has_a_problem():
    assert {refusal.value for refusal in Refusal} <= set(CODES)


def test_document_is_whole():
    """Every reference leads somewhere, every pattern compiles, every call names its problem answers."""
    text = document()
    content = json.loads(text)
    for reference in re.findall(r'"\$ref": "#/([^"]+)"', text):
        found = content
        for part in reference.split("/"):
            found = found[part]
    for pattern in re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', text):
        re.compile(json.loads(pattern))
    calls = [
        call for path in content["paths"].values() for method, call in path.items() if method in {"get", "put", "post"}
    ]
    assert len(calls) == 10
    assert all("default" in call["responses"] for call in calls)
    assert content["openapi"] == "3.1.0"
