"""The share week: proposed from everybody's calendar, confirmed by an organizer, cancelled if need be."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncSession

from graph.errors import GraphError
from graph.values import Availability
from teams_app.errors import Conflict, NotFound, Unavailable
from teams_app.okr import Card, MeetingState, ObjectiveState, Person, ShareWeek, WeekState
from teams_app.okr.agenda import session_order
from teams_app.services.attendance import asked_to, interested_people
from teams_app.services.outside import explained
from teams_app.services.people import require_organizer
from teams_app.services.ports import (
    BookMeeting,
    CancelMeeting,
    Jobs,
    PostCard,
    ProposeWeek,
    WeekRequest,
)
from teams_app.services.week_problem import Basis, first_day_from, problem_of, week_of
from teams_app.services.world import World
from teams_app.storage.queries import goals, org, sharing, threads

Step = Callable[[str], None]


async def request(session: AsyncSession, jobs: Jobs, asked: WeekRequest, place_id: int) -> None:
    """Let a worker plan, and show the proposal in a place."""
    await jobs.enqueue(session, [ProposeWeek(asked, place_id)])


async def propose(world: World, asked: WeekRequest, on_step: Step = lambda _: None) -> int:
    """Plan a share week; the id of the stored proposal.

    No transaction is open while calendars are read and the plan is made.

    :raises NotFound: there is no cycle, or no unit to meet.
    :raises Conflict: the cycle's share week is confirmed already.
    :raises Unavailable: calendars cannot be read.
    """
    on_step("Reading people and units")
    async with world.database.transaction() as session:
        basis = await read_basis(session, asked, world)
    on_step(f"Reading {len(basis.mailboxes)} calendars")
    calendars = await _availability(world, basis)
    on_step(f"Planning {len(basis.units)} share meetings")
    plan = await world.solve(problem_of(basis, calendars))
    on_step("Storing the proposal")
    unread = sum(bool(calendar.problem) for calendar in calendars)
    async with world.database.transaction() as session:
        number = await _replace_proposals(session, basis)
        week = week_of(basis, number, plan, unread, asked.asked_by_id)
        session.add(week)
        await session.flush()
        return week.id


async def read_basis(session: AsyncSession, asked: WeekRequest, world: World) -> Basis:
    """:raises NotFound, Conflict: as ``propose``."""
    today = world.clock().date()
    cycle = await goals.cycle_to_share(session, asked.cycle, today)
    if cycle is None:
        raise NotFound("There is no cycle to share. Import OKRs first: okr-share import FILE…")
    if await sharing.confirmed_week(session, cycle.id):
        raise Conflict(
            f"The share week of {cycle.name} is confirmed already. Cancel it first to plan it anew."
        )
    units = await org.units_with_members(session)
    interested = await interested_people(session, cycle.id, [unit.id for unit in units])
    people = {unit.id: asked_to(unit, units, interested) for unit in units}
    if not any(asked.required for asked in people.values()):
        raise NotFound("No unit has members yet. Import people and units first: okr-share import FILE…")
    first_day = asked.first_day or first_day_from(today)
    return Basis(cycle, units, people, first_day, asked.days, asked.is_bottom_up)


async def current(session: AsyncSession, cycle_key: str | None = None) -> ShareWeek | None:
    """The newest proposal with all that its card shows."""
    return await sharing.newest_week(session, cycle_key)


async def confirm(
    session: AsyncSession, jobs: Jobs, organizer: Person, cycle_key: str, number: int
) -> ShareWeek:
    """Everybody is to be invited and every OKR of the week shown; confirming again changes nothing.

    :raises NotAllowed: the person is no organizer.
    :raises NotFound: there is no such proposal.
    :raises Conflict: another proposal has replaced it.
    """
    require_organizer(organizer)
    week = await _locked(session, cycle_key, number)
    if week.state is WeekState.CONFIRMED:
        return week
    booked = week.confirm()
    await session.flush()
    await jobs.enqueue(session, [BookMeeting(meeting.id) for meeting in booked])
    await share_objectives(session, jobs, week)
    return week


async def cancel(
    session: AsyncSession, jobs: Jobs, organizer: Person, cycle_key: str, number: int
) -> ShareWeek:
    """Every event of the week is to be cancelled; the OKRs' cards and threads stay.

    :raises NotAllowed, NotFound: as ``confirm``.
    """
    require_organizer(organizer)
    week = await _locked(session, cycle_key, number)
    cancelled = week.cancel()
    await session.flush()
    await jobs.enqueue(session, [CancelMeeting(meeting.id) for meeting in cancelled])
    return week


async def share_objectives(session: AsyncSession, jobs: Jobs, week: ShareWeek) -> list[Card]:
    """Share the OKRs of the week's units, and post those that have no card in their unit's channel yet."""
    units = await org.units_with_members(session)
    in_week = {meeting.unit_id for meeting in week.meetings}
    objectives = await goals.objectives_of_units(session, week.cycle_id, in_week)
    known = await threads.places_with_card(session, [objective.id for objective in objectives])
    new: list[Card] = []
    for unit in units:
        mine = session_order((one for one in objectives if one.unit_id == unit.id), unit.id)
        for objective in mine:
            objective.state = ObjectiveState.SHARED
            if unit.channel and (objective.id, unit.channel.id) not in known:
                new.append(Card(objective_id=objective.id, place_id=unit.channel.id))
    session.add_all(new)
    await session.flush()
    await jobs.enqueue(session, [PostCard(card.id, card.place_id) for card in new])
    return new


def progress(week: ShareWeek) -> tuple[int, int]:
    """How many of its placed meetings are booked."""
    placed = [meeting for meeting in week.meetings if meeting.state is not MeetingState.UNPLACED]
    return sum(meeting.state is MeetingState.BOOKED for meeting in placed), len(placed)


async def _availability(world: World, basis: Basis) -> list[Availability]:
    window = basis.window
    try:
        return await world.calendars.availability(
            basis.mailboxes, window.start, window.end, window.slot_minutes
        )
    except GraphError as error:
        raise Unavailable(f"The calendars cannot be read: {explained(error)} Nothing was changed.") from error


async def _replace_proposals(session: AsyncSession, basis: Basis) -> int:
    """The number of the next proposal; those before it are replaced."""
    weeks = await sharing.weeks_of_cycle(session, basis.cycle.id)
    if any(week.state is WeekState.CONFIRMED for week in weeks):
        raise Conflict(f"The share week of {basis.cycle.name} was confirmed in the meantime.")
    for week in weeks:
        if week.state is WeekState.PROPOSED:
            week.state = WeekState.REPLACED
    return max((week.number for week in weeks), default=0) + 1


async def _locked(session: AsyncSession, cycle_key: str, number: int) -> ShareWeek:
    week = await sharing.week_of_number(session, cycle_key, number, lock=True)
    if week is None:
        raise NotFound(f"There is no proposal {number} for {cycle_key}.")
    return week
