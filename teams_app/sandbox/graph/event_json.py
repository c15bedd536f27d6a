"""Events as Graph shows them.

https://learn.microsoft.com/graph/api/resources/event
"""

from __future__ import annotations

import html
import re
from datetime import datetime

from teams_app.sandbox.graph.meetings import BEFORE_TIME, Invitee, Item, Meeting, OnlineMeeting
from teams_app.sandbox.graph.wire import Call, JsonObject
from teams_app.sandbox.graph.zones import instant_json, moment_json
from teams_app.sandbox.tenant import Tenant

NO_LOCATION: JsonObject = {
    "displayName": "",
    "locationType": "default",
    "uniqueIdType": "unknown",
    "address": {},
    "coordinates": {},
}
PREVIEW = 255  # characters of bodyPreview


def event_json(call: Call, item: Item) -> JsonObject:
    """An event of one mailbox, in the time zone that the client prefers."""
    meeting, entry, zone = item.meeting, item.entry, call.zone_name
    organized = entry.response == "organizer"
    return {
        "@odata.etag": f'W/"{_change_key(meeting)}"',
        "id": entry.id,
        "createdDateTime": instant_json(meeting.created),
        "lastModifiedDateTime": instant_json(meeting.modified),
        "changeKey": _change_key(meeting),
        "categories": meeting.options.get("categories", []) if organized else [],
        "transactionId": meeting.transaction_id if organized else None,
        "originalStartTimeZone": meeting.start_zone,
        "originalEndTimeZone": meeting.end_zone,
        "iCalUId": meeting.uid,
        "reminderMinutesBeforeStart": meeting.options.get("reminderMinutesBeforeStart", 15),
        "isReminderOn": meeting.options.get("isReminderOn", True),
        "hasAttachments": False,
        "subject": f"Canceled: {meeting.subject}" if meeting.cancelled else meeting.subject,
        "bodyPreview": _plain_text(meeting.body)[:PREVIEW],
        "importance": meeting.options.get("importance", "normal"),
        "sensitivity": meeting.options.get("sensitivity", "normal"),
        "isAllDay": meeting.options.get("isAllDay", False),
        "isCancelled": meeting.cancelled,
        "isOrganizer": organized,
        "isDraft": False,
        "responseRequested": meeting.options.get("responseRequested", True),
        "allowNewTimeProposals": meeting.options.get("allowNewTimeProposals", True),
        "hideAttendees": meeting.options.get("hideAttendees", False),
        "showAs": item.show_as,
        "type": _kind(item),
        "seriesMasterId": entry.series,
        "recurrence": entry.repeats,
        "webLink": f"https://outlook.office365.com/owa/?itemid={entry.id}&exvsurl=1&path=/calendar/item",
        **_online_json(meeting),
        "responseStatus": {"response": entry.response, "time": instant(entry.responded)},
        "body": _body_json(call, meeting),
        "start": moment_json(meeting.start, zone),
        "end": moment_json(meeting.end, zone),
        "location": meeting.locations[0] if meeting.locations else NO_LOCATION,
        "locations": meeting.locations,
        "attendees": _attendees(call, item),
        "organizer": {"emailAddress": address(call.tenant, meeting.organizer)},
        **_expanded(call, meeting),
    }


def address(tenant: Tenant, email: str) -> JsonObject:
    """An e-mail address with the name that the directory knows for it."""
    person = tenant.company.by_email.get(email)
    return {"name": person.name if person else email, "address": person.mail if person else email}


def instant(moment: datetime) -> str:
    """A time, or year 1 for "never"."""
    return "0001-01-01T00:00:00Z" if moment == BEFORE_TIME else instant_json(moment)


def _kind(item: Item) -> str:
    if item.entry.series:
        return "occurrence"
    return "seriesMaster" if item.entry.repeats else "singleInstance"


def _change_key(meeting: Meeting) -> str:
    return f"{meeting.uid.replace('-', '')[:16]}{meeting.sequence:04d}=="


def _online_json(meeting: Meeting) -> JsonObject:
    if meeting.online is None:
        return {
            "isOnlineMeeting": False,
            "onlineMeetingProvider": "unknown",
            "onlineMeetingUrl": None,
            "onlineMeeting": None,
        }
    return {
        "isOnlineMeeting": True,
        "onlineMeetingProvider": "teamsForBusiness",
        "onlineMeetingUrl": None,
        "onlineMeeting": _link_json(meeting.online),
    }


def _link_json(online: OnlineMeeting) -> JsonObject | None:
    """Teams makes the meeting after Outlook the event, so its link may come later."""
    return None if online.hidden else {"joinUrl": online.join_url}


def _body_json(call: Call, meeting: Meeting) -> JsonObject:
    if call.preferences.get("outlook.body-content-type") == "text":
        return {"contentType": "text", "content": _plain_text(meeting.body)}
    return {"contentType": "html", "content": meeting.body}


def _plain_text(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"(?is)<head.*?</head>", "", text))).strip()


def _attendees(call: Call, item: Item) -> list[JsonObject]:
    """Only the organizer sees what the others answered."""
    full = item.entry.response == "organizer"
    if not full and item.meeting.options.get("hideAttendees"):
        shown = [each for each in item.meeting.invitees if each.email == item.entry.owner]
    else:
        shown = item.meeting.invitees
    return [_attendee_json(call, invitee, full=full) for invitee in shown]


def _attendee_json(call: Call, invitee: Invitee, *, full: bool) -> JsonObject:
    shown: JsonObject = {
        "type": invitee.kind,
        "status": {"response": "none", "time": instant(BEFORE_TIME)},
        "emailAddress": {"name": invitee.name, "address": _present_address(call, invitee)},
    }
    if full:
        shown["status"] = {"response": invitee.response, "time": instant(invitee.responded)}
    if full and invitee.proposed:
        start, end = invitee.proposed
        shown["proposedNewTime"] = {
            "start": moment_json(start, call.zone_name),
            "end": moment_json(end, call.zone_name),
        }
    return shown


def _present_address(call: Call, invitee: Invitee) -> str:
    """Outlook shows a mailbox by its present address, by whichever it was invited."""
    person = call.tenant.company.by_email.get(invitee.email)
    return person.mail if person else invitee.email


def _expanded(call: Call, meeting: Meeting) -> JsonObject:
    """Single-value extended properties, only those that ``$expand`` names by id."""
    ids = re.findall(r"id\s+eq\s+'((?:[^']|'')*)'", call.query.get("$expand", ""))
    wanted = {each.replace("''", "'") for each in ids} & meeting.properties.keys()
    if not wanted:
        return {}
    shown = [{"id": each, "value": meeting.properties[each]} for each in sorted(wanted)]
    return {"singleValueExtendedProperties": shown}
