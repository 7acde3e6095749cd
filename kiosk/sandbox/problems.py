"""Errors as RFC 9457 problem details; one table says what each code means."""

import msgspec
from starlette.responses import Response

from kiosk.portal.contract import FieldProblem, Problem
from kiosk.portal.eid_contract import EID_PROBLEMS

TYPE_BASE = "https://buergerterminal.example/problems/"

_EID_STATUS = {
    "eid-refused": 403,
    "eid-card-expired": 403,
    "eid-card-revoked": 403,
    "identity-required": 403,
    "eid-session-unknown": 404,
    "eid-order": 409,
    "eid-session-over": 410,
    "eid-unavailable": 500,
}
"""Those that are not 422."""

CODES: dict[str, tuple[int, str]] = {
    "malformed": (400, "The body is not JSON"),
    "idempotency-key-missing": (400, "The header Idempotency-Key is missing or no UUID"),
    "unauthorized": (401, "The terminal did not prove who it is"),
    "not-found": (404, "Not here"),
    "method-not-allowed": (405, "This cannot be done here"),
    "request-timeout": (408, "The body took too long"),
    "idempotency-in-progress": (409, "The same application is being worked on at this moment"),
    "queue-closed": (409, "No numbers are given out now"),
    "ticket-void": (409, "This number was given back"),
    "too-large": (413, "The body is too large"),
    "type-not-allowed": (415, "Only application/json"),
    "validation": (422, "Something in the body is not allowed"),
    "idempotency-conflict": (422, "This id was used with another body"),
    "unknown-service": (422, "No such application is taken here"),
    "seal-unknown-key": (422, "Sealed to a key that is not ours"),
    "seal-broken": (422, "The sealed content cannot be opened"),
    "seal-swapped": (422, "Sealed for another application, service or portal"),
    "rate-limited": (429, "Too many questions in a short time"),
    "internal": (500, "The portal failed"),
    "backend-unavailable": (503, "The portal cannot work at the moment"),
    **{code: (_EID_STATUS.get(code, 422), title) for code, title in EID_PROBLEMS.items()},
}
"""Problem code -> status and title. The type is the code under TYPE_BASE."""

_RETRYABLE = {"backend-unavailable", "request-timeout", "idempotency-in-progress", "rate-limited"}


def problem(code: str, *, errors: tuple[FieldProblem, ...] = (), retry_after_s: int | None = None) -> Response:
    """The answer for a problem code of the table."""
    status, title = CODES[code]
    body = Problem(
        type=TYPE_BASE + code,
        title=title,
        status=status,
        code=code,
        retryable=code in _RETRYABLE,
        retry_after_s=retry_after_s,
        errors=errors,
    )
    headers = {"Cache-Control": "no-store"}
    if retry_after_s is not None:
        headers["Retry-After"] = str(retry_after_s)
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(msgspec.json.encode(body), status, headers, media_type="application/problem+json")
