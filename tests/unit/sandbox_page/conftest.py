"""A stand-in tenant with the sample company and a bot that keeps what it hears."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from teams_app.sandbox.entra.tokens import BOT_CONNECTOR, app_token
from teams_app.sandbox.server import Sandbox
from tests.integration.sandbox_teams.bot_double import BotDouble
from tests.integration.sandbox_teams.teams_http import Teams


@pytest.fixture(scope="session")
async def standing(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Teams]:
    bot, app = BotDouble(), web.Application()
    app.router.add_post("/api/messages", bot.messages)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
    async with (
        Sandbox(port=0, data_dir=tmp_path_factory.mktemp("page"), bot_url=url) as sandbox,
        aiohttp.ClientSession() as session,
    ):
        bot.app_id, bot.openid_url = sandbox.tenant.app_id, sandbox.env["OKR_BOT_OPENID_URL"]
        yield Teams(sandbox, bot, session, app_token(sandbox.tenant, BOT_CONNECTOR))
    await runner.cleanup()


@pytest.fixture
def teams(standing: Teams) -> Teams:
    standing.bot.forget()
    return standing
