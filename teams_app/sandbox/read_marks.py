"""How far each person has read in each place, for unread marks."""

from __future__ import annotations

from collections.abc import Iterable

from teams_app.sandbox.message_values import Message


class ReadMarks:
    """The id of the last message read, by person (e-mail) and place."""

    def __init__(self) -> None:
        self._last: dict[str, dict[str, str]] = {}

    def read(self, email: str, messages: Iterable[Message]) -> bool:
        """Everything that stands there is read; whether something was new."""
        moved = False
        for message in messages:
            mine = self._last.setdefault(email, {})
            if int(message.id) > int(mine.get(message.conversation, "0")):
                mine[message.conversation], moved = message.id, True
        return moved

    def unread(self, email: str, messages: Iterable[Message]) -> int:
        """How many of these messages by others are newer than what was read."""
        mine = self._last.get(email, {})
        return sum(
            message.author.email != email
            and message.deleted is None
            and int(message.id) > int(mine.get(message.conversation, "0"))
            for message in messages
        )

    def dump(self) -> dict[str, dict[str, str]]:
        return self._last

    def load(self, data: dict[str, dict[str, str]]) -> None:
        self._last = {email: dict(places) for email, places in data.items()}
