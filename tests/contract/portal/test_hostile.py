"""Servers that the client believes and that misbehave: each case ends as a value, in time, within the byte limit."""

import gzip
import threading
import time
import tracemalloc
from uuid import UUID

import pytest

from kiosk.portal import FailureKind, FieldProblem, PortalFailure, QueueTicket, QueueTicketRequest

TICKET_ID = UUID("01932b5e-7c1a-7000-8000-000000000047")
WISH = QueueTicketRequest(service="parking")
GOOD = (
    b'{"id":"01932b5e-7c1a-7000-8000-000000000047","number":"V 019","service":"parking","service_name":{"de":"Parken"},'
    b'"ahead":3,"wait_minutes":null,"area":{"de":"Flur"},"way":{"de":"links"},"issued_at":"2026-11-24T10:24:00+01:00",'
    b'"status_url":"https://portal.example/w/x"}'
)
JSON = b"Content-Type: application/json\r\n"


def answer(status, body, headers=JSON, *, length=None):
    size = len(body) if length is None else length
    return b"HTTP/1.1 %d X\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (status, headers, size, body)


def problem(status, code, more=b"", headers=b""):
    body = b'{"type":"https://x.example/%s","title":"t","status":%d,"code":"%s"%s}' % (code, status, code, more)
    return answer(status, body, b"Content-Type: application/problem+json\r\n" + headers)


def says(reply):
    return lambda line, request: line.sendall(reply)


def drip(hostile, head, piece, pause_s):
    """Sends `head`, then `piece` again and again; counts what went out."""

    def script(line, request):
        line.sendall(head)
        while not hostile.stopping.wait(pause_s):
            line.sendall(piece)
            hostile.sent = getattr(hostile, "sent", 0) + len(piece)

    return script


def timed(call):
    began = time.monotonic()
    outcome = call()
    return outcome, time.monotonic() - began


def test_good_answer_and_what_was_sent(hostile, tmp_path):
    """The yardstick: with this very server a right answer is a ticket, so the cases below fail for their own reason."""
    hostile.script = says(answer(201, GOOD))
    outcome = hostile.client(tmp_path).draw(TICKET_ID, WISH, session_id="0123456789")
    assert isinstance(outcome, QueueTicket)
    head, _, body = hostile.requests[0].decode().partition("\r\n\r\n")
    lines = head.split("\r\n")
    assert lines[0] == f"PUT /api/terminal/v1/queue-tickets/{TICKET_ID} HTTP/1.1"
    assert body == '{"service":"parking","assistance":[]}'
    sent = dict(line.split(": ", 1) for line in lines[1:])
    assert sent == {
        "Host": f"127.0.0.1:{hostile.port}",
        "Accept": "application/json, application/problem+json",
        "Accept-Encoding": "identity",
        "Authorization": "Bearer sesame-open-sesame-open",
        "Content-Length": str(len(body)),
        "Content-Type": "application/json",
        "User-Agent": "buergerterminal",
        "X-Session-Id": "0123456789",
        "X-Terminal-Id": "T2",
    }


BROKEN_ANSWERS = {
    "another id": (answer(200, GOOD.replace(b"000047", b"000048")), "answer-to-another-question"),
    "another service": (answer(200, GOOD.replace(b'"parking"', b'"other"')), "answer-to-another-question"),
    "captive portal": (answer(200, b"<html>log in", b"Content-Type: text/html\r\n"), "answer-not-json"),
    "no type": (answer(200, GOOD, b""), "answer-not-json"),
    "not JSON": (answer(200, b"<html>"), "answer-not-in-contract"),
    "empty": (answer(200, b""), "answer-not-in-contract"),
    "no content": (answer(204, b""), "status-unexpected"),
    "member missing": (answer(200, GOOD.replace(b'"ahead":3,', b"")), "answer-not-in-contract"),
    "member wrong": (answer(200, GOOD.replace(b'"ahead":3', b'"ahead":"3"')), "answer-not-in-contract"),
    "negative": (answer(200, GOOD.replace(b'"ahead":3', b'"ahead":-1')), "answer-not-in-contract"),
    "time without offset": (answer(200, GOOD.replace(b"+01:00", b"")), "answer-not-in-contract"),
    "ESC for the printer": (answer(200, GOOD.replace(b"Flur", b"Fl\\u001bur")), "answer-not-in-contract"),
    "line feed at the end": (answer(200, GOOD.replace(b"V 019", b"V 019\\n")), "answer-not-in-contract"),
    "link without TLS": (answer(200, GOOD.replace(b"https:", b"http:")), "answer-not-in-contract"),
    "bad UTF-8": (answer(200, GOOD.replace(b"Flur", b"Fl\xffur")), "answer-not-in-contract"),
    "deep": (answer(200, b'{"x":' + b"[" * 200_000 + b"]" * 200), "answer-not-in-contract"),
    "compressed": (answer(200, gzip.compress(GOOD), JSON + b"Content-Encoding: gzip\r\n"), "answer-not-in-contract"),
    "too long": (answer(200, b" " * 300_000 + GOOD), "answer-too-large"),
    "not HTTP": (b"220 mail.example ESMTP\r\n\r\n", "answer-not-http"),
    "500": (problem(500, b"internal"), "internal"),
    "500 without problem": (answer(500, b"oops", b"Content-Type: text/html\r\n"), "http-500"),
}


