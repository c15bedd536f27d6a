"""Let something happen in the directory, and switch how its delta behaves."""

from __future__ import annotations

from typing import Any, cast

from aiohttp import web

from teams_app.sandbox.acting.door import CannotAct, json_body
from teams_app.sandbox.connector.channel import BotChannel
from teams_app.sandbox.directory_acts import CannotHappen


async def act(request: web.Request, channel: BotChannel) -> web.Response:
    """POST directory {"acts": [act, …]}: what happened, in its order; the acts stand in directory_acts.py.

    It ends at the first that makes no sense; those before it have happened.
    """
    acts = (await json_body(request)).get("acts")
    if not isinstance(acts, list):
        raise CannotAct("acts must be a list of objects.")
    if not all(isinstance(one, dict) for one in cast("list[Any]", acts)):
        raise CannotAct("acts must be a list of objects.")
    try:
        channel.tenant.act(*cast("list[dict[str, Any]]", acts))
    except CannotHappen as error:
        raise CannotAct(str(error)) from error
    finally:
        channel.tenant.changed()
    return web.json_response({"number": channel.tenant.directory.number})


async def switches(request: web.Request, channel: BotChannel) -> web.Response:
    """GET or POST directory/switches: how delta behaves; see `DirectorySwitches`."""
    chosen = channel.tenant.directory.switches
    if request.method == "POST":
        try:
            chosen.turn(await json_body(request))
        except ValueError as error:
            raise CannotAct(str(error)) from error
    return web.json_response(chosen.shown())
