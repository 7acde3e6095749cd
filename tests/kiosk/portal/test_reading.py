"""Whatever bytes come back, the outcome is a typed answer or a failure, never an exception."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.portal import FailureKind, Health, PortalFailure, QueueOverview, QueueTicket
from kiosk.portal.messages import Answer
from kiosk.portal.reading import decode, failure


def answer(body: bytes, status: int = 200, kind: str = "application/json", wish: str | None = None) -> Answer:
    return Answer(status, kind, wish, body, framed=True)


@given(st.binary(max_size=300), st.sampled_from([Health, QueueOverview, QueueTicket]), st.booleans())
def test_any_bytes_are_read_without_an_exception(body, kind, framed):
    outcome = decode(kind, Answer(200, "application/json", None, body, framed=framed))
    assert isinstance(outcome, kind | PortalFailure)


@given(st.integers(400, 599), st.text(max_size=40), st.one_of(st.none(), st.text(max_size=12)), st.binary(max_size=200))
def test_any_refusal_is_a_failure_with_a_code_for_the_log(status, media_type, wish, body):
    found = failure(answer(body, status, media_type, wish))
    assert found.code.replace("-", "").isalnum()
    assert found.retry_after_s is None or 0 <= found.retry_after_s <= 86400


@pytest.mark.parametrize("media_type", ["application/json", "application/json; charset=utf-8", "Application/JSON ;x=y"])
def test_media_type_is_compared_as_the_rfc_says(media_type):
    assert decode(Health, answer(b'{"status":"ok"}', kind=media_type)) == Health(status="ok")


def test_unknown_members_are_ignored():
    assert decode(Health, answer(b'{"status":"ok","new":[1]}')) == Health(status="ok")


@pytest.mark.parametrize(
    ("wish", "body", "seconds"),
    [
        (None, b"", None),
        ("7", b"", 7),
        (" 7 ", b"", 7),
        ("0", b"", 0),
        ("-7", b"", None),
        ("7.5", b"", None),
        ("\u0667", b"", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", b"", None),
        ("999999999", b"", 86400),
        (None, b'{"type":"t","title":"t","status":429,"code":"c","retry_after_s":9}', 9),
        ("7", b'{"type":"t","title":"t","status":429,"code":"c","retry_after_s":9}', 7),
        (None, b'{"type":"t","title":"t","status":429,"code":"c","retry_after_s":-9}', None),
    ],
)
def test_wish_to_wait(wish, body, seconds):
    assert failure(answer(body, 429, "application/problem+json", wish)).retry_after_s == seconds


def test_code_comes_from_a_problem_only():
    body = b'{"type":"t","title":"t","status":409,"code":"queue-closed"}'
    assert failure(answer(body, 409)) == PortalFailure(FailureKind.REFUSED, "http-409")
    assert failure(answer(body, 409, "application/problem+json")).code == "queue-closed"
