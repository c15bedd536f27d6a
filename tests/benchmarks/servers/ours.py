"""Our transport with a handler that sends one text back; no token is asked for and none is sent."""

from __future__ import annotations

import asyncio
import sys

from aiohttp import web
from serving import serve

from teams_app.bot.incoming import Incoming
from teams_app.bot.outcome import Outcome, say
from teams_app.bot.routes import add_routes
from teams_app.bot.sending import make_connector
from teams_app.bot.wiring import make_adapter
from teams_app.config import load_settings
from teams_app.identity import open_http
from teams_app.logs import configure_logs


async def echo(incoming: Incoming) -> Outcome:
    return say(f"You said: {incoming.text}")


async def main(service_url: str) -> None:
    configure_logs("WARNING")
    settings = load_settings(
        insecure_local=True,
        graph_url=service_url,
        login_url=service_url,
        bot_openid_url=service_url,
        service_urls=(service_url,),
    )
    async with open_http() as http:
        app = web.Application()
        add_routes(app, make_adapter(settings, http, make_connector(settings, http, None), echo), settings)
        await serve(app)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
