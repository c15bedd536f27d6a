"""Reads of watched mailboxes, and of the share meetings that are sent from them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from teams_app.okr import Invitee, MeetingState, ShareMeeting, ShareWeek, WatchedMailbox, WatchState
from teams_app.okr.sharing import IN_CALENDARS

WITH_EVENT = (MeetingState.BOOKED, MeetingState.MOVING)


async def mailbox(session: AsyncSession, mailbox_id: int, *, lock: bool = False) -> WatchedMailbox | None:
    """With whose it is."""
    asked = _mailboxes().where(WatchedMailbox.id == mailbox_id)
    if lock:
        asked = asked.with_for_update(of=WatchedMailbox).execution_options(populate_existing=True)
    return (await session.scalars(asked)).one_or_none()


async def mailboxes(
    session: AsyncSession, ids: Collection[int], *, lock: bool = False
) -> Sequence[WatchedMailbox]:
    asked = _mailboxes().where(WatchedMailbox.id.in_(ids)).order_by(WatchedMailbox.id)
    if lock:
        asked = asked.with_for_update(of=WatchedMailbox).execution_options(populate_existing=True)
    return (await session.scalars(asked)).all()


async def of_subscriptions(
    session: AsyncSession, subscription_ids: Collection[str], *, lock: bool = False
) -> Sequence[WatchedMailbox]:
    """The mailboxes that these subscriptions watch; those of others are not there."""
    asked = select(WatchedMailbox).where(WatchedMailbox.subscription_id.in_(subscription_ids))
    asked = asked.order_by(WatchedMailbox.id)
    return (await session.scalars(asked.with_for_update() if lock else asked)).all()


async def of_people(session: AsyncSession, person_ids: Collection[int]) -> Sequence[int]:
    asked = select(WatchedMailbox.id).where(WatchedMailbox.person_id.in_(person_ids))
    return (await session.scalars(asked.order_by(WatchedMailbox.id))).all()


async def of_meeting(session: AsyncSession, meeting_id: int) -> Sequence[int]:
    """The mailbox that a share meeting is sent from, if it is watched."""
    asked = select(WatchedMailbox.id).join(
        ShareMeeting, ShareMeeting.organizer_id == WatchedMailbox.person_id
    )
    return (await session.scalars(asked.where(ShareMeeting.id == meeting_id))).all()


async def to_read(session: AsyncSession, read_before: datetime | None) -> Sequence[int]:
    """Those that were not read since; None: all."""
    asked = select(WatchedMailbox.id).where(WatchedMailbox.state != WatchState.ENDING)
    if read_before is not None:
        asked = asked.where(or_(WatchedMailbox.read_at.is_(None), WatchedMailbox.read_at < read_before))
    return (await session.scalars(asked.order_by(WatchedMailbox.id))).all()


async def to_subscribe(
    session: AsyncSession, expiring_before: datetime, attempted_before: datetime
) -> Sequence[int]:
    """Those whose subscription is missing, ends soon, or is to be shown or ended."""
    tried = WatchedMailbox.attempted_at
    missing = and_(WatchedMailbox.subscription_id.is_(None), or_(tried.is_(None), tried < attempted_before))
    ends_soon = WatchedMailbox.expires_at < expiring_before
    asked_for = WatchedMailbox.state.in_((WatchState.CHALLENGED, WatchState.ENDING))
    asked = select(WatchedMailbox.id).where(or_(missing, ends_soon, asked_for)).order_by(WatchedMailbox.id)
    return (await session.scalars(asked)).all()


async def idle(session: AsyncSession, now: datetime) -> Sequence[WatchedMailbox]:
    """Those from which no share meeting is to come any more."""
    to_come = (
        select(ShareMeeting.id)
        .where(
            ShareMeeting.organizer_id == WatchedMailbox.person_id,
            ShareMeeting.state.in_(IN_CALENDARS),
            ShareMeeting.ends_at > now,
        )
        .exists()
    )
    asked = select(WatchedMailbox).where(~to_come, WatchedMailbox.state != WatchState.ENDING)
    return (await session.scalars(asked)).all()


async def unwatched(session: AsyncSession, now: datetime) -> Sequence[int]:
    """Ids of organizers from whom share meetings are to come, and whose mailbox is not watched."""
    watched = (
        select(WatchedMailbox.id)
        .where(
            WatchedMailbox.person_id == ShareMeeting.organizer_id,
            WatchedMailbox.state != WatchState.ENDING,
        )
        .exists()
    )
    to_come = (ShareMeeting.state.in_(IN_CALENDARS), ShareMeeting.ends_at > now)
    asked = select(ShareMeeting.organizer_id).where(*to_come, ~watched).distinct()
    return (await session.scalars(asked)).all()


async def meetings_sent(
    session: AsyncSession, organizer_ids: Collection[int], ending_after: datetime
) -> Sequence[ShareMeeting]:
    """Share meetings that are, or are to be, in these people's calendars; bare."""
    asked = select(ShareMeeting).where(
        ShareMeeting.organizer_id.in_(organizer_ids),
        ShareMeeting.state.in_(IN_CALENDARS),
        ShareMeeting.ends_at > ending_after,
    )
    return (await session.scalars(asked)).all()


async def lock_weeks(session: AsyncSession, week_ids: Collection[int]) -> None:
    """Before their meetings, as whoever decides about moves does."""
    asked = select(ShareWeek.id).where(ShareWeek.id.in_(week_ids)).order_by(ShareWeek.id)
    await session.execute(asked.with_for_update())


async def meetings_to_update(session: AsyncSession, meeting_ids: Collection[int]) -> Sequence[ShareMeeting]:
    """Locked, with everybody who is asked, the week and the room."""
    asked = (
        select(ShareMeeting)
        .where(ShareMeeting.id.in_(meeting_ids))
        .options(
            joinedload(ShareMeeting.week).joinedload(ShareWeek.cycle),
            joinedload(ShareMeeting.unit),
            joinedload(ShareMeeting.organizer),
            joinedload(ShareMeeting.booked_room),
            selectinload(ShareMeeting.invitees).joinedload(Invitee.person),
        )
        .order_by(ShareMeeting.id)
        .with_for_update(of=ShareMeeting)
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(asked)).all()


def _mailboxes() -> Select[WatchedMailbox]:
    return select(WatchedMailbox).options(joinedload(WatchedMailbox.person))
