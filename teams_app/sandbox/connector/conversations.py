"""Beginning a conversation: a thread in a channel, or the chat with one person.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
"""

from __future__ import annotations

from typing import Any, cast

from aiohttp import web

from teams_app.sandbox.company import Person
from teams_app.sandbox.connector import refusals
from teams_app.sandbox.connector.channel import BotChannel
from teams_app.sandbox.connector.door import json_object
from teams_app.sandbox.connector.posting import check_writable, draft_of, place_for_bot, post
from teams_app.sandbox.message_values import Conversation, Json


async def create(request: web.Request, channel: BotChannel) -> web.Response:
    """POST /v3/conversations."""
    wanted = await json_object(request)
    data = _object(wanted, "channelData")
    tenant_id = wanted.get("tenantId") or wanted.get("tenantID") or _object(data, "tenant").get("id")
    if tenant_id not in (None, channel.tenant.tenant_id):
        raise refusals.forbidden("The bot is not authorized in this tenant.")
    channel_id = _object(data, "channel").get("id")
    if channel_id:
        return await _in_channel(channel, str(channel_id), _object(wanted, "activity"))
    if wanted.get("isGroup"):
        raise refusals.bad_syntax("A bot cannot create a group chat; a channel's id is missing.")
    if tenant_id is None:
        raise refusals.bad_syntax("The tenant id is missing.")
    return await _with_person(channel, wanted)


async def _in_channel(channel: BotChannel, channel_id: str, activity: Json) -> web.Response:
    place, root = place_for_bot(channel, channel_id)
    draft = draft_of(activity)
    check_writable(channel, place)
    message_id = post(channel, place, draft, root)
    if message_id is None:
        return web.json_response({"id": place.id}, status=201)
    begun = {"id": f"{place.id};messageid={root or message_id}", "activityId": message_id}
    return web.json_response(begun, status=201)


async def _with_person(channel: BotChannel, wanted: Json) -> web.Response:
    place = _personal_chat(channel, wanted.get("members"))
    if not channel.tenant.messages.has_app(place):
        raise refusals.not_installed()
    activity = _object(wanted, "activity")
    draft = draft_of(activity) if activity else None
    check_writable(channel, place)
    message_id = post(channel, place, draft, None) if draft else None
    channel.tenant.changed()
    return web.json_response(
        {"id": place.id, **({"activityId": message_id} if message_id else {})}, status=201
    )


def _personal_chat(channel: BotChannel, members: Any) -> Conversation:
    if not isinstance(members, list) or len(cast("list[Any]", members)) != 1:
        raise refusals.bad_syntax("A conversation with a person needs exactly one member.")
    member: Any = members[0]
    member_id = str(cast("Json", member).get("id", "")) if isinstance(member, dict) else ""
    person = person_known_as(channel, member_id)
    if person is None:
        raise refusals.member_not_found()
    return channel.tenant.messages.personal_chat(person.email)


def person_known_as(channel: BotChannel, member_id: str) -> Person | None:
    """Somebody by Teams id ("29:…"), object id or e-mail."""
    company = channel.tenant.company
    known = company.by_id.get(member_id) or company.by_email.get(member_id)
    return known or next((person for person in company.people if person.teams_id == member_id), None)


def _object(parent: Json, name: str) -> Json:
    value = parent.get(name) or {}
    if not isinstance(value, dict):
        raise refusals.bad_syntax(f"{name} must be an object.")
    return cast("Json", value)
