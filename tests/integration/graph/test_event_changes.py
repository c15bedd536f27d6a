"""An event that is there already gets another time, place and attendees; everything else of it stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from graph.calendars import GraphCalendars
from graph.errors import NotFound
from graph.values import Attendee, AttendeeKind, EventChange, NewEvent, Response
from teams_app.sandbox.graph.meetings import Meeting
from teams_app.sandbox.server import Sandbox
from tests.integration.graph.exchanges import Journal

AMINA, FELIX = "amina.diallo@tidewell.example", "felix.maurer@tidewell.example"
NOOR, ANJALI = "noor.haddad@tidewell.example", "anjali.rao@tidewell.example"
OAK, BIRCH = "oak.room@tidewell.example", "birch.room@tidewell.example"
TEN = datetime(2026, 12, 9, 10, tzinfo=UTC)
TWO = TEN + timedelta(hours=4)
LENGTH = timedelta(minutes=45)
TEAM = (Attendee(FELIX, "Felix Maurer"), Attendee(NOOR, "Noor Haddad", AttendeeKind.OPTIONAL))
IN_OAK = (*TEAM, Attendee(OAK, "Oak room", AttendeeKind.ROOM))


def new_event(key: str) -> NewEvent:
    return NewEvent(
        transaction_id=key,
        key=key,
        subject="Onboarding share meeting",
        body_html="<p>Agenda</p>",
        start=TEN,
        end=TEN + LENGTH,
        attendees=IN_OAK,
        location="Oak room",
        categories=("OKR Share",),
    )


def at(start: datetime) -> EventChange:
    return EventChange(start, start + LENGTH, IN_OAK)


async def booked(calendars: GraphCalendars, journal: Journal, key: str) -> str:
    """The id of a new event; what was said to Graph for it is forgotten."""
    created = await calendars.create_event(AMINA, new_event(key))
    journal.start_page()
    return created.id


def meeting_of(sandbox: Sandbox, key: str) -> Meeting:
    item = sandbox.tenant.mailboxes.booked(AMINA, key)
    assert item is not None
    return item.meeting


def answer(sandbox: Sandbox, key: str, email: str, response: str) -> None:
    uid = meeting_of(sandbox, key).uid
    mailboxes = sandbox.tenant.mailboxes
    item = next(each for each in mailboxes.items(email) if each.meeting.uid == uid)
    mailboxes.respond(item, response, sandbox.tenant.clock())


def starts(sandbox: Sandbox, key: str, email: str) -> list[datetime]:
    """When the meeting stands in somebody's calendar; more than once would be a double."""
    uid = meeting_of(sandbox, key).uid
    return [each.meeting.start for each in sandbox.tenant.mailboxes.items(email) if each.meeting.uid == uid]


async def test_a_moved_event_moves_in_everybodys_calendar_and_keeps_what_it_is(
    calendars: GraphCalendars, sandbox: Sandbox, journal: Journal
) -> None:
    event_id = await booked(calendars, journal, "moved")
    link, body = meeting_of(sandbox, "moved").online, meeting_of(sandbox, "moved").body
    changed = await calendars.update_event(AMINA, event_id, at(TWO))
    assert (changed.id, changed.start, changed.end) == (event_id, TWO, TWO + LENGTH)
    assert [starts(sandbox, "moved", who) for who in (AMINA, FELIX, NOOR, OAK)] == [[TWO]] * 4
    meeting = meeting_of(sandbox, "moved")
    assert (meeting.online, meeting.body, meeting.subject) == (link, body, "Onboarding share meeting")
    assert journal.exchanges()[1]["request_body"].keys() - {"@odata.type"} == {"start", "end"}


async def test_changing_it_again_sends_nothing_and_asks_nobody_again(
    calendars: GraphCalendars, sandbox: Sandbox, journal: Journal
) -> None:
    event_id = await booked(calendars, journal, "again")
    await calendars.update_event(AMINA, event_id, at(TWO))
    answer(sandbox, "again", FELIX, "accepted")
    journal.start_page()
    changed = await calendars.update_event(AMINA, event_id, at(TWO))
    assert changed.responses[FELIX] is Response.ACCEPTED
    assert [call.split()[0] for call in journal.calls()] == ["GET"]


async def test_a_lost_answer_is_asked_for_again_and_does_no_harm(
    calendars: GraphCalendars, sandbox: Sandbox, journal: Journal
) -> None:
    event_id = await booked(calendars, journal, "lost-change")
    sandbox.tenant.faults.add([{"match": "PATCH /v1.0/users/*/events/*", "drop_answer": True}])
    await calendars.update_event(AMINA, event_id, at(TWO))
    assert starts(sandbox, "lost-change", FELIX) == [TWO]


