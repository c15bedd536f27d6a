"""Something happens to a booked week: the fewest moves that mend it, in the plan and in all calendars."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, func, select

from teams_app.errors import BadInput, Conflict, NotFound
from teams_app.okr import (
    ChangeState,
    Invitee,
    MeetingState,
    Membership,
    Person,
    ShareMeeting,
    ShareWeek,
    Unit,
    WeekMove,
)
from teams_app.services import replanning, share_week
from teams_app.services.effects import MoveMeeting, WeekRequest
from teams_app.services.week import mending
from teams_app.services.week.requests import Declined, LookAgain, Moved, PeopleChanged, RoomGone
from tests.integration.week.conftest import Tidewell
from tests.integration.week.replanned import (
    CYCLE,
    HELENA,
    Times,
    booked,
    confirm,
    confirmed,
    double_bookings,
    in_calendars,
    in_rooms,
    keep,
    key,
    moved,
    of,
    out_of_order,
    start_of,
    times,
    told,
    week_now,
)

JOSEPHINE = "josephine.laurent@tidewell.example"
KOFI, DEEPA = "kofi.boateng@tidewell.example", "deepa.krishnan@tidewell.example"
QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
PATCH = "PATCH /v1.0/users/*/events/*"


def events(tidewell: Tidewell) -> int:
    return len(tidewell.sandbox.tenant.mailboxes.meetings())


def others(week: ShareWeek, unit: str) -> Times:
    return {key: place for key, place in times(week).items() if key != unit}


async def test_a_decline_is_mended_by_one_move_in_everybodys_calendar(tidewell: Tidewell) -> None:
    before = await booked(tidewell)
    mobile, declined = of(before, "mobile"), start_of(before, "mobile")
    change = await told(tidewell, Declined("Mobile", "Kofi Boateng", "I am at our supplier."))
    assert (change.state, change.is_fewest, list(moved(change))) == (ChangeState.PROPOSED, True, ["mobile"])
    assert times(await week_now(tidewell)) == times(before)
    await confirm(tidewell, change)
    await tidewell.work()
    after = await week_now(tidewell)
    start = start_of(after, "mobile")
    assert abs(start - declined) >= timedelta(minutes=mobile.minutes)
    assert others(after, "mobile") == others(before, "mobile")
    assert of(after, "mobile").state is MeetingState.BOOKED
    assert set(map(tuple, in_calendars(tidewell, of(after, "mobile")).values())) == {(start,)}
    assert (events(tidewell), double_bookings(after.meetings), out_of_order(after)) == (19, [], [])


async def test_the_move_counts_who_can_come_before_and_after(tidewell: Tidewell) -> None:
    await confirmed(tidewell)
    [move] = (await told(tidewell, Declined("mobile", KOFI))).moves
    assert move.asked == 6
    assert (move.bad_before, move.bad_after) == (1, 0)


async def test_confirming_twice_changes_nothing_more(tidewell: Tidewell) -> None:
    await booked(tidewell)
    change = await told(tidewell, Declined("mobile", KOFI))
    await confirm(tidewell, change)
    assert await tidewell.jobs_waiting() == 1
    first = times(await week_now(tidewell))
    await confirm(tidewell, change)
    assert (await tidewell.jobs_waiting(), times(await week_now(tidewell))) == (1, first)
    await tidewell.work()
    await confirm(tidewell, change)
    assert await tidewell.jobs_waiting() == 0


async def test_a_confirmation_that_is_rolled_back_leaves_all_as_it_was(tidewell: Tidewell) -> None:
    before = await booked(tidewell)
    change = await told(tidewell, Declined("mobile", KOFI))
    world, helena = tidewell.world, await tidewell.person(HELENA)
    async with world.database.sessions() as session:
        await replanning.confirm(session, world.jobs, helena, key(change), world.clock)
        await session.rollback()
    assert (await tidewell.jobs_waiting(), times(await week_now(tidewell))) == (0, times(before))


async def test_what_is_kept_moves_nothing(tidewell: Tidewell) -> None:
    before = await booked(tidewell)
    change = await told(tidewell, Declined("mobile", KOFI))
    await keep(tidewell, change)
    await keep(tidewell, change)
    await tidewell.work()
    assert times(await week_now(tidewell)) == times(before)
    with pytest.raises(Conflict, match="decided already to keep"):
        await confirm(tidewell, change)


async def test_what_was_declined_before_holds_in_the_next_change(tidewell: Tidewell) -> None:
    await confirmed(tidewell)
    first = await told(tidewell, Declined("mobile", KOFI))
    second = await told(tidewell, Declined("support", "Li Chen"))
    assert set(moved(second)) == {"mobile", "support"}
    with pytest.raises(Conflict, match="newer proposal has replaced"):
        await confirm(tidewell, first)
    await keep(tidewell, second)
    third = await told(tidewell, LookAgain())
    assert set(moved(third)) == {"mobile", "support"}


async def test_nobody_is_moved_back_to_a_time_that_they_declined(tidewell: Tidewell) -> None:
    before = await confirmed(tidewell)
    await confirm(tidewell, await told(tidewell, Declined("mobile", KOFI)))
    second = await told(tidewell, Declined("mobile", DEEPA))
    await confirm(tidewell, second)
    starts = {start_of(before, "mobile"), *(start for start, _ in moved(second).values())}
    assert len(starts) == 2
    assert start_of(await week_now(tidewell), "mobile") not in starts


async def test_a_meeting_moved_by_hand_pushes_only_what_is_in_its_way(tidewell: Tidewell) -> None:
    """The department's session comes before its teams'; its first team is where it is wanted."""
    before = await booked(tidewell)
    teams = [one for one in before.meetings if one.unit.parent_id == of(before, "product").unit_id]
    first = min(teams, key=lambda one: start_of(before, one.unit.key))
    wanted = start_of(before, first.unit.key)
    change = await told(tidewell, Moved("product", wanted))
    assert moved(change)["product"][1] == wanted
    end = wanted + timedelta(minutes=of(before, "product").minutes)
    in_the_way = {one.unit.key for one in teams if start_of(before, one.unit.key) < end}
    assert in_the_way <= set(moved(change)) - {"product"}
    assert len(moved(change)) <= len(in_the_way) + 2
    await confirm(tidewell, change)
    await tidewell.work()
    after = await week_now(tidewell)
    assert (double_bookings(after.meetings), out_of_order(after)) == ([], [])


async def test_a_meeting_moved_by_hand_stays_there_until_somebody_declines_it(tidewell: Tidewell) -> None:
    week = await confirmed(tidewell)
    wanted = start_of(week, "mobile") + DAY + QUARTER
    await confirm(tidewell, await told(tidewell, Moved("mobile", wanted)))
    await confirm(tidewell, await told(tidewell, Declined("support", "Li Chen")))
    assert start_of(await week_now(tidewell), "mobile") == wanted
    assert set(moved(await told(tidewell, Declined("mobile", KOFI)))) == {"mobile"}


async def test_a_wish_that_was_kept_is_forgotten(tidewell: Tidewell) -> None:
    week = await confirmed(tidewell)
    await keep(tidewell, await told(tidewell, Moved("mobile", start_of(week, "mobile") + DAY)))
    assert (await told(tidewell, LookAgain())).state is ChangeState.NOT_NEEDED


async def test_a_week_that_holds_says_so(tidewell: Tidewell) -> None:
    """Its own events are in everybody's calendar, and do not drive it away."""
    await booked(tidewell)
    change = await told(tidewell, LookAgain())
    assert (change.state, change.moves) == (ChangeState.NOT_NEEDED, [])


