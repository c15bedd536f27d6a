"""What every request of the stand-in passes: from this machine only, and the faults that were ordered."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from teams_app.sandbox.faults import AnswerLost
from teams_app.sandbox.journal import LOST
from teams_app.sandbox.tenant import TENANT


@web.middleware
async def from_this_machine(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A page of another site, or another name for this machine, gets nothing (DNS rebinding)."""
    origin = request.headers.get("Origin")
    if not _is_loopback(f"//{request.headers.get('Host', '')}") or (origin and not _is_loopback(origin)):
        raise web.HTTPForbidden(text="The stand-in tenant answers this machine only.")
    return await handler(request)


@web.middleware
async def with_limits(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what is over a limit of the tenant or a mailbox; a batch itself counts for nothing."""
    throttling = request.app[TENANT].throttling
    if not request.path.startswith("/v1.0/") or request.path == "/v1.0/$batch":
        return await handler(request)
    with throttling.working(request.path) as busy:
        refusal = busy or throttling.refuse(request.path)
        if refusal is None:
            return await handler(request)
        return _refused(429, refusal.body, refusal.headers)


@web.middleware
async def with_faults(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Be late, refuse, or lose the answer, if a rule says so."""
    fault = request.app[TENANT].faults.take(request.method, request.path)
    if fault is None:
        return await _answered(request, handler)
    if fault.delay:
        await asyncio.sleep(fault.delay)
    if fault.is_instead:
        return _refused(fault.status or 500, fault.body, fault.headers)
    response = await _answered(request, handler)
    if fault.drop_answer:
        return _lost(request)
    if fault.status is not None:
        return _refused(fault.status, fault.body, fault.headers)
    return response


async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except AnswerLost:
        return _lost(request)


@web.middleware
async def one_answer_a_connection(request: web.Request, handler: Handler) -> web.StreamResponse:
    """MSAL never closes its connections, and a TLS connection takes long to end without its client."""
    response = await handler(request)
    response.force_close()
    return response


def _refused(status: int, body: Mapping[str, Any], headers: Mapping[str, str]) -> web.Response:
    """With an id, as all that Microsoft answers has one."""
    return web.json_response(body, status=status, headers={**headers, "request-id": str(uuid.uuid4())})


def _lost(request: web.Request) -> web.Response:
    """Hang up; what is returned never leaves this process."""
    request[LOST] = True
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
