"""One stand-in tenant with the sample company and a bot; each test finds empty channels."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from teams_app.sandbox.connector.switches import Switches
from teams_app.sandbox.entra.tokens import BOT_CONNECTOR, app_token
from tests.integration.sandbox_teams.bot_double import BotDouble
from tests.integration.sandbox_teams.teams_http import Teams
from tests.integration.watched import watched


@pytest.fixture(scope="session")
async def bot_and_url() -> AsyncIterator[tuple[BotDouble, str]]:
    bot, app = BotDouble(), web.Application()
    app.router.add_post("/api/messages", bot.messages)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    yield bot, f"http://127.0.0.1:{port}/api/messages"
    await runner.cleanup()


@pytest.fixture(scope="session")
async def running(
    bot_and_url: tuple[BotDouble, str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Teams]:
    bot, url = bot_and_url
    async with (
        watched(tmp_path_factory.mktemp("teams"), bot_url=url) as sandbox,
        aiohttp.ClientSession() as session,
    ):
        bot.app_id, bot.openid_url = sandbox.tenant.app_id, sandbox.env["OKR_BOT_OPENID_URL"]
        yield Teams(sandbox, bot, session, app_token(sandbox.tenant, BOT_CONNECTOR))


@pytest.fixture
async def teams(running: Teams) -> Teams:
    """The tenant with nothing written in it, and without limits that would slow tests down."""
    empty = {"last_id": 0, "without_app": [], "blocked": [], "closed": [], "chats": [], "messages": []}
    await running.act("GET", "deliveries?wait=idle&timeout=20")
    running.sandbox.tenant.messages.load(empty)
    running.bot.forget()
    usual = Switches(rate_limits=False).shown()
    assert (await running.act("POST", "switches", usual)).status == 200
    return running
