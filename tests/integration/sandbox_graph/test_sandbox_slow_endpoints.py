"""An endpoint that is too slow is left out for a while; what happens meanwhile is lost, as with Graph."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer

from teams_app.sandbox.notifying.notifier import Notifier
from teams_app.sandbox.notifying.subscriptions import Subscription
from teams_app.sandbox.server import Sandbox
from tests.integration.sandbox_graph.invitations import CHIEF

WAIT_SECONDS = 30


@dataclass
class Endpoint:
    """Counts what arrives, and holds its answers back while the gate is closed."""

    url: str = ""
    arrived: int = 0
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.Response:
        await request.read()
        self.arrived += 1
        self.reached.set()
        await self.gate.wait()
        return web.Response(status=202)


@asynccontextmanager
async def subscribed(folder: Path, endpoint: Endpoint) -> AsyncGenerator[Notifier]:
    """A notifier of a tenant in which the endpoint hears of the chief's calendar."""
    application = web.Application()
    application.router.add_post("/", endpoint.handle)
    async with TestServer(application) as server, Sandbox(port=0, data_dir=folder) as sandbox:
        endpoint.url = str(server.make_url("/"))
        tenant = sandbox.tenant
        expires = tenant.clock() + timedelta(hours=1)
        subscription = Subscription(
            "s-1", CHIEF, "users/x/events", ("updated",), endpoint.url, "", "c", expires
        )
        tenant.subscriptions.add(subscription)
        notifier = Notifier(tenant)
        yield notifier
        endpoint.gate.set()
        await notifier.close()


async def test_a_slow_endpoint_is_left_out_for_a_while(tmp_path: Path) -> None:
    endpoint = Endpoint()
    async with subscribed(tmp_path, endpoint) as notifier:
        notifier.switches.turn({"patience": 0.2, "left_out": 600.0})
        notifier.changed(CHIEF, "entry", "updated")
        assert await notifier.idle(WAIT_SECONDS)
        assert (endpoint.arrived, notifier.sent, notifier.failed) == (1, 0, 1)
        endpoint.gate.set()
        notifier.changed(CHIEF, "entry", "updated")
        assert await notifier.idle(WAIT_SECONDS)
        assert (endpoint.arrived, notifier.failed) == (1, 2)


async def test_after_the_while_it_hears_again(tmp_path: Path) -> None:
    endpoint = Endpoint()
    async with subscribed(tmp_path, endpoint) as notifier:
        notifier.switches.turn({"patience": 0.2, "left_out": 0.0})
        notifier.changed(CHIEF, "entry", "updated")
        await asyncio.wait_for(endpoint.reached.wait(), WAIT_SECONDS)
        endpoint.gate.set()
        assert await notifier.idle(WAIT_SECONDS)
        notifier.changed(CHIEF, "entry", "updated")
        assert await notifier.idle(WAIT_SECONDS)
        assert notifier.failed == 0
        assert notifier.sent == 2
