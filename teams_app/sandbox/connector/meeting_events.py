"""The events by which Teams tells a bot of a meeting: start and end, and who joins and leaves.

https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings/meeting-apps-apis
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from teams_app.sandbox.company import Person
from teams_app.sandbox.connector.envelope import Envelope
from teams_app.sandbox.message_values import Json

NAMES = "application/vnd.microsoft."


@dataclass(frozen=True)
class MeetingFacts:
    """What Teams says about a meeting; ``organizer`` is an e-mail, times are those of the invitation."""

    title: str
    join_url: str
    organizer: str
    start: datetime | None = None
    end: datetime | None = None


Event = Callable[[Envelope, MeetingFacts], Json]


def started(envelope: Envelope, meeting: MeetingFacts) -> Json:
    """Somebody is in the meeting."""
    return _event(envelope, "meetingStart", {**_details(envelope, meeting), "StartTime": _now(envelope)})


def ended(envelope: Envelope, meeting: MeetingFacts) -> Json:
    """Nobody is in it any more."""
    return _event(envelope, "meetingEnd", {**_details(envelope, meeting), "EndTime": _now(envelope)})


def participants(
    envelope: Envelope, meeting: MeetingFacts, people: Iterable[Person], *, inside: bool
) -> Json:
    """People came in, or went."""
    members = [
        {
            "user": {
                "id": person.teams_id,
                "name": person.name,
                "aadObjectId": person.object_id,
                "tenantId": envelope.tenant.tenant_id,
                "email": person.email,
                "userPrincipalName": envelope.tenant.principal_name(person),
                "userRole": "guest" if person.kind == "guest" else "user",
            },
            "meeting": {
                "inMeeting": inside,
                "role": "Organizer" if person.email == meeting.organizer else "Presenter",
            },
        }
        for person in people
    ]
    name = "meetingParticipantJoin" if inside else "meetingParticipantLeave"
    return _event(envelope, name, {"members": members})


def _event(envelope: Envelope, name: str, value: Json) -> Json:
    return envelope.activity("event", name=NAMES + name, value=value)


def _details(envelope: Envelope, meeting: MeetingFacts) -> Json:
    return {
        "MeetingType": "Scheduled",
        "Title": meeting.title,
        "Id": envelope.meeting_id,
        "JoinUrl": meeting.join_url,
    }


def _now(envelope: Envelope) -> str:
    return f"{envelope.tenant.clock():%Y-%m-%dT%H:%M:%S.%fZ}"
