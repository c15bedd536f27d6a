"""What requests of the stand-in's own interface have in common: who acts, where, and sentences for errors."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import cast

from aiohttp import web

from teams_app.sandbox.company import derived_id
from teams_app.sandbox.connector.channel import CHANNEL, BotChannel
from teams_app.sandbox.connector.envelope import place_name
from teams_app.sandbox.json_body import read_object
from teams_app.sandbox.message_values import Author, Conversation, Json
from teams_app.sandbox.messages import NoSuchMessage, NoSuchPlace

ActingHandler = Callable[[web.Request, BotChannel], Awaitable[web.Response]]
Handler = Callable[[web.Request], Awaitable[web.Response]]


class CannotAct(Exception):
    """What was asked for makes no sense; `str(error)` is the sentence, the status 400, 403 or 404."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


def answering(handler: ActingHandler) -> Handler:
    """A handler whose errors are `{"error": sentence}`."""

    @wraps(handler)
    async def guarded(request: web.Request) -> web.Response:
        try:
            return await handler(request, request.app[CHANNEL])
        except (NoSuchPlace, NoSuchMessage) as error:
            return web.json_response({"error": str(error)}, status=404)
        except CannotAct as error:
            return web.json_response({"error": str(error)}, status=error.status)

    return guarded


async def json_body(request: web.Request) -> Json:
    """The JSON object that was sent; nothing is an empty one.

    :raises CannotAct: it is something else.
    """
    if not request.can_read_body:
        return {}
    try:
        return await read_object(request)
    except ValueError as error:
        raise CannotAct(str(error)) from error


def text_field(body: Json, name: str, default: str | None = None) -> str:
    """A text in the body.

    :raises CannotAct: it is missing and has no default, or is no text.
    """
    value = default if body.get(name) is None else body[name]
    if not isinstance(value, str):
        raise CannotAct(f"{name} is missing." if value is None else f"{name} must be text.")
    return value


def object_field(body: Json, name: str) -> Json:
    """An object in the body; an empty one when it is missing.

    :raises CannotAct: it is something else.
    """
    value = body.get(name) or {}
    if not isinstance(value, dict):
        raise CannotAct(f"{name} must be an object.")
    return cast("Json", value)


def actor(request: web.Request, channel: BotChannel, body: Json) -> Author:
    """Who acts: the person in the path, or the stranger in the body.

    A stranger has a tenant and so an object id there; without a tenant it is an anonymous attendee.

    :raises CannotAct: nobody here has that e-mail (404).
    """
    stranger = body.get("stranger")
    if stranger is not None:
        return _stranger(object_field(body, "stranger"))
    return person_author(channel, request.match_info["email"])


def person_author(channel: BotChannel, email: str) -> Author:
    """:raises CannotAct: nobody here has that e-mail (404)."""
    person = channel.tenant.company.by_email.get(email)
    if person is None:
        raise CannotAct(f"There is nobody with the e-mail {email} in this company.", 404)
    return Author("person", person.teams_id, person.name, person.object_id, person.email)


def place_of(channel: BotChannel, author: Author, conversation: str) -> Conversation:
    """The place where somebody acts; "personal" is their own chat with the app.

    :raises NoSuchPlace: it is not there; CannotAct: they are no member (403).
    """
    store = channel.tenant.messages
    if conversation == "personal":
        return store.personal_chat(author.email or author.id, author.name)
    place = store.conversation(conversation.partition(";")[0])
    if author.kind == "person" and author.email not in place.members:
        raise CannotAct(f"{author.name} is not in {place_name(channel.tenant, place)}.", 403)
    return place


def _stranger(wanted: Json) -> Author:
    name = text_field(wanted, "name", "Somebody else")
    tenant_id = text_field(wanted, "tenant", "") or None
    key = derived_id("stranger", f"{tenant_id}/{name}")
    return Author("stranger", f"29:{key.replace('-', '')}", name, key if tenant_id else None, None, tenant_id)
