"""Reads of what the tab shows: a unit's board, and one OKR among those above and below it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, joinedload

from teams_app.okr import (
    Answer,
    Card,
    Comment,
    CommentKind,
    Cycle,
    Invitee,
    KeyResult,
    MeetingState,
    Objective,
    ObjectiveState,
    Person,
    Place,
    PlaceKind,
    ShareMeeting,
    ShareWeek,
    Thread,
    Unit,
    WeekState,
)
from teams_app.storage.queries.goals import shown_on_cards

HIGHEST = 20  # steps up the tree; what is higher was joined into a ring by mistake
LONGEST_EXCERPT = 160  # characters of the latest comment
LIVING = Objective.state != ObjectiveState.DELETED
IN_CALENDARS = (MeetingState.BOOKING, MeetingState.BOOKED, MeetingState.MOVING)


@dataclass(frozen=True)
class Latest:
    """The newest comment of a thread; ``excerpt`` is the beginning of its text."""

    author: Person
    kind: CommentKind
    created_at: datetime
    excerpt: str


@dataclass(frozen=True)
class ThreadState:
    """What a board tells of a thread."""

    comments: int = 0
    questions: int = 0
    latest: Latest | None = None


@dataclass(frozen=True)
class MeetingSummary:
    """A unit's share meeting, and how many have answered what; ``is_invited`` is about who looks."""

    meeting: ShareMeeting
    invited: int
    is_invited: bool
    accepted: int
    tentative: int
    declined: int


async def cycles(session: AsyncSession) -> Sequence[Cycle]:
    """The newest first."""
    return (await session.scalars(select(Cycle).order_by(Cycle.starts_on.desc()))).all()


async def objectives_around(session: AsyncSession, cycle_id: int, unit_id: int) -> Sequence[Objective]:
    """The living objectives of a unit and of those right below it, with all that a board shows."""
    below = select(Unit.id).where(Unit.parent_id == unit_id)
    asked = _shown_on_board().where(
        Objective.cycle_id == cycle_id,
        LIVING,
        or_(Objective.unit_id == unit_id, Objective.unit_id.in_(below)),
    )
    return (await session.scalars(asked.order_by(Objective.position, Objective.id))).all()


async def contributing_to(session: AsyncSession, objective: Objective) -> Sequence[Objective]:
    """The living objectives that contribute to one, or to a key result of it."""
    results = [result.id for result in objective.key_results]
    asked = _shown_on_board().where(
        LIVING,
        or_(Objective.parent_id == objective.id, Objective.parent_key_result_id.in_(results)),
    )
    return (await session.scalars(asked.order_by(Objective.position, Objective.id))).all()


async def objectives_above(session: AsyncSession, objective_id: int) -> Sequence[Objective]:
    """What an objective contributes to, from the nearest upwards, with owners and units."""
    start = select(Objective.id, _parent_of(Objective).label("above"), literal(0).label("step"))
    climbing = start.where(Objective.id == objective_id).cte("climbing", recursive=True)
    higher = aliased(Objective)
    climbing = climbing.union_all(
        select(higher.id, _parent_of(higher), climbing.c.step + 1)
        .join(climbing, higher.id == climbing.c.above)
        .where(climbing.c.step < HIGHEST)
    )
    asked = (
        select(Objective)
        .join(climbing, Objective.id == climbing.c.id)
        .where(climbing.c.step > 0)
        .options(joinedload(Objective.owner), joinedload(Objective.unit))
        .order_by(climbing.c.step)
    )
    return (await session.scalars(asked)).unique().all()


async def thread_states(session: AsyncSession, objective_ids: Collection[int]) -> dict[int, ThreadState]:
    """The threads of some objectives, by the objective's id; without those that nobody has written in."""
    thread, newest = Thread.objective_id, (Comment.created_at.desc(), Comment.id.desc())
    questions = func.count().filter(Comment.kind == CommentKind.QUESTION)
    ranked = (
        select(
            thread,
            Comment.id,
            func.count().over(partition_by=thread).label("comments"),
            questions.over(partition_by=thread).label("questions"),
            func.row_number().over(partition_by=thread, order_by=newest).label("rank"),
        )
        .join(Comment.thread)
        .where(thread.in_(objective_ids), Comment.deleted_at.is_(None))
        .subquery()
    )
    asked = (
        select(
            ranked.c.objective_id,
            ranked.c.comments,
            ranked.c.questions,
            Person,
            Comment.kind,
            Comment.created_at,
            func.left(Comment.text, LONGEST_EXCERPT),
        )
        .join(Comment, Comment.id == ranked.c.id)
        .join(Comment.author)
        .where(ranked.c.rank == 1)
    )
    rows = (await session.execute(asked)).all()
    return {row[0]: ThreadState(row[1], row[2], Latest(*row[3:])) for row in rows}


async def meeting_of_unit(
    session: AsyncSession, cycle_id: int, unit_id: int, person_id: int
) -> MeetingSummary | None:
    """The share meeting that stands in calendars, or is on its way there."""
    mine = Invitee.meeting_id == ShareMeeting.id
    invited = select(func.count()).select_from(Invitee).where(mine).scalar_subquery()
    is_invited = select(Invitee.person_id).where(mine, Invitee.person_id == person_id).exists()
    answers = [
        select(func.count()).select_from(Invitee).where(mine, Invitee.answer == one).scalar_subquery()
        for one in (Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED)
    ]
    asked = (
        select(ShareMeeting, invited, is_invited, *answers)
        .join(ShareMeeting.week)
        .where(ShareWeek.cycle_id == cycle_id, ShareWeek.state == WeekState.CONFIRMED)
        .where(ShareMeeting.unit_id == unit_id, ShareMeeting.state.in_(IN_CALENDARS))
        .order_by(ShareMeeting.id.desc())
        .limit(1)
    )
    found = (await session.execute(asked)).one_or_none()
    return MeetingSummary(*found) if found else None


async def posted_cards(session: AsyncSession, objective_id: int) -> Sequence[Card]:
    """The cards of an objective that people can see in a channel, with their places and units."""
    asked = (
        select(Card)
        .join(Card.place)
        .where(Card.objective_id == objective_id, Card.activity_id.is_not(None))
        .where(Place.kind == PlaceKind.CHANNEL, Place.is_gone.is_(False))
        .options(joinedload(Card.place).joinedload(Place.unit))
        .order_by(Card.id)
    )
    return (await session.scalars(asked)).all()


def _shown_on_board() -> Select[Objective]:
    """Also the owners of what is contributed to: whether that may be shown hangs on them."""
    of_key_result = joinedload(Objective.parent_key_result).joinedload(KeyResult.objective)
    return select(Objective).options(
        *shown_on_cards(),
        joinedload(Objective.parent).joinedload(Objective.owner),
        of_key_result.joinedload(Objective.owner),
    )


def _parent_of(objective: type[Objective]) -> ColumnElement[int | None]:
    """The id of the objective that one contributes to, also through a key result."""
    through = select(KeyResult.objective_id).where(KeyResult.id == objective.parent_key_result_id)
    return func.coalesce(objective.parent_id, through.scalar_subquery())
