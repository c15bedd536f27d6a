"""Free/busy and mailbox settings.

https://learn.microsoft.com/graph/api/calendar-getschedule, https://learn.microsoft.com/graph/api/user-get-mailboxsettings
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from teams_app.sandbox.company import Person, Room, SharedMailbox
from teams_app.sandbox.graph.events import mailbox_of
from teams_app.sandbox.graph.meetings import Busy
from teams_app.sandbox.graph.pages import entity
from teams_app.sandbox.graph.people import mailbox_or_person
from teams_app.sandbox.graph.weekly import LONG_WEEKDAYS, WEEKDAYS
from teams_app.sandbox.graph.wire import Answer, Call, GraphError, JsonObject
from teams_app.sandbox.graph.zones import moment_json, read_moment, windows_name

MOST_MAILBOXES = 20
LONGEST = timedelta(days=62)
DAY = timedelta(days=1)
SHORTEST_INTERVAL, LONGEST_INTERVAL, USUAL_INTERVAL = 5, 1440, 30  # minutes
DIGITS = {"free": 0, "tentative": 1, "busy": 2, "oof": 3, "workingElsewhere": 4}
STRENGTH = {"free": 0, "workingElsewhere": 1, "tentative": 2, "busy": 3, "oof": 4}


@dataclass(frozen=True)
class Question:
    """What getSchedule asks for."""

    mailboxes: tuple[str, ...]
    start: datetime
    end: datetime
    interval: timedelta


def get_mailbox_settings(call: Call) -> Answer:
    mailbox_of(call)
    who = mailbox_or_person(call)
    if isinstance(who, Person) and who.mailbox == "hidden":
        raise GraphError(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
    settings = {
        "timeZone": "UTC" if isinstance(who, SharedMailbox) else windows_name(who.time_zone or "UTC"),
        "dateFormat": "yyyy-MM-dd",
        "timeFormat": "HH:mm",
        "delegateMeetingMessageDeliveryOptions": "sendToDelegateOnly",
        "userPurpose": _purpose(who),
        "language": {"locale": "en-US", "displayName": "English (United States)"},
        "workingHours": _working_hours(who),
    }
    return entity(call, f"users('{call.keys['user']}')/mailboxSettings", settings)


def get_schedule(call: Call) -> Answer:
    mailbox_of(call)
    question = _read(call.json())
    schedules = [_schedule(call, question, name) for name in question.mailboxes]
    context = call.context("Collection(microsoft.graph.scheduleInformation)")
    return Answer(body={"@odata.context": context, "value": schedules})


def _read(given: JsonObject) -> Question:
    """:raises GraphError: too many mailboxes, or a window or interval out of bounds."""
    values = {name[:1].lower() + name[1:]: value for name, value in given.items()}
    mailboxes: Any = values.get("schedules")
    if not isinstance(mailboxes, list) or not mailboxes:
        raise GraphError(400, "ErrorInvalidParameter", "schedules must name at least one mailbox.")
    if len(mailboxes) > MOST_MAILBOXES:
        raise GraphError(
            400,
            "ErrorMailboxDataArrayTooBig",
            "There are too many target users in the EmailAddress array. "
            f"The allowed size = {MOST_MAILBOXES}; the actual size = {len(mailboxes)}.",
        )
    start, end = (
        read_moment(values.get("startTime"), "startTime"),
        read_moment(values.get("endTime"), "endTime"),
    )
    _check_window(start, end)
    minutes = _interval(values.get("availabilityViewInterval"), end - start)
    return Question(tuple(map(str, mailboxes)), start, end, timedelta(minutes=minutes))


def _check_window(start: datetime, end: datetime) -> None:
    if end <= start:
        raise GraphError(
            400,
            "ErrorInvalidTimeInterval",
            "The time duration specified for FreeBusyViewOptions.TimeWindow is invalid.",
        )
    if end - start > LONGEST:
        raise GraphError(
            400,
            "ErrorTimeIntervalTooBig",
            "The requested time duration specified for FreeBusyViewOptions.TimeWindow is too long. "
            f"The allowed limit = {LONGEST.days} days; the actual limit = {ceil((end - start) / DAY)} days.",
        )


def _interval(given: Any, window: timedelta) -> int:
    minutes = USUAL_INTERVAL if given is None else given
    if not isinstance(minutes, int) or not SHORTEST_INTERVAL <= minutes <= LONGEST_INTERVAL:
        raise GraphError(
            400,
            "ErrorInvalidMergedFreeBusyInterval",
            f"The interval must be {SHORTEST_INTERVAL} to {LONGEST_INTERVAL} minutes.",
        )
    if timedelta(minutes=minutes) > window:
        raise GraphError(
            400, "ErrorInvalidMergedFreeBusyInterval", "The interval is longer than the time window."
        )
    return minutes


def _schedule(call: Call, question: Question, name: str) -> JsonObject:
    """One mailbox; one that cannot be read has an error inside, and the whole is still answered."""
    known = call.tenant.accounts.get(name.strip().lower())
    email = known.email if known else name.strip().lower()
    if email not in call.tenant.mailboxes.owners:
        return {"scheduleId": name, "availabilityView": "", "scheduleItems": [], "error": _unresolved(name)}
    slots = call.tenant.mailboxes.busy(email, question.start, question.end)
    return {
        "scheduleId": name,
        "availabilityView": _digits(question, slots),
        "scheduleItems": [_item_json(call, slot) for slot in slots],
        "workingHours": _working_hours(call.tenant.accounts[email]),
    }


def _unresolved(name: str) -> JsonObject:
    return {
        "message": "Microsoft.Exchange.InfoWorker.Common.Availability.MailRecipientNotFoundException: "
        f"Unable to resolve e-mail address {name} to an Active Directory object.",
        "responseCode": "ErrorMailRecipientNotFound",
    }


def _digits(question: Question, slots: list[Busy]) -> str:
    """A digit for each interval of the window: the strongest status that touches it."""
    count = ceil((question.end - question.start) / question.interval)
    strongest = ["free"] * count
    for slot in slots:
        first = max(0, (slot.start - question.start) // question.interval)
        last = min(count, ceil((slot.end - question.start) / question.interval))
        for index in range(first, last):
            strongest[index] = max(strongest[index], slot.status, key=lambda each: STRENGTH.get(each, 0))
    return "".join(str(DIGITS.get(status, 0)) for status in strongest)


def _item_json(call: Call, slot: Busy) -> JsonObject:
    """What is private keeps its subject and place to itself."""
    told = {} if slot.private else {"subject": slot.subject, "location": slot.location}
    return {
        "isPrivate": slot.private,
        "status": slot.status,
        "start": moment_json(slot.start, call.zone_name),
        "end": moment_json(slot.end, call.zone_name),
        **told,
    }


def _purpose(who: Person | Room | SharedMailbox) -> str:
    if isinstance(who, Room):
        return "room"
    return who.purpose if isinstance(who, SharedMailbox) else "user"


def _working_hours(who: Person | Room | SharedMailbox) -> JsonObject:
    if isinstance(who, Person):
        days, begins, ends = who.work_days, who.work_start, who.work_end
        zone = _custom_zone(who.zone_name) if who.zone_name else {"name": windows_name(who.time_zone)}
    else:
        days, begins, ends, zone = WEEKDAYS, "00:00", "23:59", {"name": "UTC"}
    return {
        "daysOfWeek": [LONG_WEEKDAYS[WEEKDAYS.index(day)] for day in days],
        "startTime": f"{begins}:00.0000000",
        "endTime": f"{ends}:00.0000000",
        "timeZone": zone,
    }


def _custom_zone(name: str) -> JsonObject:
    """A zone that only this mailbox knows, as old calendars have it; here one without summer time, of UTC+1.

    https://learn.microsoft.com/graph/api/resources/customtimezone
    """
    change: JsonObject = {
        "time": "00:00:00.0000000",
        "dayOccurrence": 0,
        "dayOfWeek": "sunday",
        "month": 0,
        "year": 0,
    }
    return {
        "@odata.type": "#microsoft.graph.customTimeZone",
        "bias": -60,
        "name": name,
        "standardOffset": change,
        "daylightOffset": {**change, "daylightBias": 0},
    }
