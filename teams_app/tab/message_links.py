"""Links to what was said in Teams.

https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from teams_app.okr import Card, Comment, CommentSource

REPLY = re.compile(r"(?P<channel>.+);messageid=(?P<root>[^;:]+):(?P<message>[^:]+)")  # a reply's source key


@dataclass(frozen=True)
class MessageLinks:
    """Where a message is shown; Teams itself decides who may follow."""

    tenant_id: str

    def card(self, card: Card) -> str | None:
        """The root of a thread; ``card.place`` is loaded. None while it is not posted."""
        if card.activity_id is None:
            return None
        return self._message(
            card.place.conversation_id, card.activity_id, card.activity_id, card.place.team_id
        )

    def comment(self, comment: Comment, cards: dict[int, Card]) -> str | None:
        """A reply where it was written, None for what came from elsewhere; ``cards`` by their place's id."""
        card = cards.get(comment.place_id or 0)
        parts = REPLY.fullmatch(comment.source_key)
        if comment.source is not CommentSource.REPLY or card is None or parts is None:
            return None
        return self._message(parts["channel"], parts["message"], parts["root"], card.place.team_id)

    def _message(self, channel: str, message: str, root: str, team_id: str | None) -> str:
        asked = {"tenantId": self.tenant_id, "groupId": team_id or "", "parentMessageId": root}
        path = f"{quote(channel, safe='')}/{quote(message, safe='')}"
        return f"https://teams.microsoft.com/l/message/{path}?{urlencode(asked)}"
