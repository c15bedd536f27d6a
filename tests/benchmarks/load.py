"""Sends activities as Teams does, several at a time, and waits for every answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from aiohttp import ClientSession

from tests.benchmarks.processes import Server

Json = dict[str, Any]
AT_ONCE = 4
GOOD = (200, 201, 202)


async def send(http: ClientSession, to: Server, activities: Iterable[Json]) -> None:
    """Each activity once.

    :raises RuntimeError: one was not accepted, so that nothing wrong is measured.
    """
    waiting = iter(activities)

    async def one_after_another() -> None:
        for activity in waiting:
            async with http.post(f"{to.url}/api/messages", json=activity) as response:
                if response.status not in GOOD:
                    raise RuntimeError(f"{response.status}: {await response.text()}")

    await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))


async def cpu_of(http: ClientSession, to: Server, activities: list[Json]) -> float:
    """Milliseconds of the server's CPU for each of the activities."""
    before = to.cpu_seconds()
    await send(http, to, activities)
    return (to.cpu_seconds() - before) / len(activities) * 1000
