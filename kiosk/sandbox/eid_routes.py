"""Routes of the eID service."""

import asyncio

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kiosk.portal.contract import FieldProblem
from kiosk.portal.eid_contract import EidSessionRequest, EidStep
from kiosk.sandbox.eid_refusals import EidRefusal
from kiosk.sandbox.eid_service import EidService
from kiosk.sandbox.eid_situations import EidSituations
from kiosk.sandbox.http import answer, body, uuid
from kiosk.sandbox.problems import problem

_MAX_STEP = 512 * 1024


class EidRoutes:
    """Handlers; what they answer stands in `eid_openapi`. Who asks is told by the token, which the guard checks."""

    def __init__(self, service: EidService, situations: EidSituations) -> None:
        self._service = service
        self._situations = situations

    async def open(self, request: Request) -> Response:
        """`POST /eid/sessions`."""
        wish = await body(request, EidSessionRequest)
        if isinstance(wish, Response):
            return wish
        opened = await run_in_threadpool(self._service.open, wish, request.headers["authorization"])
        await self._dawdle()
        return _refused(opened) if isinstance(opened, EidRefusal) else answer(opened, 201)

    async def step(self, request: Request) -> Response:
        """`POST /eid/sessions/{id}/steps`."""
        session = uuid(request.path_params["session"])
        step = await body(request, EidStep, _MAX_STEP)
        if isinstance(step, Response) or session is None:
            return step if isinstance(step, Response) else problem("eid-session-unknown")
        outcome = await run_in_threadpool(self._service.step, session, step, request.headers["authorization"])
        await self._dawdle()
        return _refused(outcome) if isinstance(outcome, EidRefusal) else answer(outcome)

    async def _dawdle(self) -> None:
        await asyncio.sleep(self._situations.current.slow_s)


def _refused(refusal: EidRefusal) -> Response:
    errors = () if refusal.fault is None else (FieldProblem(pointer="", code=refusal.fault.value),)
    return problem(refusal.code, errors=errors)
