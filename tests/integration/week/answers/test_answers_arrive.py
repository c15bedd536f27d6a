"""What people answer in Outlook arrives at the share meeting, however it is told."""

from __future__ import annotations

from datetime import timedelta

from teams_app.okr import Answer, MeetingState, Role, ShareMeeting, WatchState
from tests.integration.week.answers.outlook import Outlook
from tests.integration.week.replanned import start_of, times, week_now


def invited(meeting: ShareMeeting, role: Role = Role.REQUIRED) -> list[str]:
    """E-mails of those who can answer and present nothing."""
    return [
        one.person.email
        for one in meeting.invitees
        if one.role is role and one.person_id != meeting.organizer_id and one.person.has_mailbox
    ]


async def test_organizers_are_watched_and_nobody_twice(outlook: Outlook) -> None:
    week = await outlook.booked()
    organizers = sorted({meeting.organizer.email for meeting in week.meetings})
    assert outlook.subscriptions() == organizers
    watched = await outlook.watched()
    assert {one.state for one in watched} == {WatchState.ACTIVE}
    assert len({one.client_state for one in watched}) == len(organizers)
    assert all(one.read_at and one.delta_link for one in watched)


async def test_yes_no_and_perhaps_arrive_with_their_times(outlook: Outlook) -> None:
    meeting = (await outlook.booked()).meetings[0]
    unit, people = meeting.unit.key, invited(meeting)
    for who, what in zip(people, ("accepted", "tentative", "declined"), strict=False):
        await outlook.answers(meeting, who, what)
    await outlook.settle()
    found = [await outlook.invitee(unit, who) for who in people[:3]]
    assert [one.answer for one in found] == [Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED]
    now = outlook.tidewell.world.clock()
    assert all(one.answered_at and now - one.answered_at < timedelta(minutes=5) for one in found)
    assert await outlook.answer_of(unit, people[3]) is Answer.NONE


async def test_a_proposed_time_arrives_and_goes_with_another_answer(outlook: Outlook) -> None:
    meeting = (await outlook.booked()).meetings[0]
    unit, who = meeting.unit.key, invited(meeting)[0]
    start = start_of(await week_now(outlook.tidewell), unit) + timedelta(days=1)
    end = start + timedelta(minutes=meeting.minutes)
    proposal = {"start": start.isoformat(), "end": end.isoformat()}
    await outlook.answers(meeting, who, "tentative", propose=proposal)
    await outlook.settle()
    found = await outlook.invitee(unit, who)
    assert (found.proposed_start, found.proposed_end) == (start, end)
    await outlook.answers(meeting, who, "accepted")
    await outlook.settle()
    found = await outlook.invitee(unit, who)
    assert (found.answer, found.proposed_start) == (Answer.ACCEPTED, None)


async def test_rooms_answers_arrive(outlook: Outlook) -> None:
    week = await outlook.booked("product")
    assert {one.room_answer for one in week.meetings if one.room} == {Answer.ACCEPTED}
    assert {one.room_answer for one in week.meetings if not one.room} <= {Answer.NONE}


async def test_notifications_that_are_doubled_and_reordered_do_no_harm(outlook: Outlook) -> None:
    meeting = (await outlook.booked()).meetings[0]
    unit, who = meeting.unit.key, invited(meeting)[0]
    await outlook.order("notifications", duplicates=True, reorder=True)
    for what in ("tentative", "accepted", "tentative"):
        await outlook.answers(meeting, who, what)
    await outlook.settle()
    assert await outlook.answer_of(unit, who) is Answer.TENTATIVE


async def test_what_notifications_lost_is_found_by_the_clock(outlook: Outlook) -> None:
    meeting = (await outlook.booked()).meetings[0]
    unit, who = meeting.unit.key, invited(meeting)[0]
    await outlook.order("notifications", lost=True)
    await outlook.answers(meeting, who, "accepted")
    await outlook.settle()
    assert await outlook.answer_of(unit, who) is Answer.NONE
    await outlook.clock_strikes(minutes=16)
    await outlook.settle()
    assert await outlook.answer_of(unit, who) is Answer.ACCEPTED


async def test_a_worker_that_starts_reads_what_it_missed(outlook: Outlook) -> None:
    meeting = (await outlook.booked()).meetings[0]
    unit, who = meeting.unit.key, invited(meeting)[0]
    await outlook.order("notifications", lost=True)
    await outlook.answers(meeting, who, "accepted")
    await outlook.worker_starts()
    await outlook.settle()
    assert await outlook.answer_of(unit, who) is Answer.ACCEPTED


async def test_an_expired_delta_link_is_no_obstacle(outlook: Outlook) -> None:
    meeting = (await outlook.booked()).meetings[0]
    unit, who = meeting.unit.key, invited(meeting)[0]
    await outlook.order("deltas/expire")
    await outlook.answers(meeting, who, "accepted")
    await outlook.settle()
    assert await outlook.answer_of(unit, who) is Answer.ACCEPTED


async def test_booking_and_reading_by_ourselves_changes_no_plan(outlook: Outlook) -> None:
    """What comes back as notifications of our own doing is no news."""
    week = await outlook.booked()
    assert {one.state for one in week.meetings} == {MeetingState.BOOKED}
    assert await outlook.changes() == []
    before = times(week)
    await outlook.worker_starts()
    await outlook.settle()
    assert (times(await week_now(outlook.tidewell)), await outlook.changes()) == (before, [])
