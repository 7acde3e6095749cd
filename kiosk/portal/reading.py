"""From a whole HTTP answer to a typed one or to a failure. Pure: no network, no clock."""

import re
from typing import TypeVar

import msgspec

from kiosk.portal.contract import Problem
from kiosk.portal.errors import FailureKind, PortalFailure
from kiosk.portal.messages import Answer

_T = TypeVar("_T")

_CODE = re.compile(r"[a-z][a-z0-9-]{0,63}")
_LONGEST_WAIT_S = 24 * 3600
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def decode(kind: type[_T], answer: Answer) -> _T | PortalFailure:
    """A success body as `kind`, strictly: a wrong or missing member refuses the whole answer.

    A captive portal's HTML page with status 200 ends here as a failure too. What may have been torn off on the way
    counts as torn off, so that it is asked for again.
    """
    if _media_type(answer) != "application/json":
        return _unreadable(answer, "answer-not-json")
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except _UNREADABLE:
        return _unreadable(answer, "answer-not-in-contract")


def failure(answer: Answer) -> PortalFailure:
    """What an unsuccessful status means (RFC 9110 section 15, problem details of RFC 9457)."""
    problem = _problem(answer)
    code = problem.code if problem is not None and _CODE.fullmatch(problem.code) else f"http-{answer.status}"
    errors = problem.errors if problem is not None else ()
    return PortalFailure(_kind(answer.status, code), code, _patience(answer.retry_after, problem), errors)


def _unreadable(answer: Answer, code: str) -> PortalFailure:
    if answer.framed:
        return PortalFailure(FailureKind.BROKEN, code)
    return PortalFailure(FailureKind.UNREACHABLE, "answer-broken-off")


def _kind(status: int, code: str) -> FailureKind:
    if status in {429, 503} or code == "idempotency-in-progress":
        return FailureKind.BUSY
    if status in {408, 502, 504}:
        return FailureKind.UNREACHABLE  # a gateway speaks for a portal that it does not reach
    if 400 <= status < 500:
        return FailureKind.REFUSED
    return FailureKind.BROKEN


def _problem(answer: Answer) -> Problem | None:
    if _media_type(answer) != "application/problem+json":
        return None
    try:
        return msgspec.json.decode(answer.body, type=Problem)
    except _UNREADABLE:
        return None


def _patience(retry_after: str | None, problem: Problem | None) -> int | None:
    """Seconds from `Retry-After` (RFC 9110 section 10.2.3, seconds only: a date would trust two clocks) or the body."""
    if retry_after is not None and re.fullmatch(r"[0-9]{1,9}", retry_after.strip()):
        return min(int(retry_after), _LONGEST_WAIT_S)
    if problem is not None and problem.retry_after_s is not None and problem.retry_after_s >= 0:
        return min(problem.retry_after_s, _LONGEST_WAIT_S)
    return None


def _media_type(answer: Answer) -> str:
    return answer.content_type.partition(";")[0].strip().lower()
