"""From a basis to a plan: calendars are read, and the planner is asked, beside the other share weeks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from graph.errors import GraphError
from graph.values import Availability
from teams_app.errors import Unavailable
from teams_app.planning import Plan, Problem
from teams_app.services.outside import explained
from teams_app.services.week.beside import beside, only, without
from teams_app.services.week.problem import Basis
from teams_app.services.world import World


async def availability(world: World, basis: Basis) -> list[Availability]:
    """Free/busy of everybody and of the rooms.

    :raises Unavailable: calendars cannot be read at all.
    """
    window = basis.window
    try:
        return await world.calendars.availability(
            basis.mailboxes, window.start, window.end, window.slot_minutes
        )
    except GraphError as error:
        raise Unavailable(f"The calendars cannot be read: {explained(error)} Nothing was changed.") from error


async def solved(world: World, basis: Basis, problem: Problem) -> Plan:
    """The best plan beside the other share weeks.

    Where a room was only thought to suit (the file does not say that it is a must), a meeting that would have
    no time for want of one goes without: at first those that have no time, then all of these.
    """
    plan = await solved_beside(world, basis, problem)
    unsaid = {basis.unit_ids[unit.id] for unit in basis.meeting_units if unit.needs_room is None}
    wishing = {meeting.id for meeting in problem.meetings if meeting.needs_room} & unsaid
    for names in (wishing.intersection(one.id for one in plan.unplaced), wishing):
        if names and plan.unplaced:
            online = await solved_beside(world, basis, without_rooms(problem, names))
            plan = online if len(online.unplaced) < len(plan.unplaced) else plan
    return plan


async def solved_beside(world: World, basis: Basis, problem: Problem) -> Plan:
    """The best plan of a problem, with what the other share weeks' meetings cost taken off."""
    others = beside(basis.others, problem, basis.person_ids)
    if not others:
        return await world.solve(problem)
    theirs = await world.solve(only(problem, others))
    plan = await world.solve(replace(problem, meetings=(*problem.meetings, *others)))
    return without(plan, others, theirs.cost)


def without_rooms(problem: Problem, names: Collection[str]) -> Problem:
    """The same problem, in which these meetings need none."""
    meetings = (replace(m, needs_room=m.needs_room and m.id not in names) for m in problem.meetings)
    return replace(problem, meetings=tuple(meetings))
