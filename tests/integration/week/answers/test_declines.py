"""A decline in Outlook: what is proposed to whom, once, and what happens when it is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from teams_app.okr import Answer, ChangeKind, ChangeState, MeetingState, Role, ShareMeeting, WeekChange
from teams_app.services.answers.presenters import presenters_of
from teams_app.services.effects import CatchUp
from teams_app.services.week.requests import Declined
from teams_app.storage.queries import watching
from tests.integration.week.answers.outlook import Outlook
from tests.integration.week.replanned import confirm, moved, start_of, times, told, week_now

UNIT = "growth"


async def people(outlook: Outlook, meeting: ShareMeeting) -> tuple[list[str], list[str]]:
    """E-mails of required people who can answer: those who present, and the others."""
    async with outlook.tidewell.world.database.transaction() as session:
        loaded = await watching.meetings_to_update(session, [meeting.id])
        presenters = (await presenters_of(session, loaded))[meeting.id]
    able = [
        one
        for one in meeting.invitees
        if one.role is Role.REQUIRED and one.person_id != meeting.organizer_id and one.person.has_mailbox
    ]
    return (
        [one.person.email for one in able if one.person_id in presenters],
        [one.person.email for one in able if one.person_id not in presenters],
    )


async def booked(outlook: Outlook) -> tuple[ShareMeeting, str]:
    """A share meeting, and somebody who presents there."""
    await outlook.booked()
    await outlook.chat()
    meeting = await outlook.meeting(UNIT)
    return meeting, (await people(outlook, meeting))[0][0]


async def declined(outlook: Outlook, meeting: ShareMeeting, who: str) -> WeekChange:
    await outlook.answers(meeting, who, "declined")
    await outlook.settle()
    return (await outlook.changes())[-1]


def titles(outlook: Outlook) -> list[str]:
    """The headings of what organizers were shown."""
    shown = [one for card in outlook.cards() for one in card["body"]]
    return [one["text"] for one in shown if one.get("size") == "Large"]


async def test_a_presenters_decline_proposes_the_smallest_replan_to_organizers(outlook: Outlook) -> None:
    meeting, who = await booked(outlook)
    before = times(await week_now(outlook.tidewell))
    change = await declined(outlook, meeting, who)
    assert (change.kind, change.state, change.asked_by) == (
        ChangeKind.DECLINED,
        ChangeState.PROPOSED,
        None,
    )
    assert list(moved(change)) == [UNIT]
    assert titles(outlook) == ["Growth needs another time"]
    assert times(await week_now(outlook.tidewell)) == before
    await confirm(outlook.tidewell, change)
    await outlook.settle()
    after = await outlook.meeting(UNIT)
    assert (after.state, after.starts_at) == (MeetingState.BOOKED, moved(change)[UNIT][1])
    assert await outlook.answer_of(UNIT, who) is Answer.NONE
    assert [one.state for one in await outlook.changes()] == [ChangeState.CONFIRMED]


async def test_it_is_proposed_once_however_often_it_is_told(outlook: Outlook) -> None:
    meeting, who = await booked(outlook)
    await outlook.order("notifications", duplicates=True, reorder=True)
    await declined(outlook, meeting, who)
    await outlook.order("deltas/expire")
    for _ in range(2):
        await outlook.worker_starts()
        await outlook.settle()
    assert (len(await outlook.changes()), len(outlook.cards())) == (1, 1)


async def test_somebody_elses_decline_is_only_shown(outlook: Outlook) -> None:
    await outlook.booked()
    await outlook.chat()
    meeting = await outlook.meeting(UNIT)
    _, others = await people(outlook, meeting)
    if not others:
        pytest.skip("everybody presents there")
    await outlook.answers(meeting, others[0], "declined")
    await outlook.settle()
    assert await outlook.answer_of(UNIT, others[0]) is Answer.DECLINED
    assert (await outlook.changes(), outlook.cards()) == ([], [])


async def test_a_decline_can_be_taken_back(outlook: Outlook) -> None:
    meeting, who = await booked(outlook)
    await declined(outlook, meeting, who)
    await outlook.answers(meeting, who, "accepted")
    await outlook.settle()
    assert [one.state for one in await outlook.changes()] == [ChangeState.TAKEN_BACK]
    assert titles(outlook)[1].endswith("can come after all")
    assert (await declined(outlook, meeting, who)).state is ChangeState.PROPOSED
    assert [one.state for one in await outlook.changes()] == [ChangeState.TAKEN_BACK, ChangeState.PROPOSED]


async def test_what_rests_on_a_decline_that_is_taken_back_is_planned_anew(outlook: Outlook) -> None:
    """Two proposals in one: without the second decline, only the first meeting still has to move."""
    meeting, who = await booked(outlook)
    await declined(outlook, meeting, who)
    other = await outlook.meeting("brand")
    second = (await people(outlook, other))[0][0]
    change = await declined(outlook, other, second)
    assert set(moved(change)) == {UNIT, "brand"}
    await outlook.answers(other, second, "accepted")
    await outlook.settle()
    first, taken_back, again = await outlook.changes()
    assert (first.state, taken_back.state) == (ChangeState.REPLACED, ChangeState.TAKEN_BACK)
    assert (again.state, set(moved(again))) == (ChangeState.PROPOSED, {UNIT})


async def test_a_decline_that_an_organizer_told_of_is_not_proposed_again(outlook: Outlook) -> None:
    meeting, who = await booked(outlook)
    await told(outlook.tidewell, Declined(UNIT, who))
    await declined(outlook, meeting, who)
    assert len(await outlook.changes()) == 1


async def test_a_meeting_that_is_declined_again_at_its_new_time_is_proposed_again(outlook: Outlook) -> None:
    meeting, who = await booked(outlook)
    await confirm(outlook.tidewell, await declined(outlook, meeting, who))
    await outlook.settle()
    second = await declined(outlook, meeting, who)
    assert second.state is ChangeState.PROPOSED
    assert start_of(await week_now(outlook.tidewell), UNIT) == second.declined_from


async def test_a_crash_between_reading_and_storing_loses_and_doubles_nothing(outlook: Outlook) -> None:
    meeting, who = await booked(outlook)
    world = outlook.tidewell.world
    await outlook.order("notifications", lost=True)
    await outlook.answers(meeting, who, "declined")
    await outlook.break_down_while_storing()
    assert await outlook.changes() == []
    async with world.database.transaction() as session:
        await world.jobs.enqueue(session, [CatchUp()])
    await outlook.settle()
    assert [one.kind for one in await outlook.changes()] == [ChangeKind.DECLINED]


async def test_when_no_plan_mends_it_organizers_are_told_why(outlook: Outlook) -> None:
    meeting, who = await booked(outlook)
    await outlook.fill_calendar(who, meeting, days=14)
    change = await declined(outlook, meeting, who)
    assert change.state in (ChangeState.PROPOSED, ChangeState.IMPOSSIBLE)
    assert len(outlook.cards()) == 1


async def test_answers_to_what_has_begun_change_nothing(outlook: Outlook) -> None:
    meeting, who = await booked(outlook)
    assert meeting.starts_at is not None
    await outlook.order("notifications", lost=True)
    await outlook.answers(meeting, who, "declined")
    late = meeting.starts_at - outlook.tidewell.world.clock() + timedelta(minutes=1)
    await outlook.clock_strikes(minutes=late / timedelta(minutes=1))
    assert await outlook.answer_of(UNIT, who) is Answer.DECLINED
    assert await outlook.changes() == []
