"""People write, change, delete and react; the bot hears of it as it would from Teams."""

from __future__ import annotations

from typing import Any, cast

from aiohttp import web

from teams_app.sandbox.acting.door import (
    CannotAct,
    actor,
    json_body,
    person_author,
    place_of,
    text_field,
)
from teams_app.sandbox.connector import events
from teams_app.sandbox.connector.channel import BotChannel
from teams_app.sandbox.connector.envelope import Envelope, bot_author
from teams_app.sandbox.connector.teams_text import html_of, quoted, with_mentions
from teams_app.sandbox.message_values import Author, Conversation, Json, Mention, Message


async def write(request: web.Request, channel: BotChannel) -> web.Response:
    """POST people/{email}/messages {conversation, text or html, reply_to?, mentions?}: a message."""
    body = await json_body(request)
    author = actor(request, channel, body)
    place = place_of(channel, author, text_field(body, "conversation"))
    reply_to = text_field(body, "reply_to", "") or None
    mentions = _mentions(channel, body)
    html = with_mentions(_html(body), mentions)
    if reply_to and place.kind != "channel":
        answered = channel.tenant.messages.message(reply_to, place.id)
        html = quoted(answered.id, answered.author.name, answered.html) + html
    message = channel.tenant.messages.post(place.id, author, html, mentions=mentions, reply_to=reply_to)
    channel.tenant.changed()
    if _is_heard(channel, place, message):
        channel.deliveries.enqueue(events.written(_envelope(channel, place, author, message), message))
    return web.json_response({"id": message.id, "root_id": message.root_id}, status=201)


async def edit(request: web.Request, channel: BotChannel) -> web.Response:
    """PATCH people/{email}/messages/{id} {text or html, mentions?}: the author changes a message."""
    body = await json_body(request)
    message = _own(request, channel, body)
    if message.deleted:
        raise CannotAct("The message is deleted; bring it back first.")
    mentions = _mentions(channel, body)
    html = with_mentions(_html(body), mentions)
    return _changed(channel, channel.tenant.messages.edit(message.id, html, mentions=mentions), "editMessage")


async def delete(request: web.Request, channel: BotChannel) -> web.Response:
    """DELETE people/{email}/messages/{id}: the author deletes a message."""
    message = _own(request, channel, await json_body(request))
    if message.deleted:
        raise CannotAct("The message is deleted already.")
    return _changed(channel, channel.tenant.messages.delete(message.id), "softDeleteMessage")


async def undelete(request: web.Request, channel: BotChannel) -> web.Response:
    """POST people/{email}/messages/{id}/undelete: the author brings it back."""
    message = _own(request, channel, await json_body(request))
    if not message.deleted:
        raise CannotAct("The message is not deleted.")
    return _changed(channel, channel.tenant.messages.undelete(message.id), "undeleteMessage")


async def react(request: web.Request, channel: BotChannel) -> web.Response:
    """POST people/{email}/reactions {message, type, remove?}: like, heart, laugh …"""
    body = await json_body(request)
    author = person_author(channel, request.match_info["email"])
    store, remove = channel.tenant.messages, bool(body.get("remove"))
    message = store.message(text_field(body, "message"))
    place = place_of(channel, author, message.conversation)
    kind = text_field(body, "type", "like")
    change = store.unreact if remove else store.react
    message = change(message.id, author.email or "", kind)
    channel.tenant.changed()
    if message.author.kind == "bot" and store.has_app(place):
        envelope = channel.envelope(place, author, message.root_id)
        channel.deliveries.enqueue(events.reacted(envelope, message, kind, remove=remove))
    return web.json_response({"id": message.id})


def _changed(channel: BotChannel, message: Message, change: events.Change) -> web.Response:
    channel.tenant.changed()
    place = channel.tenant.messages.conversation(message.conversation)
    lost = channel.switches.lost_edits and place.kind == "channel"
    if not lost and _is_heard(channel, place, message):
        envelope = _envelope(channel, place, message.author, message)
        channel.deliveries.enqueue(events.changed(envelope, message, change))
    return web.json_response({"id": message.id})


def _is_heard(channel: BotChannel, place: Conversation, message: Message) -> bool:
    """Outside personal chats hearing without a mention takes resource-specific consent."""
    if not channel.tenant.messages.has_app(place):
        return False
    mentioned = any(mention.id == bot_author(channel.tenant).id for mention in message.mentions)
    return place.kind == "personal" or channel.switches.rsc or mentioned


def _envelope(channel: BotChannel, place: Conversation, author: Author, message: Message) -> Envelope:
    return channel.envelope(place, author, message.root_id, at=message.changed)


def _own(request: web.Request, channel: BotChannel, body: Json) -> Message:
    author = actor(request, channel, body)
    message = channel.tenant.messages.message(request.match_info["message"])
    if message.author.id != author.id:
        raise CannotAct(f"{author.name} did not write this message.", 403)
    return message


def _html(body: Json) -> str:
    html = text_field(body, "html", "") or html_of(text_field(body, "text", ""))
    if html == html_of(""):
        raise CannotAct("A message needs a text or html.")
    return html


def _mentions(channel: BotChannel, body: Json) -> list[Mention]:
    """E-mails; "bot" is the app."""
    wanted = body.get("mentions") or []
    if not isinstance(wanted, list):
        raise CannotAct("mentions must be a list of e-mails.")
    emails = [str(email) for email in cast("list[Any]", wanted)]
    authors = [
        bot_author(channel.tenant) if email == "bot" else person_author(channel, email) for email in emails
    ]
    return [Mention(author.id, author.name, author.object_id) for author in authors]
