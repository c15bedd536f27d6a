"""The Teams meeting behind a booked share meeting: its join link, which may come late, and its chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from graph.errors import Forbidden, NotFound
from graph.values import Event
from teams_app.errors import Unavailable
from teams_app.okr import MeetingState, ShareMeeting
from teams_app.services.effects import FindLink, InstallInChat
from teams_app.services.world import World
from teams_app.storage.queries import sharing

NO_TEAMS = (
    "Outlook made no Teams meeting in the calendar of {name}. Let an administrator check that the mailbox "
    "has a Teams licence and may hold Teams meetings; then cancel the share week's part and book it again."
)
LATE = "Teams has given no join link yet. It is asked for again every hour."
NO_POLICY = (
    "The meeting's chat cannot be read: no application access policy covers {name}. The README tells how an "
    "administrator grants it; after that it can take hours."
)


@dataclass(frozen=True)
class Booked:
    """What was known of a booked meeting when the question was asked."""

    unit: str
    organizer: str  # object id
    name: str
    event_id: str
    join_url: str | None
    chat_id: str | None


async def find(world: World, meeting_id: int) -> None:
    """Ask for the join link and the chat of a booked meeting; what is known already is not asked for.

    :raises Unavailable: one of them is not there yet.
    :raises GraphError: Graph refused, or could not be reached.
    """
    async with world.database.transaction() as session:
        booked = await _booked(session, meeting_id)
    if booked is None or (booked.join_url and booked.chat_id):
        return
    try:
        event = await world.calendars.event(booked.organizer, booked.event_id)
    except NotFound:  # cancelled meanwhile, here or in Outlook; who watches the event tells it
        return
    problem, chat = await _chat(world, booked, event)
    async with world.database.transaction() as session:
        await _note(session, meeting_id, booked.event_id, event.join_url, chat, problem)
        if chat:
            await world.jobs.enqueue(session, [InstallInChat(chat, booked.unit)])
    if event.is_online and not chat:
        raise Unavailable(problem or LATE)


async def enqueue_missing(session: AsyncSession, world: World) -> int:
    """Look again for the links of all meetings to come that lack one; how many there are."""
    missing: Sequence[int] = await sharing.without_link(session, world.clock())
    await world.jobs.enqueue(session, [FindLink(meeting_id) for meeting_id in missing])
    return len(missing)


async def _chat(world: World, booked: Booked, event: Event) -> tuple[str | None, str | None]:
    """What is wrong, if anything, and the chat, if it is known."""
    if not event.is_online:
        return NO_TEAMS.format(name=booked.name), None
    if not event.join_url:
        return LATE, None
    try:
        return None, await world.online_meetings.chat_of(booked.organizer, event.join_url)
    except Forbidden:
        return NO_POLICY.format(name=booked.name), None


async def _booked(session: AsyncSession, meeting_id: int) -> Booked | None:
    meeting = await sharing.meeting_to_book(session, meeting_id)
    if meeting is None or not meeting.event_id or meeting.state is not MeetingState.BOOKED:
        return None
    organizer = meeting.organizer
    known = organizer.object_id or organizer.email
    return Booked(
        meeting.unit.name, known, organizer.name, meeting.event_id, meeting.join_url, meeting.chat_id
    )


async def _note(
    session: AsyncSession,
    meeting_id: int,
    event_id: str,
    join_url: str | None,
    chat_id: str | None,
    problem: str | None,
) -> None:
    """Unless the meeting has another event by now."""
    meeting = await session.get_one(ShareMeeting, meeting_id, with_for_update=True)
    if meeting.event_id == event_id:
        meeting.join_url, meeting.chat_id = join_url or meeting.join_url, chat_id
        meeting.problem = problem
