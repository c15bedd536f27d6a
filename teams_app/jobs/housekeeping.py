"""What a worker does by the clock: it picks up what a killed worker or a failed place left behind."""

from __future__ import annotations

import structlog
from procrastinate import JobContext

from teams_app.jobs.context import world_of
from teams_app.services import cards
from teams_app.storage.mailbox_turns import forget_turns
from teams_app.storage.rate_limits import forget

log = structlog.get_logger(__name__)


async def retry_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - given by the clock
    """Jobs of a worker that was killed begin again."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        log.warning("job_stalled", task=job.task_name, job=job.id)
        await manager.retry_job(job)


async def revive_places(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - given by the clock
    """Places that were parked are tried again."""
    world = world_of(context)
    async with world.database.transaction() as session:
        waiting = await cards.revive_places(session, world.jobs)
    if waiting:
        log.info("cards_wait", count=waiting)


async def forget_limits(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - given by the clock
    """What nobody has asked for lately is not counted any more."""
    async with world_of(context).database.transaction() as session:
        await forget(session)
        await forget_turns(session)
