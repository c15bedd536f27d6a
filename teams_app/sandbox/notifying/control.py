"""The stand-in's own handles of notifications, under /sandbox/api/.

GET  /sandbox/api/notifications?wait=idle   switches and counts; can wait until nothing is on its way
POST /sandbox/api/notifications             turn switches (see switches.py)
GET  /sandbox/api/subscriptions             all that last
POST /sandbox/api/subscriptions/{id}        {"do": "expire" | "remove" | "challenge" | "miss"}; or ``all``
POST /sandbox/api/deltas/expire             every delta link leads to 410 from now on
"""

from __future__ import annotations

from typing import Any

from aiohttp import web

from teams_app.sandbox.json_body import read_object
from teams_app.sandbox.notifying.notifier import NOTIFIER, Notifier
from teams_app.sandbox.notifying.subscriptions import Subscription
from teams_app.sandbox.tenant import TENANT

IDLE_SECONDS = 30.0
LIFECYCLE = {"remove": "subscriptionRemoved", "challenge": "reauthorizationRequired", "miss": "missed"}
DEEDS = ("expire", *LIFECYCLE)


def add_routes(app: web.Application) -> None:
    """These routes; they need ``app[NOTIFIER]``."""
    app.add_routes(
        [
            web.get("/sandbox/api/notifications", _shown),
            web.post("/sandbox/api/notifications", _turn),
            web.get("/sandbox/api/subscriptions", _subscriptions),
            web.post("/sandbox/api/subscriptions/{id}", _act),
            web.post("/sandbox/api/deltas/expire", _expire_deltas),
        ]
    )


async def _shown(request: web.Request) -> web.Response:
    notifier = request.app[NOTIFIER]
    if request.query.get("wait") == "idle":
        await notifier.idle(IDLE_SECONDS)
    return web.json_response(_state(notifier))


async def _turn(request: web.Request) -> web.Response:
    notifier = request.app[NOTIFIER]
    try:
        notifier.switches.turn(await read_object(request))
    except ValueError as error:
        return _refused(str(error))
    return web.json_response(_state(notifier))


async def _subscriptions(request: web.Request) -> web.Response:
    return web.json_response({"subscriptions": [_json(one) for one in _living(request)]})


async def _act(request: web.Request) -> web.Response:
    """What Graph does of itself to a subscription."""
    try:
        deed = (await read_object(request)).get("do")
    except ValueError as error:
        return _refused(str(error))
    wanted = request.match_info["id"]
    found = [one for one in _living(request) if wanted in (one.id, "all")]
    if deed not in DEEDS:
        return _refused(f"do can be {', '.join(DEEDS)}.")
    if not found:
        return _refused("There is no such subscription.", 404)
    for one in found:
        _do(request, one, str(deed))
    request.app[TENANT].changed()
    return web.json_response({"done": len(found)})


async def _expire_deltas(request: web.Request) -> web.Response:
    request.app[TENANT].mailboxes.log.expire()
    return web.Response(status=204)


def _do(request: web.Request, subscription: Subscription, deed: str) -> None:
    tenant, notifier = request.app[TENANT], request.app[NOTIFIER]
    if deed == "expire":
        subscription.expires = tenant.clock()
    if deed == "remove":
        tenant.subscriptions.remove(subscription.id)
    if deed == "miss":
        notifier.forget(subscription)
    if deed in LIFECYCLE:
        notifier.tell_lifecycle(subscription, LIFECYCLE[deed])


def _living(request: web.Request) -> list[Subscription]:
    tenant = request.app[TENANT]
    return list(tenant.subscriptions.living(tenant.clock()))


def _json(one: Subscription) -> dict[str, Any]:
    return {"id": one.id, "owner": one.owner, "expires": one.expires.isoformat()}


def _state(notifier: Notifier) -> dict[str, Any]:
    counts = {"pending": notifier.pending, "sent": notifier.sent, "failed": notifier.failed}
    return {**notifier.switches.shown(), **counts}


def _refused(sentence: str, status: int = 400) -> web.Response:
    return web.json_response({"error": sentence}, status=status)