async def test_whose_presence_is_no_must_moves_nothing(tidewell: Tidewell) -> None:
    await confirmed(tidewell)
    assert (await told(tidewell, Declined("mobile", "Vikram Shetty"))).state is ChangeState.NOT_NEEDED


async def test_a_room_that_is_gone_is_replaced_and_the_event_follows(tidewell: Tidewell) -> None:
    before = await booked(tidewell)
    assert of(before, "onboarding").room == "Birch room"
    change = await told(tidewell, RoomGone("birch room"))
    assert {move.from_room for move in change.moves} == {"Birch room"}
    await confirm(tidewell, change)
    await tidewell.work()
    after = await week_now(tidewell)
    assert "Birch room" not in {one.room for one in after.meetings}
    assert in_rooms(tidewell) == {one.unit.key: one.room for one in after.meetings if one.room}


async def test_meetings_that_change_rooms_with_each_other_both_get_theirs(tidewell: Tidewell) -> None:
    """A room refuses who comes before it is left."""
    week = await booked(tidewell)
    cloud, security = of(week, "cloud"), of(week, "it-security")
    assert (cloud.starts_at, cloud.room, security.room) == (security.starts_at, "Oak room", "Fjord room")
    async with tidewell.world.database.transaction() as session:
        helena = await tidewell.person(HELENA)
        noted = await replanning.request(session, helena, LookAgain(), tidewell.world.clock)
        noted.state = ChangeState.PROPOSED
        for one, other in ((cloud, security), (security, cloud)):
            start = start_of(week, one.unit.key)
            session.add(
                WeekMove(
                    change_id=noted.id,
                    meeting_id=one.id,
                    from_start=start,
                    to_start=start,
                    from_room=one.room,
                    to_room=other.room,
                    asked=5,
                )
            )
    await confirm(tidewell, noted)
    await tidewell.work()
    rooms = in_rooms(tidewell)
    assert (rooms["cloud"], rooms["it-security"]) == ("Fjord room", "Oak room")
    assert {one.state for one in (await week_now(tidewell)).meetings} == {MeetingState.BOOKED}


