"""Share weeks of parts of the organization, side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from sqlalchemy import select, update

from teams_app.errors import BadInput, Conflict, NotFound
from teams_app.okr import MeetingState, Role, ShareMeeting, ShareWeek, Unit, WeekState
from teams_app.services import share_week
from teams_app.services.effects import WeekRequest
from tests.integration.week.conftest import Tidewell
from tests.integration.week.replanned import HELENA, double_bookings, of, out_of_order, start_of

MARKET = {"market", "growth", "partners", "brand"}
SHARED = ("onboarding", "growth")  # somebody is in both teams


async def proposed(tidewell: Tidewell, unit: str | None = None, *, is_bottom_up: bool = False) -> ShareWeek:
    asked = WeekRequest(unit=unit, is_bottom_up=is_bottom_up)
    week_id = await share_week.propose(tidewell.world, asked)
    return (await weeks(tidewell))[week_id]


async def weeks(tidewell: Tidewell) -> dict[int, ShareWeek]:
    """All of them, as they are now."""
    async with tidewell.world.database.transaction() as session:
        ids = (await session.scalars(select(ShareWeek.id))).all()
        return {one: await share_week.of_id(session, one) for one in ids}


async def confirm(tidewell: Tidewell, week: ShareWeek) -> None:
    helena = await tidewell.person(HELENA)
    async with tidewell.world.database.transaction() as session:
        await share_week.confirm(session, tidewell.world.jobs, helena, week.cycle.key, week.number)


async def put(tidewell: Tidewell, meeting: ShareMeeting, **values: object) -> None:
    async with tidewell.world.database.transaction() as session:
        await session.execute(update(ShareMeeting).where(ShareMeeting.id == meeting.id).values(**values))


async def leave_out(tidewell: Tidewell, meeting: ShareMeeting) -> None:
    """As if no time had been found for it."""
    await put(tidewell, meeting, state=MeetingState.UNPLACED, starts_at=None, ends_at=None, room=None)


async def test_a_part_is_a_unit_and_all_below_it(tidewell: Tidewell) -> None:
    week = await proposed(tidewell, "Market")
    assert {meeting.unit.key for meeting in week.meetings} == MARKET
    assert week.root_unit is not None
    assert week.root_unit.key == "market"
    assert week.lower_bound <= week.cost


async def test_the_topmost_unit_means_the_whole_organization(tidewell: Tidewell) -> None:
    week = await proposed(tidewell, "tidewell")
    assert (len(week.meetings), week.root_unit) == (19, None)


async def test_weeks_of_other_parts_stand_side_by_side(tidewell: Tidewell) -> None:
    await confirm(tidewell, await proposed(tidewell, "product"))
    await proposed(tidewell, "market")
    await proposed(tidewell, "customer")
    states = [week.state for week in (await weeks(tidewell)).values()]
    assert states == [WeekState.CONFIRMED, WeekState.PROPOSED, WeekState.PROPOSED]
    meetings = [meeting for week in (await weeks(tidewell)).values() for meeting in week.meetings]
    assert double_bookings(meetings) == []
    rooms = [m for m in meetings if m.room and m.starts_at and m.ends_at]
    assert not [1 for a, b in combinations(rooms, 2) if a.room == b.room and a.starts_at == b.starts_at]


async def test_a_proposal_replaces_those_of_its_units_alone(tidewell: Tidewell) -> None:
    await proposed(tidewell, "product")
    await proposed(tidewell, "market")
    await proposed(tidewell, "growth")
    states = [week.state for week in (await weeks(tidewell)).values()]
    assert states == [WeekState.PROPOSED, WeekState.REPLACED, WeekState.PROPOSED]
    await proposed(tidewell)
    states = [week.state for week in (await weeks(tidewell)).values()]
    assert states == [WeekState.REPLACED] * 3 + [WeekState.PROPOSED]


@pytest.mark.parametrize("unit", [None, "product", "onboarding"])
async def test_a_part_of_a_confirmed_week_is_refused_by_name(tidewell: Tidewell, unit: str | None) -> None:
    await confirm(tidewell, await proposed(tidewell, "product"))
    told = r"^The share week of Product \(Q1 2027, proposal 1\) is confirmed already and holds .*Onboarding"
    with pytest.raises(Conflict, match=told):
        await proposed(tidewell, unit)


async def test_who_is_in_two_parts_is_in_one_meeting_at_a_time(tidewell: Tidewell) -> None:
    """Calendars do not show it, since nothing is booked yet."""
    alone = await proposed(tidewell, "market")
    product = await proposed(tidewell, "product")
    one, other = of(product, SHARED[0]), of(alone, SHARED[1])
    shared = {i.person_id for i in one.invitees if i.role is Role.REQUIRED}
    assert shared & {i.person_id for i in other.invitees if i.role is Role.REQUIRED}
    start = start_of(alone, SHARED[1])
    await put(tidewell, one, starts_at=start, ends_at=start + timedelta(minutes=one.minutes))
    beside = await proposed(tidewell, "market")
    meetings = [*(await weeks(tidewell))[product.id].meetings, *beside.meetings]
    assert double_bookings(meetings) == []
    assert start_of(beside, SHARED[1]) != start


async def test_the_others_meetings_are_no_part_of_the_week_or_its_cost(tidewell: Tidewell) -> None:
    alone = await proposed(tidewell, "market")
    await confirm(tidewell, await proposed(tidewell, "product"))
    beside = await proposed(tidewell, "market")
    assert {meeting.unit.key for meeting in beside.meetings} == MARKET
    assert alone.lower_bound <= beside.lower_bound <= beside.cost
    assert beside.cost < alone.cost + 1000


async def test_a_unit_left_out_is_planned_after_its_parents_meeting_of_another_week(
    tidewell: Tidewell,
) -> None:
    whole = await proposed(tidewell)
    await leave_out(tidewell, of(whole, "support"))
    late = start_of(whole, "customer") + timedelta(days=2)
    await put(tidewell, of(whole, "customer"), starts_at=late, ends_at=late + timedelta(minutes=90))
    await confirm(tidewell, whole)
    support = await proposed(tidewell, "support")
    assert [meeting.unit.key for meeting in support.meetings] == ["support"]
    assert start_of(support, "support") >= late + timedelta(minutes=90)
    assert out_of_order(support) == []


async def test_bottom_up_it_is_planned_before_its_parents_meeting(tidewell: Tidewell) -> None:
    whole = await proposed(tidewell, is_bottom_up=True)
    await leave_out(tidewell, of(whole, "support"))
    await confirm(tidewell, whole)
    support = await proposed(tidewell, "support", is_bottom_up=True)
    assert of(support, "support").ends_at <= start_of(whole, "customer")  # type: ignore[operator]


async def test_a_week_before_its_parents_meeting_is_refused(tidewell: Tidewell) -> None:
    whole = await proposed(tidewell)
    await leave_out(tidewell, of(whole, "support"))
    late = start_of(whole, "customer") + timedelta(days=28)
    await put(tidewell, of(whole, "customer"), starts_at=late, ends_at=late + timedelta(minutes=90))
    await confirm(tidewell, whole)
    with pytest.raises(Conflict, match=r"Support comes after one that ends on .* choose a later first day"):
        await proposed(tidewell, "support")


async def test_what_is_named_wrongly_is_told(tidewell: Tidewell) -> None:
    with pytest.raises(NotFound, match="no unit “Retail”"):
        await proposed(tidewell, "Retail")
    async with tidewell.world.database.transaction() as session:
        await session.execute(update(Unit).where(Unit.key == "brand").values(name="Growth"))
        await session.execute(update(Unit).where(Unit.key == "growth").values(key="growth-2"))
    with pytest.raises(BadInput, match="growth-2, brand"):
        await proposed(tidewell, "growth")


async def test_which_of_several_weeks_is_meant_must_be_said(tidewell: Tidewell) -> None:
    product = await proposed(tidewell, "product")
    market = await proposed(tidewell, "market")
    async with tidewell.world.database.transaction() as session:
        with pytest.raises(
            BadInput, match=r"There are 2: the share week of Market .*; the share week of Product"
        ):
            await share_week.meant(session, WeekState.PROPOSED)
        meant = await share_week.meant(session, WeekState.PROPOSED, unit="Product")
        newest = await share_week.current(session)
    assert meant is not None
    assert newest is not None
    assert (meant.id, newest.id) == (product.id, market.id)


async def test_a_week_that_changed_while_another_was_planned_is_not_overlooked(tidewell: Tidewell) -> None:
    """Two organizers plan at the same time: the second of them is asked to plan again."""
    world = tidewell.world
    in_between: list[ShareWeek] = []

    async def solve_slowly(problem: object) -> object:
        if not in_between:
            in_between.append(await proposed(tidewell, "product"))
        return await world.solve(problem)  # type: ignore[arg-type]

    slow = replace(world, solve=solve_slowly)  # type: ignore[arg-type]
    with pytest.raises(Conflict, match="Another share week has changed"):
        await share_week.propose(slow, WeekRequest(unit="market"))
