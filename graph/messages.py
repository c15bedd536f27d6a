"""What stands in a channel, for finding what was missed or left half done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import cast

from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph.generated.teams.item.channels.item.messages.item.replies.replies_request_builder import (
    RepliesRequestBuilder,
)
from msgraph.generated.teams.item.channels.item.messages.messages_request_builder import (
    MessagesRequestBuilder,
)

from graph.answers import Json
from graph.client import GraphClient
from graph.moments import read_timestamp
from graph.values import ChannelMessage

PAGE = 50  # the most that Teams gives at once
CARD = "application/vnd.microsoft.card.adaptive"
NEVER = datetime.min.replace(tzinfo=UTC)

MessagesQuery = MessagesRequestBuilder.MessagesRequestBuilderGetQueryParameters
RepliesQuery = RepliesRequestBuilder.RepliesRequestBuilderGetQueryParameters


class GraphChannelHistory:
    """Messages of channels; every method raises ``graph.errors.GraphError``.

    Teams allows an application one request a second here, for all channels of the tenant together.
    """

    def __init__(self, client: GraphClient) -> None:
        self._client = client

    async def recent_messages(
        self, team_id: str, channel_id: str, *, at_most: int = 200
    ) -> list[ChannelMessage]:
        """Root messages, newest first; the deleted are among them, without their text."""
        messages = self._client.build.teams.by_team_id(team_id).channels.by_channel_id(channel_id).messages
        query = RequestConfiguration(query_parameters=MessagesQuery(top=PAGE))
        request = messages.to_get_request_information(query)
        found = [_read(entity) for entity in await self._client.collect(request, at_most=at_most)]
        return sorted(found, key=_order, reverse=True)

    async def replies(self, team_id: str, channel_id: str, root_id: str) -> list[ChannelMessage]:
        """All replies under a root message, oldest first."""
        channel = self._client.build.teams.by_team_id(team_id).channels.by_channel_id(channel_id)
        query = RequestConfiguration(query_parameters=RepliesQuery(top=PAGE))
        replies = channel.messages.by_chat_message_id(root_id).replies
        found = [
            _read(entity) for entity in await self._client.collect(replies.to_get_request_information(query))
        ]
        return sorted(found, key=_order)


def _order(message: ChannelMessage) -> tuple[datetime, int, str]:
    """Ids count up, and part what was written in the same moment."""
    return message.created_at, len(message.id), message.id


def _read(entity: Json) -> ChannelMessage:
    message_id = str(entity["id"])
    sender: Json = entity.get("from") or {}
    person: Json = sender.get("user") or {}
    body: Json = entity.get("body") or {}
    return ChannelMessage(
        id=message_id,
        root_id=str(entity.get("replyToId") or message_id),
        author_id=person.get("id") or None,
        body_html=str(body.get("content") or ""),
        created_at=read_timestamp(entity.get("createdDateTime")) or NEVER,
        edited_at=read_timestamp(entity.get("lastEditedDateTime")),
        is_deleted=bool(entity.get("deletedDateTime")),
        card=_first_card(cast("Iterable[Json]", entity.get("attachments") or ())),
    )


def _first_card(attachments: Iterable[Json]) -> str:
    cards = (attachment for attachment in attachments if attachment.get("contentType") == CARD)
    return str(next(cards, {}).get("content") or "")
