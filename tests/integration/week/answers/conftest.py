"""Outlook of the stand-in tenant and our door for its notifications over HTTP, and a worker on demand."""

from __future__ import annotations

import socket
from collections.abc import AsyncGenerator, Generator

import pytest
from aiohttp import ClientSession, web

from teams_app import webhooks
from teams_app.config import Settings, load_settings
from teams_app.sandbox.server import Sandbox
from tests.integration.week.answers.outlook import Outlook
from tests.integration.week.conftest import Tidewell


@pytest.fixture
def listening() -> Generator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as opened:
        yield opened


@pytest.fixture
def settings(sandbox: Sandbox, listening: socket.socket) -> Settings:
    """The world's, with the address of our door."""
    values = {name.removeprefix("OKR_").lower(): value for name, value in sandbox.env.items()}
    return load_settings(**{**values, "public_url": f"http://127.0.0.1:{listening.getsockname()[1]}"})


@pytest.fixture
async def outlook(tidewell: Tidewell, listening: socket.socket) -> AsyncGenerator[Outlook]:
    app = web.Application()
    webhooks.add_routes(app, tidewell.world)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    async with ClientSession() as http:
        yield Outlook(tidewell, http)
    await runner.cleanup()
