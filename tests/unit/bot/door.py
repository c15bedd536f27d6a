"""The bot's door as Teams sees it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient
from far_side import FarSide

from teams_app.bot.incoming import Incoming
from teams_app.bot.outcome import NOTHING, Outcome

PATH = "/api/messages"


@dataclass
class Script:
    """A handler that notes what it is called with, and does what it is told."""

    seen: list[Incoming] = field(default_factory=list[Incoming])
    outcome: Outcome = NOTHING
    failure: Exception | None = None
    instead: Callable[[Incoming], Awaitable[Outcome]] | None = None

    async def __call__(self, incoming: Incoming) -> Outcome:
        self.seen.append(incoming)
        if self.failure is not None:
            raise self.failure
        return self.outcome if self.instead is None else await self.instead(incoming)


@dataclass(frozen=True)
class Door:
    client: TestClient[Any, Any]
    far_side: FarSide
    script: Script

    async def send(self, token: str | None = None, **changed: Any) -> ClientResponse:
        """Send an activity, with a good token unless another one is given."""
        headers = {"Authorization": f"Bearer {token or self.far_side.token()}"}
        return await self.client.post(PATH, json=self.far_side.activity(**changed), headers=headers)

    async def send_raw(self, body: bytes, content_type: str = "application/json") -> ClientResponse:
        headers = {"Authorization": f"Bearer {self.far_side.token()}", "Content-Type": content_type}
        return await self.client.post(PATH, data=BytesIO(body), headers=headers)
