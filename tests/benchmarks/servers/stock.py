"""Microsoft's own CloudAdapter out of botbuilder-integration-aiohttp, set up as its samples do.

Without an app id neither tokens are asked for nor sent. Runs in an environment of its own.
"""
# pyright: reportMissingImports=false, reportUntypedBaseClass=false, reportUnknownParameterType=false
# (the library is not installed beside ours, and has no types)

from __future__ import annotations

import asyncio

from aiohttp import web
from botbuilder.core import ActivityHandler, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from serving import serve


class Configuration:
    """The names that the library looks for."""

    APP_ID = ""
    APP_PASSWORD = ""
    APP_TYPE = "MultiTenant"
    APP_TENANTID = ""


class Echo(ActivityHandler):
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(f"You said: {turn_context.activity.text}")


async def main() -> None:
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(Configuration()))
    bot = Echo()
    app = web.Application()

    async def handle(request: web.Request) -> web.Response:
        return await adapter.process(request, bot)

    app.router.add_post("/api/messages", handle)
    await serve(app)


if __name__ == "__main__":
    asyncio.run(main())
