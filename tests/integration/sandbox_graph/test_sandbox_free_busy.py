"""getSchedule and mailbox settings."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from teams_app.sandbox.server import Sandbox
from tests.integration.sandbox_graph.graph_http import GraphHttp, Json
from tests.integration.sandbox_graph.invitations import CHIEF, GUESTS, ROOM, attendee, event

PATH = f"/users/{CHIEF}/calendar/getSchedule"


def question(day: date, *mailboxes: str, days: int = 1, **other: Any) -> Json:
    return {
        "schedules": list(mailboxes),
        "startTime": {"dateTime": f"{day}T00:00:00", "timeZone": "Europe/Berlin"},
        "endTime": {
            "dateTime": f"{day + timedelta(days=days)}T00:00:00",
            "timeZone": "W. Europe Standard Time",
        },
        "availabilityViewInterval": 30,
        **other,
    }


async def test_every_weekly_meeting_is_in_the_free_busy(
    graph: GraphHttp, sandbox: Sandbox, week: date
) -> None:
    reply = await graph.send(
        "POST", PATH, question(week, CHIEF), headers={"Prefer": 'outlook.timezone="W. Europe Standard Time"'}
    )
    [schedule] = reply.value
    meetings = [
        each
        for each in sandbox.tenant.company.weekly
        if each.weekday == "Mon" and CHIEF in (each.organizer, *each.attendees)
    ]
    assert meetings
    own = {each.start for each in meetings if each.organizer == CHIEF}
    assert own <= {item["start"]["dateTime"][11:16] for item in schedule["scheduleItems"]}
    assert len(schedule["scheduleItems"]) == len(meetings)
    assert len(schedule["availabilityView"]) == 48


async def test_the_digits_say_the_strongest_status(graph: GraphHttp, week: date) -> None:
    saturday = week + timedelta(days=5)  # never a day of 23 or 25 hours
    for show_as, at, until in (
        ("tentative", "20:00", "21:00"),
        ("busy", "20:30", "21:00"),
        ("oof", "21:00", "21:15"),
    ):
        await graph.post(f"/users/{CHIEF}/events", event(saturday, at=at, until=until, showAs=show_as))
    reply = await graph.post(PATH, question(saturday, CHIEF))
    assert reply.value[0]["availabilityView"] == "0" * 40 + "123" + "0" * 5


async def test_an_invitation_blocks_tentatively_until_accepted_and_a_room_at_once(
    graph: GraphHttp, week: date
) -> None:
    saturday = week + timedelta(days=5)
    meeting = event(saturday, GUESTS[0])
    await graph.post(
        f"/users/{CHIEF}/events", {**meeting, "attendees": [*meeting["attendees"], attendee(ROOM)]}
    )
    reply = await graph.post(PATH, question(saturday, CHIEF, GUESTS[0], ROOM))
    assert [each["availabilityView"][42:44] for each in reply.value] == ["22", "11", "22"]


async def test_a_private_event_hides_its_subject(graph: GraphHttp, week: date) -> None:
    saturday = week + timedelta(days=5)
    await graph.post(f"/users/{CHIEF}/events", event(saturday, sensitivity="private"))
    [item] = (await graph.post(PATH, question(saturday, CHIEF))).value[0]["scheduleItems"]
    assert item["isPrivate"]
    assert "subject" not in item


async def test_a_mailbox_that_cannot_be_read_has_its_error_inside(
    graph: GraphHttp, sandbox: Sandbox, week: date
) -> None:
    stranger = sandbox.tenant.company.external[0]
    reply = await graph.post(PATH, question(week, CHIEF, stranger))
    known, unknown = reply.value
    assert reply.status == 200
    assert "error" not in known
    assert unknown["scheduleId"] == stranger
    assert unknown["error"]["responseCode"] == "ErrorMailRecipientNotFound"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"schedules": [f"p{n}@tidewell.example" for n in range(21)]}, "ErrorMailboxDataArrayTooBig"),
        ({"schedules": []}, "ErrorInvalidParameter"),
        ({"availabilityViewInterval": 4}, "ErrorInvalidMergedFreeBusyInterval"),
        ({"availabilityViewInterval": 1441}, "ErrorInvalidMergedFreeBusyInterval"),
        ({"endTime": {"dateTime": "2020-01-01T00:00:00", "timeZone": "UTC"}}, "ErrorInvalidTimeInterval"),
        ({"endTime": {"dateTime": "2031-01-01T00:00:00", "timeZone": "UTC"}}, "ErrorTimeIntervalTooBig"),
    ],
)
async def test_questions_out_of_bounds_are_refused(graph: GraphHttp, change: Json, code: str) -> None:
    reply = await graph.send("POST", PATH, {**question(date(2027, 1, 4), CHIEF), **change}, wrong=True)
    assert (reply.status, reply.error) == (400, code)


async def test_two_weeks_of_everybody_are_answered_quickly(
    graph: GraphHttp, sandbox: Sandbox, week: date
) -> None:
    emails = sorted(sandbox.tenant.mailboxes.owners)
    questions = [question(week, *emails[n : n + 20], days=14) for n in range(0, len(emails), 20)]
    parts = [
        {
            "id": str(n),
            "method": "POST",
            "url": PATH,
            "body": each,
            "headers": {"Content-Type": "application/json"},
        }
        for n, each in enumerate(questions)
    ]
    url = f"{sandbox.tenant.base_url}/v1.0/$batch"
    headers = {"Authorization": f"Bearer {graph.token}"}
    async with graph.session.post(url, json={"requests": parts}, headers=headers) as response:
        answers = (await response.json())["responses"]
    assert sum(len(each["body"]["value"]) for each in answers) == len(emails)


async def test_working_hours_carry_windows_zone_names(graph: GraphHttp, sandbox: Sandbox) -> None:
    person = next(each for each in sandbox.tenant.company.people if each.time_zone == "Asia/Kolkata")
    settings = (await graph.get(f"/users/{person.email}/mailboxSettings")).body
    assert settings["timeZone"] == "India Standard Time"
    assert settings["workingHours"]["timeZone"]["name"] == "India Standard Time"
    assert settings["workingHours"]["startTime"] == f"{person.work_start}:00.0000000"
    assert settings["workingHours"]["daysOfWeek"][0] == "monday"
    reply = await graph.post(PATH, question(date(2027, 1, 4), person.email))
    assert reply.value[0]["workingHours"] == settings["workingHours"]


async def test_weekly_meetings_keep_their_hour_across_daylight_saving(
    graph: GraphHttp, sandbox: Sandbox
) -> None:
    weekly = next(each for each in sandbox.tenant.company.weekly if each.organizer == CHIEF)
    view = {"startDateTime": "2027-03-22T00:00:00Z", "endDateTime": "2027-04-05T00:00:00Z", "$top": "500"}
    found = (await graph.get(f"/users/{CHIEF}/calendarView", view)).value
    starts = [each["start"]["dateTime"][:19] for each in found if each["subject"] == weekly.subject]
    hours = {
        f"{datetime.fromisoformat(f'{start}+00:00').astimezone(ZoneInfo('Europe/Berlin')):%H:%M}"
        for start in starts
    }
    assert len(starts) == 2
    assert hours == {weekly.start}
    assert len({start[11:] for start in starts}) == 2
