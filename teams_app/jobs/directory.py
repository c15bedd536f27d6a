"""The nightly reading of the directory; ``okr-share directory sync`` does the same on demand."""

from __future__ import annotations

from datetime import UTC, datetime

import structlog
from procrastinate import JobContext

from teams_app.errors import BadInput, Conflict, SettingsFault
from teams_app.jobs.context import world_of
from teams_app.jobs.retry import Backoff
from teams_app.services.directory.sync import sync_directory
from teams_app.services.world import World

# Graph is away at night now and then; an hour later is early enough for the morning.
BACKOFF = Backoff(attempts=6, first=60, longest=1800)

log = structlog.get_logger(__name__)


async def nightly(context: JobContext, timestamp: int) -> None:
    """By the clock each hour; it reads in the hour that the settings name.

    What an administrator has to decide is not tried again: ``okr-share directory show`` tells of it.

    :raises Unavailable: Graph or the database is away; it is tried again.
    """
    await read_at(world_of(context), datetime.fromtimestamp(timestamp, UTC))


async def read_at(world: World, moment: datetime) -> None:
    """Read the directory, if it is time to."""
    if moment.hour != world.settings.directory_hour:
        return
    try:
        report = await sync_directory(world)
    except (BadInput, Conflict, SettingsFault) as error:
        log.error("directory_not_read", reason=str(error))  # noqa: TRY400  # a sentence, not a fault of ours
        return
    log.info("directory_read", **{topic.value: len(lines) for topic, lines in report.entries.items()})
