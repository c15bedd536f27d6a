"""Rooms of a share week: which meetings get one, and what is booked."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations

from sqlalchemy import select, update

from graph.values import NewEvent
from teams_app.okr import Invitee, MeetingState, Person, Role, Room, ShareMeeting, ShareWeek, Unit
from teams_app.services import share_week
from teams_app.services.effects import WeekRequest
from tests.integration.week.conftest import Tidewell
from tests.integration.week.replanned import booked, of

BERLIN = "Europe/Berlin"
OAK = "oak.room@tidewell.example"


async def proposed(tidewell: Tidewell) -> ShareWeek:
    await share_week.propose(tidewell.world, WeekRequest())
    async with tidewell.world.database.transaction() as session:
        week = await share_week.current(session)
    assert week is not None
    return week


async def rooms(tidewell: Tidewell) -> dict[str, Room]:
    async with tidewell.world.database.transaction() as session:
        return {room.name: room for room in await session.scalars(select(Room))}


def required(meeting: ShareMeeting) -> list[Person]:
    return [one.person for one in meeting.invitees if one.role is Role.REQUIRED]


def in_berlin(meeting: ShareMeeting) -> bool:
    people = required(meeting)
    return 2 * sum(person.time_zone == BERLIN for person in people) > len(people)


def overlap(one: ShareMeeting, other: ShareMeeting) -> bool:
    times = one.starts_at, one.ends_at, other.starts_at, other.ends_at
    start, end, other_start, other_end = [time for time in times if time]
    return start < other_end and other_start < end


async def fill(tidewell: Tidewell, room: Room, week: ShareWeek) -> None:
    """Something of somebody else's is in the room all week."""
    start = min(meeting.starts_at for meeting in week.meetings if meeting.starts_at) - timedelta(days=3)
    all_week = NewEvent(room.email, room.email, "Painting", "", start, start + timedelta(days=14), ())
    await tidewell.world.calendars.create_event(room.email, all_week)


async def test_those_who_are_mostly_where_the_rooms_are_meet_in_one_that_seats_them(
    tidewell: Tidewell,
) -> None:
    week, known = await proposed(tidewell), await rooms(tidewell)
    with_room = [meeting for meeting in week.meetings if meeting.room]
    assert {meeting.unit.key for meeting in with_room} == {m.unit.key for m in week.meetings if in_berlin(m)}
    for meeting in with_room:
        assert known[meeting.room or ""].time_zone == BERLIN
        assert known[meeting.room or ""].capacity >= len(required(meeting))


async def test_no_room_is_used_twice_at_once(tidewell: Tidewell) -> None:
    week = await proposed(tidewell)
    with_room = [meeting for meeting in week.meetings if meeting.room]
    assert not [1 for a, b in combinations(with_room, 2) if a.room == b.room and overlap(a, b)]


async def test_the_room_is_invited_and_is_where_the_event_is(tidewell: Tidewell) -> None:
    meeting = of(await booked(tidewell), "onboarding")
    mailboxes = tidewell.sandbox.tenant.mailboxes
    event = next(one for one in mailboxes.meetings() if one.transaction_id == meeting.transaction_id)
    room = (await rooms(tidewell))[meeting.room or ""]
    answers = {one.email: one.response for one in event.invitees if one.kind == "resource"}
    assert answers == {room.email: "accepted"}
    assert event.locations[0]["displayName"] == f"{room.name}, Berlin"


async def test_a_meeting_without_a_room_has_no_place(tidewell: Tidewell) -> None:
    meeting = of(await booked(tidewell), "support")
    events = tidewell.sandbox.tenant.mailboxes.meetings()
    event = next(one for one in events if one.transaction_id == meeting.transaction_id)
    assert not [one for one in event.invitees if one.kind == "resource"]


async def test_what_the_file_says_of_a_unit_counts(tidewell: Tidewell) -> None:
    async with tidewell.world.database.transaction() as session:
        await session.execute(update(Unit).where(Unit.key == "product").values(needs_room=False))
        await session.execute(update(Unit).where(Unit.key == "support").values(needs_room=True))
    week = await proposed(tidewell)
    assert of(week, "product").room is None
    assert of(week, "support").room is not None


async def test_a_room_whose_calendar_cannot_be_read_is_not_offered(tidewell: Tidewell) -> None:
    async with tidewell.world.database.transaction() as session:
        await session.execute(update(Room).where(Room.email == OAK).values(email="gone@tidewell.example"))
    week = await proposed(tidewell)
    assert (week.unread_rooms, week.unread_mailboxes) == (1, 0)
    assert "Oak room" not in {meeting.room for meeting in week.meetings}


async def test_who_finds_no_room_meets_without_unless_the_file_says_it_is_a_must(tidewell: Tidewell) -> None:
    async with tidewell.world.database.transaction() as session:
        await session.execute(update(Unit).where(Unit.key == "finance").values(needs_room=True))
    before = await proposed(tidewell)
    for room in (await rooms(tidewell)).values():
        await fill(tidewell, room, before)
    week = await proposed(tidewell)
    unplaced = [meeting for meeting in week.meetings if meeting.state is MeetingState.UNPLACED]
    assert [meeting.unit.key for meeting in unplaced] == ["finance"]
    assert "room" in unplaced[0].unplaced_reason
    assert not any(meeting.room for meeting in week.meetings)


async def test_a_room_of_no_capacity_is_out_of_use(tidewell: Tidewell) -> None:
    async with tidewell.world.database.transaction() as session:
        await session.execute(update(Room).values(capacity=0))
    assert not any(meeting.room for meeting in (await proposed(tidewell)).meetings)


async def test_a_room_that_gets_another_name_keeps_its_meetings(tidewell: Tidewell) -> None:
    week = await proposed(tidewell)
    name = of(week, "product").room
    async with tidewell.world.database.transaction() as session:
        room = (await session.scalars(select(Room).where(Room.name == name))).one()
        room.name = "Maple room"
    async with tidewell.world.database.transaction() as session:
        asked = select(Invitee.person_id).join(Invitee.meeting).where(ShareMeeting.room == "Maple room")
        assert (await session.scalars(asked)).all()
