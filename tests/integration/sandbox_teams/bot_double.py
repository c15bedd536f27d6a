"""A bot that keeps what it receives, after checking the token as a bot must."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import jwt
from aiohttp import web

Json = dict[str, Any]


@dataclass
class BotDouble:
    """Answers each delivery with what the test ordered, by default 200.

    :param statuses: those of the next answers.
    :param invoke_answer: the body that answers invokes.
    :param hold: while it is cleared, deliveries wait for an answer.
    """

    openid_url: str = ""
    app_id: str = ""
    received: list[Json] = field(default_factory=list[Json])
    claims: list[Json] = field(default_factory=list[Json])
    statuses: list[int] = field(default_factory=list[int])
    invoke_answer: Any = None
    hold: asyncio.Event = field(default_factory=asyncio.Event)

    def forget(self) -> None:
        for kept in (self.received, self.claims, self.statuses):
            kept.clear()
        self.invoke_answer = None
        self.hold.set()

    async def messages(self, request: web.Request) -> web.Response:
        activity: Json = await request.json()
        self.claims.append(await self._claims(request.headers["Authorization"].removeprefix("Bearer ")))
        self.received.append(activity)
        await self.hold.wait()
        status = self.statuses.pop(0) if self.statuses else 200
        is_invoke = activity["type"] == "invoke"
        return web.json_response(self.invoke_answer if is_invoke else {}, status=status)

    async def _claims(self, token: str) -> Json:
        """:raises jwt.InvalidTokenError: the token is not the channel service's."""
        async with aiohttp.ClientSession() as session:
            async with session.get(self.openid_url) as answer:
                document = await answer.json()
            async with session.get(document["jwks_uri"]) as answer:
                keys = jwt.PyJWKSet.from_dict(await answer.json())
        key = keys[jwt.get_unverified_header(token)["kid"]]
        return jwt.decode(
            token,
            key,
            document["id_token_signing_alg_values_supported"],
            audience=self.app_id,
            issuer=document["issuer"],
            options={"require": ["exp", "iss", "aud"]},
        )
