"""What a bot may write, and writing it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from typing import Any, cast

from teams_app.sandbox.connector import refusals
from teams_app.sandbox.connector.channel import BotChannel
from teams_app.sandbox.connector.envelope import bot_author, place_name
from teams_app.sandbox.connector.teams_text import with_mentions
from teams_app.sandbox.message_values import Conversation, Json, Mention, Message

# UTF-16, https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages
MOST_BYTES = 100 * 1024
CARD_TYPE = "application/vnd.microsoft.card.adaptive"


@dataclass(frozen=True)
class Draft:
    """A message activity of the bot, checked."""

    html: str
    attachments: tuple[Json, ...]
    mentions: tuple[Mention, ...]

    @property
    def is_split(self) -> bool:
        """Teams makes two messages of a text with cards."""
        return bool(self.html and self.attachments)


def draft_of(activity: Json) -> Draft:
    """:raises Refused: too big (413), or not a message as Teams takes it (400)."""
    if len(json.dumps(activity, ensure_ascii=False).encode("utf-16-le", "surrogatepass")) > MOST_BYTES:
        raise refusals.too_big()
    if activity.get("type") != "message":
        raise refusals.bad_syntax("Unknown activity type.")
    attachments = tuple(_attachment(each) for each in _objects(activity, "attachments"))
    mentions = tuple(_mentions(activity))
    draft = Draft(with_mentions(_html(activity), mentions), attachments, mentions)
    if not draft.html and not draft.attachments:
        raise refusals.bad_syntax(
            "Activity must include a non-empty 'text' field or at least one attachment."
        )
    return draft


def place_for_bot(channel: BotChannel, conversation: str) -> tuple[Conversation, str | None]:
    """The place and the thread's root in a conversation id such as `19:…@thread.tacv2;messageid=…`.

    :raises NoSuchPlace: it is not there; Refused: the app is not installed there (403).
    """
    place_id, _, root = conversation.partition(";messageid=")
    place = channel.tenant.messages.conversation(place_id)
    if not channel.tenant.messages.has_app(place):
        raise refusals.not_installed()
    return place, root or None


def check_writable(channel: BotChannel, place: Conversation) -> None:
    """:raises Refused: the place has blocked the bot (403), or it writes there too often (429)."""
    store = channel.tenant.messages
    if store.app_key(place) in store.blocked:
        raise refusals.blocked()
    seconds = channel.rates.wait(place.id) if channel.switches.rate_limits else 0
    if seconds:
        raise refusals.too_many(seconds)


def post(channel: BotChannel, place: Conversation, draft: Draft, reply_to: str | None) -> str | None:
    """Write it.

    :return: the message's id; None when Teams splits it in two.
    """
    if draft.is_split:
        text = _post(channel, place, Draft(draft.html, (), draft.mentions), reply_to)
        _post(channel, place, Draft("", draft.attachments, ()), reply_to or text.root_id)
        return None
    return _post(channel, place, draft, reply_to).id


def _post(channel: BotChannel, place: Conversation, draft: Draft, reply_to: str | None) -> Message:
    message = channel.tenant.messages.post(
        place.id,
        bot_author(channel.tenant),
        draft.html,
        attachments=draft.attachments,
        mentions=draft.mentions,
        reply_to=reply_to,
    )
    channel.tenant.changed()
    what = "Posted a card" if draft.attachments else "Wrote"
    sentence = f"{what} in {place_name(channel.tenant, place)}"
    channel.actions.add("post", sentence, status=201, conversation=place.id, message=message.id)
    return message


def _attachment(attachment: Json) -> Json:
    if "contentType" not in attachment:
        raise refusals.bad_syntax("An attachment needs a contentType.")
    content = attachment.get("content")
    is_card = isinstance(content, dict) and cast("Json", content).get("type") == "AdaptiveCard"
    if attachment["contentType"] == CARD_TYPE and not is_card:
        raise refusals.bad_syntax("The content of a card must be an object of type AdaptiveCard.")
    return attachment


def _html(activity: Json) -> str:
    text = activity.get("text") or ""
    if not isinstance(text, str):
        raise refusals.bad_syntax("text must be a string.")
    if activity.get("textFormat") == "xml":
        return text
    return escape(text, quote=False).replace("&lt;at&gt;", "<at>").replace("&lt;/at&gt;", "</at>")


def _mentions(activity: Json) -> list[Mention]:
    entities = (each for each in _objects(activity, "entities") if each.get("type") == "mention")
    people = [entity["mentioned"] for entity in entities if isinstance(entity.get("mentioned"), dict)]
    return [Mention(str(person.get("id", "")), str(person.get("name", ""))) for person in people]


def _objects(activity: Json, name: str) -> list[Json]:
    value: Any = activity.get(name) or []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in cast("list[Any]", value)):
        raise refusals.bad_syntax(f"{name} must be a list of objects.")
    return cast("list[Json]", value)
