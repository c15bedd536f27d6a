"""A small token issuer over https whose answers are told to it, for what the stand-in's Entra does not do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from graph.auth import TokenSource
from graph.credentials import Secret
from teams_app.sandbox.certificates import server_context


@dataclass
class Issuer:
    """Numbered tokens; ``gate`` holds answers back until it is set, ``reached`` tells that one is due."""

    ca_file: Path
    authority: str = ""
    lifetime: int = 3600
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    refusals: list[tuple[int, Any]] = field(default_factory=list[tuple[int, Any]])
    asked: list[str] = field(default_factory=list[str])

    def source(self) -> TokenSource:
        return TokenSource(self.authority, "app-1", Secret("a secret"), ca_file=self.ca_file)

    async def document(self, _: web.Request) -> web.Response:
        endpoints = {name: f"{self.authority}/{name}" for name in ("token", "authorize")}
        return web.json_response(
            {
                "issuer": self.authority,
                "token_endpoint": endpoints["token"],
                "authorization_endpoint": endpoints["authorize"],
            }
        )

    async def token(self, request: web.Request) -> web.Response:
        form = await request.post()
        self.asked.append(str(form["scope"]))
        self.reached.set()
        await self.gate.wait()
        if self.refusals:
            status, body = self.refusals.pop(0)
            return web.json_response(body, status=status)
        token = f"{form['scope']} {len(self.asked)}"
        return web.json_response({"token_type": "Bearer", "expires_in": self.lifetime, "access_token": token})


@asynccontextmanager
async def running_issuer(folder: Path) -> AsyncGenerator[Issuer]:
    context, ca_file = server_context(folder)
    issuer = Issuer(ca_file)
    issuer.gate.set()
    application = web.Application()
    application.router.add_get("/tenant-1/v2.0/.well-known/openid-configuration", issuer.document)
    application.router.add_post("/tenant-1/token", issuer.token)
    server = TestServer(application, scheme="https")
    await server.start_server(ssl=context)
    try:
        issuer.authority = str(server.make_url("/tenant-1"))
        yield issuer
    finally:
        await server.close()