async def test_who_joins_and_who_leaves_gets_the_event_and_loses_it(tidewell: Tidewell) -> None:
    before = await booked(tidewell)
    async with tidewell.world.database.transaction() as session:
        mobile = (await session.scalars(select(Unit).where(Unit.key == "mobile"))).one()
        leaving, newcomer = (
            await tidewell.person(JOSEPHINE),
            await tidewell.person("mira.kovac@tidewell.example"),
        )
        await session.execute(delete(Membership).where(Membership.person_id == leaving.id))
        session.add(Membership(unit_id=mobile.id, person_id=newcomer.id))
    change = await told(tidewell, PeopleChanged("mobile"))
    [people] = [move.people for move in change.moves if move.meeting.unit.key == "mobile"]
    assert {(one.person.email, bool(one.role)) for one in people} == {
        (JOSEPHINE, False),
        (newcomer.email, True),
    }
    await confirm(tidewell, change)
    await tidewell.work()
    after = await week_now(tidewell)
    emails = {one.person.email for one in of(after, "mobile").invitees}
    assert newcomer.email in emails
    assert JOSEPHINE not in emails
    uid = next(
        one.uid
        for one in tidewell.sandbox.tenant.mailboxes.meetings()
        if one.transaction_id == of(before, "mobile").transaction_id
    )
    left = [i for i in tidewell.sandbox.tenant.mailboxes.items(JOSEPHINE) if i.meeting.uid == uid]
    assert (left, double_bookings(after.meetings)) == ([], [])
    assert in_calendars(tidewell, of(after, "mobile"))[newcomer.email] == [start_of(after, "mobile")]


async def test_when_nobody_can_ever_come_the_reason_is_told_and_nothing_changes(tidewell: Tidewell) -> None:
    before = await confirmed(tidewell)
    async with tidewell.world.database.transaction() as session:
        week = (await session.scalars(select(ShareWeek))).one()
        noted = await replanning.request(
            session, await tidewell.person(HELENA), Declined("mobile", KOFI), tidewell.world.clock
        )
        monday = datetime.combine(week.first_day, datetime.min.time(), before.proposed_at.tzinfo)
        noted.declined_from, noted.declined_until = monday, monday + 7 * DAY
    change = await mending.plan(tidewell.world, noted.id)
    assert (change.state, change.moves) == (ChangeState.IMPOSSIBLE, [])
    assert "Kofi Boateng" in change.reason
    with pytest.raises(Conflict, match="nothing to decide"):
        await confirm(tidewell, change)
    later = await told(tidewell, Declined("support", "Li Chen"))
    assert set(moved(later)) == {"support"}


async def test_a_meeting_that_still_waits_is_booked_at_its_new_time(tidewell: Tidewell) -> None:
    await confirmed(tidewell)
    change = await told(tidewell, Declined("mobile", KOFI))
    await confirm(tidewell, change)
    await tidewell.work()
    after = await week_now(tidewell)
    assert of(after, "mobile").state is MeetingState.BOOKED
    start = start_of(after, "mobile")
    assert start == moved(change)["mobile"][1]
    assert set(map(tuple, in_calendars(tidewell, of(after, "mobile")).values())) == {(start,)}
    assert events(tidewell) == 19


async def test_a_proposal_is_changed_without_inviting_anybody(tidewell: Tidewell) -> None:
    await share_week.propose(tidewell.world, WeekRequest())
    week = await week_now(tidewell)
    wanted = start_of(week, "mobile") + QUARTER
    await confirm(tidewell, await told(tidewell, Moved("mobile", wanted)))
    after = await week_now(tidewell)
    assert start_of(after, "mobile") == wanted
    assert (of(after, "mobile").state, await tidewell.jobs_waiting()) == (MeetingState.PROPOSED, 0)
    assert after.lower_bound == week.lower_bound <= week.cost <= after.cost


async def test_an_event_whose_answer_is_lost_is_moved_once(tidewell: Tidewell) -> None:
    await booked(tidewell)
    await confirm(tidewell, await told(tidewell, Declined("mobile", KOFI)))
    tidewell.sandbox.tenant.faults.add([{"match": PATCH, "drop_answer": True}])
    await tidewell.work()
    after = await week_now(tidewell)
    assert of(after, "mobile").state is MeetingState.BOOKED
    calendars = in_calendars(tidewell, of(after, "mobile"))
    assert set(map(tuple, calendars.values())) == {(start_of(after, "mobile"),)}


