"""Events as they stand in calendars, with what everybody has answered.

https://learn.microsoft.com/graph/api/resources/attendee
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from graph.answers import Json
from graph.events import RESPONSES
from graph.moments import read_timestamp, read_zoned
from graph.values import AttendeeAnswer, AttendeeKind, Response, SeenEvent

NEVER_BEFORE = 1601  # Outlook writes year 1, and sometimes 1601, where nobody has answered yet
KINDS = {kind.value: kind for kind in AttendeeKind}


def read_seen(entity: Json) -> SeenEvent:
    """An event of a calendar; all of its attendees' answers where the calendar is its organizer's."""
    attendees = cast("Iterable[Json]", entity.get("attendees") or ())
    return SeenEvent(
        id=str(entity["id"]),
        start=read_zoned(entity["start"]),
        end=read_zoned(entity["end"]),
        change_key=str(entity.get("changeKey") or ""),
        is_cancelled=bool(entity.get("isCancelled")),
        is_organizer=entity.get("isOrganizer") is not False,
        answers=tuple(_answer(attendee) for attendee in attendees),
    )


def _answer(attendee: Json) -> AttendeeAnswer:
    status: Json = attendee.get("status") or {}
    address: Json = attendee.get("emailAddress") or {}
    return AttendeeAnswer(
        email=str(address.get("address") or "").lower(),
        kind=KINDS.get(str(attendee.get("type") or ""), AttendeeKind.REQUIRED),
        response=RESPONSES.get(str(status.get("response") or ""), Response.NONE),
        at=_moment(status.get("time")),
        proposed=_span(attendee.get("proposedNewTime")),
    )


def _moment(text: object) -> datetime | None:
    moment = read_timestamp(str(text)) if text else None
    return moment if moment and moment.year > NEVER_BEFORE else None


def _span(slot: Json | None) -> tuple[datetime, datetime] | None:
    if not slot or not slot.get("start") or not slot.get("end"):
        return None
    return read_zoned(slot["start"]), read_zoned(slot["end"])
