"""The planner's reasons are kept with the share week."""

from __future__ import annotations

from dataclasses import replace

from teams_app.okr import MeetingState, ShareMeeting, ShareWeek
from teams_app.planning.problem import Weights
from teams_app.services import share_week
from teams_app.services.effects import WeekRequest
from tests.integration.week.conftest import Tidewell


async def proposed(tidewell: Tidewell, days: int) -> ShareWeek:
    week_id = await share_week.propose(tidewell.world, WeekRequest(days=days))
    async with tidewell.world.database.transaction() as session:
        return await share_week.of_id(session, week_id)


async def explained(tidewell: Tidewell, meeting: ShareMeeting) -> ShareMeeting:
    async with tidewell.world.database.transaction() as session:
        return await share_week.meeting_to_explain(session, meeting.unit.name.upper())


async def test_two_days_are_few_and_every_bad_time_is_explained(tidewell: Tidewell) -> None:
    week = await proposed(tidewell, 2)
    bad = [one for one in week.meetings if any(invitee.trouble for invitee in one.invitees)]
    assert bad
    for meeting in bad:
        why = (await explained(tidewell, meeting)).why
        assert why.other_starts
        assert all(one.cost is None or one.cost >= 0 for one in why.other_starts)
        assert all(one.cost is not None or one.why_not for one in why.other_starts)
        assert why.points_of_a_person == Weights().busy


async def test_what_cannot_be_placed_tells_what_would_help(tidewell: Tidewell) -> None:
    """A leadership meeting as long as the day leaves no time for the others."""
    long = {"organization": 1_440, "department": 90, "team": 45}
    settings = tidewell.world.settings.model_copy(update={"meeting_minutes": long})
    world = replace(tidewell.world, settings=settings)
    await share_week.propose(world, WeekRequest(days=1))
    async with world.database.transaction() as session:
        week = await share_week.current(session)
    assert week is not None
    unplaced = [one for one in week.meetings if one.state is MeetingState.UNPLACED]
    assert unplaced
    reasons = {one.unit.key: (await explained(tidewell, one)).why.relaxations for one in unplaced}
    assert any(reasons.values()), [one.unplaced_reason for one in unplaced]
