"""What a client sends to create or change an event, checked and taken over into a meeting.

https://learn.microsoft.com/graph/api/user-post-events, https://learn.microsoft.com/graph/api/event-update
"""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast
from urllib.parse import quote

from teams_app.sandbox.graph.ids import meeting_thread_id, short_number
from teams_app.sandbox.graph.meetings import Invitee, Meeting, OnlineMeeting
from teams_app.sandbox.graph.wire import GraphError, JsonObject
from teams_app.sandbox.graph.zones import property_fault, read_moment
from teams_app.sandbox.tenant import Tenant

MOST_ATTENDEES = 500
KINDS = ("required", "optional", "resource")
KEPT = (
    "allowNewTimeProposals",
    "categories",
    "hideAttendees",
    "importance",
    "isAllDay",
    "isReminderOn",
    "reminderMinutesBeforeStart",
    "responseRequested",
    "sensitivity",
    "showAs",
)
READ = (
    "attendees",
    "body",
    "end",
    "isOnlineMeeting",
    "location",
    "locations",
    "onlineMeetingProvider",
    "singleValueExtendedProperties",
    "start",
    "subject",
    "transactionId",
)
WRITABLE = frozenset((*KEPT, *READ))
# Part of the type, but not taken from a client: they are computed, or change nothing here.
IGNORED = frozenset(
    [
        "bodyPreview",
        "changeKey",
        "createdDateTime",
        "hasAttachments",
        "iCalUId",
        "id",
        "isCancelled",
        "isDraft",
        "isOrganizer",
        "lastModifiedDateTime",
        "onlineMeeting",
        "onlineMeetingUrl",
        "organizer",
        "originalEndTimeZone",
        "originalStart",
        "originalStartTimeZone",
        "responseStatus",
        "seriesMasterId",
        "type",
        "webLink",
    ]
)


def new_meeting(tenant: Tenant, organizer: str, given: JsonObject) -> Meeting:
    """The meeting that a new event is to become.

    :raises GraphError: something in it cannot be used; says what.
    """
    _check_names(given)
    for name in ("start", "end"):
        if given.get(name) is None:
            raise property_fault(f"{name} is required.")
    now = tenant.clock()
    meeting = Meeting(
        uid=str(uuid.uuid4()),
        organizer=organizer,
        start=now,
        end=now,
        created=now,
        modified=now,
        transaction_id=given.get("transactionId"),
    )
    change(tenant, meeting, given)
    if meeting.online is None:
        meeting.body = _document(meeting.body)
    return meeting


def change(tenant: Tenant, meeting: Meeting, given: JsonObject) -> list[Invitee]:
    """Take the given properties over.

    :return: who is to be asked for an answer: those added, or everybody when the time changed.
    :raises GraphError: something in it cannot be used; nothing was changed then.
    """
    _check_names(given)
    start, end = _times(meeting, given)
    invitees = _invitees(tenant, meeting, given)
    locations = _locations(meeting, given)
    properties = _properties(given)
    body = _body(given)
    moved = (start, end) != (meeting.start, meeting.end)
    known = {each.email for each in meeting.invitees}
    meeting.start, meeting.end = start, end
    meeting.start_zone = _zone_name(given, "start", meeting.start_zone)
    meeting.end_zone = _zone_name(given, "end", meeting.end_zone)
    meeting.invitees, meeting.locations = invitees, locations
    meeting.properties.update(properties)
    meeting.subject = str(given.get("subject", meeting.subject) or "")
    meeting.options.update({name: given[name] for name in KEPT if given.get(name) is not None})
    _take_body(meeting, body)
    _take_online(tenant, meeting, given)
    return invitees if moved else [each for each in invitees if each.email not in known]


def _check_names(given: JsonObject) -> None:
    if given.get("recurrence") is not None:
        raise GraphError(
            400, "ErrorInvalidRequest", "This stand-in keeps no recurring events that a client creates."
        )
    for name in given:
        if name not in WRITABLE | IGNORED | {"recurrence"} and "@" not in name:
            raise GraphError(
                400,
                "RequestBodyRead",
                f"The property '{name}' does not exist on type 'microsoft.graph.event'. Make sure to only "
                "use property names that are defined by the type or mark the type as open type.",
            )


def _times(meeting: Meeting, given: JsonObject) -> tuple[datetime, datetime]:
    start = read_moment(given["start"], "start") if given.get("start") else meeting.start
    end = read_moment(given["end"], "end") if given.get("end") else meeting.end
    if end < start:
        raise property_fault("The end must not be before the start.")
    return start, end


def _zone_name(given: JsonObject, name: str, current: str) -> str:
    value = given.get(name)
    return str(value.get("timeZone") or "UTC") if value else current


