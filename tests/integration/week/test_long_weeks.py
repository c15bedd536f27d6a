"""Share weeks of two working weeks and more; lengths, lunch and gaps as the settings say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from teams_app.errors import BadInput
from teams_app.okr import ShareWeek
from teams_app.services import share_week
from teams_app.services.effects import WeekRequest
from tests.integration.week.conftest import Tidewell
from tests.integration.week.replanned import double_bookings

MONDAY = date(2027, 1, 11)
GAP = timedelta(days=3)


async def proposed(tidewell: Tidewell, asked: WeekRequest, **settings: object) -> ShareWeek:
    world = tidewell.world
    world = replace(world, settings=world.settings.model_copy(update=settings))
    week_id = await share_week.propose(world, asked)
    async with world.database.transaction() as session:
        return await share_week.of_id(session, week_id)


def days(week: ShareWeek) -> set[date]:
    return {meeting.starts_at.date() for meeting in week.meetings if meeting.starts_at}


def gaps_kept(week: ShareWeek) -> bool:
    by_unit = {meeting.unit_id: meeting for meeting in week.meetings}
    pairs = [(by_unit[m.unit.parent_id], m) for m in week.meetings if m.unit.parent_id]
    if week.is_bottom_up:
        pairs = [(below, above) for above, below in pairs]
    return all(
        first.ends_at and then.starts_at and first.ends_at + GAP <= then.starts_at for first, then in pairs
    )


@pytest.mark.parametrize("is_bottom_up", [False, True])
async def test_ten_days_span_two_working_weeks_and_leave_the_weekend_out(
    tidewell: Tidewell, *, is_bottom_up: bool
) -> None:
    """With three days between levels one week is too short."""
    asked = WeekRequest(first_day=MONDAY, days=10, is_bottom_up=is_bottom_up)
    week = await proposed(tidewell, asked, meeting_gap=GAP // timedelta(minutes=1))
    assert all(meeting.starts_at for meeting in week.meetings)
    assert gaps_kept(week)
    assert min(days(week)) < MONDAY + timedelta(days=5) < max(days(week)) < MONDAY + timedelta(days=12)
    assert not [day for day in days(week) if day.isoweekday() > 5]
    assert double_bookings(week.meetings) == []
    assert week.lower_bound <= week.cost


@pytest.mark.parametrize("number", [0, 41, 365])
async def test_more_days_than_calendars_can_be_read_for_are_refused(tidewell: Tidewell, number: int) -> None:
    with pytest.raises(BadInput, match="1 to 40 working days"):
        await share_week.propose(tidewell.world, WeekRequest(first_day=MONDAY, days=number))


async def test_forty_days_can_be_read_whatever_day_they_begin(tidewell: Tidewell) -> None:
    asked = WeekRequest(first_day=MONDAY + timedelta(days=5), days=40, unit="market")
    assert len((await proposed(tidewell, asked)).meetings) == 4


async def test_lengths_are_those_of_the_settings(tidewell: Tidewell) -> None:
    minutes = {"organization": 120, "department": 60, "team": 30}
    week = await proposed(tidewell, WeekRequest(), meeting_minutes=minutes)
    lengths = {
        (m.unit.kind.value, m.minutes, m.ends_at - m.starts_at)
        for m in week.meetings
        if m.starts_at and m.ends_at
    }
    assert lengths == {(kind, length, timedelta(minutes=length)) for kind, length in minutes.items()}


async def test_weights_of_the_settings_decide_what_is_avoided(tidewell: Tidewell) -> None:
    usual = await proposed(tidewell, WeekRequest())
    free = await proposed(tidewell, WeekRequest(), planner_weights={"lateness": 0, "lunch": 0})
    assert free.cost < usual.cost
