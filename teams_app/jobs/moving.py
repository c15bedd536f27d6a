"""Plan a change of a share week and show its moves; bring the events of moved meetings along."""

from __future__ import annotations

import structlog
from procrastinate import JobContext

from graph.errors import GraphError
from teams_app.cards import Links, change_card
from teams_app.errors import OkrError
from teams_app.jobs.context import world_of
from teams_app.jobs.pace import pace
from teams_app.jobs.retry import Backoff
from teams_app.okr import Place
from teams_app.services import booking, installations, moving, places, replanning
from teams_app.services.cards import address_of
from teams_app.services.ports import Json, PlaceGone
from teams_app.services.week import mending
from teams_app.services.world import World

log = structlog.get_logger(__name__)
BACKOFF = Backoff()


async def plan_change(context: JobContext, change_id: int, place_id: int | None) -> None:
    """Whoever asked always gets an answer; where it is not theirs to decide, organizers get it too."""
    world = world_of(context)
    change = await mending.plan(world, change_id)
    async with world.database.transaction() as session:
        to_tell = await replanning.places_to_tell(session, change, place_id)
    for place, person in to_tell:
        zone = person.time_zone if person else "UTC"
        await _send(world, place, change_card(change, Links(world.settings.app_id), zone))


async def move_meeting(context: JobContext, meeting_id: int) -> None:
    """What fails for good is noted at the meeting, where the organizer sees it."""
    world = world_of(context)
    try:
        await moving.move(world, meeting_id)
    except (GraphError, OkrError) as error:
        if BACKOFF.is_last(error, context.job.attempts):
            log.warning("move_failed", meeting=meeting_id, reason=str(error))
            async with world.database.transaction() as session:
                await booking.note_problem(session, meeting_id, str(error))
        raise


async def _send(world: World, place: Place, card: Json) -> None:
    """A place that is gone, or has no app, keeps nobody else from being told."""
    async with world.database.transaction() as session:
        absence = await installations.absence(session, place)
    if absence is not None:
        log.warning("place_without_app", place=place.id, reason=absence)
        return
    address = address_of(place)
    await pace(world, address.conversation_id)
    try:
        await world.messenger.send_card(address, card)
    except PlaceGone as error:
        log.warning("place_gone", place=place.id, reason=str(error))
        async with world.database.transaction() as session:
            await places.mark_gone(session, address.conversation_id)
