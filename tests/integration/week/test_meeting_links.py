"""The join link and the chat of booked meetings, when Teams gives them at once, late, or never."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import joinedload

from teams_app.okr import MeetingState, ShareMeeting
from teams_app.services import meeting_links
from tests.integration.week.conftest import Tidewell
from tests.integration.week.replanned import confirmed

HELENA = "helena.brandt@tidewell.example"


@pytest.fixture
async def booked(tidewell: Tidewell) -> Tidewell:
    await confirmed(tidewell)
    await tidewell.work()
    return tidewell


async def meetings(tidewell: Tidewell) -> Sequence[ShareMeeting]:
    async with tidewell.world.database.transaction() as session:
        asked = select(ShareMeeting).options(joinedload(ShareMeeting.organizer)).order_by(ShareMeeting.id)
        return (await session.scalars(asked)).all()


async def retry_now(tidewell: Tidewell) -> None:
    """What waits for later is due."""
    async with tidewell.world.database.transaction() as session:
        await session.execute(
            text("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
        )
    await tidewell.work()


async def test_each_booked_meeting_knows_its_chat(booked: Tidewell) -> None:
    threads = {each.online.thread_id for each in booked.sandbox.tenant.mailboxes.meetings() if each.online}
    found = await meetings(booked)
    assert {one.chat_id for one in found} == threads
    assert len(threads) == 19
    assert {one.state for one in found} == {MeetingState.BOOKED}


async def test_links_that_come_late_are_asked_for_again(tidewell: Tidewell) -> None:
    tidewell.sandbox.tenant.outlook.turn({"late_links": 5, "short_links": True})
    await confirmed(tidewell)
    await tidewell.work()
    assert {(one.join_url, one.problem) for one in await meetings(tidewell)} == {(None, meeting_links.LATE)}
    for _ in range(5):  # as often as the job tries by itself
        await retry_now(tidewell)
    assert all(one.join_url and one.chat_id and not one.problem for one in await meetings(tidewell))


async def test_a_mailbox_without_teams_is_told_once_and_not_asked_again(tidewell: Tidewell) -> None:
    tidewell.sandbox.tenant.outlook.turn({"without_teams": [HELENA]})
    await confirmed(tidewell)
    await tidewell.work()
    told = [one for one in await meetings(tidewell) if one.problem]
    assert {one.organizer.email for one in told} == {HELENA}
    assert told[0].problem == meeting_links.NO_TEAMS.format(name="Helena Brandt")
    assert told[0].state is MeetingState.BOOKED
    async with tidewell.world.database.transaction() as session:
        waiting = await session.scalar(
            text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'booking:find_link'")
        )
    assert waiting == 19


async def test_a_missing_policy_is_told_and_looked_at_by_the_clock(tidewell: Tidewell) -> None:
    outlook = tidewell.sandbox.tenant.outlook
    outlook.turn({"short_links": True, "meeting_policy": False})
    await confirmed(tidewell)
    await tidewell.work()
    found = await meetings(tidewell)
    assert all("application access policy" in (one.problem or "") for one in found)
    assert all(one.join_url for one in found)
    outlook.turn({"meeting_policy": True})
    async with tidewell.world.database.transaction() as session:
        await session.execute(text("DELETE FROM procrastinate_jobs"))
        assert await meeting_links.enqueue_missing(session, tidewell.world) == 19
    await tidewell.work()
    assert all(one.chat_id and not one.problem for one in await meetings(tidewell))


async def test_a_meeting_that_was_cancelled_meanwhile_is_left_alone(booked: Tidewell) -> None:
    first = (await meetings(booked))[0]
    async with booked.world.database.transaction() as session:
        meeting = await session.get_one(ShareMeeting, first.id)
        meeting.chat_id = None
    await booked.world.calendars.cancel_event(HELENA, first.event_id or "", "No")
    organizer = first.organizer.object_id or ""
    await booked.world.calendars.cancel_event(organizer, first.event_id or "", "No")
    await meeting_links.find(booked.world, first.id)
    assert (await meetings(booked))[0].problem is None
