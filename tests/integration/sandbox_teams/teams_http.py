"""The stand-in's connector as the bot calls it, and its people as the page does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import aiohttp

from teams_app.sandbox.company import Channel, Person, Team
from teams_app.sandbox.server import Sandbox
from tests.integration.sandbox_teams.bot_double import BotDouble

Json = dict[str, Any]
CARD_TYPE = "application/vnd.microsoft.card.adaptive"
AMINA, PRIYA, EWA = (
    f"{name}@tidewell.example" for name in ("amina.diallo", "priya.nair", "ewa.nowak")
)  # Amina leads Onboarding; Priya and Ewa lead other teams


@dataclass(frozen=True)
class Answer:
    """Status, headers and JSON."""

    status: int
    headers: dict[str, str]
    body: Any

    @property
    def code(self) -> str:
        """Bot Framework's error code."""
        return self.body["error"]["code"]


@dataclass
class Teams:
    """A running stand-in tenant, its bot, and a way to call both halves of it."""

    sandbox: Sandbox
    bot: BotDouble
    session: aiohttp.ClientSession
    token: str

    @property
    def onboarding(self) -> Team:
        return next(team for team in self.sandbox.tenant.company.teams if team.name == "Onboarding")

    @property
    def channel(self) -> Channel:
        """The channel "OKRs" of the team Onboarding."""
        return self.onboarding.channels[1]

    def person(self, email: str) -> Person:
        return self.sandbox.tenant.company.by_email[email]

    async def connector(self, method: str, path: str, body: Any = None, token: str | None = None) -> Answer:
        """A call of the bot; the path begins after /connector/."""
        bearer = self.token if token is None else token
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        return await self._call(method, f"/connector/{path}", body, headers)

    async def act(self, method: str, path: str, body: Any = None) -> Answer:
        """A call of somebody on this machine; the path begins after /sandbox/api/."""
        return await self._call(method, f"/sandbox/api/{path}", body, {})

    async def post_card(self, card: Json | None = None) -> str:
        """The bot begins a thread in the channel."""
        begun = await self.connector(
            "POST", "v3/conversations", in_channel(self.channel.id, card_activity(card))
        )
        assert begun.status == 201, begun
        return begun.body["activityId"]

    async def say(self, email: str, text: str, reply_to: str | None = None, **more: Any) -> str:
        """A person writes in the channel, unless another conversation is said."""
        body = {"conversation": self.channel.id, "text": text, "reply_to": reply_to, **more}
        written = await self.act("POST", f"people/{email}/messages", body)
        assert written.status == 201, written
        return written.body["id"]

    async def heard(self, kind: str | None = None) -> list[Json]:
        """What the bot has received when nothing is on its way any more."""
        idle = await self.act("GET", "deliveries?wait=idle&timeout=20")
        assert idle.body["idle"], idle
        return [each for each in self.bot.received if kind is None or each["type"] == kind]

    async def threads(self, conversation: str, person: str = "") -> list[Json]:
        path = f"conversations/{quote(conversation)}/messages?person={person}"
        return (await self.act("GET", path)).body["threads"]

    async def _call(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer:
        url = self.sandbox.tenant.base_url + path
        async with self.session.request(method, url, json=body, headers=headers) as answer:
            content = await answer.json() if answer.content_type == "application/json" else None
            return Answer(answer.status, dict(answer.headers), content)


def card_activity(card: Json | None = None) -> Json:
    """A message of the bot that is a card alone."""
    content = card or {"type": "AdaptiveCard", "version": "1.5", "body": []}
    return {"type": "message", "attachments": [{"contentType": CARD_TYPE, "content": content}]}


def in_channel(channel_id: str, activity: Json) -> Json:
    """What begins a thread."""
    return {"isGroup": True, "channelData": {"channel": {"id": channel_id}}, "activity": activity}
