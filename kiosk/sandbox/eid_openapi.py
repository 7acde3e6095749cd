"""The eID service in the OpenAPI document: types and paths; `openapi` puts them in."""

from typing import Any

from kiosk.portal.eid_contract import (
    EID_PROBLEMS,
    EidBatch,
    EidReleased,
    EidSession,
    EidSessionRequest,
    EidStep,
)

EID_TYPES = (EidSession, EidSessionRequest, EidStep, EidBatch, EidReleased)

_PROBLEM = "#/components/responses/Problem"
_HEADERS = [{"$ref": "#/components/parameters/SessionId"}, {"$ref": "#/components/parameters/TerminalId"}]
_OPENING = ("eid-not-needed", "eid-refused", "eid-unavailable", "unknown-service")
_BY_STATUS = {
    "403": ("eid-card-expired", "eid-card-revoked"),
    "404": ("eid-session-unknown",),
    "409": ("eid-order",),
    "410": ("eid-session-over",),
    "422": ("eid-rights", "eid-car-unknown", "eid-authority-refused", "eid-card-not-genuine", "eid-card-broken-rule"),
}
_ID = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "As the portal named the session.",
    "schema": {"type": "string", "format": "uuid"},
}


def eid_paths() -> dict[str, Any]:
    """Paths of the eID service."""
    return {
        "/eid/sessions": {"post": _open()},
        "/eid/sessions/{id}/steps": {"parameters": [_ID], "post": _step()},
    }


def _open() -> dict[str, Any]:
    return {
        "operationId": "postEidSession",
        "summary": "Begin to read an identity card: who reads, what and why",
        "parameters": _HEADERS,
        "requestBody": _body("EidSessionRequest"),
        "responses": {
            "201": _answer("The session, open for 5 minutes", {"$ref": "#/components/schemas/EidSession"}),
            "default": {"$ref": _PROBLEM, "description": ", ".join(_OPENING)},
        },
    }


def _step() -> dict[str, Any]:
    schema = {
        "oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in ("EidBatch", "EidReleased")],
        "discriminator": {
            "propertyName": "state",
            "mapping": {"relay": "#/components/schemas/EidBatch", "done": "#/components/schemas/EidReleased"},
        },
    }
    refusals = {
        status: {"$ref": _PROBLEM, "description": "; ".join(f"{code}: {EID_PROBLEMS[code]}" for code in codes)}
        for status, codes in _BY_STATUS.items()
    }
    return {
        "operationId": "postEidStep",
        "summary": "Carry the card's answers to the portal and its next commands to the card",
        "description": "Sent once: a step that is repeated, late or out of turn ends the session.",
        "parameters": _HEADERS,
        "requestBody": _body("EidStep"),
        "responses": {
            "200": _answer("Commands for the card, or the fields that were released", schema),
            **refusals,
            "default": {"$ref": _PROBLEM},
        },
    }


def _body(name: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{name}"}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _answer(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}
