"""``getSchedule``: asks for the free/busy of up to twenty mailboxes, and reads what comes back.

https://learn.microsoft.com/graph/api/calendar-getschedule
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, cast
from urllib.parse import quote

from kiota_abstractions.request_information import RequestInformation
from msgraph.generated.users.item.calendar.get_schedule.get_schedule_post_request_body import (
    GetSchedulePostRequestBody,
)
from msgraph.graph_service_client import GraphServiceClient

from graph.answers import Json
from graph.each import ID, elsewhere
from graph.errors import BadRequest
from graph.moments import utc_value
from graph.values import Availability, WorkingHours
from graph.zones import iana_zone

MAILBOXES_PER_CALL = 20
LONGEST_WINDOW = timedelta(days=62)
SLOT_MINUTES = range(5, 1441)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Window:
    """What is asked about each mailbox; times are aware."""

    start: datetime
    end: datetime
    slot_minutes: int

    def __post_init__(self) -> None:
        if not timedelta() < self.end - self.start < LONGEST_WINDOW:
            raise BadRequest("Free/busy can be read for a window of more than nothing and under 62 days.")
        if self.slot_minutes not in SLOT_MINUTES:
            raise BadRequest("Free/busy can be read in slots of 5 to 1,440 minutes.")

    @property
    def slots(self) -> int:
        """How many slots it has; the last may be a part of one."""
        return -(-(self.end - self.start) // timedelta(minutes=self.slot_minutes))

    def requests(
        self, build: GraphServiceClient, asked: Iterable[tuple[str, Sequence[str]]]
    ) -> list[RequestInformation]:
        """The calls for some mailboxes each, through the calendar of one of the tenant's own."""
        body = GetSchedulePostRequestBody(
            schedules=[ID],
            start_time=utc_value(self.start),
            end_time=utc_value(self.end),
            availability_view_interval=self.slot_minutes,
        )
        model = build.users.by_user_id(ID).calendar.get_schedule.to_post_request_information(body)
        url, content = model.url, json.loads(model.content or b"")
        return [
            elsewhere(model, url.replace(ID, quote(asker, safe="")), _body(content, emails))
            for asker, emails in asked
        ]


def _body(content: Json, emails: Sequence[str]) -> bytes:
    return json.dumps({**content, "schedules": list(emails)}).encode()


def read_schedules(answer: Json, window: Window) -> dict[str, Availability]:
    """The availability of each mailbox in an answer, by its address in lower case."""
    listed = cast("Iterable[Json]", answer.get("value") or ())
    found = (_read_schedule(schedule, window) for schedule in listed)
    return {availability.email.lower(): availability for availability in found}


def _read_schedule(schedule: Json, window: Window) -> Availability:
    email = str(schedule.get("scheduleId") or "")
    fault: Json = schedule.get("error") or {}
    if fault:
        reason = fault.get("message") or fault.get("responseCode") or "it cannot be read"
        return Availability(email, view="", problem=str(reason))
    view = str(schedule.get("availabilityView") or "")
    hours = read_working_hours(schedule.get("workingHours"))
    return Availability(email, view[: window.slots].ljust(window.slots, "0"), hours)


def read_working_hours(value: Json | None) -> WorkingHours | None:
    """None where the mailbox has none, or keeps them in a zone that only it knows."""
    if not value:
        return None
    zone = iana_zone(str((value.get("timeZone") or {}).get("name") or ""))
    names = [str(name).lower() for name in cast("list[Any]", value.get("daysOfWeek") or [])]
    days = tuple(sorted(WEEKDAYS.index(name) + 1 for name in names if name in WEEKDAYS))
    start, end = value.get("startTime"), value.get("endTime")
    if zone is None or not start or not end:
        return None
    return WorkingHours(zone, days, time.fromisoformat(str(start)), time.fromisoformat(str(end)))
