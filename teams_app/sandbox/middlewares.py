"""What every request of the stand-in passes: from this machine only, and the faults that were ordered."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from teams_app.sandbox.faults import AnswerLost, strike
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
async def with_faults(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Be late, refuse, or lose the answer, if a rule says so."""
    fault = await strike(request.app[TENANT].faults, request.method, request.path)
    if fault is not None and fault.status is not None:
        return web.json_response(fault.body, status=fault.status, headers=fault.headers)
    try:
        response = await handler(request)
    except AnswerLost:
        return _lost(request)
    return _lost(request) if fault is not None and fault.drop_answer else response


@web.middleware
async def one_answer_a_connection(request: web.Request, handler: Handler) -> web.StreamResponse:
    """MSAL never closes its connections, and a TLS connection takes long to end without its client."""
    response = await handler(request)
    response.force_close()
    return response


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
