"""The contract as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0), generated from the types that both sides use.

python -m kiosk.sandbox.openapi > docs/openapi.json
"""

import inspect
import json
import sys
from typing import Any

import msgspec

from kiosk.portal.contract import (
    BASE_PATH,
    ApplicationReceipt,
    ApplicationRequest,
    CaseStatus,
    Health,
    Problem,
    QueueOverview,
    QueueTicket,
    QueueTicketOutcome,
    QueueTicketRequest,
    ServiceOptions,
    SignedReceipt,
    StatusQuery,
)
from kiosk.portal.keys import KeySet
from kiosk.sandbox.eid_openapi import EID_TYPES, eid_paths

_TYPES = (
    ApplicationReceipt,
    ApplicationRequest,
    CaseStatus,
    Health,
    KeySet,
    Problem,
    QueueOverview,
    QueueTicket,
    QueueTicketOutcome,
    QueueTicketRequest,
    ServiceOptions,
    SignedReceipt,
    StatusQuery,
    *EID_TYPES,
)


def document() -> str:
    """The document as it is served and committed, with a line feed at its end."""
    _, schemas = msgspec.json.schema_components(_TYPES, ref_template="#/components/schemas/{name}")
    for schema in schemas.values():
        if "description" in schema:  # a docstring: Python takes its indentation away since 3.13
            schema["description"] = inspect.cleandoc(schema["description"])
    content = {
        "openapi": "3.1.0",
        "info": {
            "title": "Bürgerterminal: terminal to town portal",
            "version": "1.0.0",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
            "description": "Times are RFC 3339 with offset, ids UUID version 7 (RFC 9562), errors RFC 9457. "
            "Unknown members are ignored by both sides.",
        },
        "servers": [{"url": BASE_PATH}],
        "security": [{"terminal": []}],
        "paths": {
            "/healthz": {"get": _health()},
            "/queue": {"get": _queue()},
            "/queue-tickets/{id}": {"parameters": [_ID], "put": _draw()},
            "/queue-tickets/{id}/outcome": {"parameters": [_ID], "post": _report()},
            "/applications": {"post": _apply()},
            "/status-queries": {"post": _status()},
            "/services/{id}/options/{source}": {"parameters": _OPTION_NAMES, "get": _options()},
            **eid_paths(),
            "/.well-known/jwks.json": {"servers": [{"url": "/"}], "get": _keys()},
        },
        "components": {
            "securitySchemes": {
                "terminal": {"type": "http", "scheme": "bearer", "description": "One token per terminal (RFC 6750)."}
            },
            "parameters": {
                "SessionId": {
                    "name": "X-Session-Id",
                    "in": "header",
                    "description": "Random per visit, not linkable to a person.",
                    "schema": {"type": "string", "pattern": "^[A-Za-z0-9-]{8,64}$"},
                },
                "TerminalId": {
                    "name": "X-Terminal-Id",
                    "in": "header",
                    "description": "Name of the terminal, for the portal's log. Proves nothing.",
                    "schema": {"type": "string", "maxLength": 64},
                },
            },
            "responses": {"Problem": _PROBLEM},
            "schemas": schemas,
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


_ID: dict[str, Any] = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "Chosen by the terminal, in lower case.",
    "schema": {"type": "string", "format": "uuid"},
}

_PROBLEM: dict[str, Any] = {
    "description": "RFC 9457 problem details; the type says what to do.",
    "headers": {"Retry-After": {"description": "Seconds (RFC 9110, 10.2.3).", "schema": {"type": "integer"}}},
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def _health() -> dict[str, Any]:
    return {
        "operationId": "getHealth",
        "summary": "Whether the portal is there",
        "security": [],
        "responses": {"200": _json(Health, "It is there"), "default": _ref_problem()},
    }


def _queue() -> dict[str, Any]:
    return {
        "operationId": "getQueue",
        "summary": "What can be queued for right now",
        "parameters": _HEADERS,
        "responses": {"200": _json(QueueOverview, "Matters and waiting times"), "default": _ref_problem()},
    }


def _draw() -> dict[str, Any]:
    return {
        "operationId": "putQueueTicket",
        "summary": "Draw a number; a repeat with the same id gives the same number",
        "parameters": _HEADERS,
        "requestBody": _body(QueueTicketRequest),
        "responses": {
            "201": _json(QueueTicket, "Drawn now"),
            "200": _json(QueueTicket, "Drawn before: the same answer again"),
            "409": _ref_problem(),
            "422": _ref_problem(),
            "default": _ref_problem(),
        },
    }


def _report() -> dict[str, Any]:
    return {
        "operationId": "postQueueTicketOutcome",
        "summary": "What became of a number; the same report twice changes nothing",
        "parameters": _HEADERS,
        "requestBody": _body(QueueTicketOutcome),
        "responses": {"204": {"description": "Noted"}, "default": _ref_problem()},
    }


_IDEMPOTENCY_KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "UUID version 7, made once per application, in lower case. Kept for at least 30 days.",
    "schema": {"type": "string", "format": "uuid"},
}

_OPTION_NAMES: list[dict[str, Any]] = [
    {"name": "id", "in": "path", "required": True, "description": "Id of the service.", "schema": {"type": "string"}},
    {
        "name": "source",
        "in": "path",
        "required": True,
        "description": "As in the field's options_from, without backend.",
        "schema": {"type": "string"},
    },
]


def _apply() -> dict[str, Any]:
    replayed = {"Idempotent-Replayed": {"description": "true", "schema": {"type": "string"}}}
    again = _json(SignedReceipt, "Arrived before under this key: the same receipt again")
    return {
        "operationId": "postApplication",
        "summary": "Hand in a sealed application; a repeat with the same key changes nothing",
        "description": "The jwe is sealed as described in the source, kiosk/portal/sealing.py: JWE compact, A256GCM, "
        "to a key with use enc of /.well-known/jwks.json; its protected header binds Idempotency-Key, service and "
        "destination. The sealed content carries the member provisional beside the submission. The receipt is a JWS, "
        "ES256, typ application-receipt+json, by a key with use sig; its payload is an ApplicationReceipt.",
        "parameters": [_IDEMPOTENCY_KEY, *_HEADERS],
        "requestBody": _body(ApplicationRequest),
        "responses": {
            "201": _json(SignedReceipt, "Arrived now"),
            "200": {**again, "headers": replayed},
            "409": _ref_problem("idempotency-in-progress"),
            "422": _ref_problem(
                "idempotency-conflict, unknown-service, seal-unknown-key, seal-broken, seal-swapped, validation"
            ),
            "429": _ref_problem("rate-limited"),
            "503": _ref_problem("backend-unavailable"),
            "default": _ref_problem(),
        },
    }


def _status() -> dict[str, Any]:
    return {
        "operationId": "postStatusQuery",
        "summary": "How far a case is; also for a provisional number with its code",
        "parameters": _HEADERS,
        "requestBody": _body(StatusQuery),
        "responses": {
            "200": _json(CaseStatus, "Number and code belong together"),
            "404": _ref_problem("not-found: the same for a wrong number and a wrong code"),
            "429": _ref_problem("rate-limited: too many wrong answers of this terminal"),
            "default": _ref_problem(),
        },
    }


def _options() -> dict[str, Any]:
    return {
        "operationId": "getServiceOptions",
        "summary": "Choices of a field that only the portal knows",
        "parameters": _HEADERS,
        "responses": {
            "200": _json(ServiceOptions, "The choices"),
            "404": _ref_problem("not-found"),
            "default": _ref_problem(),
        },
    }


def _keys() -> dict[str, Any]:
    return {
        "operationId": "getKeys",
        "summary": "Public keys to seal to and to check receipts with; a terminal believes its pinned file only",
        "security": [],
        "responses": {
            "200": {
                "description": "A JWK set (RFC 7517) with the destination",
                "content": {"application/jwk-set+json": {"schema": _ref(KeySet)}},
            },
            "default": _ref_problem(),
        },
    }


_HEADERS = [{"$ref": "#/components/parameters/SessionId"}, {"$ref": "#/components/parameters/TerminalId"}]


def _json(kind: type[msgspec.Struct], description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": _ref(kind)}}}


def _body(kind: type[msgspec.Struct]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": _ref(kind)}}}


def _ref(kind: type[msgspec.Struct]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


def _ref_problem(codes: str | None = None) -> dict[str, str]:
    """A problem; `codes` says which, as OpenAPI 3.1 allows beside a reference."""
    reference = {"$ref": "#/components/responses/Problem"}
    return reference if codes is None else {**reference, "description": codes}


if __name__ == "__main__":
    sys.stdout.write(document())
