"""What an administrator of the tenant does, under /sandbox/api/: consent, policies, the app's versions.

GET  /sandbox/api/permissions  → {"granted", "mailboxes"}
POST /sandbox/api/permissions  {"give": [names], "take": [names], "after": seconds, "mailboxes": [e-mails]}
                               ``mailboxes``: those that Exchange's RBAC for Applications opens
POST /sandbox/api/policies     {"block": [...], "allow": [...]}: "tenant", a team's group id or name, an
                               e-mail, or a chat's id
POST /sandbox/api/app          {"version": text, "permissions": [resource-specific names], "published": bool}
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from aiohttp import web

from teams_app.sandbox.acting.door import CannotAct, Handler, answering, json_body
from teams_app.sandbox.connector.channel import BotChannel
from teams_app.sandbox.message_values import Json
from teams_app.sandbox.tenant import Tenant


def add_routes(app: web.Application) -> None:
    """These routes; the application must have its channel service already."""
    shown: Handler = answering(_permissions)
    app.router.add_get("/sandbox/api/permissions", shown)
    app.router.add_post("/sandbox/api/permissions", shown)
    app.router.add_post("/sandbox/api/policies", answering(_policies))
    app.router.add_post("/sandbox/api/app", answering(_app))


async def _permissions(request: web.Request, channel: BotChannel) -> web.Response:
    tenant, access = channel.tenant, channel.tenant.access
    if request.method == "POST":
        body = await json_body(request)
        after = body.get("after", 0)
        if not isinstance(after, int | float):
            raise CannotAct("after must be a number of seconds.")
        access.take(_texts(body, "take"))
        since = tenant.clock() + timedelta(seconds=after) if after else None
        access.give(_texts(body, "give"), since)
        if "mailboxes" in body:
            access.mailboxes = set(_texts(body, "mailboxes"))
        tenant.changed()
    return web.json_response({"granted": access.roles, "mailboxes": sorted(access.mailboxes)})


async def _policies(request: web.Request, channel: BotChannel) -> web.Response:
    tenant, body = channel.tenant, await json_body(request)
    access = channel.tenant.access
    access.blocked_apps |= {_scope(tenant, name) for name in _texts(body, "block")}
    access.blocked_apps -= {_scope(tenant, name) for name in _texts(body, "allow")}
    tenant.changed()
    return web.json_response({"blocked": sorted(access.blocked_apps)})


async def _app(request: web.Request, channel: BotChannel) -> web.Response:
    tenant, body = channel.tenant, await json_body(request)
    permissions = _texts(body, "permissions") if "permissions" in body else None
    if "version" in body:
        tenant.apps.publish(str(body["version"]), permissions)
    if "published" in body:
        tenant.apps.is_published = bool(body["published"])
    tenant.changed()
    return web.json_response({"published": tenant.apps.is_published, "version": tenant.apps.newest.version})


def _scope(tenant: Tenant, name: str) -> str:
    """A Teams team by its name is its group id; everything else is a key already."""
    return next((team.group_id for team in tenant.company.teams if team.name == name), name)


def _texts(body: Json, name: str) -> list[str]:
    given: Any = body.get(name) or []
    if not isinstance(given, list) or not all(isinstance(each, str) for each in cast("list[Any]", given)):
        raise CannotAct(f"{name} must be a list of texts.")
    return cast("list[str]", given)
