"""A client and an issuer of tokens on loopback."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from token_issuer import Issuer

from teams_app.identity import open_http


@pytest.fixture
async def http() -> AsyncGenerator[ClientSession]:
    async with open_http() as session:
        yield session


@pytest.fixture
async def issuer() -> AsyncGenerator[Issuer]:
    made = Issuer()
    app = web.Application()
    app.router.add_get("/openid", made.document)
    app.router.add_get("/keys", made.jwks)
    async with TestServer(app, host="127.0.0.1") as server:
        made.url = str(server.make_url("/openid"))
        yield made