def _invitees(tenant: Tenant, meeting: Meeting, given: JsonObject) -> list[Invitee]:
    """The attendees; those who are invited already keep their answers."""
    if given.get("attendees") is None:
        return meeting.invitees
    wanted = {each.email: each for each in _read_attendees(tenant, given["attendees"])}
    wanted.pop(meeting.organizer, None)
    if len(wanted) > MOST_ATTENDEES:
        raise GraphError(
            400,
            "ErrorExceededMaxRecipientLimit",
            f"A meeting takes at most {MOST_ATTENDEES} attendees; {len(wanted)} were given.",
        )
    for email, invitee in wanted.items():
        earlier = meeting.invitee(email)
        if earlier is not None:
            earlier.kind = invitee.kind
            wanted[email] = earlier
    return list(wanted.values())


def _read_attendees(tenant: Tenant, given: Any) -> Iterable[Invitee]:
    if not isinstance(given, list):
        raise property_fault("attendees must be a list.")
    known = {room.email: room.name for room in tenant.company.rooms}
    known |= {person.email: person.name for person in tenant.company.people}
    for each in cast("list[JsonObject]", given):
        address: JsonObject = each.get("emailAddress") or {}
        email = str(address.get("address") or "").strip().lower()
        if "@" not in email:
            raise GraphError(400, "ErrorInvalidRecipients", "At least one recipient isn't valid.")
        account = tenant.accounts.get(email)  # a new address and the old one are the same mailbox
        email = account.email if account else email
        kind = str(each.get("type") or "required").lower()
        if kind not in KINDS:
            raise property_fault(f"The attendee type '{kind}' is unknown.")
        yield Invitee(email, known.get(email) or str(address.get("name") or email), kind)


def _locations(meeting: Meeting, given: JsonObject) -> list[JsonObject]:
    several = given.get("locations")
    single = given.get("location")
    if several is None and single is None:
        return meeting.locations
    chosen = several if several is not None else [single]
    usual = {"locationType": "default", "uniqueIdType": "unknown"}
    return [{**usual, **each} for each in chosen if each]


def _properties(given: JsonObject) -> dict[str, str]:
    values = given.get("singleValueExtendedProperties") or []
    return {str(each["id"]): str(each.get("value") or "") for each in values}


def _body(given: JsonObject) -> str | None:
    """The given body as HTML, None when there is none."""
    body = given.get("body")
    if body is None:
        return None
    content = str(body.get("content") or "")
    is_text = str(body.get("contentType") or "text").lower() == "text"
    return html.escape(content).replace("\n", "<br>\n") if is_text else content


def _take_body(meeting: Meeting, body: str | None) -> None:
    """A body that has lost the block of the online meeting loses the online meeting with it."""
    if body is None:
        return
    meeting.body = _document(body)
    if meeting.online and meeting.online.join_url not in html.unescape(body):
        meeting.online = None


def _take_online(tenant: Tenant, meeting: Meeting, given: JsonObject) -> None:
    """Once online, a meeting stays it; its block is added at the end of the body."""
    if not given.get("isOnlineMeeting") or meeting.online is not None:
        return
    if not tenant.outlook.offers_teams(meeting.organizer):
        return  # Outlook makes the event, and says nothing
    meeting.online = _new_online_meeting(tenant, meeting.organizer)
    block = _block(meeting.online.join_url)
    meeting.body = re.sub(r"(</body>|$)", lambda end: block + end.group(), _document(meeting.body), count=1)


def _new_online_meeting(tenant: Tenant, organizer: str) -> OnlineMeeting:
    thread_id, hidden = meeting_thread_id(), tenant.outlook.late_links
    if tenant.outlook.short_links:
        return OnlineMeeting(f"https://teams.microsoft.com/meet/{short_number()}", thread_id, hidden)
    context = f'{{"Tid":"{tenant.tenant_id}","Oid":"{tenant.accounts[organizer].object_id}"}}'
    path = f"{quote(thread_id, safe='')}/0?context={quote(context, safe='')}"
    return OnlineMeeting(f"https://teams.microsoft.com/l/meetup-join/{path}", thread_id, hidden)


def _block(join_url: str) -> str:
    return (
        '<div class="me-email-text" lang="en-US"><p>'
        "________________________________________________________________________________</p>"
        '<p>Microsoft Teams meeting</p><p>Join: <a id="meet_invite_block.action.join_link" '
        f'href="{html.escape(join_url)}">Join the meeting now</a></p></div>'
    )


def _document(body: str) -> str:
    """Outlook keeps whole HTML documents."""
    if re.match(r"(?i)\s*<html", body):
        return body
    head = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
    return f"<html><head>\n{head}</head><body>{body}</body></html>"
