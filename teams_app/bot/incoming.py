"""An activity as our handlers read it: plain values, whatever came over the wire.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from teams_app.errors import BadInput
from teams_app.services.ports import Json

LONGEST_NAME = 200


@dataclass(frozen=True)
class Incoming:
    """One activity.

    :param conversation_id: of the place, without the thread.
    :param root_id: the message that began a channel's thread, or None.
    :param tenant_ids: all tenants that the activity names, in lower case.
    :param html: the message as Teams formats it; None where it came as text alone.
    :param is_markup: ``text`` itself is HTML.
    :param has_value: a button sent this, not a person's keyboard.
    :param sent_at: by Teams' clock, aware; None where it is missing.
    """

    type: str
    channel_id: str
    service_url: str
    conversation_id: str
    id: str = ""
    name: str = ""
    root_id: str | None = None
    conversation_type: str = ""
    tenant_ids: frozenset[str] = frozenset()
    sender_id: str = ""
    sender_object_id: str | None = None
    bot_id: str = ""
    bot_name: str = ""
    text: str = ""
    html: str | None = None
    is_markup: bool = False
    has_value: bool = False
    sent_at: datetime | None = None
    event: str = ""
    action: str = ""
    members_added: tuple[str, ...] = ()
    members_removed: tuple[str, ...] = ()
    value: Json = field(default_factory=dict[str, Any])
    channel_data: Json = field(default_factory=dict[str, Any])

    @property
    def is_personal(self) -> bool:
        return self.conversation_type == "personal"

    @property
    def is_invoke(self) -> bool:
        return self.type == "invoke"

    @property
    def source_key(self) -> str:
        """Names the message for good: its thread and its id."""
        return f"{self.thread_id}:{self.id}"

    @property
    def thread_id(self) -> str:
        """The place, with the root message where there is one, as the Bot Framework writes it."""
        return f"{self.conversation_id};messageid={self.root_id}" if self.root_id else self.conversation_id

    @classmethod
    def read(cls, body: object) -> Incoming:
        """What a request's JSON says.

        :raises BadInput: it lacks what every activity has. Other odd values count as missing.
        """
        activity = _object(body)
        conversation, sender, bot = (
            _object(activity.get(key)) for key in ("conversation", "from", "recipient")
        )
        place, _, root = _needed(conversation, "id", "conversation.id").partition(";messageid=")
        data = _object(activity.get("channelData"))
        return cls(
            type=_needed(activity, "type")[:LONGEST_NAME],
            channel_id=_needed(activity, "channelId"),
            service_url=_needed(activity, "serviceUrl"),
            conversation_id=place,
            root_id=root or None,
            id=_text(activity, "id"),
            name=_text(activity, "name")[:LONGEST_NAME],
            conversation_type=_text(conversation, "conversationType"),
            tenant_ids=_tenants(conversation, data),
            sender_id=_text(sender, "id"),
            sender_object_id=_text(sender, "aadObjectId") or None,
            bot_id=_text(bot, "id"),
            bot_name=_text(bot, "name"),
            text=_text(activity, "text"),
            html=_html(activity),
            is_markup=_text(activity, "textFormat") in ("xml", "html"),
            sent_at=_moment(_text(activity, "timestamp")),
            event=_text(data, "eventType"),
            action=_text(activity, "action"),
            members_added=_ids(activity.get("membersAdded")),
            members_removed=_ids(activity.get("membersRemoved")),
            has_value=activity.get("value") is not None,
            value=_object(activity.get("value")),
            channel_data=data,
        )

    def data(self, *keys: str) -> str:
        """A text deep in the channel data, such as ``data("team", "aadGroupId")``; empty where missing."""
        found = self.channel_data
        for key in keys[:-1]:
            found = _object(found.get(key))
        return _text(found, keys[-1])


def _object(value: object) -> Json:
    return cast("Json", value) if isinstance(value, dict) else {}


def _items(value: object) -> list[Json]:
    return [_object(item) for item in cast("list[object]", value)] if isinstance(value, list) else []


def _text(found: Json, key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else ""


def _needed(found: Json, key: str, shown: str = "") -> str:
    value = _text(found, key)
    if not value:
        raise BadInput(f"This is not an activity of the Bot Framework: {shown or key} is missing.")
    return value


def _tenants(conversation: Json, data: Json) -> frozenset[str]:
    named = (_text(conversation, "tenantId"), _text(_object(data.get("tenant")), "id"))
    return frozenset(tenant.lower() for tenant in named if tenant)


def _ids(value: object) -> tuple[str, ...]:
    return tuple(found for account in _items(value) if (found := _text(account, "id")))


def _html(activity: Json) -> str | None:
    parts = [
        _text(attachment, "content")
        for attachment in _items(activity.get("attachments"))
        if _text(attachment, "contentType") == "text/html"
    ]
    return "".join(parts) if any(parts) else None


def _moment(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
