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
from teams_app.services import booking, meeting_links
from teams_app.services.world import World

log = structlog.get_logger(__name__)
BACKOFF = Backoff()
LINK_BACKOFF = Backoff(attempts=6, first=5)  # after that the clock looks every hour


async def book_meeting(context: JobContext, meeting_id: int) -> None:
    is_again = context.job.attempts > 0
    await _or_note_problem(context, meeting_id, partial(booking.book, is_again=is_again))


async def cancel_meeting(context: JobContext, meeting_id: int) -> None:
    await _or_note_problem(context, meeting_id, booking.cancel)


async def find_link(context: JobContext, meeting_id: int) -> None:
    """Its problem, if there is one, stands at the meeting."""
    await meeting_links.find(world_of(context), meeting_id)


async def look_for_links(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - given by the clock
    """Join links and chats that had not come by themselves."""
    world = world_of(context)
    async with world.database.transaction() as session:
        if missing := await meeting_links.enqueue_missing(session, world):
            log.info("links_missing", count=missing)


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
