"""Commands that use the database: settings, loop, and a world for as long as the command takes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from teams_app.config import Settings, load_settings
from teams_app.logs import configure_logs
from teams_app.services.world import World
from teams_app.storage.database import Database, check_reachable, open_database
from teams_app.storage.location import database_url

Answer = TypeVar("Answer")


def with_world(act: Callable[[World], Awaitable[Answer]]) -> Answer:
    """Run with everything, Microsoft Graph included.

    :raises OkrError: settings, database or the act itself.
    """
    # Importing the SDKs takes a second, which `--help` and the commands that need no tenant do without.
    from teams_app.app import open_world  # noqa: PLC0415

    settings = load_settings()
    configure_logs("WARNING")

    async def run() -> Answer:
        with database_url(settings) as url:
            async with open_world(settings, url) as (world, _):
                return await act(world)

    return asyncio.run(run())


def with_database(act: Callable[[Database], Awaitable[Answer]]) -> Answer:
    """Run with the database alone.

    :raises OkrError: settings, database or the act itself.
    """
    settings = load_settings()

    async def run() -> Answer:
        async with _database(settings) as database:
            return await act(database)

    return asyncio.run(run())


@asynccontextmanager
async def _database(settings: Settings) -> AsyncGenerator[Database]:
    with database_url(settings) as url:
        database = open_database(url)
        try:
            await check_reachable(database)
            yield database
        finally:
            await database.close()
