"""Book and cancel the events of share meetings, one job each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

import structlog
from procrastinate import JobContext

from graph.errors import GraphError
from teams_app.errors import Unavailable
from teams_app.jobs.context import world_of
from teams_app.jobs.retry import Backoff
from teams_app.services import booking
from teams_app.services.world import World

log = structlog.get_logger(__name__)
BACKOFF = Backoff()


async def book_meeting(context: JobContext, meeting_id: int) -> None:
    is_again = context.job.attempts > 0
    await _or_note_problem(context, meeting_id, partial(booking.book, is_again=is_again))


async def cancel_meeting(context: JobContext, meeting_id: int) -> None:
    await _or_note_problem(context, meeting_id, booking.cancel)


async def _or_note_problem(
    context: JobContext, meeting_id: int, act: Callable[[World, int], Awaitable[None]]
) -> None:
    """What fails for good is noted at the meeting, where the organizer sees it."""
    world = world_of(context)
    try:
        await act(world, meeting_id)
    except (GraphError, Unavailable) as error:
        if BACKOFF.is_last(error, context.job.attempts):
            log.warning("event_failed", meeting=meeting_id, reason=str(error))
            async with world.database.transaction() as session:
                await booking.note_problem(session, meeting_id, str(error))
        raise
