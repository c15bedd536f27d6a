"""Graph over HTTP: tokens, headers, and every address under /v1.0."""

from __future__ import annotations

import json
from dataclasses import replace

from aiohttp import web
from multidict import CIMultiDict

from teams_app.sandbox.graph.batch import perform_batch
from teams_app.sandbox.graph.operations import check_routes, perform
from teams_app.sandbox.graph.subscriptions import create_subscription
from teams_app.sandbox.graph.wire import Answer, Call, GraphError, new_request_id
from teams_app.sandbox.keys import BadToken
from teams_app.sandbox.notifying.notifier import NOTIFIER, Notifier, notifying
from teams_app.sandbox.tenant import GRAPH_AUDIENCES, TENANT

PREFIX = "/v1.0"


def add_routes(app: web.Application) -> None:
    """Graph's routes; they need ``app[TENANT]``."""
    check_routes()
    app[NOTIFIER] = Notifier(app[TENANT])
    app.cleanup_ctx.append(notifying)
    app.router.add_route("*", PREFIX + "/{below:.*}", _graph)


async def _graph(request: web.Request) -> web.Response:
    call = Call(
        tenant=request.app[TENANT],
        method=request.method,
        path=request.rel_url.raw_path.removeprefix(PREFIX),
        query=dict(request.query),
        headers=CIMultiDict(request.headers),
        body=await request.read(),
        request_id=new_request_id(),
    )
    return _response(call, await _answer(call, request.app[NOTIFIER]))


async def _answer(call: Call, notifier: Notifier) -> Answer:
    try:
        call = replace(call, roles=_roles(call))
    except GraphError as error:
        return call.refused(error)
    if call.path == "/$batch" and call.method == "POST":
        return await perform_batch(call)
    if call.path == "/subscriptions" and call.method == "POST":
        return await create_subscription(call, notifier.is_ours)
    return perform(call)


def _roles(call: Call) -> frozenset[str]:
    """The permissions of a valid token.

    :raises GraphError: 401, in Graph's words.
    """
    scheme, _, token = call.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise _unauthorized("Access token is empty.")
    try:
        claims = call.tenant.read_token(token.strip(), GRAPH_AUDIENCES)
    except BadToken as error:
        raise _unauthorized(str(error)) from error
    return frozenset(map(str, claims.get("roles") or ()))


def _unauthorized(message: str) -> GraphError:
    challenge = (
        'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"'
    )
    return GraphError(401, "InvalidAuthenticationToken", message, {"WWW-Authenticate": challenge})


def _response(call: Call, answer: Answer) -> web.Response:
    headers = {
        **answer.headers,
        "request-id": call.request_id,
        "client-request-id": call.client_request_id,
        "Cache-Control": "no-cache",
    }
    if answer.body is None:
        return web.Response(status=answer.status, headers=headers)
    text = json.dumps(answer.body, ensure_ascii=False)
    content_type = "application/json"
    return web.Response(
        status=answer.status, text=text, headers=headers, content_type=content_type, charset="utf-8"
    )
