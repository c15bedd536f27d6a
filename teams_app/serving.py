"""The HTTP application of ``serve``: bot, tab, what Microsoft Graph notifies us of, health."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from aiohttp import web

from teams_app import health, webhooks
from teams_app.app import open_world, tokens_of
from teams_app.bot.handler import BotHandler
from teams_app.bot.routes import add_routes as add_bot
from teams_app.bot.sending import make_connector
from teams_app.bot.turn import Turn
from teams_app.bot.wiring import make_adapter
from teams_app.cards import Links
from teams_app.config import Settings
from teams_app.identity.http import open_http
from teams_app.tab.api import add_routes as add_tab


@asynccontextmanager
async def open_application(settings: Settings, url: str) -> AsyncGenerator[web.Application]:
    """The HTTP application of ``serve``: bot, tab, health."""
    async with open_world(settings, url) as (world, _), open_http(settings.ca_file) as http:
        turn = Turn(world, Links(settings.app_id))
        connector = make_connector(settings, http, tokens_of(settings))
        app = web.Application(client_max_size=1024 * 1024)
        add_bot(app, make_adapter(settings, http, connector, BotHandler(turn)), settings)
        add_tab(app, world, http)
        health.add_routes(app, world)
        webhooks.add_routes(app, world)
        yield app
