"""From HTTP to typed requests and back: bounded bodies, ids in one spelling, answers that nobody keeps."""

import asyncio
from typing import TypeVar
from uuid import UUID

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from kiosk.portal.contract import FieldProblem
from kiosk.sandbox.problems import problem

_T = TypeVar("_T")

MAX_BODY = 16 * 1024
_BODY_SECONDS = 10.0


def answer(content: msgspec.Struct, status: int = 200) -> Response:
    """A success."""
    return Response(msgspec.json.encode(content), status, {"Cache-Control": "no-store"}, "application/json")


def uuid(text: str) -> UUID | None:
    """A UUID in its one spelling: no braces, no capitals."""
    try:
        found = UUID(text)
    except ValueError:
        return None
    return found if str(found) == text else None


async def body(request: Request, kind: type[_T], most: int = MAX_BODY) -> _T | Response:
    """The body as `kind`, or the problem with it."""
    raw = await _raw_body(request, most)
    if isinstance(raw, Response):
        return raw
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError as error:
        return problem("validation", errors=(FieldProblem(pointer=_pointer(error), code="not_allowed"),))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return problem("malformed")


async def _raw_body(request: Request, most: int) -> bytes | Response:
    """Never more than the limit is held in memory, and nobody may send one byte a second."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return problem("type-not-allowed")
    raw = bytearray()
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for chunk in request.stream():
                raw += chunk
                if len(raw) > most:
                    return problem("too-large")
    except TimeoutError:
        return problem("request-timeout")
    except ClientDisconnect:
        return problem("malformed")  # nobody is there to read it
    return bytes(raw)


def _pointer(error: msgspec.ValidationError) -> str:
    """JSON Pointer (RFC 6901) of the member that msgspec names as ` - at `$.path[0]``; empty for the whole body."""
    path = str(error).partition(" - at `$")[2].rstrip("`")
    return path.replace("[...]", "/-").replace("[", "/").replace("]", "").replace(".", "/")
