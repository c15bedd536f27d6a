"""Microsoft's successor, microsoft-agents-hosting-aiohttp, with its own anonymous tokens.

Runs in an environment of its own.
"""
# pyright: reportMissingImports=false, reportUntypedBaseClass=false, reportUnknownParameterType=false, reportUnknownLambdaType=false
# (the library is not installed beside ours)

from __future__ import annotations

import asyncio

from aiohttp import web
from microsoft_agents.hosting.aiohttp import CloudAdapter, jwt_authorization_middleware
from microsoft_agents.hosting.core import ActivityHandler, TurnContext
from microsoft_agents.hosting.core.authorization import (
    AgentAuthConfiguration,
    AnonymousTokenProvider,
    ConnectionManager,
)
from serving import serve


class Echo(ActivityHandler):
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(f"You said: {turn_context.activity.text}")


async def main() -> None:
    configuration = AgentAuthConfiguration(anonymous_allowed=True)
    connections = ConnectionManager(
        provider_factory=lambda _: AnonymousTokenProvider(),
        connections_configurations={"SERVICE_CONNECTION": configuration},
    )
    adapter = CloudAdapter(connection_manager=connections)
    agent = Echo()
    app = web.Application(middlewares=[jwt_authorization_middleware])
    app["agent_configuration"] = configuration  # the library looks for this very key

    async def handle(request: web.Request) -> web.Response:
        return await adapter.process(request, agent)

    app.router.add_post("/api/messages", handle)
    await serve(app)


if __name__ == "__main__":
    asyncio.run(main())
