"""An issuer of tokens on loopback, with real keys."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from teams_app.sandbox.keys import SigningKey, SigningKeys

FIRST_KEY = SigningKey.new()  # making one takes long
STRANGERS_KEY = SigningKey.new()


class Issuer:
    """Serves an OpenID document and the keys of a set; counts who asks for them."""

    def __init__(self) -> None:
        self.keys = SigningKeys([FIRST_KEY], ("msteams",))
        self.asked = 0
        self.is_away = False
        self.was_asked = asyncio.Event()
        self.answering = asyncio.Event()
        self.answering.set()
        self.url = ""

    async def document(self, request: web.Request) -> web.Response:
        if self.is_away:
            raise web.HTTPServiceUnavailable
        return web.json_response({"issuer": "test", "jwks_uri": str(request.url.with_path("/keys"))})

    async def jwks(self, _: web.Request) -> web.Response:
        self.asked += 1
        self.was_asked.set()
        await self.answering.wait()
        odd: list[Any] = [{"kty": "EC", "kid": "ec"}, {"kty": "RSA", "kid": "broken", "n": "x"}]
        return web.json_response({"keys": [*odd, *self.keys.jwks()["keys"]]})
