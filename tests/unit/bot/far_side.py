"""What stands around the bot, on loopback: an issuer of channel tokens and a Bot connector."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from teams_app.sandbox.keys import SigningKey, SigningKeys

Json = dict[str, Any]

APP = "0d5c1f2a-7b3e-4d7c-9a52-aaaaaaaaaaaa"
TENANT = "7e1d2c3b-0000-4000-8000-bbbbbbbbbbbb"
CHANNEL = "19:general@thread.tacv2"
FIRST_KEY = SigningKey.new()  # making one takes long


@dataclass(frozen=True)
class Call:
    """What the bot asked of the connector."""

    method: str
    path: str
    body: Any
    token: str


@dataclass(frozen=True)
class Planned:
    """How the connector answers once; status 0 breaks the connection off."""

    status: int
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: Any = None


class FarSide:
    """Records calls; answers as planned, else with success."""

    def __init__(self) -> None:
        self.keys = SigningKeys([FIRST_KEY], ("msteams",))
        self.calls: list[Call] = []
        self.planned: deque[Planned] = deque()
        self.root = ""

    @property
    def service_url(self) -> str:
        return f"{self.root}connector/"

    @property
    def openid_url(self) -> str:
        return f"{self.root}openid"

    def token(self, **changed: Any) -> str:
        """A good channel token, or one that is wrong in some claims."""
        now = int(time.time())
        good = {"iss": "https://api.botframework.com", "aud": APP, "serviceurl": self.service_url}
        return self.keys.sign({**good, "nbf": now - 5, "exp": now + 600, **changed})

    def activity(self, **changed: Any) -> Json:
        """A message in a personal chat."""
        return {
            "type": "message",
            "id": "1700000000001",
            "timestamp": "2026-12-08T09:18:00.1234567Z",
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": {"id": "29:li", "name": "Li Chen", "aadObjectId": "object-li"},
            "recipient": {"id": f"28:{APP}", "name": "OKR Share"},
            "conversation": {"id": "a:1li", "conversationType": "personal", "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
            "text": "hello",
            **changed,
        }

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/openid", self._document)
        app.router.add_get("/keys", self._keys)
        app.router.add_route("*", "/connector/{rest:.*}", self._connector)
        return app

    async def _document(self, request: web.Request) -> web.Response:
        return web.json_response({"jwks_uri": str(request.url.with_path("/keys"))})

    async def _keys(self, _: web.Request) -> web.Response:
        return web.json_response(self.keys.jwks())

    async def _connector(self, request: web.Request) -> web.Response:
        body = await request.json() if request.can_read_body else None
        token = request.headers.get("Authorization", "")
        self.calls.append(Call(request.method, request.rel_url.raw_path_qs, body, token))
        if not self.planned:
            return web.json_response({"id": "new-1", "activityId": "root-1"}, status=201)
        planned = self.planned.popleft()
        if not planned.status and request.transport is not None:
            request.transport.abort()
        return web.json_response(planned.body, status=planned.status or 200, headers=planned.headers)


class FixedToken:
    """A source of tokens that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def token(self, scope: str, *, refused: str = "") -> str:
        self.asked.append(scope)
        return "new-token" if refused else "bot-token"
