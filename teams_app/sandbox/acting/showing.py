"""What there is to see: the company, its places, their threads, and what the app did."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from teams_app.sandbox.acting.door import CannotAct
from teams_app.sandbox.company import Team
from teams_app.sandbox.connector.channel import BotChannel
from teams_app.sandbox.connector.envelope import APP_NAME, team_of, team_thread
from teams_app.sandbox.connector.teams_text import text_of
from teams_app.sandbox.message_values import Conversation, Json, Message


async def company(request: web.Request, channel: BotChannel) -> web.Response:
    """GET company: people, Teams teams with channels, and the ids of all of them."""
    del request
    tenant = channel.tenant
    people = [
        {
            "email": person.email,
            "name": person.name,
            "job_title": person.job_title,
            "kind": person.kind,
            "time_zone": person.time_zone,
            "object_id": person.object_id,
            "teams_id": person.teams_id,
        }
        for person in tenant.company.people
    ]
    shown = {
        "name": tenant.company.name,
        "tenant_id": tenant.tenant_id,
        "app_id": tenant.app_id,
        "app_name": APP_NAME,
        "tab_url": tab_url(tenant.bot_url),
        "people": people,
        "external": tenant.company.external,
        "teams": [_team(team) for team in tenant.company.teams],
    }
    return web.json_response(shown)


async def conversations(request: web.Request, channel: BotChannel) -> web.Response:
    """GET conversations?person=: the places of one person, or all."""
    email = request.query.get("person")
    if email is not None and email not in channel.tenant.company.by_email:
        raise CannotAct(f"There is nobody with the e-mail {email} in this company.", 404)
    places = channel.tenant.messages.conversations(email)
    return web.json_response({"conversations": [_place(channel, place, email) for place in places]})


async def messages(request: web.Request, channel: BotChannel) -> web.Response:
    """GET conversations/{id}/messages?person=: threads with their replies, as that person sees them."""
    place = channel.tenant.messages.conversation(request.match_info["conversation"])
    email = request.query.get("person", "")
    threads: dict[str, Json] = {}
    received = channel.actions.received()
    for message in channel.tenant.messages.messages(place.id):
        shown = {**message_shown(message, email), "received": received.get(message.id)}
        if message.root_id == message.id:
            threads[message.id] = {**shown, "replies": []}
        else:
            threads[message.root_id]["replies"].append(shown)
    shown = {"conversation": _place(channel, place, email or None), "threads": list(threads.values())}
    return web.json_response(shown)


async def log(request: web.Request, channel: BotChannel) -> web.Response:
    """GET log?limit=: what the app did lately, newest first, and how often since the stand-in started."""
    limit = request.query.get("limit", "100")
    if not limit.isdecimal():
        raise CannotAct("limit must be a number.")
    shown = {
        "log": channel.actions.shown(int(limit)),
        "counts": channel.actions.counts,
        "pending": channel.deliveries.pending,
    }
    return web.json_response(shown)


def tab_url(bot_url: str) -> str:
    """Where the app's tab is: at the bot's public address."""
    bot = urlsplit(bot_url)
    return f"{bot.scheme}://{bot.netloc}/tab/"


def message_shown(message: Message, email: str) -> Json:
    """A message for JSON; a deleted one keeps its place but says nothing."""
    cards: list[Any] = [each.get("content") for each in message.attachments]
    view = dict(message.views).get(email)
    gone = message.deleted is not None
    return {
        "id": message.id,
        "author": {"kind": message.author.kind, "name": message.author.name, "email": message.author.email},
        "html": "" if gone else message.html,
        "text": "" if gone else text_of(message.html),
        "cards": [] if gone else [view] if view else cards,
        "created": message.created.isoformat(),
        "edited": message.edited and message.edited.isoformat(),
        "deleted": message.deleted and message.deleted.isoformat(),
        "reply_to": message.reply_to,
        "mentions": [mention.name for mention in message.mentions],
        "reactions": [{"type": given.type, "email": given.email} for given in message.reactions],
    }


def _team(team: Team) -> Json:
    channels = [{"id": channel.id, "name": channel.name} for channel in team.channels]
    return {"group_id": team.group_id, "id": team_thread(team), "name": team.name, "channels": channels}


def _place(channel: BotChannel, place: Conversation, email: str | None) -> Json:
    """A place; with a person also how much of it they have not read."""
    tenant, team = channel.tenant, team_of(channel.tenant, place)
    standing = tenant.messages.messages(place.id)
    unread = {} if email is None else {"unread": tenant.read_marks.unread(email, standing)}
    return {
        "id": place.id,
        "kind": place.kind,
        "name": place.name,
        "team": team and team.name,
        "meeting": place.meeting,
        "running": tenant.running.of(place.id) is not None,
        "members": place.members,
        "app_installed": tenant.messages.has_app(place),
        "messages": len(standing),
        **unread,
    }
