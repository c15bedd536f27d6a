"""Book a share meeting again after its event was deleted in Outlook; never done by itself."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.errors import NotAllowed, NotFound
from teams_app.okr import MeetingState, Person, ShareMeeting
from teams_app.okr.replanning import may_ask
from teams_app.services.effects import BookMeeting
from teams_app.services.ports import Clock, Jobs
from teams_app.services.share_week import meeting_to_explain
from teams_app.services.watching import watch
from teams_app.storage.queries import watching

NOT_YOURS = "Only organizers, and the leader of the unit, book its share meeting again."


async def book_again(
    session: AsyncSession, jobs: Jobs, person: Person, unit: str, clock: Clock, cycle_key: str | None = None
) -> ShareMeeting:
    """Everybody is invited to a new event at the planned time; asking again before that changes nothing.

    :raises NotFound, BadInput: no share meeting is named so, or several are.
    :raises NotAllowed: it is not for this person to do.
    :raises Conflict: its event was not deleted, or its time is over.
    """
    found = await meeting_to_explain(session, unit, cycle_key)
    if not may_ask(person, [found]):
        raise NotAllowed(NOT_YOURS)
    await watching.lock_weeks(session, [found.week_id])
    [meeting] = await watching.meetings_to_update(session, [found.id]) or [None]
    if meeting is None:
        raise NotFound(f"No share meeting of {found.unit.name} is planned.")
    if meeting.state is MeetingState.BOOKING:
        return meeting
    meeting.book_again(clock())
    await session.flush()
    await jobs.enqueue(session, [BookMeeting(meeting.id)])
    await watch(session, jobs, [meeting.organizer_id])
    return meeting
