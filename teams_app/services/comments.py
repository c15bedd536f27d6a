"""What people say about an OKR: stored once, whatever is delivered twice; every card of it follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.errors import BadInput, NotFound, Unavailable
from teams_app.okr import (
    Card,
    Comment,
    CommentKind,
    CommentSource,
    Objective,
    ObjectiveState,
    Thread,
)
from teams_app.services.effects import RefreshCard
from teams_app.services.objectives import GONE
from teams_app.services.ports import Jobs
from teams_app.storage.queries import threads

STORED = ("thread_id", "author_id", "kind", "source", "source_key", "place_id", "text", "created_at")
LONGEST = 110_000  # characters; the largest message of Teams has about half as many

# Built once, as each reply makes them.
_STORE = (
    insert(Comment)
    .values({name: bindparam(name) for name in STORED})
    .on_conflict_do_nothing(index_elements=["source_key"])
    .returning(Comment.id)
)
# The update changes nothing; without it PostgreSQL would not return the row that is there already.
_BEGIN = (
    insert(Thread)
    .values(objective_id=bindparam("objective"))
    .on_conflict_do_update(index_elements=["objective_id"], set_={"objective_id": bindparam("objective")})
    .returning(Thread.id)
)


@dataclass(frozen=True)
class NewComment:
    """A comment as it comes in; ``source_key`` names its message or dialog for good."""

    objective_id: int
    author_id: int
    text: str
    source: CommentSource
    source_key: str
    created_at: datetime
    kind: CommentKind = CommentKind.CONVERSATION
    place_id: int | None = None


async def card_at(session: AsyncSession, conversation_id: str, root_activity_id: str) -> Card | None:
    """The card under which something was said, with its objective; None: not a thread of ours.

    :raises Unavailable: a card is just being posted there, and may be the one: Teams will ask again.
    """
    card = await threads.card_at(session, conversation_id, root_activity_id)
    if card is None and await threads.is_posting(session, conversation_id):
        raise Unavailable("A card is just being posted here. Nothing was stored; please try again.")
    return card


async def record(session: AsyncSession, jobs: Jobs, new: NewComment) -> bool:
    """Store a comment; False when it is known already.

    :raises BadInput: it is empty or too long.
    :raises NotFound: the objective was deleted.
    """
    text = checked(new.text)
    objective = await session.get(Objective, new.objective_id)
    if objective is None or objective.state is ObjectiveState.DELETED:
        raise NotFound(GONE)
    values = {
        "thread_id": await _thread_id(session, objective.id),
        "author_id": new.author_id,
        "kind": new.kind,
        "source": new.source,
        "source_key": new.source_key,
        "place_id": new.place_id,
        "text": text,
        "created_at": new.created_at,
    }
    is_new = (await session.execute(_STORE, values)).scalar_one_or_none() is not None
    if is_new:
        await _refresh_cards(session, jobs, objective.id)
    return is_new


async def edit(
    session: AsyncSession, jobs: Jobs, source_key: str, author_id: int, text: str, at: datetime
) -> bool:
    """Follow an edit made where it was written; False: not ours, somebody else's, or known already.

    :raises BadInput: the new text is empty or too long.
    """
    comment = await threads.comment_by_source(session, source_key)
    if comment is None or comment.author_id != author_id or not comment.edit(checked(text), at):
        return False
    await _refresh_cards(session, jobs, comment.thread.objective_id)
    return True


async def delete(session: AsyncSession, jobs: Jobs, source_key: str, at: datetime) -> bool:
    """Follow a deletion; False: not ours, or deleted already."""
    comment = await threads.comment_by_source(session, source_key)
    if comment is None or comment.deleted_at is not None:
        return False
    comment.delete(at)
    await _refresh_cards(session, jobs, comment.thread.objective_id)
    return True


async def undelete(
    session: AsyncSession, jobs: Jobs, source_key: str, author_id: int, text: str, at: datetime
) -> bool:
    """Follow an undeletion, with the text as it is now."""
    comment = await threads.comment_by_source(session, source_key)
    if comment is None or comment.author_id != author_id or comment.deleted_at is None:
        return False
    comment.undelete()
    comment.edit(checked(text), at)
    await _refresh_cards(session, jobs, comment.thread.objective_id)
    return True


def checked(text: str) -> str:
    """The text without space around it.

    :raises BadInput: nothing or too much is left.
    """
    text = text.strip().replace("\x00", "")
    if not text:
        raise BadInput("Please write something first.")
    if len(text) > LONGEST:
        raise BadInput(f"That is too long: at most {LONGEST:,} characters, please.")
    return text


async def _thread_id(session: AsyncSession, objective_id: int) -> int:
    """The thread of an objective, begun by its first comment."""
    return (await session.execute(_BEGIN, {"objective": objective_id})).scalar_one()


async def _refresh_cards(session: AsyncSession, jobs: Jobs, objective_id: int) -> None:
    await session.flush()
    cards = await threads.cards_of_objective(session, objective_id)
    await jobs.enqueue(session, [RefreshCard(card_id, place_id) for card_id, place_id in cards])
