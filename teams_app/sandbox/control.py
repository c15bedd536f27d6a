"""The stand-in's own addresses under /sandbox/api/: sign somebody in, order faults, register a certificate.

POST /sandbox/api/token        {"person": e-mail, "version": "v1" | "v2"} → {"access_token"}
POST /sandbox/api/faults       one rule or a list of rules (see faults.py) → {"waiting"}
DELETE /sandbox/api/faults     forget them
PUT /sandbox/api/throttling    a list of limits (see throttling.py), in place of those before → {"refused"}
PUT /sandbox/api/outlook       some switches (see graph/switches.py) → all of them
PUT /sandbox/api/certificate   PEM: register it for the application
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from aiohttp import web
from cryptography import x509

from teams_app.sandbox.entra.tokens import person_token
from teams_app.sandbox.tenant import TENANT

VERSIONS = ("v1", "v2")


def add_routes(app: web.Application) -> None:
    """These routes; they need ``app[TENANT]``."""
    app.add_routes(
        [
            web.post("/sandbox/api/token", _token),
            web.post("/sandbox/api/faults", _add_faults),
            web.delete("/sandbox/api/faults", _clear_faults),
            web.put("/sandbox/api/throttling", _set_limits),
            web.put("/sandbox/api/outlook", _turn_switches),
            web.put("/sandbox/api/certificate", _register_certificate),
        ]
    )


async def _token(request: web.Request) -> web.Response:
    tenant, given = request.app[TENANT], await _object(request)
    person = tenant.company.by_email.get(str(given.get("person", "")).lower())
    if person is None:
        raise _refused(web.HTTPNotFound, f"{given.get('person')} is not in the directory.")
    version = given.get("version", "v2")
    if version not in VERSIONS:
        raise _refused(web.HTTPBadRequest, "version must be v1 or v2.")
    return web.json_response({"access_token": person_token(tenant, person, version)})


async def _add_faults(request: web.Request) -> web.Response:
    given, faults = await _json(request), request.app[TENANT].faults
    rules: list[Any] = cast("list[Any]", given) if isinstance(given, list) else [given]
    try:
        faults.add(rules)
    except (TypeError, ValueError) as error:
        raise _refused(web.HTTPBadRequest, f"This rule cannot be used: {error}") from error
    return web.json_response({"waiting": len(faults.waiting)})


async def _clear_faults(request: web.Request) -> web.Response:
    request.app[TENANT].faults.clear()
    return web.json_response({"waiting": 0})


async def _set_limits(request: web.Request) -> web.Response:
    given, throttling = await _json(request), request.app[TENANT].throttling
    try:
        throttling.set(given)
    except (TypeError, AttributeError, ValueError) as error:
        raise _refused(web.HTTPBadRequest, f"These limits cannot be used: {error}") from error
    return web.json_response({"refused": throttling.refused})


async def _turn_switches(request: web.Request) -> web.Response:
    given, outlook = await _object(request), request.app[TENANT].outlook
    try:
        outlook.turn(given)
    except ValueError as error:
        raise _refused(web.HTTPBadRequest, str(error)) from error
    return web.json_response(outlook.shown())


async def _register_certificate(request: web.Request) -> web.Response:
    tenant, pem = request.app[TENANT], await request.text()
    try:
        x509.load_pem_x509_certificate(pem.encode())
    except ValueError as error:
        raise _refused(web.HTTPBadRequest, "This is no certificate in PEM form.") from error
    tenant.app_certificate_pem = pem
    tenant.changed()
    return web.Response(status=204)


async def _json(request: web.Request) -> Any:
    try:
        return await request.json()
    except ValueError as error:
        raise _refused(web.HTTPBadRequest, "The body must be JSON.") from error


async def _object(request: web.Request) -> Mapping[str, Any]:
    content = await _json(request)
    if not isinstance(content, dict):
        raise _refused(web.HTTPBadRequest, "The body must be a JSON object.")
    return cast("Mapping[str, Any]", content)


def _refused(kind: type[web.HTTPException], message: str) -> web.HTTPException:
    body = json.dumps({"error": {"code": kind.__name__.removeprefix("HTTP"), "message": message}})
    return kind(text=body, content_type="application/json")
