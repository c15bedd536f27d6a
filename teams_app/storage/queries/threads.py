"""Reads of threads, comments and cards."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from teams_app.okr import (
    Card,
    Comment,
    CommentKind,
    Objective,
    ObjectiveState,
    Place,
    Thread,
    ThreadSummary,
)
from teams_app.storage.queries.goals import shown_on_cards
from teams_app.storage.queries.installations import app_is_absent

SHOWN_ON_CARD = 3
POSTING_SECONDS = 60  # an answer that has not come by then will not come


# Statements of the busiest path, a reply under a card, are built once: building and looking them up again
# took more time than PostgreSQL does for them.
_CARD_AT = (
    select(Card)
    .join(Card.place)
    .where(Place.conversation_id == bindparam("place"), Card.activity_id == bindparam("root"))
    .options(
        joinedload(Card.place),
        joinedload(Card.objective).joinedload(Objective.owner),
        joinedload(Card.objective).joinedload(Objective.unit),
    )
)
_CARDS = select(Card.id, Card.place_id).where(Card.objective_id == bindparam("objective")).order_by(Card.id)


async def card_at(session: AsyncSession, conversation_id: str, activity_id: str) -> Card | None:
    """The card that is the root of a thread, with its place and its objective, owner and unit included."""
    asked = {"place": conversation_id, "root": activity_id}
    return (await session.scalars(_CARD_AT, asked)).one_or_none()


async def is_posting(session: AsyncSession, conversation_id: str) -> bool:
    """Whether a card is on its way to a place, so that its message's id is not known yet."""
    begun = func.now() - text(f"interval '{POSTING_SECONDS} seconds'")
    asked = (
        select(Card.id)
        .join(Card.place)
        .where(Place.conversation_id == conversation_id, Card.activity_id.is_(None))
        .where(Card.attempted_at > begun)
        .limit(1)
    )
    return await session.scalar(asked) is not None


async def card_to_send(session: AsyncSession, card_id: int) -> Card | None:
    """A card with its place and all of the objective that it shows."""
    asked = (
        select(Card)
        .where(Card.id == card_id)
        .options(joinedload(Card.place), joinedload(Card.objective).options(*shown_on_cards()))
    )
    return (await session.scalars(asked)).one_or_none()


async def cards_of_objective(session: AsyncSession, objective_id: int) -> list[tuple[int, int]]:
    """Every card of an objective, as its id and its place's."""
    rows = await session.execute(_CARDS, {"objective": objective_id})
    return [(card_id, place_id) for card_id, place_id in rows]


async def places_with_card(session: AsyncSession, objective_ids: Collection[int]) -> set[tuple[int, int]]:
    """The pairs of objective and place that have a card."""
    asked = select(Card.objective_id, Card.place_id).where(Card.objective_id.in_(objective_ids))
    return {(objective_id, place_id) for objective_id, place_id in await session.execute(asked)}


async def parked_cards(session: AsyncSession) -> Sequence[Card]:
    """Cards that wait to be posted in places that were parked, oldest first; not where the app is missing."""
    asked = (
        select(Card)
        .join(Card.place)
        .join(Card.objective)
        .where(Card.activity_id.is_(None), Place.is_gone.is_(False), Place.problem.is_not(None))
        .where(~app_is_absent())
        .where(Objective.state != ObjectiveState.DELETED)
        .order_by(Card.id)
    )
    return (await session.scalars(asked)).all()


async def summary(session: AsyncSession, objective_id: int) -> ThreadSummary:
    """What a card tells of the thread."""
    mine = (Thread.objective_id == objective_id, Comment.deleted_at.is_(None))
    is_question = Comment.kind == CommentKind.QUESTION
    counts = select(func.count(), func.count().filter(is_question)).select_from(Comment)
    total, questions = (await session.execute(counts.join(Comment.thread).where(*mine))).one()
    newest = (
        select(Comment)
        .join(Comment.thread)
        .where(*mine)
        .options(joinedload(Comment.author))
        .order_by(Comment.created_at.desc(), Comment.id.desc())
        .limit(SHOWN_ON_CARD)
    )
    latest = (await session.scalars(newest)).all() if total else ()
    return ThreadSummary(total, questions, tuple(reversed(latest)))


async def comments_of(session: AsyncSession, objective_id: int) -> Sequence[Comment]:
    """The whole thread in its one order, deleted comments included, with authors."""
    asked = (
        select(Comment)
        .join(Comment.thread)
        .where(Thread.objective_id == objective_id)
        .options(joinedload(Comment.author))
        .order_by(Comment.created_at, Comment.id)
    )
    return (await session.scalars(asked)).all()


async def comment_by_source(session: AsyncSession, source_key: str) -> Comment | None:
    """The comment that came from a message or dialog, with its thread."""
    asked = select(Comment).where(Comment.source_key == source_key).options(joinedload(Comment.thread))
    return (await session.scalars(asked)).one_or_none()
