"""Online meetings: people join and leave them, and the bot hears of it.

https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings/meeting-apps-apis
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from aiohttp import web

from teams_app.sandbox.acting.door import CannotAct, json_body, person_author, place_of, text_field
from teams_app.sandbox.company import Person
from teams_app.sandbox.connector import meeting_events
from teams_app.sandbox.connector.channel import BotChannel
from teams_app.sandbox.connector.meeting_events import MeetingFacts
from teams_app.sandbox.message_values import Author, Conversation, Json


async def meeting(request: web.Request, channel: BotChannel) -> web.Response:
    """GET conversations/{id}/meeting: the meeting of a chat, and who is in it."""
    return web.json_response(_shown(channel, _meeting_chat(channel, request.match_info["conversation"])))


async def attend(request: web.Request, channel: BotChannel) -> web.Response:
    """POST people/{email}/meetings {conversation, what: join, leave or end, with?: [e-mails]}.

    The first who joins starts the meeting; the last who leaves ends it; ``end`` takes everybody out.
    """
    body = await json_body(request)
    who = person_author(channel, request.match_info["email"])
    place = place_of(channel, who, text_field(body, "conversation"))
    _meeting_chat(channel, place.id)
    what = text_field(body, "what")
    if what == "join":
        _join(channel, place, who, _others(channel, place, body.get("with")))
    elif what in {"leave", "end"}:
        _leave(channel, place, who, everybody=what == "end")
    else:
        raise CannotAct("what can be join, leave or end.")
    channel.tenant.changes.tell()
    return web.json_response(_shown(channel, place))


def _join(channel: BotChannel, place: Conversation, who: Author, others: list[str]) -> None:
    tenant = channel.tenant
    is_new = tenant.running.of(place.id) is None
    joined = tenant.running.join(place.id, [who.email or "", *others], tenant.clock())
    if is_new:
        _tell(channel, place, who, meeting_events.started)
    _tell_people(channel, place, who, joined, inside=True)


def _leave(channel: BotChannel, place: Conversation, who: Author, *, everybody: bool) -> None:
    tenant = channel.tenant
    running = tenant.running.of(place.id)
    if running is None or who.email not in running.inside:
        raise CannotAct(f"{who.name} is not in the meeting.")
    leaving = list(running.inside) if everybody else [who.email]
    gone = tenant.running.leave(place.id, leaving)
    _tell_people(channel, place, who, gone, inside=False)
    if tenant.running.of(place.id) is None:
        _tell(channel, place, who, meeting_events.ended)


def _tell(channel: BotChannel, place: Conversation, who: Author, event: meeting_events.Event) -> None:
    if channel.tenant.messages.has_app(place):
        envelope = channel.envelope(place, who)
        channel.deliveries.enqueue(event(envelope, _facts(channel, place)))


def _tell_people(
    channel: BotChannel, place: Conversation, who: Author, emails: Sequence[str], *, inside: bool
) -> None:
    """Only a bot that subscribed to participants hears of them."""
    if emails and channel.switches.participants and channel.tenant.messages.has_app(place):
        people = [channel.tenant.company.by_email[email] for email in emails]
        envelope, facts = channel.envelope(place, who), _facts(channel, place)
        channel.deliveries.enqueue(meeting_events.participants(envelope, facts, people, inside=inside))


def _facts(channel: BotChannel, place: Conversation) -> MeetingFacts:
    """From the calendar; a meeting that was opened without an event has its chat's name alone."""
    found = channel.tenant.mailboxes.meeting_of_thread(place.id)
    if found is None or found.online is None:
        return MeetingFacts(place.name, "", place.members[0] if place.members else "")
    return MeetingFacts(found.subject, found.online.join_url, found.organizer, found.start, found.end)


def _others(channel: BotChannel, place: Conversation, wanted: Any) -> list[str]:
    emails = [str(each) for each in cast("list[Any]", wanted)] if isinstance(wanted, list) else []
    for email in emails:
        place_of(channel, person_author(channel, email), place.id)
    return emails


def _meeting_chat(channel: BotChannel, conversation: str) -> Conversation:
    place = channel.tenant.messages.conversation(conversation)
    if not place.meeting:
        raise CannotAct(f"{place.name} is not the chat of a meeting.", 404)
    return place


def _shown(channel: BotChannel, place: Conversation) -> Json:
    facts, running = _facts(channel, place), channel.tenant.running.of(place.id)
    inside = running.inside if running else {}
    return {
        "conversation": place.id,
        "title": facts.title,
        "organizer": facts.organizer,
        "start": facts.start and facts.start.isoformat(),
        "end": facts.end and facts.end.isoformat(),
        "started": running and running.started.isoformat(),
        "inside": [
            {"email": email, "name": _name(channel, email), "joined": joined.isoformat()}
            for email, joined in inside.items()
        ],
        "invited": [
            {"email": email, "name": _name(channel, email)} for email in place.members if email not in inside
        ],
    }


def _name(channel: BotChannel, email: str) -> str:
    person: Person | None = channel.tenant.company.by_email.get(email)
    return person.name if person else email
