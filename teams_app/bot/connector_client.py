"""The connector client that botbuilder's turns use, on our one aiohttp connector.

The vendor's own builds two HTTP clients and a token per turn and blocks threads of the executor.
"""

from __future__ import annotations

from typing import Any, cast

from botbuilder.schema import (
    Activity,
    ChannelAccount,
    ConversationParameters,
    ConversationResourceResponse,
    PagedMembersResult,
    ResourceResponse,
)
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import ConnectorFactory

from teams_app.bot.connector import Connector
from teams_app.bot.service_urls import path
from teams_app.bot.wire import from_json, to_json
from teams_app.services.ports import Json

V3 = ("v3", "conversations")


class Conversations:
    """Same names and arguments as the vendor's ``ConversationsOperations``, as far as turns use them."""

    def __init__(self, connector: Connector, service_url: str) -> None:
        self._connector = connector
        self._service_url = service_url

    async def create_conversation(self, parameters: ConversationParameters) -> ConversationResourceResponse:
        answer = await self._call("POST", V3, parameters)
        return from_json(ConversationResourceResponse, answer)

    async def send_to_conversation(self, conversation_id: str, activity: Activity) -> ResourceResponse:
        answer = await self._call("POST", (*V3, conversation_id, "activities"), activity)
        return from_json(ResourceResponse, answer)

    async def reply_to_activity(
        self, conversation_id: str, activity_id: str, activity: Activity
    ) -> ResourceResponse:
        answer = await self._call("POST", (*V3, conversation_id, "activities", activity_id), activity)
        return from_json(ResourceResponse, answer)

    async def update_activity(
        self, conversation_id: str, activity_id: str, activity: Activity
    ) -> ResourceResponse:
        answer = await self._call("PUT", (*V3, conversation_id, "activities", activity_id), activity)
        return from_json(ResourceResponse, answer)

    async def delete_activity(self, conversation_id: str, activity_id: str) -> None:
        await self._call("DELETE", (*V3, conversation_id, "activities", activity_id))

    async def get_conversation_members(self, conversation_id: str) -> list[ChannelAccount]:
        return _accounts(await self._get((*V3, conversation_id, "members")))

    async def get_conversation_member(self, conversation_id: str, member_id: str) -> ChannelAccount:
        return from_json(ChannelAccount, await self._get((*V3, conversation_id, "members", member_id)) or {})

    async def get_activity_members(self, conversation_id: str, activity_id: str) -> list[ChannelAccount]:
        return _accounts(await self._get((*V3, conversation_id, "activities", activity_id, "members")))

    async def get_conversation_paged_members(
        self, conversation_id: str, page_size: int | None = None, continuation_token: str | None = None
    ) -> PagedMembersResult:
        asked = {"pageSize": str(page_size or ""), "continuationToken": continuation_token or ""}
        query = {name: value for name, value in asked.items() if value}
        answer = await self._get((*V3, conversation_id, "pagedmembers"), query)
        return from_json(PagedMembersResult, answer or {})

    async def _get(self, parts: tuple[str, ...], query: dict[str, str] | None = None) -> Any:
        return await self._connector.call("GET", self._service_url, path(*parts), query=query)

    async def _call(self, method: str, parts: tuple[str, ...], body: Any = None) -> Json:
        sent = None if body is None else to_json(body)
        answer = await self._connector.call(method, self._service_url, path(*parts), sent)
        return cast("Json", answer) if isinstance(answer, dict) else {}


def _accounts(answer: Any) -> list[ChannelAccount]:
    return [from_json(ChannelAccount, account) for account in cast("list[Json]", answer or [])]


class TurnConnector(ConnectorClient):
    """What a turn finds under ``ConnectorClient``; it holds nothing that would have to be closed."""

    def __init__(self, connector: Connector, service_url: str) -> None:  # pyright: ignore[reportMissingSuperCall]  # the vendor's would build its own HTTP client
        self.conversations = Conversations(connector, service_url)


class TurnConnectorFactory(ConnectorFactory):
    """Makes the connector client of a turn."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    async def create(self, service_url: str, audience: str) -> ConnectorClient:  # noqa: ARG002  # one audience
        """:raises NotAllowed: the service URL is none of ours, so our token does not go there."""
        self._connector.service_urls.base(service_url)
        return TurnConnector(self._connector, service_url)
