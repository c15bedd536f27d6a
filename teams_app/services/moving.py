"""A share meeting that moved: its event follows, as a change of the event that everybody has.

Several move at once, one into the room that another leaves. A room refuses what comes before it is left, so
an event waits outside: it leaves its own place, and takes the new room when that is free.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from graph.errors import NotFound as EventNotFound
from graph.values import AttendeeKind, Event, EventChange
from teams_app.errors import NotFound
from teams_app.okr import MeetingState, Room, ShareMeeting, WeekMove
from teams_app.services import booking
from teams_app.services.effects import MoveMeeting
from teams_app.services.watching import read_soon
from teams_app.services.world import World
from teams_app.storage.queries import replanning, sharing

GONE = "The event is not in the organizer's calendar any more: it was cancelled or deleted in Outlook."
STANDING = (MeetingState.MOVING, MeetingState.BOOKED)


@dataclass(frozen=True)
class Trip:
    """What is to be done about one event; ``waits`` while another is in its room."""

    organizer: str
    event_id: str
    change: EventChange
    room: str | None
    waits: bool


async def move(world: World, meeting_id: int) -> None:
    """Bring the event of a share meeting to its time, room and people; doing it again changes nothing.

    One that still waits to be booked is booked where it is now.

    :raises GraphError: Graph refused, or could not be reached.
    :raises NotFound: somebody has cancelled the event in Outlook.
    """
    await booking.book(world, meeting_id)
    async with world.database.transaction() as session:
        trip = await _trip(session, meeting_id)
    if trip is None:
        return
    try:
        event = await world.calendars.update_event(trip.organizer, trip.event_id, trip.change)
    except EventNotFound as error:
        raise NotFound(GONE) from error
    async with world.database.transaction() as session:
        await _note_moved(session, world, meeting_id, trip, event)


async def _trip(session: AsyncSession, meeting_id: int) -> Trip | None:
    """None where there is no event that could follow."""
    meeting = await sharing.meeting_to_book(session, meeting_id)
    if meeting is None or not meeting.event_id or meeting.state not in STANDING:
        return None
    waits = await _is_taken(session, meeting)
    moves = await replanning.moves_of_meeting(session, meeting_id)
    change = change_of(meeting, moves, await sharing.rooms(session), with_room=not waits)
    organizer = meeting.organizer.object_id or meeting.organizer.email
    return Trip(organizer, meeting.event_id, change, meeting.room, waits)


async def _is_taken(session: AsyncSession, meeting: ShareMeeting) -> bool:
    """Whether the event of another meeting is still to leave the room at this time."""
    if not (meeting.room and meeting.starts_at and meeting.ends_at):
        return False
    leaving = await replanning.leaving_room(session, meeting.room, meeting.id)
    spans = ((one.from_start, timedelta(minutes=one.meeting.minutes)) for one in leaving)
    start, end = meeting.starts_at, meeting.ends_at
    return any(begin < end and start < begin + length for begin, length in spans if begin)


def change_of(
    meeting: ShareMeeting, moves: Sequence[WeekMove], rooms: Iterable[Room], *, with_room: bool
) -> EventChange:
    """What the event is to be like; ``meeting`` and its confirmed ``moves`` are loaded with their people.

    Those who left, and rooms of before, are named, since whom somebody has added in Outlook stays invited.
    """
    wanted = booking.new_event(meeting, [])
    invited = tuple(one for one in wanted.attendees if with_room or one.kind is not AttendeeKind.ROOM)
    had = {move.from_room for move in moves}
    left = {one.person.email.lower() for move in moves for one in move.people}
    left |= {room.email.lower() for room in rooms if room.name in had}
    return EventChange(
        start=wanted.start,
        end=wanted.end,
        invited=invited,
        uninvited=tuple(sorted(left - {one.email.lower() for one in invited})),
        location=wanted.location if wanted.location or had - {None} else None,
    )


async def _note_moved(session: AsyncSession, world: World, meeting_id: int, trip: Trip, event: Event) -> None:
    """The event has left where it was; those who wait for its room may come.

    A meeting that was moved on meanwhile, or cancelled, keeps its state; its own job comes next.
    """
    meeting = await session.get_one(ShareMeeting, meeting_id, with_for_update=True)
    meeting.problem = None
    meeting.join_url = event.join_url or meeting.join_url
    there = (meeting.starts_at, meeting.ends_at, meeting.room) == (event.start, event.end, trip.room)
    if meeting.state is MeetingState.MOVING and there and not trip.waits:
        meeting.state = MeetingState.BOOKED
    left = [one for one in await replanning.moves_of_meeting(session, meeting_id) if one.carried_at is None]
    for one in left:
        one.carried_at = world.clock()
    rooms = [one.from_room for one in left if one.from_room]
    await read_soon(session, world.jobs, meeting_id)
    waiting = await replanning.moving_into(session, rooms, meeting_id)
    await world.jobs.enqueue(session, [MoveMeeting(other) for other in waiting])
