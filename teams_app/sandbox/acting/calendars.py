"""Anybody's calendar, and the answers that people give to invitations."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast
from urllib.parse import quote
from zoneinfo import ZoneInfo

from aiohttp import web
from multidict import CIMultiDict

from teams_app.sandbox.acting.door import CannotAct, json_body, object_field, text_field
from teams_app.sandbox.company import Person
from teams_app.sandbox.connector.channel import BotChannel
from teams_app.sandbox.graph.meetings import Invitee, Item, Meeting
from teams_app.sandbox.graph.operations import perform
from teams_app.sandbox.graph.wire import Call, new_request_id
from teams_app.sandbox.message_values import Json
from teams_app.sandbox.tenant import Tenant

MOST_DAYS = 62
REFUSED = 400
ANSWERS = {"accepted": "accept", "declined": "decline", "tentative": "tentativelyAccept"}


async def calendar(request: web.Request, channel: BotChannel) -> web.Response:
    """GET people/{email}/calendar?start=YYYY-MM-DD&days=7: the days of somebody, in their time zone."""
    tenant, person = channel.tenant, _person(request, channel)
    if person.email not in tenant.mailboxes.owners:
        raise CannotAct(f"{person.name} is a guest: the calendar is in another organization.", 404)
    first, days = _first_day(request, tenant, person), _days(request)
    zone = ZoneInfo(person.time_zone)
    start, end = (
        datetime.combine(first + timedelta(days=shift), time(), zone).astimezone(UTC) for shift in (0, days)
    )
    shown: Json = {
        "person": person.email,
        "time_zone": person.time_zone,
        "start": first.isoformat(),
        "days": days,
        "hours": {"days": person.work_days, "start": person.work_start, "end": person.work_end},
        "events": [_event(tenant, item) for item in tenant.mailboxes.view(person.email, start, end)],
    }
    return web.json_response(shown)


async def answer(request: web.Request, channel: BotChannel) -> web.Response:
    """POST people/{email}/answers {event, answer, comment?, propose?: {start, end}}.

    answer: accepted, tentative or declined; a proposed new time (ISO 8601) goes with the last two. What was
    declined can be answered again, as from the mail of the invitation.
    """
    tenant, person, body = channel.tenant, _person(request, channel), await json_body(request)
    given = text_field(body, "answer")
    if given not in ANSWERS:
        raise CannotAct(f"answer can be {', '.join(ANSWERS)}.")
    sent: Json = {"comment": text_field(body, "comment", ""), "sendResponse": True}
    proposed = object_field(body, "propose")
    if proposed:
        sent["proposedNewTime"] = {name: _moment(proposed, name) for name in ("start", "end")}
    path = _event_path(tenant, person, text_field(body, "event"))
    tenant.mailboxes.take_up_again(person.email, text_field(body, "event"))
    _carry_out(_call(tenant, f"{path}/{ANSWERS[given]}", sent))
    return web.json_response({"answer": given})


async def move(request: web.Request, channel: BotChannel) -> web.Response:
    """PATCH people/{email}/events/{event} {start, end}: the organizer moves it by hand (ISO 8601)."""
    tenant, person, body = channel.tenant, _person(request, channel), await json_body(request)
    times = {name: _moment(body, name) for name in ("start", "end")}
    _carry_out(_call(tenant, _event_path(tenant, person, request.match_info["event"]), times, "PATCH"))
    return web.json_response({"moved": request.match_info["event"]})


async def delete(request: web.Request, channel: BotChannel) -> web.Response:
    """DELETE people/{email}/events/{event}: out of the calendar; the organizer's deletion cancels it."""
    tenant, person = channel.tenant, _person(request, channel)
    _carry_out(_call(tenant, _event_path(tenant, person, request.match_info["event"]), {}, "DELETE"))
    return web.Response(status=204)


def _event_path(tenant: Tenant, person: Person, event_id: str) -> str:
    return f"/users/{quote(tenant.principal_name(person), safe='')}/events/{quote(event_id)}"


def _call(tenant: Tenant, path: str, body: Json, method: str = "POST") -> Call:
    """What Outlook asks of Graph for a person."""
    content = json.dumps(body).encode()
    return Call(tenant, method, path, {}, CIMultiDict[str](), content, new_request_id())


def _carry_out(call: Call) -> None:
    """:raises CannotAct: Outlook refuses it."""
    answered = perform(call)
    if answered.status >= REFUSED:
        raise CannotAct(_sentence(answered.body), answered.status)


def _sentence(body: Json | None) -> str:
    error = cast("Json", (body or {}).get("error") or {})
    return str(error.get("message") or "Outlook refuses this.")


def _moment(proposed: Json, name: str) -> Json:
    try:
        moment = datetime.fromisoformat(text_field(proposed, name))
    except ValueError as error:
        raise CannotAct(f"{name} is no time.") from error
    if moment.tzinfo is None:
        raise CannotAct(f"{name} needs an offset.")
    return {"dateTime": f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}


def _event(tenant: Tenant, item: Item) -> Json:
    """An event as its owner sees it: answers of others are the organizer's to know."""
    meeting, entry = item.meeting, item.entry
    organized = entry.response == "organizer"
    location = meeting.locations[0].get("displayName", "") if meeting.locations else ""
    online = meeting.online
    return {
        "id": entry.id,
        "subject": meeting.subject,
        "start": meeting.start.isoformat(),
        "end": meeting.end.isoformat(),
        "show_as": item.show_as,
        "cancelled": meeting.cancelled,
        "weekly": bool(entry.series),
        "response": entry.response,
        "can_answer": not organized and not entry.series and not meeting.cancelled,
        "kind": _kind(meeting, entry.owner),
        "location": location,
        "body": meeting.body,
        "chat": online and online.thread_id,
        "organizer": {"email": meeting.organizer, "name": _name(tenant, meeting.organizer)},
        "attendees": [_attendee(each, full=organized) for each in meeting.invitees],
    }


def _kind(meeting: Meeting, email: str) -> str:
    invitee = meeting.invitee(email)
    return invitee.kind if invitee else "required"


def _attendee(invitee: Invitee, *, full: bool) -> Json:
    shown: Json = {"email": invitee.email, "name": invitee.name, "kind": invitee.kind}
    if full:
        shown["response"] = invitee.response
        shown["proposed"] = invitee.proposed and [moment.isoformat() for moment in invitee.proposed]
    return shown


def _name(tenant: Tenant, email: str) -> str:
    person = tenant.company.by_email.get(email)
    return person.name if person else email


def _person(request: web.Request, channel: BotChannel) -> Person:
    email = request.match_info["email"]
    person = channel.tenant.company.by_email.get(email)
    if person is None:
        raise CannotAct(f"There is nobody with the e-mail {email} in this company.", 404)
    return person


def _first_day(request: web.Request, tenant: Tenant, person: Person) -> date:
    given: Any = request.query.get("start")
    if given is None:
        return tenant.clock().astimezone(ZoneInfo(person.time_zone)).date()
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise CannotAct("start must be a day such as 2027-01-11.") from error


def _days(request: web.Request) -> int:
    given = request.query.get("days", "7")
    if not given.isdecimal() or not 1 <= int(given) <= MOST_DAYS:
        raise CannotAct(f"days must be a number from 1 to {MOST_DAYS}.")
    return int(given)
