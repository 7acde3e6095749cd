"""Routes of applications, their status, the options of services and the keys to seal to."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kiosk.portal.contract import ApplicationRequest, ServiceOptions, StatusQuery
from kiosk.sandbox.applications import NotTaken
from kiosk.sandbox.cases import TooMany
from kiosk.sandbox.http import answer, body, uuid
from kiosk.sandbox.options import options
from kiosk.sandbox.problems import problem
from kiosk.sandbox.town import Town

_MAX_APPLICATION = 420 * 1024  # the largest size class in base64, and the rest of the body
_OPTIONS_AGE_S = 300


class CaseRoutes:
    """Handlers; what they answer stands in `openapi`."""

    def __init__(self, town: Town) -> None:
        self._town = town

    async def apply(self, request: Request) -> Response:
        """`POST /applications`."""
        key = uuid(request.headers.get("idempotency-key", ""))
        wish = await body(request, ApplicationRequest, _MAX_APPLICATION)
        if isinstance(wish, Response) or key is None:
            return wish if isinstance(wish, Response) else problem("idempotency-key-missing")
        outcome = await run_in_threadpool(
            self._town.applications.take, key, wish, terminal=request.headers["authorization"]
        )
        if isinstance(outcome, NotTaken):
            return problem(outcome.code, errors=outcome.errors)
        response = answer(outcome.receipt, 201 if outcome.first else 200)
        if not outcome.first:
            response.headers["Idempotent-Replayed"] = "true"
        return response

    async def status(self, request: Request) -> Response:
        """`POST /status-queries`. Who asks is told by the token, which the guard has checked."""
        query = await body(request, StatusQuery)
        if isinstance(query, Response):
            return query
        found = await run_in_threadpool(self._town.cases.status, query, request.headers["authorization"])
        if isinstance(found, TooMany):
            return problem("rate-limited", retry_after_s=found.retry_after_s)
        return problem("not-found") if found is None else answer(found)

    async def options(self, request: Request) -> Response:
        """`GET /services/{id}/options/{source}`."""
        known = await run_in_threadpool(self._town.services.facts, request.path_params["service"])
        source = request.path_params["source"]
        found = options(source) if known is not None else None
        if found is None:
            return problem("not-found")
        response = answer(ServiceOptions(source=source, options=found))
        response.headers["Cache-Control"] = f"max-age={_OPTIONS_AGE_S}"
        return response

    async def keys(self, request: Request) -> Response:
        """`GET /.well-known/jwks.json`: to compare with; a terminal believes its pinned file only."""
        return Response(self._town.keys.public(), media_type="application/jwk-set+json")
