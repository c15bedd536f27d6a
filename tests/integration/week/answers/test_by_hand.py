"""Share meetings that somebody moves, deletes or cancels in Outlook; rooms that decline."""

from __future__ import annotations

from datetime import timedelta

import pytest

from teams_app.errors import Conflict, NotAllowed
from teams_app.okr import Answer, ChangeKind, ChangeState, MeetingState
from teams_app.services import share_week
from teams_app.services.answers.again import book_again
from tests.integration.week.answers.outlook import Outlook
from tests.integration.week.replanned import (
    HELENA,
    confirm,
    double_bookings,
    moved,
    of,
    out_of_order,
    start_of,
    times,
    week_now,
)

UNIT, DAY = "growth", timedelta(days=1)


async def test_a_meeting_moved_by_hand_has_outlooks_time(outlook: Outlook) -> None:
    await outlook.booked()
    await outlook.chat()
    meeting = await outlook.meeting(UNIT)
    assert meeting.starts_at is not None
    wanted = meeting.starts_at + timedelta(minutes=10)
    await outlook.moves(meeting, wanted)
    await outlook.settle()
    after = await outlook.meeting(UNIT)
    assert (after.starts_at, after.state) == (wanted, MeetingState.BOOKED)
    assert {one.answer for one in after.invitees} == {Answer.NONE}
    [change] = await outlook.changes()
    assert (change.kind, change.wanted_start) == (ChangeKind.MOVED, wanted)
    assert "was moved in Outlook" in str(outlook.cards()[0])


async def test_what_is_in_its_way_then_is_proposed_to_move(outlook: Outlook) -> None:
    """The department's session is dragged behind that of its first team."""
    await outlook.booked()
    week = await week_now(outlook.tidewell)
    teams = [one for one in week.meetings if one.unit.key != "market" and one.starts_at]
    first = min(teams, key=lambda one: start_of(week, one.unit.key))
    wanted = start_of(week, first.unit.key)
    await outlook.moves(of(week, "market"), wanted)
    await outlook.settle()
    [change] = await outlook.changes()
    assert (change.state, "market" in moved(change)) == (ChangeState.PROPOSED, False)
    assert first.unit.key in moved(change)
    await confirm(outlook.tidewell, change)
    await outlook.settle()
    after = await week_now(outlook.tidewell)
    assert start_of(after, "market") == wanted
    assert (double_bookings(after.meetings), out_of_order(after)) == ([], [])


async def test_a_meeting_moved_out_of_the_week_is_followed_and_told(outlook: Outlook) -> None:
    await outlook.booked()
    await outlook.chat()
    meeting = await outlook.meeting(UNIT)
    assert meeting.starts_at is not None
    wanted = meeting.starts_at + 60 * DAY
    await outlook.moves(meeting, wanted)
    await outlook.settle()
    after = await outlook.meeting(UNIT)
    assert (after.starts_at, after.state, await outlook.changes()) == (wanted, MeetingState.BOOKED, [])
    assert "not in the share week" in str(outlook.cards()[0])
    back = meeting.starts_at
    await outlook.moves(after, back)
    await outlook.settle()
    assert (await outlook.meeting(UNIT)).starts_at == back


@pytest.mark.parametrize("lost", [False, True])
async def test_a_meeting_deleted_by_hand_is_told_and_not_booked_again(
    outlook: Outlook, *, lost: bool
) -> None:
    await outlook.booked()
    await outlook.chat()
    await outlook.order("notifications", lost=lost)
    await outlook.deletes(await outlook.meeting(UNIT))
    await outlook.settle()
    await outlook.clock_strikes(minutes=16)
    await outlook.settle()
    after = await outlook.meeting(UNIT)
    assert (after.state, after.event_id) == (MeetingState.DELETED, None)
    [card] = outlook.cards()
    assert "was deleted in Outlook" in str(card)
    assert "book again Growth" in str(card)
    assert len(outlook.tidewell.sandbox.tenant.mailboxes.meetings()) == 4


