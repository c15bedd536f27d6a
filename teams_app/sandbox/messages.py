"""What stands in the tenant's channels and chats: messages, their threads, edits, reactions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from teams_app.sandbox.company import Company, derived_id
from teams_app.sandbox.message_values import (
    Author,
    Conversation,
    Json,
    Mention,
    Message,
    Reaction,
    conversation_of,
    message_json,
    message_of,
)

__all__ = [
    "Author",
    "Conversation",
    "Mention",
    "Message",
    "MessageStore",
    "NoSuchMessage",
    "NoSuchPlace",
    "Reaction",
]


class NoSuchPlace(LookupError):
    """There is no such channel or chat (any more)."""


class NoSuchMessage(LookupError):
    """There is no such message in this channel or chat."""


class MessageStore:
    """All channels, chats and messages of the tenant, and where the app is not installed."""

    def __init__(self, company: Company, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.without_app: set[str] = set()  # keys as `app_key` gives them
        self.blocked: set[str] = set()  # likewise: those who do not let the app write
        self.closed: set[str] = set()  # ids of deleted places
        self.adopt(company)
        self._chats: dict[str, Conversation] = {}
        self._messages: dict[str, dict[str, Message]] = {}  # by place, then by id
        self._place_of: dict[str, str] = {}
        self._last_id = 0

    def adopt(self, company: Company) -> None:
        """Take over which channels there are, and whose personal chats."""
        self.company = company
        self._given = {place.id: place for place in (*_channels(company), *_personal_chats(company))}

    def conversations(self, email: str | None = None) -> list[Conversation]:
        """All places, or those of one person."""
        places = (*self._given.values(), *self._chats.values())
        mine = (place for place in places if email is None or email in place.members)
        return [place for place in mine if place.id not in self.closed]

    def conversation(self, conversation_id: str) -> Conversation:
        """The place with this id.

        :raises NoSuchPlace: never there, or deleted.
        """
        place = self._given.get(conversation_id) or self._chats.get(conversation_id)
        if place is None or conversation_id in self.closed:
            raise NoSuchPlace(f"There is no conversation {conversation_id}.")
        return place

    def personal_chat(self, email: str, name: str = "") -> Conversation:
        """The chat of the app and one person; a stranger's is opened when it is first asked for."""
        chat = _personal_chat(email, name or email)
        return self._given.get(chat.id) or self._chats.setdefault(chat.id, chat)

    def open_chat(
        self,
        name: str,
        members: Iterable[str],
        *,
        chat_id: str = "",
        meeting: bool = False,
        with_app: bool = True,
    ) -> Conversation:
        """A group chat or a meeting's chat; one that is there already gets the new name and members.

        :param with_app: the app is in it from the beginning.
        """
        kind = "meeting_" if meeting else ""
        key = chat_id or f"19:{kind}{derived_id('chat', self.new_id()).replace('-', '')}@thread.v2"
        chat = Conversation(key, "groupChat", name, tuple(dict.fromkeys(members)), meeting=meeting)
        if key not in self._chats and not with_app:
            self.without_app.add(key)
        self._chats[key] = chat
        return chat

    def close(self, conversation_id: str) -> None:
        """Delete a place with all that is in it."""
        self.closed.add(self.conversation(conversation_id).id)

    def app_key(self, place: Conversation) -> str:
        """What the app is installed in: the Teams team, the person (e-mail), or the chat."""
        return place.team or (place.members[0] if place.kind == "personal" else place.id)

    def has_app(self, place: Conversation) -> bool:
        """Whether the app is installed there; who removed it has it not, even through a team of theirs."""
        return self.app_key(place) not in self.without_app

    def messages(self, conversation_id: str) -> list[Message]:
        """Roots and replies, deleted ones included, in the order of their ids."""
        return list(self._messages.get(self.conversation(conversation_id).id, {}).values())

    def thread(self, conversation_id: str, root_id: str) -> list[Message]:
        """The root and its replies, in the order of their ids."""
        return [message for message in self.messages(conversation_id) if message.root_id == root_id]

    def message(self, message_id: str, conversation_id: str | None = None) -> Message:
        """The message with this id, deleted or not.

        :raises NoSuchMessage: never there, in another place than said, or in a deleted one.
        """
        place = self._place_of.get(message_id)
        if place is None or place in self.closed or conversation_id not in {None, place}:
            raise NoSuchMessage(f"There is no message {message_id}.")
        return self._messages[place][message_id]

    def post(
        self,
        conversation_id: str,
        author: Author,
        html: str,
        *,
        attachments: Iterable[Json] = (),
        mentions: Iterable[Mention] = (),
        reply_to: str | None = None,
    ) -> Message:
        """Write a message; in a channel `reply_to` may be any message of the thread.

        :raises NoSuchPlace, NoSuchMessage: the place, or what is replied to, is not there.
        """
        place = self.conversation(conversation_id)
        answered = self.message(reply_to, place.id) if reply_to else None
        message_id = self.new_id()
        root_id = answered.root_id if answered and place.kind == "channel" else message_id
        message = Message(
            id=message_id,
            conversation=place.id,
            root_id=root_id,
            author=author,
            html=html,
            created=self.clock(),
            attachments=tuple(attachments),
            mentions=tuple(mentions),
            reply_to=root_id if root_id != message_id else reply_to,
        )
        return self._keep(message)

    def edit(
        self,
        message_id: str,
        html: str,
        *,
        attachments: Iterable[Json] = (),
        mentions: Iterable[Mention] = (),
    ) -> Message:
        """Replace what it says; what single people saw instead is gone."""
        changed = replace(
            self.message(message_id),
            html=html,
            attachments=tuple(attachments),
            mentions=tuple(mentions),
            edited=self.clock(),
            views=(),
        )
        return self._keep(changed)

    def delete(self, message_id: str) -> Message:
        """Soft deletion: the message stays known and can come back."""
        return self._keep(replace(self.message(message_id), deleted=self.clock()))

    def undelete(self, message_id: str) -> Message:
        """Bring a deleted message back; Teams counts that as an edit."""
        return self._keep(replace(self.message(message_id), deleted=None, edited=self.clock()))

    def react(self, message_id: str, email: str, kind: str) -> Message:
        """Add somebody's reaction; a second one of the same type changes nothing."""
        message = self.message(message_id)
        if any((given.email, given.type) == (email, kind) for given in message.reactions):
            return message
        reaction = Reaction(kind, email, self.clock())
        return self._keep(replace(message, reactions=(*message.reactions, reaction)))

    def unreact(self, message_id: str, email: str, kind: str) -> Message:
        """Take somebody's reaction back, if it is there."""
        message = self.message(message_id)
        left = tuple(given for given in message.reactions if (given.email, given.type) != (email, kind))
        return self._keep(replace(message, reactions=left))

    def show_to(self, message_id: str, email: str, card: Json) -> Message:
        """Let one person see another card in this message, as the answer to an Action.Execute does."""
        message = self.message(message_id)
        return self._keep(replace(message, views=tuple({**dict(message.views), email: card}.items())))

    def new_id(self) -> str:
        """An id that no message has, later than all before."""
        self._last_id = max(self._last_id + 1, int(self.clock().timestamp() * 1000))
        return str(self._last_id)

    def dump(self) -> dict[str, Any]:
        """Everything, ready for JSON; channels and people's own chats come from the company."""
        messages = [message for place in self._messages.values() for message in place.values()]
        return {
            "last_id": self._last_id,
            "without_app": sorted(self.without_app),
            "blocked": sorted(self.blocked),
            "closed": sorted(self.closed),
            "chats": [asdict(chat) for chat in self._chats.values()],
            "messages": [message_json(message) for message in messages],
        }

    def load(self, data: dict[str, Any]) -> None:
        """Take what `dump` gave, in place of what is here."""
        self._last_id = data["last_id"]
        self.without_app, self.blocked = set(data["without_app"]), set(data["blocked"])
        self.closed = set(data["closed"])
        chats = (conversation_of(chat) for chat in data["chats"])
        self._chats = {chat.id: chat for chat in chats}
        self._messages, self._place_of = {}, {}
        for message in data["messages"]:
            self._keep(message_of(message))

    def _keep(self, message: Message) -> Message:
        self._messages.setdefault(message.conversation, {})[message.id] = message
        self._place_of[message.id] = message.conversation
        return message


def _channels(company: Company) -> Iterator[Conversation]:
    for team in company.teams:
        for channel in team.channels:
            yield Conversation(channel.id, "channel", channel.name, team.members, team=team.group_id)


def _personal_chats(company: Company) -> Iterator[Conversation]:
    """Everybody has the app from the beginning."""
    for person in company.people:
        yield _personal_chat(person.email, person.name)


def _personal_chat(email: str, name: str) -> Conversation:
    chat_id = f"a:1{derived_id('personal-chat', email).replace('-', '')}"
    return Conversation(chat_id, "personal", name, (email,))
