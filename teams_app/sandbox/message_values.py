"""Places, messages and who wrote them, as values that can be kept as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]


@dataclass(frozen=True)
class Author:
    """Who wrote a message.

    :param id: the id towards bots, "29:…" for people and "28:…" for the app.
    :param object_id: None for the app and for anonymous attendees.
    :param tenant_id: the tenant of a stranger; None for our people and for anonymous attendees.
    """

    kind: Literal["person", "bot", "stranger"]
    id: str
    name: str
    object_id: str | None = None
    email: str | None = None
    tenant_id: str | None = None


@dataclass(frozen=True)
class Mention:
    """A mentioned person or app; its index in `Message.mentions` is the number in `<at id="…">`."""

    id: str
    name: str
    object_id: str | None = None


@dataclass(frozen=True)
class Reaction:
    """One person's reaction; the type is Teams' word ("like", "heart", …) or an emoji."""

    type: str
    email: str
    created: datetime


@dataclass(frozen=True)
class Conversation:
    """A place where messages stand; its id is Bot Framework's, without `;messageid=`.

    :param members: e-mails.
    :param team: the group id of a channel's Teams team, None for chats.
    """

    id: str
    kind: Literal["channel", "groupChat", "personal"]
    name: str
    members: tuple[str, ...]
    team: str | None = None
    meeting: bool = False


@dataclass(frozen=True)
class Message:
    """A message; ids are milliseconds since 1970 as text, unique in the tenant and increasing.

    :param conversation: id of the channel or chat.
    :param root_id: the message that began the thread; in chats each message is its own root.
    :param html: as its author wrote it, so whoever shows it must clean it.
    :param attachments: as the bot sent them, cards among them (contentType, content).
    :param reply_to: the root in a channel, the quoted message in a chat; None for a first message.
    :param views: the card that one person (e-mail) sees instead, after an action of theirs.
    """

    id: str
    conversation: str
    root_id: str
    author: Author
    html: str
    created: datetime
    edited: datetime | None = None
    deleted: datetime | None = None
    attachments: tuple[Json, ...] = ()
    mentions: tuple[Mention, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    reply_to: str | None = None
    views: tuple[tuple[str, Json], ...] = ()

    @property
    def changed(self) -> datetime:
        """When it last changed, reactions included."""
        times = (self.created, self.edited, self.deleted, *(given.created for given in self.reactions))
        return max(time for time in times if time)


def message_json(message: Message) -> Json:
    """The message as JSON, times as ISO 8601; its cards are not copied, since that is slow."""
    times = {name: getattr(message, name) for name in ("created", "edited", "deleted")}
    return {
        **vars(message),
        **{name: time and time.isoformat() for name, time in times.items()},
        "author": vars(message.author),
        "mentions": [vars(mention) for mention in message.mentions],
        "reactions": [{**vars(given), "created": given.created.isoformat()} for given in message.reactions],
    }


def message_of(data: Json) -> Message:
    """The message that `message_json` wrote."""
    reactions = [
        Reaction(given["type"], given["email"], datetime.fromisoformat(given["created"]))
        for given in data["reactions"]
    ]
    fields: Json = {
        **data,
        "author": Author(**data["author"]),
        "created": datetime.fromisoformat(data["created"]),
        "edited": _time(data["edited"]),
        "deleted": _time(data["deleted"]),
        "attachments": tuple(data["attachments"]),
        "mentions": tuple(Mention(**mention) for mention in data["mentions"]),
        "reactions": tuple(reactions),
        "views": tuple((email, card) for email, card in data["views"]),
    }
    return Message(**fields)


def conversation_of(data: Json) -> Conversation:
    """The place that `dataclasses.asdict` made a dictionary of."""
    fields: Json = {**data, "members": tuple(data["members"])}
    return Conversation(**fields)


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
