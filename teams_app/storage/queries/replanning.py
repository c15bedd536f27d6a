"""Reads of the changes of a share week, and of what they are planned from."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from teams_app.okr import (
    ChangeState,
    Cycle,
    Invitee,
    MeetingState,
    MovePerson,
    Person,
    Place,
    PlaceKind,
    ShareMeeting,
    ShareWeek,
    WeekChange,
    WeekMove,
    WeekState,
)

ALIVE = (WeekState.PROPOSED, WeekState.CONFIRMED)


async def living_weeks(session: AsyncSession, cycle_key: str | None) -> Sequence[ShareWeek]:
    """Share weeks of a cycle, or of all, that are proposed or confirmed, the newest first; wholly loaded."""
    asked = _weeks().where(ShareWeek.state.in_(ALIVE)).order_by(ShareWeek.id.desc())
    if cycle_key is not None:
        asked = asked.join(ShareWeek.cycle).where(Cycle.key == cycle_key)
    return (await session.scalars(asked)).unique().all()


async def week_of_change(session: AsyncSession, change_id: int, *, lock: bool = False) -> ShareWeek:
    """The share week of a change, wholly loaded; ``lock`` keeps others from changing it at the same time."""
    of_change = select(WeekChange.week_id).where(WeekChange.id == change_id).scalar_subquery()
    asked = _weeks().where(ShareWeek.id == of_change).execution_options(populate_existing=True)
    if lock:
        asked = asked.with_for_update(of=ShareWeek)
    return (await session.scalars(asked)).unique().one()


async def next_number(session: AsyncSession, week_id: int) -> int:
    """Of a new change; the week is locked."""
    asked = select(func.coalesce(func.max(WeekChange.number), 0) + 1).where(WeekChange.week_id == week_id)
    return int((await session.scalars(asked)).one())


async def change_of_id(session: AsyncSession, change_id: int) -> WeekChange:
    """A change with all that its card shows."""
    return (await session.scalars(_changes().where(WeekChange.id == change_id))).unique().one()


async def change_id_of_number(
    session: AsyncSession, cycle_key: str, week_number: int, number: int
) -> int | None:
    asked = (
        select(WeekChange.id)
        .join(ShareWeek, ShareWeek.id == WeekChange.week_id)
        .join(Cycle, Cycle.id == ShareWeek.cycle_id)
        .where(Cycle.key == cycle_key, ShareWeek.number == week_number, WeekChange.number == number)
    )
    return (await session.scalars(asked)).one_or_none()


async def changes_of_week(session: AsyncSession, week_id: int) -> Sequence[WeekChange]:
    """All changes of a week, the oldest first, with all that their cards show."""
    asked = _changes().where(WeekChange.week_id == week_id).order_by(WeekChange.number)
    return (await session.scalars(asked)).unique().all()


async def told_before(session: AsyncSession, week_id: int) -> Sequence[WeekChange]:
    """All changes of a week, the oldest first, without their moves."""
    asked = select(WeekChange).where(WeekChange.week_id == week_id).order_by(WeekChange.number)
    return (await session.scalars(asked)).all()


async def moves_of_meeting(session: AsyncSession, meeting_id: int) -> Sequence[WeekMove]:
    """The moves of a meeting that were confirmed, the oldest first, with their people."""
    asked = (
        select(WeekMove)
        .join(WeekMove.change)
        .where(WeekMove.meeting_id == meeting_id, WeekChange.state == ChangeState.CONFIRMED)
        .options(selectinload(WeekMove.people).joinedload(MovePerson.person))
        .order_by(WeekMove.id)
    )
    return (await session.scalars(asked)).all()


async def leaving_room(session: AsyncSession, room: str, meeting_id: int) -> Sequence[WeekMove]:
    """Confirmed moves of other meetings out of a room, whose events still stand there."""
    asked = (
        select(WeekMove)
        .join(WeekMove.change)
        .join(WeekMove.meeting)
        .where(
            WeekChange.state == ChangeState.CONFIRMED,
            WeekMove.carried_at.is_(None),
            WeekMove.meeting_id != meeting_id,
            WeekMove.from_room == room,
            ShareMeeting.state == MeetingState.MOVING,
        )
        .options(contains_eager(WeekMove.meeting))
    )
    return (await session.scalars(asked)).all()


async def moving_into(session: AsyncSession, rooms: Sequence[str], meeting_id: int) -> Sequence[int]:
    """Ids of other meetings on their way into rooms."""
    moving = and_(ShareMeeting.room.in_(rooms), ShareMeeting.state == MeetingState.MOVING)
    return (await session.scalars(select(ShareMeeting.id).where(moving, ShareMeeting.id != meeting_id))).all()


async def places_of_readers(
    session: AsyncSession, person_ids: Sequence[int], place_id: int | None
) -> Sequence[Place]:
    """A place, and the personal chats of people, as far as the app is there."""
    theirs = and_(Place.kind == PlaceKind.PERSONAL, Place.person_id.in_(person_ids))
    asked = select(Place).where(or_(Place.id == place_id, theirs), ~Place.is_gone).order_by(Place.id)
    return (await session.scalars(asked.options(joinedload(Place.person)))).all()


async def organizers(session: AsyncSession) -> Sequence[Person]:
    asked = select(Person).where(Person.is_organizer, Person.is_enabled).order_by(Person.id)
    return (await session.scalars(asked)).all()


def _weeks() -> Select[ShareWeek]:
    meetings = selectinload(ShareWeek.meetings)
    return select(ShareWeek).options(
        joinedload(ShareWeek.cycle),
        joinedload(ShareWeek.root_unit),
        meetings.joinedload(ShareMeeting.unit),
        meetings.joinedload(ShareMeeting.organizer),
        meetings.selectinload(ShareMeeting.invitees).joinedload(Invitee.person),
    )


def _changes() -> Select[WeekChange]:
    week, moves = selectinload(WeekChange.week), selectinload(WeekChange.moves)
    meetings = week.selectinload(ShareWeek.meetings)
    return select(WeekChange).options(
        week.joinedload(ShareWeek.cycle),
        week.joinedload(ShareWeek.root_unit),
        meetings.joinedload(ShareMeeting.unit),
        meetings.joinedload(ShareMeeting.organizer),
        meetings.selectinload(ShareMeeting.invitees).joinedload(Invitee.person),
        joinedload(WeekChange.meeting).joinedload(ShareMeeting.unit),
        joinedload(WeekChange.person),
        joinedload(WeekChange.asked_by),
        joinedload(WeekChange.decided_by),
        moves.joinedload(WeekMove.meeting),
        moves.selectinload(WeekMove.people).joinedload(MovePerson.person),
    )
