"""Free/busy and events of the sample company, over real HTTP."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from graph.calendars import GraphCalendars
from graph.errors import NotFound, ServerFault
from graph.values import Attendee, AttendeeKind, NewEvent, Response
from teams_app.sandbox.server import Sandbox
from tests.integration.graph.exchanges import Journal

MONDAY = datetime(2026, 12, 7, tzinfo=UTC)
TWO_WEEKS = timedelta(days=14)
HELENA, DANA = "helena.brandt@tidewell.example", "dana.whitfield@tidewell.example"
BOOK = "POST /v1.0/users/*/events"
BOOKED = f"POST /v1.0/users/{HELENA.replace('@', '%40')}/events"
ROOM = "fjord.room@tidewell.example"


def new_event(key: str) -> NewEvent:
    start = datetime(2026, 12, 9, 9, tzinfo=UTC)
    return NewEvent(
        transaction_id=f"{key}-1",
        key=key,
        subject="A talk — „Größe“ 🚀",
        body_html="<p>Agenda &amp; <b>links</b></p>",
        start=start,
        end=start + timedelta(minutes=45),
        attendees=(
            Attendee(DANA, "Dana Whitfield"),
            Attendee("jo@partner.example", "Jo", AttendeeKind.OPTIONAL),
            Attendee(ROOM, "Fjord room", AttendeeKind.ROOM),
        ),
        location="Fjord room",
        categories=("Sharing",),
    )


async def test_everybody_for_two_weeks_is_one_round_trip(
    calendars: GraphCalendars, sandbox: Sandbox, journal: Journal
) -> None:
    emails = [person.email for person in sandbox.tenant.company.people if person.kind == "member"]
    found = await calendars.availability(emails, MONDAY, MONDAY + TWO_WEEKS, 15)
    assert len(emails) > 80
    assert journal.calls() == ["POST /v1.0/$batch"]
    assert [each.email for each in found] == emails
    assert {len(each.view) for each in found} == {14 * 24 * 4}
    assert any("2" in each.view for each in found)


async def test_working_hours_are_at_the_same_moments_as_those_of_the_mailbox(
    calendars: GraphCalendars, sandbox: Sandbox
) -> None:
    members = [person for person in sandbox.tenant.company.people if person.kind == "member"]
    emails = [person.email for person in members]
    found = await calendars.availability(emails, MONDAY, MONDAY + timedelta(days=1), 30)
    for person, availability in zip(members, found, strict=True):
        hours = availability.working_hours
        assert hours is not None
        assert (f"{hours.start:%H:%M}", f"{hours.end:%H:%M}") == (person.work_start, person.work_end)
        for moment in (MONDAY, MONDAY + timedelta(days=200)):  # winter and summer
            mailbox, ours = ZoneInfo(person.time_zone), ZoneInfo(hours.time_zone)
            assert moment.astimezone(mailbox).utcoffset() == moment.astimezone(ours).utcoffset()


async def test_a_mailbox_that_cannot_be_read_says_so_and_the_others_are_read(
    calendars: GraphCalendars,
) -> None:
    stranger = "nobody@elsewhere.example"
    found = await calendars.availability([HELENA, stranger], MONDAY, MONDAY + TWO_WEEKS, 30)
    assert found[0].problem == ""
    assert (found[1].email, found[1].view) == (stranger, "")
    assert stranger in found[1].problem


async def test_a_stranger_who_comes_first_does_not_spoil_the_others(
    calendars: GraphCalendars, sandbox: Sandbox
) -> None:
    members = [person.email for person in sandbox.tenant.company.people if person.kind == "member"]
    emails = ["a@elsewhere.example", *members[:19], "b@elsewhere.example", *members[19:25]]
    found = await calendars.availability(emails, MONDAY, MONDAY + timedelta(days=1), 30)
    assert [each.email for each in found if each.problem] == ["a@elsewhere.example", "b@elsewhere.example"]


async def test_when_nobody_can_be_read_the_reason_is_raised(
    calendars: GraphCalendars,
) -> None:
    with pytest.raises(NotFound):
        await calendars.availability(["a@elsewhere.example"], MONDAY, MONDAY + timedelta(days=1), 30)


async def test_a_name_is_given_back_as_it_was_asked(calendars: GraphCalendars) -> None:
    shouted = HELENA.upper()
    found = await calendars.availability([shouted, HELENA], MONDAY, MONDAY + timedelta(days=1), 30)
    assert [each.email for each in found] == [shouted, HELENA]
    assert found[0].view == found[1].view != ""


async def test_nobody_is_asked_about_nobody(calendars: GraphCalendars, journal: Journal) -> None:
    assert await calendars.availability([], MONDAY, MONDAY + timedelta(days=1), 30) == []
    assert journal.calls() == []


async def test_throttled_parts_of_free_busy_are_asked_again_alone(
    calendars: GraphCalendars, sandbox: Sandbox, journal: Journal
) -> None:
    match = "POST /v1.0/users/*/calendar/getSchedule"
    sandbox.tenant.faults.add([{"match": match, "times": 2, "status": 429, "retry_after": 0}])
    emails = [person.email for person in sandbox.tenant.company.people if person.kind == "member"]
    found = await calendars.availability(emails[:60], MONDAY, MONDAY + timedelta(days=1), 30)
    assert not any(each.problem for each in found)
    assert [len(each["request_body"]["requests"]) for each in journal.exchanges()] == [3, 2]


async def test_an_event_is_created_with_all_that_was_asked_for(
    calendars: GraphCalendars, sandbox: Sandbox, journal: Journal
) -> None:
    created = await calendars.create_event(HELENA, new_event("full"))
    assert created.join_url is not None
    assert created.join_url.startswith("https://teams.microsoft.com/")
    assert (created.start, created.end) == (new_event("").start, new_event("").end)
    assert created.responses.keys() == {DANA, "jo@partner.example", ROOM}
    assert created.responses[DANA] is Response.NONE
    sent = journal.exchanges()[0]["request_body"]
    assert (sent["isOnlineMeeting"], sent["onlineMeetingProvider"]) == (True, "teamsForBusiness")
    assert sent["start"]["timeZone"] == "UTC"
    assert [each["type"] for each in sent["attendees"]] == ["required", "optional", "resource"]
    assert sandbox.tenant.mailboxes.booked(HELENA, "full-1") is not None


async def test_creating_again_gives_the_same_event(calendars: GraphCalendars) -> None:
    first = await calendars.create_event(HELENA, new_event("again"))
    second = await calendars.create_event(HELENA, new_event("again"))
    assert first.id == second.id


async def test_a_lost_answer_makes_no_second_event(
    calendars: GraphCalendars, sandbox: Sandbox, journal: Journal
) -> None:
    sandbox.tenant.faults.add([{"match": "POST /v1.0/users/*/events", "drop_answer": True}])
    created = await calendars.create_event(HELENA, new_event("lost"))
    assert len(journal.calls()) == 2
    found = await calendars.find_event(HELENA, "lost")
    assert found is not None
    assert found.id == created.id


async def test_an_answer_that_was_lost_is_looked_up_before_anything_is_sent_again(
    calendars: GraphCalendars, sandbox: Sandbox, journal: Journal
) -> None:
    fault = {"match": BOOK, "status": 503, "after_effect": True}
    sandbox.tenant.faults.add([fault])
    created = await calendars.create_event(HELENA, new_event("after"))
    assert [call.split("?")[0] for call in journal.calls()] == [BOOKED, BOOKED.replace("POST", "GET")]
    assert created.join_url


async def test_a_create_that_failed_before_its_effect_is_raised_to_be_tried_later(
    calendars: GraphCalendars, sandbox: Sandbox
) -> None:
    sandbox.tenant.faults.add([{"match": BOOK, "status": 503}])
    with pytest.raises(ServerFault):
        await calendars.create_event(HELENA, new_event("before"))
    again = await calendars.create_event(HELENA, new_event("before"), is_again=True)
    assert again.subject == new_event("").subject


async def test_what_was_created_by_a_killed_process_is_found_and_not_created(
    calendars: GraphCalendars, journal: Journal
) -> None:
    created = await calendars.create_event(HELENA, new_event("killed"))
    again = await calendars.create_event(HELENA, new_event("killed"), is_again=True)
    assert again.id == created.id
    assert [call.split(" ")[0] for call in journal.calls()] == ["POST", "GET"]


async def test_a_throttled_create_waits_by_a_date_as_well(
    calendars: GraphCalendars, sandbox: Sandbox
) -> None:
    sandbox.tenant.faults.add([{"match": BOOK, "status": 429, "retry_after": 1, "retry_date": True}])
    assert await calendars.create_event(HELENA, new_event("by-date"))


async def test_an_event_is_found_by_its_key_in_its_organizers_calendar_only(
    calendars: GraphCalendars,
) -> None:
    created = await calendars.create_event(HELENA, new_event("o'key"))
    found = await calendars.find_event(HELENA, "o'key")
    assert found is not None
    assert found.id == created.id
    assert await calendars.find_event(DANA, "o'key") is None
    assert await calendars.find_event(HELENA, "another") is None


async def test_an_event_without_an_online_meeting_has_no_link(calendars: GraphCalendars) -> None:
    created = await calendars.create_event(HELENA, replace(new_event("offline"), is_online=False))
    assert created.join_url is None


async def test_cancelling_twice_is_cancelling_once(calendars: GraphCalendars) -> None:
    created = await calendars.create_event(HELENA, new_event("cancel"))
    assert not (await calendars.event(HELENA, created.id)).is_cancelled
    await calendars.cancel_event(HELENA, created.id, "Moved to next week")
    await calendars.cancel_event(HELENA, created.id, "Moved to next week")
    with pytest.raises(NotFound):
        await calendars.event(HELENA, created.id)


async def test_an_organizer_may_be_named_by_object_id(calendars: GraphCalendars, sandbox: Sandbox) -> None:
    helena = sandbox.tenant.company.by_email[HELENA]
    created = await calendars.create_event(helena.object_id, new_event("by-id"))
    assert (await calendars.event(HELENA, created.id)).subject == created.subject


async def test_an_organizer_without_a_mailbox_is_not_found(calendars: GraphCalendars) -> None:
    with pytest.raises(NotFound, match="POST /users/nobody"):
        await calendars.create_event("nobody@tidewell.example", new_event("nobody"))


async def test_a_naive_time_is_refused_before_anything_is_sent(
    calendars: GraphCalendars, journal: Journal
) -> None:
    naive = replace(new_event("naive"), start=datetime(2026, 12, 9, 9))  # noqa: DTZ001  # that is the test
    with pytest.raises(ValueError, match="no time zone"):
        await calendars.create_event(HELENA, naive)
    assert journal.calls() == []
