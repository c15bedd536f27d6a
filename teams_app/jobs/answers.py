"""Follow organizers' mailboxes: subscribe, read what has changed, and tell organizers what happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import structlog
from procrastinate import JobContext

from graph.errors import GraphError
from teams_app.cards import message_card
from teams_app.errors import Unavailable
from teams_app.jobs.context import world_of
from teams_app.jobs.pace import pace
from teams_app.jobs.retry import Backoff
from teams_app.okr import Place
from teams_app.services import places, watching
from teams_app.services.answers.reading import read_mailboxes
from teams_app.services.cards import address_of
from teams_app.services.outside import explained
from teams_app.services.ports import PlaceGone
from teams_app.services.world import World
from teams_app.storage.queries import watching as watched

log = structlog.get_logger(__name__)
BACKOFF = Backoff()


async def subscribe_mailbox(context: JobContext, mailbox_id: int) -> None:
    """What fails for good is noted, and tried again by the clock; answers are read meanwhile."""
    world = world_of(context)
    try:
        await watching.subscribe(world, mailbox_id)
    except (GraphError, Unavailable) as error:
        if not BACKOFF.is_last(error, context.job.attempts):
            raise
        reason = explained(error) if isinstance(error, GraphError) else str(error)
        log.warning("mailbox_not_subscribed", mailbox=mailbox_id, reason=reason)
        async with world.database.transaction() as session:
            await watching.note_problem(session, mailbox_id, reason)


async def read_mailbox(context: JobContext, mailbox_id: int) -> None:
    """One that cannot be read now is tried again, at last by the clock."""
    failed = await read_mailboxes(world_of(context), [mailbox_id])
    for error in failed.values():
        log.warning("mailbox_not_read", mailbox=mailbox_id, reason=str(error))
        if not BACKOFF.is_last(error, context.job.attempts):
            raise error


async def catch_up(context: JobContext) -> None:
    """After a start: whatever notifications missed."""
    world = world_of(context)
    async with world.database.transaction() as session:
        ids = await watched.to_read(session, None)
    await _read_all(world, ids)


async def follow_mailboxes(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - given by the clock
    """By the clock; see ``follow_all``."""
    await follow_all(world_of(context))


async def follow_all(world: World) -> None:
    """Renew subscriptions in time, end those that nobody needs, and read what was not read for a while."""
    async with world.database.transaction() as session:
        jobs = await watching.due(world, session)
        await world.jobs.enqueue(session, jobs)
        read_before = world.clock() - timedelta(minutes=world.settings.answers_minutes)
        ids = await watched.to_read(session, read_before)
    await _read_all(world, ids)


async def tell_place(context: JobContext, place_id: int, heading: str, words: str) -> None:
    """A place that is gone is told nothing."""
    world = world_of(context)
    async with world.database.transaction() as session:
        address = address_of(await session.get_one(Place, place_id))
    await pace(world, address.conversation_id)
    try:
        await world.messenger.send_card(address, message_card(heading, words))
    except PlaceGone as error:
        log.warning("place_gone", place=place_id, reason=str(error))
        async with world.database.transaction() as session:
            await places.mark_gone(session, address.conversation_id)


async def _read_all(world: World, ids: Sequence[int]) -> None:
    failed = await read_mailboxes(world, ids)
    for mailbox_id, error in failed.items():
        log.warning("mailbox_not_read", mailbox=mailbox_id, reason=str(error))