async def test_who_declined_is_invited_again_to_the_new_time(
    calendars: GraphCalendars, sandbox: Sandbox, journal: Journal
) -> None:
    event_id = await booked(calendars, journal, "declined")
    answer(sandbox, "declined", FELIX, "declined")
    assert starts(sandbox, "declined", FELIX) == []
    changed = await calendars.update_event(AMINA, event_id, at(TWO))
    assert starts(sandbox, "declined", FELIX) == [TWO]
    assert changed.responses[FELIX] is Response.NONE


async def test_people_join_and_leave_and_the_others_answers_stay(
    calendars: GraphCalendars, sandbox: Sandbox, journal: Journal
) -> None:
    event_id = await booked(calendars, journal, "people")
    answer(sandbox, "people", FELIX, "accepted")
    wanted = (TEAM[0], Attendee(ANJALI, "Anjali Rao"), IN_OAK[-1])
    changed = await calendars.update_event(AMINA, event_id, EventChange(TEN, TEN + LENGTH, wanted, (NOOR,)))
    assert changed.responses.keys() == {FELIX, ANJALI, OAK}
    assert changed.responses[FELIX] is Response.ACCEPTED
    assert [starts(sandbox, "people", who) for who in (NOOR, ANJALI)] == [[], [TEN]]


async def test_whom_somebody_added_by_hand_stays_invited(calendars: GraphCalendars, journal: Journal) -> None:
    event_id = await booked(calendars, journal, "by-hand")
    by_hand = EventChange(TEN, TEN + LENGTH, (Attendee("jo@partner.example", "Jo"),))
    await calendars.update_event(AMINA, event_id, by_hand)
    changed = await calendars.update_event(AMINA, event_id, at(TWO))
    assert "jo@partner.example" in changed.responses


async def test_another_room_is_booked_and_the_one_before_is_free(
    calendars: GraphCalendars, sandbox: Sandbox, journal: Journal
) -> None:
    event_id = await booked(calendars, journal, "room")
    rooms = (*TEAM, Attendee(BIRCH, "Birch room", AttendeeKind.ROOM))
    change = EventChange(TEN, TEN + LENGTH, rooms, (OAK,), location="Birch room")
    changed = await calendars.update_event(AMINA, event_id, change)
    assert changed.responses[BIRCH] is Response.ACCEPTED
    assert [starts(sandbox, "room", who) for who in (OAK, BIRCH)] == [[], [TEN]]
    assert meeting_of(sandbox, "room").locations[0]["displayName"] == "Birch room"


async def test_somebody_required_can_become_optional(
    calendars: GraphCalendars, sandbox: Sandbox, journal: Journal
) -> None:
    event_id = await booked(calendars, journal, "kind")
    optional = replace(TEAM[0], kind=AttendeeKind.OPTIONAL)
    await calendars.update_event(AMINA, event_id, EventChange(TEN, TEN + LENGTH, (optional,)))
    found = meeting_of(sandbox, "kind").invitee(FELIX)
    assert found is not None
    assert found.kind == "optional"


async def test_an_event_that_is_gone_is_not_found(calendars: GraphCalendars, journal: Journal) -> None:
    event_id = await booked(calendars, journal, "gone")
    await calendars.cancel_event(AMINA, event_id, "")
    with pytest.raises(NotFound):
        await calendars.update_event(AMINA, event_id, at(TWO))


async def test_our_part_of_the_body_changes_and_the_online_meeting_stays(
    calendars: GraphCalendars, sandbox: Sandbox, journal: Journal
) -> None:
    event_id = await booked(calendars, journal, "agenda")
    link = (await calendars.event(AMINA, event_id)).join_url
    meeting = meeting_of(sandbox, "agenda")
    meeting.body = meeting.body.replace("<body>", "<body><p>Bring cake</p>")
    change = replace(at(TEN), body_html="<ol><li>First &amp; last</li></ol>")
    assert (await calendars.update_event(AMINA, event_id, change)).join_url == link
    assert "Bring cake" in meeting.body
    assert "First &amp; last" in meeting.body
    assert "<p>Agenda</p>" not in meeting.body
    assert link is not None
    assert "Join the meeting now" in meeting.body


async def test_a_body_that_is_as_wanted_is_not_sent(calendars: GraphCalendars, journal: Journal) -> None:
    event_id = await booked(calendars, journal, "same-agenda")
    await calendars.update_event(AMINA, event_id, replace(at(TEN), body_html="<p>Agenda</p>"))
    assert [call.split(" ")[0] for call in journal.calls()] == ["GET"]


async def test_a_body_that_somebody_wrote_anew_is_left_alone(
    calendars: GraphCalendars, sandbox: Sandbox, journal: Journal
) -> None:
    event_id = await booked(calendars, journal, "rewritten")
    meeting = meeting_of(sandbox, "rewritten")
    meeting.body = meeting.body.replace("client-body", "mine")
    await calendars.update_event(AMINA, event_id, replace(at(TEN), body_html="<p>New</p>"))
    assert "<p>Agenda</p>" in meeting.body
