"""What people have read, and waiting for news."""

from __future__ import annotations

from aiohttp import web

from teams_app.sandbox.acting.door import CannotAct, json_body, person_author, place_of, text_field
from teams_app.sandbox.connector.channel import BotChannel

WAIT_SECONDS = 25.0


async def read(request: web.Request, channel: BotChannel) -> web.Response:
    """POST people/{email}/read {conversation}: they have seen all that stands there."""
    body, tenant = await json_body(request), channel.tenant
    who = person_author(channel, request.match_info["email"])
    place = place_of(channel, who, text_field(body, "conversation"))
    if tenant.read_marks.read(who.email or "", tenant.messages.messages(place.id)):
        tenant.changed()
    return web.json_response({"conversation": place.id, "unread": 0})


async def changes(request: web.Request, channel: BotChannel) -> web.Response:
    """GET changes?since=N: answers when something happened after N, or after a while; with the new N."""
    since = request.query.get("since", "")
    if since and not since.isdecimal():
        raise CannotAct("since must be a number.")
    news = channel.tenant.changes
    number = await news.after(int(since), WAIT_SECONDS) if since else news.number
    return web.json_response({"number": number, "now": channel.tenant.clock().isoformat()})
