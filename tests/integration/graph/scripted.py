"""A loopback server that answers as it is told, for what a well-behaved Graph does not do."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from graph.client import GraphClient
from graph.retries import RetryPolicy

Reply = Callable[[web.Request], Awaitable[web.StreamResponse]]
QUICK = RetryPolicy(attempts=3, first_wait=0.01, deadline=5)


@dataclass
class Scripted:
    """What was asked, and what is still to be answered."""

    client: GraphClient
    root: str
    tokens: Tokens
    replies: list[Reply] = field(default_factory=list[Reply])
    asked: list[tuple[str, str, Any]] = field(default_factory=list[tuple[str, str, Any]])

    def answer(self, body: Any = None, status: int = 200, **headers: str) -> None:
        """Answer the next request so."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def reply(_: web.Request) -> web.StreamResponse:
            if body is None:
                return web.Response(status=status, headers=named)
            return web.json_response(body, status=status, headers=named)

        self.replies.append(reply)

    def lose_answer(self) -> None:
        """Take the next request, then close the connection without a word."""

        async def reply(request: web.Request) -> web.StreamResponse:
            assert request.transport is not None
            request.transport.close()
            return web.Response()

        self.replies.append(reply)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.json() if request.can_read_body else None
        self.asked.append((request.method, request.path_qs, body))
        return await self.replies.pop(0)(request)


class Tokens:
    """Hands out numbered tokens, a new one when the last was refused."""

    def __init__(self) -> None:
        self.number = 1

    async def token(self, scope: str, *, refused: str = "") -> str:
        assert scope.endswith("/.default")
        self.number += bool(refused)
        return f"token-{self.number}"


@asynccontextmanager
async def scripted_graph() -> AsyncGenerator[Scripted]:
    application = web.Application()
    server = TestServer(application)

    async def handle(request: web.Request) -> web.StreamResponse:
        return await scripted.handle(request)

    application.router.add_route("*", "/{path:.*}", handle)
    async with server, ClientSession() as session:
        root = str(server.make_url("")).rstrip("/")
        tokens = Tokens()
        client = GraphClient(root, tokens, session, retries=QUICK)
        scripted = Scripted(client, root, tokens)
        yield scripted