async def test_a_worker_killed_before_it_could_note_the_move_does_no_harm(tidewell: Tidewell) -> None:
    week = await booked(tidewell)
    await confirm(tidewell, await told(tidewell, Declined("mobile", KOFI)))
    await tidewell.work()
    sequence = {one.uid: one.sequence for one in tidewell.sandbox.tenant.mailboxes.meetings()}
    async with tidewell.world.database.transaction() as session:
        meeting = await session.get_one(ShareMeeting, of(week, "mobile").id)
        meeting.state = MeetingState.MOVING
        await tidewell.world.jobs.enqueue(session, [MoveMeeting(meeting.id)] * 2)
    assert await tidewell.jobs_waiting() == 1
    await tidewell.work()
    assert of(await week_now(tidewell), "mobile").state is MeetingState.BOOKED
    assert {one.uid: one.sequence for one in tidewell.sandbox.tenant.mailboxes.meetings()} == sequence


async def test_an_event_that_somebody_has_cancelled_is_told_at_its_meeting(tidewell: Tidewell) -> None:
    week = await booked(tidewell)
    mailboxes = tidewell.sandbox.tenant.mailboxes
    event = next(m for m in mailboxes.meetings() if m.transaction_id == of(week, "mobile").transaction_id)
    mailboxes.cancel(event, tidewell.sandbox.tenant.clock())
    await confirm(tidewell, await told(tidewell, Declined("mobile", KOFI)))
    await tidewell.work()
    mobile = of(await week_now(tidewell), "mobile")
    assert (mobile.state, "deleted in Outlook" in (mobile.problem or "")) == (MeetingState.MOVING, True)


async def test_a_cancelled_week_refuses_its_open_change(tidewell: Tidewell) -> None:
    week = await booked(tidewell)
    change = await told(tidewell, Declined("mobile", KOFI))
    helena = await tidewell.person(HELENA)
    async with tidewell.world.database.transaction() as session:
        await share_week.cancel(session, tidewell.world.jobs, helena, CYCLE, week.number)
    with pytest.raises(Conflict, match="was cancelled"):
        await confirm(tidewell, change)
    with pytest.raises(NotFound, match="nothing to re-plan"):
        await told(tidewell, LookAgain())


async def test_what_moved_meanwhile_refuses_the_older_change(tidewell: Tidewell) -> None:
    week = await confirmed(tidewell)
    change = await told(tidewell, Declined("mobile", KOFI))
    async with tidewell.world.database.transaction() as session:
        meeting = await session.get_one(ShareMeeting, of(week, "mobile").id)
        meeting.move(start_of(week, "mobile") + DAY, meeting.room, is_confirmed=True)
    with pytest.raises(Conflict, match="moved in the meantime"):
        await confirm(tidewell, change)


async def test_calendars_that_cannot_be_read_are_told(tidewell: Tidewell) -> None:
    await confirmed(tidewell)
    tidewell.sandbox.tenant.faults.add([{"match": "POST /v1.0/$batch", "times": 20, "status": 403}])
    change = await told(tidewell, Declined("mobile", KOFI))
    assert (change.state, "cannot be read" in change.reason) == (ChangeState.FAILED, True)


async def test_what_the_week_does_not_have_is_a_sentence(tidewell: Tidewell) -> None:
    await share_week.propose(tidewell.world, WeekRequest())
    for change in (
        Declined("nowhere", KOFI),
        Declined("mobile", "Nobody"),
        Declined("mobile", HELENA),
        RoomGone("Blue room"),
    ):
        with pytest.raises(NotFound, match=r"^.*“.*”.*\.$"):
            await told(tidewell, change)


async def test_a_time_that_cannot_be_is_a_sentence(tidewell: Tidewell) -> None:
    await share_week.propose(tidewell.world, WeekRequest())
    start = start_of(await week_now(tidewell), "mobile")
    for shift in (-365 * DAY, 365 * DAY, timedelta(minutes=7)):
        with pytest.raises(BadInput, match=r"[Pp]lease choose"):
            await told(tidewell, Moved("mobile", start + shift))


async def test_nothing_of_a_change_is_stored_twice(tidewell: Tidewell) -> None:
    """A worker that was killed after it stored the moves begins again."""
    await confirmed(tidewell)
    change = await told(tidewell, Declined("mobile", KOFI))
    await mending.plan(tidewell.world, change.id)
    async with tidewell.world.database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(WeekMove)) == 1
        assert await session.scalar(select(func.count()).select_from(Invitee)) > 100  # type: ignore[operator]
        assert await session.scalar(select(func.count()).select_from(Person)) > 80  # type: ignore[operator]
