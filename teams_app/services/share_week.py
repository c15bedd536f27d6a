"""The share week: proposed from everybody's calendar, confirmed by an organizer, cancelled if need be."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.errors import BadInput, Conflict, NotFound
from teams_app.okr import Card, MeetingState, ObjectiveState, Person, ShareMeeting, ShareWeek, WeekState
from teams_app.okr.agenda import session_order
from teams_app.services.effects import BookMeeting, CancelMeeting, PostCard, ProposeWeek, WeekRequest
from teams_app.services.people import require_organizer
from teams_app.services.ports import Jobs
from teams_app.services.watching import watch
from teams_app.services.week.basis import read_basis, read_others
from teams_app.services.week.parts import held_units, root_named, told, unit_named
from teams_app.services.week.problem import Basis, problem_of, week_of
from teams_app.services.week.solving import availability, solved
from teams_app.services.world import World
from teams_app.storage.queries import goals, org, sharing, threads

Step = Callable[[str], None]


async def request(session: AsyncSession, jobs: Jobs, asked: WeekRequest, place_id: int) -> None:
    """Let a worker plan, and show the proposal in a place."""
    await jobs.enqueue(session, [ProposeWeek(asked, place_id)])


async def propose(world: World, asked: WeekRequest, on_step: Step = lambda _: None) -> int:
    """Plan a share week; the id of the stored proposal.

    No transaction is open while calendars are read and the plan is made.

    :raises NotFound, BadInput, Conflict: as ``week.basis.read_basis``.
    :raises Unavailable: calendars cannot be read.
    """
    on_step("Reading people and units")
    async with world.database.transaction() as session:
        basis = await read_basis(session, asked, world)
    on_step(f"Reading {len(basis.mailboxes)} calendars")
    calendars = await availability(world, basis)
    on_step(f"Planning {len(basis.meeting_units)} share meetings")
    plan = await solved(world, basis, problem_of(basis, calendars))
    on_step("Storing the proposal")
    async with world.database.transaction() as session:
        number = await _replace_proposals(session, basis)
        week = week_of(basis, number, plan, calendars, asked.asked_by_id)
        session.add(week)
        await session.flush()
        return week.id


async def current(
    session: AsyncSession, cycle_key: str | None = None, unit: str | None = None
) -> ShareWeek | None:
    """The newest proposal with all that its card shows; with ``unit`` of the part at and below it.

    :raises NotFound, BadInput: no unit is named so, or several are.
    """
    if not unit:
        return await sharing.newest_week(session, cycle_key)
    root = root_named(await org.units_with_members(session), unit)
    return await sharing.newest_week_of_part(session, root.id if root else None, cycle_key)


async def of_id(session: AsyncSession, week_id: int) -> ShareWeek:
    """A proposal with all that its card shows."""
    return await sharing.week_of_id(session, week_id)


async def is_newest(session: AsyncSession, week: ShareWeek) -> bool:
    """Whether no newer proposal for the same part has followed."""
    newest = await sharing.newest_week_of_part(session, week.root_unit_id, week.cycle.key)
    return newest is None or newest.id == week.id


async def meant(
    session: AsyncSession, state: WeekState, cycle_key: str | None = None, unit: str | None = None
) -> ShareWeek | None:
    """The share week that is to be confirmed (now ``PROPOSED``) or cancelled (now ``CONFIRMED``).

    :raises NotFound, BadInput: as ``current``; or there are several, and none is named.
    """
    week = await current(session, cycle_key, unit)
    if unit or week is None:
        return week
    fitting = [one for one in await sharing.living_weeks(session, week.cycle_id) if one.state is state]
    if len(fitting) > 1:
        raise BadInput(f"There are {len(fitting)}: {'; '.join(map(told, fitting))}. Please name the unit.")
    return await sharing.week_of_id(session, fitting[0].id) if fitting else week


async def standing_beside(session: AsyncSession, week: ShareWeek) -> list[ShareWeek]:
    """The other share weeks of its cycle that are proposed or confirmed, the newest first."""
    return [one for one in await sharing.living_weeks(session, week.cycle_id) if one.id != week.id]


async def meeting_to_explain(session: AsyncSession, named: str, cycle_key: str | None = None) -> ShareMeeting:
    """The share meeting of a unit in the newest share week that has one, with all that is shown of it.

    :raises NotFound, BadInput: no unit is named so, or several are, or it is in no share week.
    """
    unit = unit_named(await org.units_with_members(session), named)
    meeting = await sharing.newest_meeting_of_unit(session, unit.id, cycle_key)
    if meeting is None:
        raise NotFound(f"No share meeting of {unit.name} is planned.")
    return meeting


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
    await watch(session, jobs, [meeting.organizer_id for meeting in booked])
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


async def _replace_proposals(session: AsyncSession, basis: Basis) -> int:
    """The number of the next proposal; those before it for units of this part are replaced.

    :raises Conflict: other share weeks have changed since the basis was read.
    """
    await goals.lock_cycle(session, basis.cycle.id)
    unit_ids = {unit.id for unit in basis.meeting_units}
    others = await read_others(session, basis.cycle, unit_ids)
    if others.places != basis.others.places:
        raise Conflict("Another share week has changed in the meantime. Please plan again.")
    for week in await sharing.living_weeks(session, basis.cycle.id):
        if week.state is WeekState.PROPOSED and held_units(week) & unit_ids:
            week.state = WeekState.REPLACED
    return await sharing.highest_number(session, basis.cycle.id) + 1


async def _locked(session: AsyncSession, cycle_key: str, number: int) -> ShareWeek:
    week = await sharing.week_of_number(session, cycle_key, number, lock=True)
    if week is None:
        raise NotFound(f"There is no proposal {number} for {cycle_key}.")
    return week
