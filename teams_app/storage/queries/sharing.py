"""Reads of share weeks and share meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from teams_app.okr import Cycle, Invitee, MeetingState, Room, ShareMeeting, ShareWeek, WeekState

ALIVE = (WeekState.PROPOSED, WeekState.CONFIRMED)


def _weeks() -> Select[ShareWeek]:
    meetings = selectinload(ShareWeek.meetings)
    return select(ShareWeek).options(
        joinedload(ShareWeek.cycle),
        joinedload(ShareWeek.root_unit),
        meetings.joinedload(ShareMeeting.unit),
        meetings.joinedload(ShareMeeting.organizer),
        meetings.selectinload(ShareMeeting.invitees).joinedload(Invitee.person),
    )


async def newest_week(session: AsyncSession, cycle_key: str | None = None) -> ShareWeek | None:
    """The newest proposal of a cycle, or of all, with all that its card shows."""
    asked = _weeks().order_by(ShareWeek.id.desc()).limit(1)
    if cycle_key is not None:
        asked = asked.join(ShareWeek.cycle).where(Cycle.key == cycle_key)
    return (await session.scalars(asked)).unique().one_or_none()


async def newest_week_of_part(
    session: AsyncSession, root_unit_id: int | None, cycle_key: str | None = None
) -> ShareWeek | None:
    """The same for the part at and below a unit, or for the whole organization."""
    asked = _weeks().where(ShareWeek.root_unit_id.is_not_distinct_from(root_unit_id))
    if cycle_key is not None:
        asked = asked.join(ShareWeek.cycle).where(Cycle.key == cycle_key)
    return (await session.scalars(asked.order_by(ShareWeek.id.desc()).limit(1))).unique().one_or_none()


async def week_of_id(session: AsyncSession, week_id: int) -> ShareWeek:
    """A proposal with all that its card shows."""
    return (await session.scalars(_weeks().where(ShareWeek.id == week_id))).unique().one()


async def week_of_number(
    session: AsyncSession, cycle_key: str, number: int, *, lock: bool = False
) -> ShareWeek | None:
    """One proposal; ``lock`` keeps others from deciding about it at the same time."""
    asked = _weeks().join(ShareWeek.cycle).where(Cycle.key == cycle_key, ShareWeek.number == number)
    if lock:
        asked = asked.with_for_update(of=ShareWeek)
    return (await session.scalars(asked)).unique().one_or_none()


async def living_weeks(session: AsyncSession, cycle_id: int) -> Sequence[ShareWeek]:
    """Proposed and confirmed share weeks, the newest first, with units and who is asked, as ids."""
    meetings = selectinload(ShareWeek.meetings)
    asked = (
        select(ShareWeek)
        .where(ShareWeek.cycle_id == cycle_id, ShareWeek.state.in_(ALIVE))
        .options(
            joinedload(ShareWeek.cycle),
            joinedload(ShareWeek.root_unit),
            meetings.joinedload(ShareMeeting.unit),
            meetings.selectinload(ShareMeeting.invitees),
        )
        .order_by(ShareWeek.id.desc())
    )
    return (await session.scalars(asked)).unique().all()


async def highest_number(session: AsyncSession, cycle_id: int) -> int:
    """Of all proposals of a cycle; 0 where there is none."""
    return int(await session.scalar(select(func.max(ShareWeek.number)).filter_by(cycle_id=cycle_id)) or 0)


async def rooms(session: AsyncSession) -> Sequence[Room]:
    """All rooms, by name."""
    return (await session.scalars(select(Room).order_by(Room.name))).all()


async def meeting_to_book(session: AsyncSession, meeting_id: int) -> ShareMeeting | None:
    """A share meeting with all that its event holds."""
    asked = (
        select(ShareMeeting)
        .where(ShareMeeting.id == meeting_id)
        .options(
            joinedload(ShareMeeting.week).joinedload(ShareWeek.cycle),
            joinedload(ShareMeeting.unit),
            joinedload(ShareMeeting.organizer),
            joinedload(ShareMeeting.booked_room),
            selectinload(ShareMeeting.invitees).joinedload(Invitee.person),
        )
    )
    return (await session.scalars(asked)).one_or_none()


async def newest_meeting_of_unit(
    session: AsyncSession, unit_id: int, cycle_key: str | None = None
) -> ShareMeeting | None:
    """In a share week that is proposed or confirmed, with its week and everybody who is asked."""
    asked = (
        select(ShareMeeting)
        .join(ShareMeeting.week)
        .join(ShareWeek.cycle)
        .where(ShareMeeting.unit_id == unit_id, ShareWeek.state.in_(ALIVE))
        .options(
            joinedload(ShareMeeting.week).joinedload(ShareWeek.cycle),
            joinedload(ShareMeeting.unit),
            joinedload(ShareMeeting.organizer),
            selectinload(ShareMeeting.invitees).joinedload(Invitee.person),
        )
        .order_by(ShareMeeting.id.desc())
        .limit(1)
    )
    if cycle_key is not None:
        asked = asked.where(Cycle.key == cycle_key)
    return (await session.scalars(asked)).one_or_none()


async def without_link(session: AsyncSession, now: datetime) -> Sequence[int]:
    """Booked meetings to come whose join link or chat is not known yet, by id."""
    unknown = or_(ShareMeeting.join_url.is_(None), ShareMeeting.chat_id.is_(None))
    asked = select(ShareMeeting.id).where(
        ShareMeeting.state == MeetingState.BOOKED, ShareMeeting.ends_at > now, unknown
    )
    return (await session.scalars(asked)).all()
