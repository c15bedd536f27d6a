"""Reads of share weeks and share meetings."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from teams_app.okr import Cycle, Invitee, ShareMeeting, ShareWeek, WeekState


def _weeks() -> Select[ShareWeek]:
    meetings = selectinload(ShareWeek.meetings)
    return select(ShareWeek).options(
        joinedload(ShareWeek.cycle),
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


async def week_of_number(
    session: AsyncSession, cycle_key: str, number: int, *, lock: bool = False
) -> ShareWeek | None:
    """One proposal; ``lock`` keeps others from deciding about it at the same time."""
    asked = _weeks().join(ShareWeek.cycle).where(Cycle.key == cycle_key, ShareWeek.number == number)
    if lock:
        asked = asked.with_for_update(of=ShareWeek)
    return (await session.scalars(asked)).unique().one_or_none()


async def weeks_of_cycle(session: AsyncSession, cycle_id: int) -> Sequence[ShareWeek]:
    """Every proposal of a cycle, without its meetings, locked."""
    asked = select(ShareWeek).where(ShareWeek.cycle_id == cycle_id).with_for_update()
    return (await session.scalars(asked)).all()


async def confirmed_week(session: AsyncSession, cycle_id: int) -> ShareWeek | None:
    asked = select(ShareWeek).where(ShareWeek.cycle_id == cycle_id, ShareWeek.state == WeekState.CONFIRMED)
    return (await session.scalars(asked)).first()


async def meeting_to_book(session: AsyncSession, meeting_id: int) -> ShareMeeting | None:
    """A share meeting with all that its event holds."""
    asked = (
        select(ShareMeeting)
        .where(ShareMeeting.id == meeting_id)
        .options(
            joinedload(ShareMeeting.week).joinedload(ShareWeek.cycle),
            joinedload(ShareMeeting.unit),
            joinedload(ShareMeeting.organizer),
            selectinload(ShareMeeting.invitees).joinedload(Invitee.person),
        )
    )
    return (await session.scalars(asked)).one_or_none()