async def test_it_is_booked_again_when_somebody_says_so(outlook: Outlook) -> None:
    await outlook.booked()
    await outlook.deletes(await outlook.meeting(UNIT))
    await outlook.settle()
    world, helena = outlook.tidewell.world, await outlook.tidewell.person(HELENA)
    for _ in range(2):
        async with world.database.transaction() as session:
            await book_again(session, world.jobs, helena, "Growth", world.clock)
    await outlook.settle()
    after = await outlook.meeting(UNIT)
    assert (after.state, after.version) == (MeetingState.BOOKED, 2)
    living = [one for one in outlook.tidewell.sandbox.tenant.mailboxes.meetings() if not one.cancelled]
    assert len(living) == 4
    assert outlook.entry(after, after.organizer.email) == after.event_id


async def test_what_was_not_deleted_is_not_booked_again_and_not_by_anybody(outlook: Outlook) -> None:
    await outlook.booked()
    world, helena = outlook.tidewell.world, await outlook.tidewell.person(HELENA)
    stranger = await outlook.tidewell.person("kofi.boateng@tidewell.example")
    async with world.database.transaction() as session:
        with pytest.raises(Conflict, match="was not deleted"):
            await book_again(session, world.jobs, helena, "Growth", world.clock)
        with pytest.raises(NotAllowed, match="Only organizers"):
            await book_again(session, world.jobs, stranger, "Growth", world.clock)


async def test_cancelling_the_week_ourselves_is_no_deletion_by_hand(outlook: Outlook) -> None:
    week = await outlook.booked()
    await outlook.chat()
    world, helena = outlook.tidewell.world, await outlook.tidewell.person(HELENA)
    async with world.database.transaction() as session:
        await share_week.cancel(session, world.jobs, helena, week.cycle.key, week.number)
    await outlook.settle()
    assert {one.state for one in (await week_now(outlook.tidewell)).meetings} == {MeetingState.CANCELLED}
    assert outlook.cards() == []


async def test_mailboxes_are_watched_no_more_when_nothing_is_to_come(outlook: Outlook) -> None:
    week = await outlook.booked()
    world, helena = outlook.tidewell.world, await outlook.tidewell.person(HELENA)
    async with world.database.transaction() as session:
        await share_week.cancel(session, world.jobs, helena, week.cycle.key, week.number)
    await outlook.settle()
    await outlook.clock_strikes()
    await outlook.settle()
    assert (outlook.subscriptions(), await outlook.watched()) == ([], [])


async def test_a_room_that_declines_is_named_and_another_proposed(outlook: Outlook) -> None:
    week = await outlook.booked("product")
    await outlook.chat()
    meeting = next(one for one in week.meetings if one.room)
    room = outlook.room_of(meeting)
    before = times(week)
    await outlook.room_says(meeting, "declined")
    await outlook.settle()
    assert (await outlook.meeting(meeting.unit.key)).room_answer is Answer.DECLINED
    [change] = await outlook.changes()
    assert (change.kind, change.state, change.room) == (ChangeKind.ROOM, ChangeState.PROPOSED, meeting.room)
    [move] = change.moves
    assert (move.meeting_id, move.to_room != meeting.room) == (meeting.id, True)
    assert str(meeting.room) in str(outlook.cards()[0])
    assert times(await week_now(outlook.tidewell)) == before
    await confirm(outlook.tidewell, change)
    await outlook.settle()
    after = await outlook.meeting(meeting.unit.key)
    assert (after.room, after.room_answer) == (move.to_room, Answer.ACCEPTED if move.to_room else Answer.NONE)
    assert room not in outlook.invited(after)


async def test_a_room_that_accepts_after_all_takes_its_change_back(outlook: Outlook) -> None:
    week = await outlook.booked("product")
    meeting = next(one for one in week.meetings if one.room)
    for said in ("declined", "accepted"):
        await outlook.room_says(meeting, said)
        await outlook.settle()
    assert [one.state for one in await outlook.changes()] == [ChangeState.TAKEN_BACK]
