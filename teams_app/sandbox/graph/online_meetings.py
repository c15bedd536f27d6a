"""Teams meetings, found by their join link; the chat's id is what they are asked for.

https://learn.microsoft.com/graph/api/onlinemeeting-get
"""

from __future__ import annotations

import base64
import re

from teams_app.sandbox.company import Person
from teams_app.sandbox.graph.meetings import Meeting, OnlineMeeting
from teams_app.sandbox.graph.people import named_person
from teams_app.sandbox.graph.wire import Answer, Call, GraphError, JsonObject
from teams_app.sandbox.graph.zones import instant_json

BY_LINK = re.compile(r"\s*JoinWebUrl\s+eq\s+'((?:[^']|'')*)'\s*", re.IGNORECASE)


def list_online_meetings(call: Call) -> Answer:
    """Only the organizer's, and only by join link."""
    person = named_person(call)
    if not call.tenant.outlook.meeting_policy:
        raise GraphError(403, "Forbidden", "No application access policy found for this app.")
    asked = BY_LINK.fullmatch(call.query.get("$filter", ""))
    if asked is None:
        raise GraphError(400, "BadRequest", "A filter expression on JoinWebUrl is required for this request.")
    link = asked.group(1).replace("''", "'")
    for meeting in call.tenant.mailboxes.meetings():
        if meeting.online and meeting.online.join_url == link and meeting.organizer == person.email:
            context = call.context(f"users('{call.keys['user']}')/onlineMeetings")
            shown = _meeting_json(call, person, meeting, meeting.online)
            return Answer(body={"@odata.context": context, "value": [shown]})
    raise GraphError(404, "NotFound", "3004: Meeting does not exist or the user is not its organizer.")


def _meeting_json(call: Call, organizer: Person, meeting: Meeting, online: OnlineMeeting) -> JsonObject:
    text = f"1*{organizer.object_id}*0**{online.thread_id}"
    user = {"id": organizer.object_id, "displayName": organizer.name, "tenantId": call.tenant.tenant_id}
    return {
        "id": base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
        "creationDateTime": instant_json(meeting.created),
        "startDateTime": instant_json(meeting.start),
        "endDateTime": instant_json(meeting.end),
        "joinWebUrl": online.join_url,
        "subject": meeting.subject,
        "chatInfo": {"threadId": online.thread_id, "messageId": "0", "replyChainMessageId": None},
        "participants": {
            "organizer": {"identity": {"user": user}, "upn": organizer.email, "role": "presenter"},
            "attendees": [],
        },
    }
