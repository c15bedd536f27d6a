"""Plan what was noted of a share week: read calendars, move as few meetings as it takes, store the moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from graph.values import Availability
from teams_app.errors import Unavailable
from teams_app.okr import ChangeKind, ChangeState, ShareWeek, WeekChange, WeekMove
from teams_app.okr.replanning import ALIVE, CANCELLED
from teams_app.planning import Plan, Problem
from teams_app.services.attendance import read_interest
from teams_app.services.week.basis import others_of
from teams_app.services.week.facts import facts_of
from teams_app.services.week.moves import (
    Beside,
    Standing,
    cost_without_moves,
    moves_of,
    places_of,
    problem_to_mend,
    problem_to_stay,
    reason_of,
    standing_of,
    troubles_of,
)
from teams_app.services.week.rooms_kept import with_rooms_kept
from teams_app.services.week.rules import rules_of
from teams_app.services.week.solving import availability, solved, solved_beside
from teams_app.services.world import World
from teams_app.storage.queries import org, replanning, sharing

ATTEMPTS = 5  # at a week that others change meanwhile
RESTLESS = "The share week changed again and again meanwhile. Please re-plan once more."
TOLD_TO_MOVE = (ChangeKind.DECLINED, ChangeKind.MOVED, ChangeKind.ROOM)


@dataclass(frozen=True)
class Mended:
    """What the planner made of it."""

    standing: Standing
    problem: Problem
    plan: Plan
    moves: Sequence[WeekMove] = ()
    added_cost: int = 0


@dataclass(frozen=True)
class Noted:
    """A change that waits to be planned; ``refused`` are meetings that others have declined before."""

    standing: Standing
    refused: frozenset[int]


async def plan(world: World, change_id: int) -> WeekChange:
    """Find the fewest moves for a change that was noted; what is planned already stays as it is.

    No transaction is open while calendars are read and the plan is made.
    """
    for _ in range(ATTEMPTS):
        noted = await _noted(world, change_id)
        if noted is None:
            break
        try:
            mended = await _mended(world, noted)
        except Unavailable as error:
            await _note_failure(world, change_id, str(error))
            break
        if await _is_stored(world, change_id, mended):
            break
    else:
        await _note_failure(world, change_id, RESTLESS)
    async with world.database.transaction() as session:
        return await replanning.change_of_id(session, change_id)


async def _noted(world: World, change_id: int) -> Noted | None:
    """None where there is nothing to plan any more."""
    async with world.database.transaction() as session:
        week = await replanning.week_of_change(session, change_id)
        told = await replanning.told_before(session, week.id)
        change = next(one for one in told if one.id == change_id)
        told = [one for one in told if one.number <= change.number]
        if change.state is not ChangeState.PLANNING:
            return None
        if week.state not in ALIVE:
            change.state, change.reason = ChangeState.FAILED, CANCELLED
            return None
        units = await org.units_with_members(session)
        beside = await _beside(session, world, week)
        standing = standing_of(week, change, facts_of(told, world.clock()), units, beside)
        return Noted(standing, _refused_before(change, told))


async def _beside(session: AsyncSession, world: World, week: ShareWeek) -> Beside:
    unit_ids = [meeting.unit_id for meeting in week.meetings]
    return Beside(
        interest=await read_interest(session, week.cycle_id, unit_ids),
        rooms=await sharing.rooms(session),
        weeks=await sharing.living_weeks(session, week.cycle_id),
        rules=rules_of(world.settings),
    )


async def _mended(world: World, noted: Noted) -> Mended:
    """Where all that was told cannot be kept at once, what was declined before stays as it was left."""
    standing = noted.standing
    calendars = await availability(world, standing.basis)
    mended = await _solved(world, standing, calendars)
    if mended.plan.unplaced and noted.refused:
        held = replace(standing, facts=replace(standing.facts, held=noted.refused))
        second = await _solved(world, held, calendars)
        mended = mended if second.plan.unplaced else second
    if mended.plan.unplaced:
        return mended
    moves = moves_of(mended.standing, mended.plan)
    return replace(mended, moves=moves, added_cost=await _added_cost(world, mended) if moves else 0)


async def _added_cost(world: World, mended: Mended) -> int:
    """How much dearer the week gets; a week that lacks meetings is judged by those."""
    if not mended.standing.is_whole:
        return 0
    stays = await solved_beside(
        world, mended.standing.basis, problem_to_stay(mended.standing, mended.problem)
    )
    return max(0, cost_without_moves(mended.problem, mended.plan) - stays.cost)


async def _solved(world: World, standing: Standing, calendars: Sequence[Availability]) -> Mended:
    problem = problem_to_mend(standing, calendars)
    plan = await solved(world, standing.basis, problem)
    return Mended(standing, problem, with_rooms_kept(problem, plan))


async def _is_stored(world: World, change_id: int, mended: Mended) -> bool:
    """Not where the week has changed since it was read: then it is to be planned again."""
    async with world.database.transaction() as session:
        week = await replanning.week_of_change(session, change_id, lock=True)
        change = await session.get_one(WeekChange, change_id, populate_existing=True)
        if change.state is not ChangeState.PLANNING:
            return True
        if await _has_changed(session, week, mended.standing):
            return False
        _take_over(change, mended)
        if change.state in (ChangeState.PROPOSED, ChangeState.NOT_NEEDED):
            await _replace_open(session, change)
        for move in mended.moves:
            move.change_id = change.id
        session.add_all(mended.moves)
        return True


async def _has_changed(session: AsyncSession, week: ShareWeek, standing: Standing) -> bool:
    """This share week, or one beside it."""
    weeks = await sharing.living_weeks(session, week.cycle_id)
    others = others_of(weeks, standing.meetings.keys())
    return places_of(week) != standing.places or others.places != standing.basis.others.places


def _take_over(change: WeekChange, mended: Mended) -> None:
    plan, moves = mended.plan, mended.moves
    if plan.unplaced:
        change.state, change.reason = ChangeState.IMPOSSIBLE, reason_of(plan.unplaced)
        return
    change.state = ChangeState.PROPOSED if moves else ChangeState.NOT_NEEDED
    change.reason = " ".join(f"{clash}." for clash in plan.clashes)
    change.added_cost = mended.added_cost
    change.troubles = troubles_of(mended.standing, plan)
    change.is_fewest = _is_fewest(change, mended)


def _is_fewest(change: WeekChange, mended: Mended) -> bool:
    """The planner proves it of times; of rooms it holds where nobody gives up one that is there still."""
    moving = sum(move.is_moving for move in mended.moves)
    facts = mended.standing.facts
    gave_up = [one for one in mended.moves if not one.is_moving and one.from_room != one.to_room]
    is_proven = mended.plan.proven_optimal or (moving <= 1 and change.kind in TOLD_TO_MOVE)
    return is_proven and all(
        one.from_room in facts.lost_rooms or one.meeting_id in facts.refused for one in gave_up
    )


async def _replace_open(session: AsyncSession, change: WeekChange) -> None:
    """What was proposed before is part of this one."""
    for earlier in await replanning.told_before(session, change.week_id):
        if earlier.id != change.id and earlier.state is ChangeState.PROPOSED:
            earlier.state, earlier.replaced_by_id = ChangeState.REPLACED, change.id


async def _note_failure(world: World, change_id: int, reason: str) -> None:
    async with world.database.transaction() as session:
        change = await session.get_one(WeekChange, change_id, with_for_update=True)
        if change.state is ChangeState.PLANNING:
            change.state, change.reason = ChangeState.FAILED, reason


def _refused_before(change: WeekChange, told: Sequence[WeekChange]) -> frozenset[int]:
    """Meetings that were declined before this change, and are not what it is about."""
    declined = (one for one in told if one.kind is ChangeKind.DECLINED and one.id != change.id)
    return frozenset(
        one.meeting_id for one in declined if one.meeting_id and one.meeting_id != change.meeting_id
    )
