"""The portal contract over HTTP: routes that read a bounded body, ask the town hall and encode the answer."""

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from kiosk.portal.contract import BASE_PATH, FieldProblem, Health, QueueTicketOutcome, QueueTicketRequest
from kiosk.sandbox.case_routes import CaseRoutes
from kiosk.sandbox.doorway import BadDays, Guard
from kiosk.sandbox.eid_routes import EidRoutes
from kiosk.sandbox.http import answer, body, uuid
from kiosk.sandbox.openapi import document
from kiosk.sandbox.problems import problem
from kiosk.sandbox.queue import Drawn, Queue, Refusal
from kiosk.sandbox.situations import Situations
from kiosk.sandbox.town import Town


def build_app(town: Town, situations: Situations, token: str) -> ASGIApp:
    """The whole application.

    Args:
        town: what the routes work on.
        situations: bad days to play.
        token: bearer token of the terminal.
    """
    routes = _Routes(town.queue)
    cases = CaseRoutes(town)
    eid = EidRoutes(town.eid.service, town.eid.situations)
    app = Starlette(
        routes=[
            Route(f"{BASE_PATH}/healthz", routes.health),
            Route(f"{BASE_PATH}/openapi.json", routes.openapi),
            Route(f"{BASE_PATH}/queue", routes.overview),
            Route(f"{BASE_PATH}/queue-tickets/{{ticket_id}}", routes.draw, methods=["PUT"]),
            Route(f"{BASE_PATH}/queue-tickets/{{ticket_id}}/outcome", routes.report, methods=["POST"]),
            Route(f"{BASE_PATH}/applications", cases.apply, methods=["POST"]),
            Route(f"{BASE_PATH}/status-queries", cases.status, methods=["POST"]),
            Route(f"{BASE_PATH}/services/{{service}}/options/{{source}}", cases.options),
            Route(f"{BASE_PATH}/eid/sessions", eid.open, methods=["POST"]),
            Route(f"{BASE_PATH}/eid/sessions/{{session}}/steps", eid.step, methods=["POST"]),
            Route("/.well-known/jwks.json", cases.keys),
            Route("/w/{token}", routes.place),
        ],
        exception_handlers={HTTPException: _http_problem, Exception: _broken},
    )
    return BadDays(Guard(app, token), situations)


class _Routes:
    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    async def health(self, request: Request) -> Response:
        return answer(Health(status="ok"))

    async def openapi(self, request: Request) -> Response:
        return Response(document(), media_type="application/json")

    async def overview(self, request: Request) -> Response:
        return answer(await run_in_threadpool(self._queue.overview))

    async def draw(self, request: Request) -> Response:
        ticket_id = uuid(request.path_params["ticket_id"])
        wish = await body(request, QueueTicketRequest)
        if isinstance(wish, Response) or ticket_id is None:
            return wish if isinstance(wish, Response) else problem("not-found")
        outcome = await run_in_threadpool(self._queue.draw, ticket_id, wish)
        if isinstance(outcome, Refusal):
            return _refused(outcome)
        response = answer(outcome.ticket, 201 if outcome.first else 200)
        if isinstance(outcome, Drawn) and not outcome.first:
            response.headers["Idempotent-Replayed"] = "true"
        return response

    async def report(self, request: Request) -> Response:
        ticket_id = uuid(request.path_params["ticket_id"])
        report = await body(request, QueueTicketOutcome)
        if isinstance(report, Response) or ticket_id is None:
            return report if isinstance(report, Response) else problem("not-found")
        refusal = await run_in_threadpool(self._queue.report, ticket_id, report)
        return Response(status_code=204) if refusal is None else _refused(refusal)

    async def place(self, request: Request) -> Response:
        """Where the code on the slip leads: plain HTML, in German, without anything personal."""
        found = await run_in_threadpool(self._queue.place, request.path_params["token"])
        if found is None:
            return problem("not-found")
        number, ahead = found
        line = "Diese Nummer wartet nicht mehr." if ahead is None else f"Personen vor Ihnen: {ahead}"
        page = f'<!doctype html><html lang="de"><title>Wartenummer</title><h1>{number}</h1><p>{line}</p></html>'
        return Response(page, media_type="text/html", headers={"Cache-Control": "no-store"})


def _refused(refusal: Refusal) -> Response:
    if refusal is Refusal.UNKNOWN_SERVICE:
        return problem("validation", errors=(FieldProblem(pointer="/service", code="unknown_service"),))
    return problem(refusal.value)


async def _http_problem(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return problem({404: "not-found", 405: "method-not-allowed"}.get(status, "malformed"))


async def _broken(request: Request, error: Exception) -> Response:
    return problem("internal")
