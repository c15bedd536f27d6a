"""Outlook events: the one that is created, and those that are read.

https://learn.microsoft.com/graph/api/resources/event
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar, cast

from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.headers_collection import HeadersCollection
from msgraph.generated.models.attendee import Attendee as AttendeeEntity
from msgraph.generated.models.attendee_type import AttendeeType
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.event import Event as EventEntity
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.location import Location
from msgraph.generated.models.online_meeting_provider_type import OnlineMeetingProviderType
from msgraph.generated.models.single_value_legacy_extended_property import SingleValueLegacyExtendedProperty

from graph.answers import Json
from graph.event_body import marked, with_ours
from graph.moments import read_zoned, utc_value
from graph.values import Attendee, AttendeeKind, Event, EventChange, NewEvent, Response

Query = TypeVar("Query")

# A named property in a namespace of our own, by which an event is found again.
# https://learn.microsoft.com/graph/api/resources/extended-properties-overview
KEY_PROPERTY = "String {6f1d3a52-98c4-4d0b-8f6e-2b7a51c90e34} Name ClientKey"

SELECTED = (
    "id",
    "subject",
    "start",
    "end",
    "attendees",
    "location",
    "isCancelled",
    "isOrganizer",
    "isOnlineMeeting",
    "onlineMeeting",
    "webLink",
)
RESPONSES = {
    "organizer": Response.ORGANIZER,
    "accepted": Response.ACCEPTED,
    "tentativelyAccepted": Response.TENTATIVE,
    "declined": Response.DECLINED,
}


def event_entity(event: NewEvent) -> EventEntity:
    """The event as Graph takes it.

    :raises ValueError: a time without a zone.
    """
    entity = EventEntity(
        transaction_id=event.transaction_id,
        subject=event.subject,
        body=ItemBody(content_type=BodyType.Html, content=marked(event.body_html)),
        start=utc_value(event.start),
        end=utc_value(event.end),
        attendees=[_attendee_entity(attendee) for attendee in event.attendees],
        is_reminder_on=True,
        reminder_minutes_before_start=event.reminder_minutes,
        categories=list(event.categories),
        single_value_extended_properties=[
            SingleValueLegacyExtendedProperty(id=KEY_PROPERTY, value=event.key)
        ],
    )
    if event.location:
        entity.location = Location(display_name=event.location)
    if event.is_online:
        entity.is_online_meeting = True
        entity.online_meeting_provider = OnlineMeetingProviderType.TeamsForBusiness
    return entity


def event_difference(found: Json, change: EventChange) -> EventEntity | None:
    """What is still to be changed about an event that was read; None where it is as wanted.

    Only what differs is sent: each change of the time asks everybody for an answer again.
    https://learn.microsoft.com/graph/api/event-update
    """
    entity, differs = EventEntity(), False
    if (read_zoned(found["start"]), read_zoned(found["end"])) != (change.start, change.end):
        entity.start, entity.end, differs = utc_value(change.start), utc_value(change.end), True
    location: Json = found.get("location") or {}
    if change.location is not None and change.location != str(location.get("displayName") or ""):
        entity.location, differs = Location(display_name=change.location), True
    if body := _wanted_body(found, change):
        entity.body, differs = ItemBody(content_type=BodyType.Html, content=body), True
    attendees = _known_attendees(found)
    wanted = _wanted_attendees(attendees, change)
    if wanted != attendees:
        entity.attendees, differs = [_attendee_entity(attendee) for attendee in wanted.values()], True
    return entity if differs else None


def read_event(entity: Json) -> Event:
    """The event; its join link may come late, or never where the mailbox does not offer Teams."""
    meeting: Json = entity.get("onlineMeeting") or {}
    return Event(
        id=str(entity["id"]),
        subject=str(entity.get("subject") or ""),
        start=read_zoned(entity["start"]),
        end=read_zoned(entity["end"]),
        join_url=meeting.get("joinUrl") or None,
        is_cancelled=bool(entity.get("isCancelled")),
        responses=_read_responses(cast("Iterable[Json]", entity.get("attendees") or ())),
        web_link=str(entity.get("webLink") or ""),
        is_online=bool(entity.get("isOnlineMeeting")),
    )


def key_filter(key: str) -> str:
    """The ``$filter`` that finds events by their key."""
    value = key.replace("'", "''")
    return f"singleValueExtendedProperties/any(ep: ep/id eq '{KEY_PROPERTY}' and ep/value eq '{value}')"


def with_key() -> list[str]:
    """The ``$expand`` that shows an event's key."""
    return [f"singleValueExtendedProperties($filter=id eq '{KEY_PROPERTY}')"]


def immutable_ids(query: Query | None = None) -> RequestConfiguration[Query]:
    """Ask for event ids that survive a move between folders.

    https://learn.microsoft.com/graph/outlook-immutable-id
    """
    headers = HeadersCollection()
    headers.add("Prefer", 'IdType="ImmutableId"')
    return RequestConfiguration(headers=headers, query_parameters=query)


def _attendee_entity(attendee: Attendee) -> AttendeeEntity:
    kinds = {
        AttendeeKind.REQUIRED: AttendeeType.Required,
        AttendeeKind.OPTIONAL: AttendeeType.Optional,
        AttendeeKind.ROOM: AttendeeType.Resource,
    }
    address = EmailAddress(address=attendee.email, name=attendee.name)
    return AttendeeEntity(email_address=address, type=kinds[attendee.kind])


def _wanted_body(found: Json, change: EventChange) -> str | None:
    """None where it is as wanted, or where somebody has taken our part out of it."""
    if change.body_html is None:
        return None
    body: Json = found.get("body") or {}
    return with_ours(str(body.get("content") or ""), change.body_html)


def _known_attendees(found: Json) -> dict[str, Attendee]:
    """Who is invited to an event that was read, by e-mail in lower case."""
    attendees: dict[str, Attendee] = {}
    for each in cast("Iterable[Json]", found.get("attendees") or ()):
        address: Json = each.get("emailAddress") or {}
        email = str(address.get("address") or "")
        kind = AttendeeKind(str(each.get("type") or AttendeeKind.REQUIRED))
        attendees[email.lower()] = Attendee(email, str(address.get("name") or ""), kind)
    return attendees


def _wanted_attendees(known: dict[str, Attendee], change: EventChange) -> dict[str, Attendee]:
    """Names as Outlook knows them: another spelling of a name is no change."""
    left = {email.lower() for email in change.uninvited}
    wanted = {email: attendee for email, attendee in known.items() if email not in left}
    for attendee in change.invited:
        email = attendee.email.lower()
        wanted[email] = replace(wanted.get(email, attendee), kind=attendee.kind)
    return wanted


def _read_responses(attendees: Iterable[Json]) -> dict[str, Response]:
    answers: dict[str, Response] = {}
    for attendee in attendees:
        email = str((attendee.get("emailAddress") or {}).get("address") or "").lower()
        said = str((attendee.get("status") or {}).get("response") or "none")
        answers[email] = RESPONSES.get(said, Response.NONE)
    return answers
