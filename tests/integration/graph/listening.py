"""An endpoint of our own that Graph can notify; it keeps what it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer


@dataclass
class Listener:
    """What was posted, in order; ``refusals`` are answered with 503 before anything is taken."""

    url: str = ""
    told: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    refusals: int = 0
    echo: bool = True

    async def handle(self, request: web.Request) -> web.Response:
        token = request.query.get("validationToken")
        if token is not None:
            return web.Response(text=token if self.echo else "no")
        if self.refusals:
            self.refusals -= 1
            return web.Response(status=503)
        self.told += (await request.json())["value"]
        return web.Response(status=202)

    async def until(self, count: int) -> list[dict[str, Any]]:
        """Wait for so many notifications."""
        async with asyncio.timeout(10):
            while len(self.told) < count:  # noqa: ASYNC110 - they come by HTTP
                await asyncio.sleep(0.02)
        return self.told


@asynccontextmanager
async def listening() -> AsyncGenerator[Listener]:
    listener, application = Listener(), web.Application()
    application.router.add_post("/{path}", listener.handle)
    async with TestServer(application) as server:
        listener.url = str(server.make_url("")).rstrip("/")
        yield listener
