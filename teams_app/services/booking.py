"""A share meeting in Outlook: its event, booked once, and cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from sqlalchemy.ext.asyncio import AsyncSession

from graph.values import Attendee, AttendeeKind, Event, NewEvent
from teams_app.okr import MeetingState, Objective, Role, ShareMeeting, UnitKind
from teams_app.okr.agenda import session_order
from teams_app.services.effects import FindLink
from teams_app.services.watching import read_soon
from teams_app.services.world import World
from teams_app.storage.queries import goals, org, sharing

CATEGORY = "OKR Share"
LONGEST_AGENDA = 200  # OKRs; an event's body is no place for more
PROMISE = "We share what we committed to, who is in it, what we need, and what challenges us."


async def book(world: World, meeting_id: int, *, is_again: bool = False) -> None:
    """Create the event of a share meeting; doing it again changes nothing.

    :param is_again: it was begun before, and nobody knows how far it came.
    :raises GraphError: Graph refused, or could not be reached.
    """
    async with world.database.transaction() as session:
        meeting = await sharing.meeting_to_book(session, meeting_id)
        if meeting is None or meeting.state is not MeetingState.BOOKING:
            return
        event = new_event(meeting, await agenda_of(session, meeting))
        organizer = meeting.organizer.object_id or meeting.organizer.email
    created = await world.calendars.create_event(organizer, event, is_again=is_again)
    async with world.database.transaction() as session:
        await _note_booked(session, world, meeting_id, created)
        await read_soon(session, world.jobs, meeting_id)


async def cancel(world: World, meeting_id: int) -> None:
    """Cancel the event of a share meeting, if it has one.

    :raises GraphError: as ``book``.
    """
    async with world.database.transaction() as session:
        meeting = await sharing.meeting_to_book(session, meeting_id)
        if meeting is None or meeting.state is not MeetingState.CANCELLING:
            return
        organizer, event_id = meeting.organizer.object_id or meeting.organizer.email, meeting.event_id
        note = f"The share week of {meeting.week.cycle.name} was cancelled."
    if event_id:
        await world.calendars.cancel_event(organizer, event_id, note)
    async with world.database.transaction() as session:
        meeting = await session.get_one(ShareMeeting, meeting_id, with_for_update=True)
        meeting.state, meeting.event_id = MeetingState.CANCELLED, None
        meeting.join_url = meeting.chat_id = None
        meeting.version += 1


async def note_problem(session: AsyncSession, meeting_id: int, problem: str) -> None:
    """It could not be booked or cancelled for good; the week card tells why."""
    meeting = await session.get_one(ShareMeeting, meeting_id)
    meeting.problem = problem


async def agenda_of(session: AsyncSession, meeting: ShareMeeting) -> list[Objective]:
    """The OKRs of a session in their order: the unit's, and those below that contribute to them."""
    units = await org.units_with_members(session)
    below = [unit.id for unit in units if unit.parent_id == meeting.unit_id]
    ids = [meeting.unit_id, *below]
    objectives = await goals.objectives_of_units(session, meeting.week.cycle_id, ids)
    return session_order(objectives, meeting.unit_id)


def new_event(meeting: ShareMeeting, agenda: Iterable[Objective]) -> NewEvent:
    """What is created in the organizer's calendar; ``meeting`` is loaded and placed."""
    assert meeting.starts_at is not None  # noqa: S101 - the state says that it is placed
    assert meeting.ends_at is not None  # noqa: S101
    return NewEvent(
        transaction_id=meeting.transaction_id,
        key=meeting.transaction_id,
        subject=subject(meeting),
        body_html=body(meeting, list(agenda)),
        start=meeting.starts_at,
        end=meeting.ends_at,
        attendees=tuple(_attendees(meeting)),
        location=location(meeting),
        categories=(CATEGORY,),
    )


def subject(meeting: ShareMeeting) -> str:
    cycle = meeting.week.cycle.name
    if meeting.unit.kind is UnitKind.ORGANIZATION:
        return f"Leadership share meeting, {cycle}"
    return f"{meeting.unit.name} share meeting, {cycle}"


def location(meeting: ShareMeeting) -> str:
    """The room and where it is; "" for a meeting without one."""
    return meeting.booked_room.place if meeting.booked_room else ""


def body(meeting: ShareMeeting, agenda: list[Objective]) -> str:
    """The agenda as HTML; people's text is escaped."""
    shown = agenda[:LONGEST_AGENDA]
    items = "".join(
        f"<li>{escape(one.title)} <span style='color:#616161'>({escape(one.owner.name)}, "
        f"{escape(one.unit.name)})</span></li>"
        for one in shown
    )
    more = f"<p>and {len(agenda) - len(shown)} more.</p>" if len(agenda) > len(shown) else ""
    listed = f"<ol>{items}</ol>{more}" if shown else "<p>No OKR is ready to be shared yet.</p>"
    return (
        f"<p>Share meeting of <b>{escape(meeting.unit.name)}</b>, {escape(meeting.week.cycle.name)}. "
        f"{PROMISE}</p>{_represented(meeting)}<h3>Agenda</h3>{listed}"
    )


def _represented(meeting: ShareMeeting) -> str:
    if not meeting.not_invited:
        return ""
    return (
        f"<p>You take part for a unit of {len(meeting.invitees) + meeting.not_invited:,} people. "
        "The others get the recording in the unit's channel.</p>"
    )


def _attendees(meeting: ShareMeeting) -> Iterable[Attendee]:
    """Everybody but the organizer, whose calendar the event is in; and the room."""
    if meeting.booked_room:
        yield Attendee(meeting.booked_room.email, meeting.booked_room.name, AttendeeKind.ROOM)
    for invitee in meeting.invitees:
        if invitee.person_id != meeting.organizer_id:
            kind = AttendeeKind.REQUIRED if invitee.role is Role.REQUIRED else AttendeeKind.OPTIONAL
            yield Attendee(invitee.person.email, invitee.person.name, kind)


async def _note_booked(session: AsyncSession, world: World, meeting_id: int, event: Event) -> None:
    """A week that was cancelled meanwhile keeps its state; its own job finds the event's id here."""
    meeting = await session.get_one(ShareMeeting, meeting_id, with_for_update=True)
    meeting.event_id, meeting.join_url, meeting.problem = event.id, event.join_url, None
    meeting.chat_id = None
    if meeting.state is MeetingState.BOOKING:
        meeting.state = MeetingState.BOOKED
        await world.jobs.enqueue(session, [FindLink(meeting_id)])
