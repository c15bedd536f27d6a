"""Sends cards and texts as the bot, outside of a turn: into channels, chats and personal chats.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
"""

from __future__ import annotations

from typing import Any, cast

from teams_app.bot.connector import Connector
from teams_app.bot.service_urls import path
from teams_app.cards import attachment
from teams_app.services.ports import Address, Json, NotDelivered


def card_activity(card: Json) -> Json:
    """A message that holds a card alone: with a text beside it, Teams would post two and name neither."""
    return {"type": "message", "attachments": [attachment(card)]}


class BotMessenger:
    """Satisfies ``services.ports.Messenger``."""

    def __init__(self, connector: Connector, *, app_id: str, tenant_id: str) -> None:
        self._connector = connector
        self._bot: Json = {"id": f"28:{app_id}"}
        self._tenant_id = tenant_id

    async def post_card(self, channel: Address, card: Json) -> str:
        """Begin a thread in a channel; the id of its root message."""
        body: Json = {
            "isGroup": True,
            "bot": self._bot,
            "tenantId": self._tenant_id,
            "channelData": {"channel": {"id": channel.conversation_id}, "tenant": {"id": self._tenant_id}},
            "activity": card_activity(card),
        }
        answer = await self._connector.call("POST", channel.service_url, "v3/conversations", body)
        root = _field(answer, "id").partition(";messageid=")[2]
        return _arrived(_field(answer, "activityId") or root)

    async def update_card(self, place: Address, activity_id: str, card: Json) -> None:
        where = _activities(place.conversation_id, activity_id)
        await self._connector.call(
            "PUT", place.service_url, where, {**card_activity(card), "id": activity_id}
        )

    async def delete_message(self, place: Address, activity_id: str) -> None:
        await self._connector.call(
            "DELETE", place.service_url, _activities(place.conversation_id, activity_id)
        )

    async def send_card(self, place: Address, card: Json) -> str:
        """Into a chat; the message's id."""
        return await self._send(place, card_activity(card))

    async def send_text(self, place: Address, text: str) -> str:
        return await self._send(place, {"type": "message", "text": text, "textFormat": "markdown"})

    async def open_chat(self, service_url: str, object_id: str) -> Address:
        """The personal chat with somebody, begun if need be."""
        body: Json = {
            "isGroup": False,
            "bot": self._bot,
            "members": [{"id": object_id}],
            "tenantId": self._tenant_id,
            "channelData": {"tenant": {"id": self._tenant_id}},
        }
        answer = await self._connector.call("POST", service_url, "v3/conversations", body)
        return Address(service_url, _arrived(_field(answer, "id")))

    async def _send(self, place: Address, activity: Json) -> str:
        answer = await self._connector.call(
            "POST", place.service_url, _activities(place.conversation_id), activity
        )
        return _arrived(_field(answer, "id"))


def _activities(conversation_id: str, *activity_id: str) -> str:
    return path("v3", "conversations", conversation_id, "activities", *activity_id)


def _field(answer: Any, name: str) -> str:
    value = cast("Json", answer).get(name) if isinstance(answer, dict) else None
    return value if isinstance(value, str) else ""


def _arrived(message_id: str) -> str:
    """:raises NotDelivered: the answer was a success that names no message."""
    if not message_id:
        raise NotDelivered("The Bot connector named no message id.", may_have_arrived=True)
    return message_id
