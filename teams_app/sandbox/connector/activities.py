"""Posting, replying, updating and deleting.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
"""

from __future__ import annotations

from aiohttp import web

from teams_app.sandbox.connector import refusals
from teams_app.sandbox.connector.action_log import What
from teams_app.sandbox.connector.channel import BotChannel
from teams_app.sandbox.connector.door import json_object
from teams_app.sandbox.connector.envelope import place_name
from teams_app.sandbox.connector.posting import check_writable, draft_of, place_for_bot, post
from teams_app.sandbox.message_values import Conversation, Message


async def send(request: web.Request, channel: BotChannel) -> web.Response:
    """POST …/activities and …/activities/{activity}: a new message, or a reply."""
    place, root = place_for_bot(channel, request.match_info["conversation"])
    activity = await json_object(request)
    if activity.get("type") == "typing":
        return web.json_response({}, status=202)
    draft = draft_of(activity)
    answered = request.match_info.get("activity") or str(activity.get("replyToId") or "")
    reply_to = _answered(channel, place, root, answered)
    check_writable(channel, place)
    message_id = post(channel, place, draft, reply_to)
    return web.json_response({"id": message_id} if message_id else {}, status=201)


async def update(request: web.Request, channel: BotChannel) -> web.Response:
    """PUT …/activities/{activity}: the whole message anew."""
    place, _ = place_for_bot(channel, request.match_info["conversation"])
    draft = draft_of(await json_object(request))
    message = _own(channel, place, request.match_info["activity"])
    check_writable(channel, place)
    channel.tenant.messages.edit(
        message.id, draft.html, attachments=draft.attachments, mentions=draft.mentions
    )
    _note(channel, place, "update", f"Changed {_kind(message)}", message)
    return web.json_response({"id": message.id})


async def delete(request: web.Request, channel: BotChannel) -> web.Response:
    """DELETE …/activities/{activity}."""
    place, _ = place_for_bot(channel, request.match_info["conversation"])
    message = _own(channel, place, request.match_info["activity"])
    check_writable(channel, place)
    channel.tenant.messages.delete(message.id)
    _note(channel, place, "delete", f"Deleted {_kind(message)}", message)
    return web.Response()


def _answered(channel: BotChannel, place: Conversation, root: str | None, activity_id: str) -> str | None:
    """In a channel the thread must be there; elsewhere a reply is a message like any other."""
    if place.kind != "channel":
        return None
    wanted = root or activity_id
    return channel.tenant.messages.message(wanted, place.id).root_id if wanted else None


def _own(channel: BotChannel, place: Conversation, activity_id: str) -> Message:
    message = channel.tenant.messages.message(activity_id, place.id)
    if message.deleted:
        raise refusals.activity_not_found()
    if message.author.kind != "bot":
        raise refusals.forbidden("A bot can change its own messages only.")
    return message


def _kind(message: Message) -> str:
    return "a card" if message.attachments else "a message"


def _note(channel: BotChannel, place: Conversation, what: What, done: str, message: Message) -> None:
    channel.tenant.changed()
    sentence = f"{done} in {place_name(channel.tenant, place)}"
    channel.actions.add(what, sentence, status=200, conversation=place.id, message=message.id)
