"""Keep to Teams' rates; the state is in the database and shared by all workers."""

from __future__ import annotations

import asyncio

from teams_app.services.world import World
from teams_app.storage.rate_limits import TENANT_LIMIT, THREAD_LIMITS, Draw, take


async def pace(world: World, conversation_id: str) -> None:
    """Wait until one more message may go to a conversation."""
    draws = [Draw(limit, conversation_id) for limit in THREAD_LIMITS]
    draws.append(Draw(TENANT_LIMIT, world.settings.tenant_id))
    while wait := await _take(world, draws):  # noqa: ASYNC110 - what is awaited is time
        await asyncio.sleep(wait)


async def _take(world: World, draws: list[Draw]) -> float:
    async with world.database.transaction() as session:
        return await take(session, draws)
