"""A booked share week of the sample company, and what is looked at when it changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import combinations

from sqlalchemy import text

from teams_app.okr import Role, ShareMeeting, ShareWeek, WeekChange
from teams_app.services import replanning, share_week
from teams_app.services.effects import WeekRequest
from teams_app.services.replanning import ChangeKey
from teams_app.services.week.requests import Change
from tests.integration.week.conftest import Tidewell

HELENA, DANA = "helena.brandt@tidewell.example", "dana.whitfield@tidewell.example"
CYCLE = "2027-Q1"
Times = dict[str, tuple[datetime | None, str | None]]


async def booked(tidewell: Tidewell) -> ShareWeek:
    """Planned, confirmed, and in everybody's calendar."""
    await confirmed(tidewell)
    await tidewell.work()
    return await week_now(tidewell)


async def confirmed(tidewell: Tidewell) -> ShareWeek:
    """Planned and confirmed, not yet booked; the OKRs' cards, which take longest, are left out."""
    await share_week.propose(tidewell.world, WeekRequest())
    helena = await tidewell.person(HELENA)
    async with tidewell.world.database.transaction() as session:
        week = await share_week.current(session)
        assert week is not None
        await share_week.confirm(session, tidewell.world.jobs, helena, CYCLE, week.number)
        await session.execute(text("DELETE FROM procrastinate_jobs WHERE task_name = 'cards:post_card'"))
    return await week_now(tidewell)


async def week_now(tidewell: Tidewell) -> ShareWeek:
    async with tidewell.world.database.transaction() as session:
        week = await share_week.current(session)
    assert week is not None
    return week


async def told(tidewell: Tidewell, change: Change, who: str = HELENA) -> WeekChange:
    """Somebody tells what happened; the change as it was planned."""
    return await replanning.propose(tidewell.world, await tidewell.person(who), change)


async def confirm(tidewell: Tidewell, change: WeekChange, who: str = HELENA) -> None:
    person, world = await tidewell.person(who), tidewell.world
    async with world.database.transaction() as session:
        await replanning.confirm(session, world.jobs, person, key(change), world.clock)


async def keep(tidewell: Tidewell, change: WeekChange, who: str = HELENA) -> None:
    person, world = await tidewell.person(who), tidewell.world
    async with world.database.transaction() as session:
        await replanning.keep(session, person, key(change), world.clock)


def key(change: WeekChange) -> ChangeKey:
    return ChangeKey(CYCLE, change.week.number, change.number)


def of(week: ShareWeek, unit: str) -> ShareMeeting:
    return next(meeting for meeting in week.meetings if meeting.unit.key == unit)


def start_of(week: ShareWeek, unit: str) -> datetime:
    start = of(week, unit).starts_at
    assert start is not None
    return start


def times(week: ShareWeek) -> Times:
    return {meeting.unit.key: (meeting.starts_at, meeting.room) for meeting in week.meetings}


def moved(change: WeekChange) -> dict[str, tuple[datetime | None, datetime]]:
    """By unit: from when to when."""
    return {move.meeting.unit.key: (move.from_start, move.to_start) for move in change.moves}


def in_calendars(tidewell: Tidewell, meeting: ShareMeeting) -> dict[str, list[datetime]]:
    """When a meeting stands in the calendar of each person who is asked, by e-mail."""
    mailboxes = tidewell.sandbox.tenant.mailboxes
    uid = next(m.uid for m in mailboxes.meetings() if m.transaction_id == meeting.transaction_id)
    emails = [one.person.email for one in meeting.invitees if one.person.email in mailboxes.owners]
    return {
        email: [item.meeting.start for item in mailboxes.items(email) if item.meeting.uid == uid]
        for email in emails
    }


def in_rooms(tidewell: Tidewell) -> dict[str, str]:
    """By key of the unit: the room whose calendar has accepted the meeting."""
    company, mailboxes = tidewell.sandbox.tenant.company, tidewell.sandbox.tenant.mailboxes
    return {
        _unit_of(item.meeting.subject): room.name
        for room in company.rooms
        for item in mailboxes.items(room.email)
        if item.entry.response == "accepted" and "share meeting" in item.meeting.subject
    }


def _unit_of(subject: str) -> str:
    name = subject.removesuffix(", Q1 2027").removesuffix(" share meeting")
    return {"Leadership": "tidewell", "IT & Security": "it-security"}.get(
        name, name.lower().replace(" ", "-")
    )


def double_bookings(meetings: Iterable[ShareMeeting]) -> list[tuple[str, str]]:
    """Pairs of meetings that somebody is required in at the same time."""
    placed = [(one, one.starts_at, one.ends_at) for one in meetings if one.starts_at and one.ends_at]
    return [
        (a.unit.key, b.unit.key)
        for (a, start, end), (b, other_start, other_end) in combinations(placed, 2)
        if start < other_end and other_start < end and _required(a) & _required(b)
    ]


def out_of_order(week: ShareWeek) -> list[str]:
    """Units that meet before the session of their parent has ended."""
    by_unit = {meeting.unit_id: meeting for meeting in week.meetings}
    found: list[str] = []
    for meeting in week.meetings:
        parent = by_unit.get(meeting.unit.parent_id or 0)
        if parent and parent.ends_at and meeting.starts_at and parent.ends_at > meeting.starts_at:
            found.append(meeting.unit.key)
    return found


def _required(meeting: ShareMeeting) -> set[int]:
    return {one.person_id for one in meeting.invitees if one.role is Role.REQUIRED}