@pytest.mark.parametrize("case", BROKEN_ANSWERS)
def test_broken_answers_are_asked_for_once(hostile, tmp_path, case):
    reply, code = BROKEN_ANSWERS[case]
    hostile.script = says(reply)
    assert hostile.client(tmp_path).draw(TICKET_ID, WISH) == PortalFailure(FailureKind.BROKEN, code)
    assert len(hostile.requests) == 1


REFUSALS = {
    "401": (problem(401, b"unauthorized"), "unauthorized"),
    "403": (problem(403, b"terminal-revoked"), "terminal-revoked"),
    "404 HTML": (answer(404, b"<html>", b"Content-Type: text/html\r\n"), "http-404"),
    "407": (answer(407, b"", b""), "http-407"),
    "409": (problem(409, b"queue-closed"), "queue-closed"),
    "422": (problem(422, b"validation", b',"errors":[{"pointer":"/service","code":"unknown"}]'), "validation"),
    "code not for a log": (problem(409, b"a b\\nc"), "http-409"),
    "problem not in contract": (
        answer(409, b'{"code":1}', b"Content-Type: application/problem+json\r\n"),
        "http-409",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_refusals_are_not_repeated(hostile, tmp_path, case):
    reply, code = REFUSALS[case]
    hostile.script = says(reply)
    outcome = hostile.client(tmp_path).draw(TICKET_ID, WISH)
    assert (outcome.kind, outcome.code) == (FailureKind.REFUSED, code)
    assert outcome.errors == ((FieldProblem(pointer="/service", code="unknown"),) if case == "422" else ())
    assert len(hostile.requests) == 1


@pytest.mark.parametrize(
    ("reply", "kind", "code"),
    [
        (problem(503, b"backend-unavailable"), FailureKind.BUSY, "backend-unavailable"),
        (problem(429, b"rate-limited"), FailureKind.BUSY, "rate-limited"),
        (problem(409, b"idempotency-in-progress"), FailureKind.BUSY, "idempotency-in-progress"),
        (answer(502, b"", b""), FailureKind.UNREACHABLE, "http-502"),
        (answer(504, b"", b""), FailureKind.UNREACHABLE, "http-504"),
        (answer(200, GOOD[:-9], length=len(GOOD)), FailureKind.UNREACHABLE, "answer-broken-off"),
        (
            b"HTTP/1.1 200 X\r\n" + JSON + b"Transfer-Encoding: chunked\r\n\r\n40\r\n" + GOOD[:40],
            FailureKind.UNREACHABLE,
            "answer-broken-off",
        ),
        (b"", FailureKind.UNREACHABLE, "connection-failed"),
        (b"HTTP/1.1 200 X\r\nContent-Type: appl", FailureKind.UNREACHABLE, "answer-broken-off"),
        (b"HTTP/1.1 200 X\r\n" + JSON + b"\r\n" + GOOD[:-9], FailureKind.UNREACHABLE, "answer-broken-off"),
    ],
    ids=["503", "429", "in progress", "502", "504", "short body", "short chunk", "nothing", "half a head", "unframed"],
)
def test_what_may_pass_is_tried_four_times_with_one_id(hostile, tmp_path, reply, kind, code):
    hostile.script = says(reply)
    pauses = []
    client = hostile.client(tmp_path, sleep=pauses.append, uniform=lambda low, high: high)
    assert client.draw(TICKET_ID, WISH) == PortalFailure(kind, code)
    assert pauses == [0.5, 1.0, 2.0]
    assert len(hostile.requests) == 4
    assert {request.split(b" ")[1].rpartition(b"/")[2] for request in hostile.requests} == {str(TICKET_ID).encode()}


@pytest.mark.parametrize(
    "reply",
    [
        problem(429, b"rate-limited", headers=b"Retry-After: 7\r\n"),
        problem(503, b"backend-unavailable", b',"retry_after_s":7'),
    ],
)
def test_wish_of_the_portal_is_obeyed(hostile, tmp_path, reply):
    replies = iter([reply, answer(201, GOOD)])
    hostile.script = lambda line, request: line.sendall(next(replies))
    pauses = []
    outcome = hostile.client(tmp_path, sleep=pauses.append).draw(TICKET_ID, WISH)
    assert isinstance(outcome, QueueTicket)
    assert pauses == [7.0]


def test_longer_wish_than_the_deadline_goes_back_at_once(hostile, tmp_path):
    hostile.script = says(problem(429, b"rate-limited", headers=b"Retry-After: 30\r\n"))
    outcome = hostile.client(tmp_path, sleep=lambda _: pytest.fail("waited")).draw(TICKET_ID, WISH)
    assert outcome == PortalFailure(FailureKind.BUSY, "rate-limited", 30)
    assert len(hostile.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_is_not_followed(hostile, new_hostile, identity, tmp_path, status):
    elsewhere = new_hostile(identity)
    elsewhere.script = says(answer(201, GOOD))
    hostile.script = says(answer(status, b"", f"Location: {elsewhere.url}/x\r\n".encode()))
    outcome = hostile.client(tmp_path).draw(TICKET_ID, WISH)
    assert outcome == PortalFailure(FailureKind.UNTRUSTED, "redirected")
    assert elsewhere.accepted == 0
    assert len(hostile.requests) == 1


def test_body_of_a_redirect_is_not_read(hostile, tmp_path):
    head = b"HTTP/1.1 302 X\r\nLocation: https://elsewhere.example/\r\nConnection: close\r\n\r\n"
    hostile.script = drip(hostile, head, b"x" * 65536, 0)
    outcome, seconds = timed(hostile.client(tmp_path).queue)
    assert outcome == PortalFailure(FailureKind.UNTRUSTED, "redirected")
    assert seconds < 1.3


def test_endless_body_ends_at_the_limit(hostile, tmp_path):
    hostile.script = drip(hostile, b"HTTP/1.1 200 X\r\n" + JSON + b"Connection: close\r\n\r\n", b" " * 65536, 0)
    client = hostile.client(tmp_path)
    client.health()
    tracemalloc.start()
    outcome, seconds = timed(client.queue)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert outcome == PortalFailure(FailureKind.BROKEN, "answer-too-large")
    assert seconds < 2
    assert peak < 2_000_000


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 X\r\n" + JSON + b"Connection: close\r\n\r\n", b" "),
        (b"HTTP/1.1 200 X\r\n" + JSON + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        (b"HTTP/1.1 200 X\r\n", b"X-Slow: 1\r\n"),
        (b"HTTP/1.1 200 X\r\nX-Slow: ", b"a"),
        (b"", b"H"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["body", "chunks", "headers", "one header", "status line", "informational"],
)
def test_trickle_ends_at_the_deadline(hostile, tmp_path, head, piece):
    hostile.script = drip(hostile, head, piece, 0.05)
    outcome, seconds = timed(hostile.client(tmp_path, deadline_s=0.6).queue)
    assert outcome == PortalFailure(FailureKind.UNREACHABLE, "deadline")
    assert 0.5 < seconds < 1.6  # the deadline and one second for a busy machine


def test_trickled_handshake_ends_at_the_deadline(new_hostile, identity, tmp_path):
    server = new_hostile(identity, tls=False)
    server.script = drip(server, b"\x16\x03\x03\x40\x00", b"\x02", 0.05)
    outcome, seconds = timed(server.client(tmp_path, deadline_s=0.6).queue)
    assert outcome == PortalFailure(FailureKind.UNREACHABLE, "deadline")
    assert seconds < 1.6


def test_silence_ends_at_the_read_limit(hostile, tmp_path):
    hostile.script = lambda line, request: hostile.stopping.wait(5)
    outcome, seconds = timed(hostile.client(tmp_path, read_s=0.3).queue)
    assert outcome == PortalFailure(FailureKind.UNREACHABLE, "read-timeout")
    assert seconds < 1.3


def test_deadline_covers_all_tries_together(hostile, tmp_path):
    hostile.script = drip(hostile, b"", b"H", 0.05)
    outcome, seconds = timed(lambda: hostile.client(tmp_path, read_s=0.2).draw(TICKET_ID, WISH, deadline_s=0.8))
    assert outcome == PortalFailure(FailureKind.UNREACHABLE, "deadline")
    assert seconds < 1.8


def test_hanging_name_resolution_ends_at_the_deadline_and_sends_nothing_later(hostile, tmp_path, monkeypatch):
    import socket

    resolve, released = socket.getaddrinfo, threading.Event()

    def hang(*arguments, **options):
        released.wait(5)
        return resolve(*arguments, **options)

    client = hostile.client(tmp_path, deadline_s=0.4)
    client.health()
    before = hostile.accepted
    monkeypatch.setattr(socket, "getaddrinfo", hang)
    outcome, seconds = timed(client.queue)
    released.set()
    assert outcome == PortalFailure(FailureKind.UNREACHABLE, "deadline")
    assert seconds < 1.6
    for thread in threading.enumerate():
        if thread.name == "portal-call":
            thread.join(2)
    assert all(not request for request in hostile.requests[before:]), "a request went out after its deadline"


def test_nothing_is_left_behind(hostile, tmp_path, open_files):
    client = hostile.client(tmp_path, deadline_s=0.2)
    hostile.script = drip(hostile, b"", b"H", 0.02)
    client.queue()
    time.sleep(0.3)
    before = open_files()
    for _ in range(5):
        client.queue()
    hostile.script = says(answer(200, GOOD))
    for _ in range(20):
        client.queue()
    time.sleep(0.3)
    assert open_files() <= before
    assert not [thread for thread in threading.enumerate() if thread.name == "portal-call"]
