"""The bot behind a real HTTP server, its far side behind another one."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer
from door import Door, Script
from far_side import APP, TENANT, FarSide, FixedToken

from teams_app.bot.connector import Connector
from teams_app.bot.delivery import Patience
from teams_app.bot.messenger import BotMessenger
from teams_app.bot.routes import add_routes
from teams_app.bot.sending import make_connector, make_messenger
from teams_app.bot.wiring import make_adapter
from teams_app.config import Settings, load_settings
from teams_app.identity import open_http


@pytest.fixture
async def http() -> AsyncGenerator[ClientSession]:
    async with open_http(call_seconds=5) as session:
        yield session


@pytest.fixture
async def far_side() -> AsyncGenerator[FarSide]:
    made = FarSide()
    async with TestServer(made.application(), host="127.0.0.1") as server:
        made.root = str(server.make_url("/"))
        yield made


@pytest.fixture
def settings(far_side: FarSide) -> Settings:
    return load_settings(
        app_id=APP,
        tenant_id=TENANT,
        app_secret="secret",
        graph_url=far_side.root,
        login_url=far_side.root,
        bot_openid_url=far_side.openid_url,
        service_urls=(far_side.service_url,),
    )


@pytest.fixture
def tokens() -> FixedToken:
    return FixedToken()


@pytest.fixture
def connector(settings: Settings, http: ClientSession, tokens: FixedToken) -> Connector:
    return make_connector(settings, http, tokens, Patience(first_wait=0.01))


@pytest.fixture
def messenger(settings: Settings, connector: Connector) -> BotMessenger:
    return make_messenger(settings, connector)


@pytest.fixture
async def door(
    settings: Settings, http: ClientSession, connector: Connector, far_side: FarSide
) -> AsyncGenerator[Door]:
    """POST /api/messages of the bot, with a handler that does what a test says."""
    script = Script()
    app = web.Application()
    add_routes(app, make_adapter(settings, http, connector, script), settings)
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        yield Door(client, far_side, script)
