"""The stand-in's own handles: installing, chats, switches, deliveries, keys."""

from __future__ import annotations

from typing import Any, cast

from aiohttp import web

from teams_app.sandbox.acting.door import CannotAct, json_body, person_author, text_field
from teams_app.sandbox.connector.channel import BotChannel
from teams_app.sandbox.message_values import Conversation, Json

LONGEST_WAIT = 300.0


async def install(request: web.Request, channel: BotChannel) -> web.Response:
    """POST install {team, person or chat, remove?, block?}: the app comes, goes, or is silenced.

    team: group id or name; person: e-mail; chat: its id. `block: true` (or false) only lets it write no more
    (or again).
    """
    body = await json_body(request)
    place = _installed_in(channel, body)
    store, key = channel.tenant.messages, channel.tenant.messages.app_key(place)
    if "block" in body:
        (store.blocked.add if body["block"] else store.blocked.discard)(key)
    else:
        remove = bool(body.get("remove"))
        (store.without_app.add if remove else store.without_app.discard)(key)
        if not remove:
            channel.tenant.apps.put(key, channel.tenant.apps.newest.permissions)
        channel.tenant.tell_installed(key, removed=remove)
    channel.tenant.changed()
    return web.json_response({"conversation": place.id})


async def open_chat(request: web.Request, channel: BotChannel) -> web.Response:
    """POST conversations {name, members: [e-mails], meeting?}: a group chat or a meeting's chat."""
    body = await json_body(request)
    wanted = body.get("members")
    if not isinstance(wanted, list) or not wanted:
        raise CannotAct("members must be a list of e-mails.")
    people = [person_author(channel, str(email)) for email in cast("list[Any]", wanted)]
    members = [person.email or "" for person in people]
    meeting = bool(body.get("meeting"))
    chat = channel.tenant.messages.open_chat(text_field(body, "name"), members, meeting=meeting)
    channel.tenant.changed()
    return web.json_response({"id": chat.id}, status=201)


async def close(request: web.Request, channel: BotChannel) -> web.Response:
    """DELETE conversations/{conversation}: the place is deleted with all that is in it."""
    channel.tenant.messages.close(request.match_info["conversation"])
    channel.tenant.changed()
    return web.Response(status=204)


async def switches(request: web.Request, channel: BotChannel) -> web.Response:
    """GET or POST switches: how the channel behaves; see `Switches`."""
    if request.method == "POST":
        try:
            channel.switches.turn(await json_body(request))
        except ValueError as error:
            raise CannotAct(str(error)) from error
    return web.json_response(channel.switches.shown())


async def deliveries(request: web.Request, channel: BotChannel) -> web.Response:
    """GET deliveries?wait=idle&timeout=30: what is on its way to the bot; can wait until nothing is."""
    queue = channel.deliveries
    if request.query.get("wait") == "idle":
        await queue.idle(_seconds(request.query.get("timeout", "30")))
    counts = {"pending": queue.pending, "delivered": queue.delivered, "failed": queue.failed}
    return web.json_response({"idle": queue.pending == 0, **counts})


async def rotate(request: web.Request, channel: BotChannel) -> web.Response:
    """POST keys/rotate {issuer: channel or entra, retire?}: sign with a new key from now on."""
    body = await json_body(request)
    sets = {"channel": channel.tenant.channel_signing, "entra": channel.tenant.signing}
    issuer = text_field(body, "issuer", "channel")
    if issuer not in sets:
        raise CannotAct(f"issuer can be {' or '.join(sets)}.")
    kid = sets[issuer].rotate(retire=bool(body.get("retire")))
    channel.tenant.changed()
    return web.json_response({"issuer": issuer, "kid": kid})


def _installed_in(channel: BotChannel, body: Json) -> Conversation:
    """A chat, somebody's own one with the app, or the team's General channel."""
    store = channel.tenant.messages
    if "chat" in body:
        return store.conversation(text_field(body, "chat"))
    if "person" in body:
        person = person_author(channel, text_field(body, "person"))
        return store.personal_chat(person.email or "")
    wanted = text_field(body, "team")
    team = next((one for one in channel.tenant.company.teams if wanted in {one.group_id, one.name}), None)
    if team is None:
        raise CannotAct(f"There is no Teams team {wanted}.", 404)
    return store.conversation(team.channels[0].id)


def _seconds(text: str) -> float:
    try:
        return min(max(float(text), 0.0), LONGEST_WAIT)
    except ValueError as error:
        raise CannotAct("timeout must be a number of seconds.") from error
