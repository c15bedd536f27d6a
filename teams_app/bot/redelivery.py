"""Teams sends again what it got no answer for within 15 s, sometimes under a new id.

What a message says, who wrote it where, and Teams' own time stay the same.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.bot.incoming import Incoming
from teams_app.okr import Comment, CommentSource, Thread

REMEMBERED = 4096  # commands; a redelivery follows within a minute


_LOCK = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("lock"), 0)))
_KNOWN = (
    select(Comment.id)
    .join(Comment.thread)
    .where(Thread.objective_id == bindparam("objective"), Comment.author_id == bindparam("author"))
    .where(Comment.source == CommentSource.REPLY, Comment.text == bindparam("text"))
    .where(or_(Comment.created_at == bindparam("at"), Comment.edited_at == bindparam("at")))
    .limit(1)
)


async def is_known_reply(
    session: AsyncSession, *, objective_id: int, author_id: int, text: str, at: datetime
) -> bool:
    """Whether a reply is in the thread already, under whatever id; two deliveries at once wait here."""
    await session.execute(_LOCK, {"lock": f"reply:{objective_id}:{author_id}"})
    asked = {"objective": objective_id, "author": author_id, "text": text, "at": at}
    return (await session.scalar(_KNOWN, asked)) is not None


class SeenCommands:
    """What this process was told lately in personal chats, where a command has no row of its own."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, ...], None] = OrderedDict()

    def is_new(self, incoming: Incoming) -> bool:
        """False for the second delivery of the same message."""
        place, when = incoming.conversation_id, incoming.sent_at
        keys: list[tuple[str, ...]] = [(place, incoming.id)]
        if when is not None:
            keys.append((place, incoming.sender_id, when.isoformat(), incoming.text))
        is_new = not any(key in self._seen for key in keys)
        self._seen.update(dict.fromkeys(keys))
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return is_new
