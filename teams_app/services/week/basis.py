"""What a share week is planned from, read from the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.errors import BadInput, Conflict, NotFound
from teams_app.okr import Cycle, ShareWeek, WeekState
from teams_app.services.attendance import asked_to, read_interest
from teams_app.services.effects import WeekRequest
from teams_app.services.week.beside import Others, check_order
from teams_app.services.week.parts import held_units, part_of, root_named, standing, told
from teams_app.services.week.problem import Basis, first_day_from
from teams_app.services.week.rules import rules_of
from teams_app.services.world import World
from teams_app.storage.queries import goals, org, sharing

MOST_DAYS = 40  # working days: free/busy is read for less than 62 days at a time, weekends among them
TOO_LONG = f"A share week takes 1 to {MOST_DAYS} working days: calendars cannot be read for longer at a time."
NO_CYCLE = "There is no cycle to share. Import OKRs first: okr-share import FILE…"
NOBODY = "No unit has members yet. Import people and units first: okr-share import FILE…"
MOST_NAMES = 3


async def read_basis(session: AsyncSession, asked: WeekRequest, world: World) -> Basis:
    """The part that is asked for, who is to come, and what else there is.

    :raises NotFound: there is no cycle, no such unit, or none that has somebody to meet.
    :raises BadInput: too many days, or several units are named so.
    :raises Conflict: a share week of the same units is confirmed, or other weeks leave no time.
    """
    today = world.clock().date()
    if not 1 <= asked.days <= MOST_DAYS:
        raise BadInput(TOO_LONG)
    cycle = await goals.cycle_to_share(session, asked.cycle, today)
    if cycle is None:
        raise NotFound(NO_CYCLE)
    every = await org.units_with_members(session)
    root = root_named(every, asked.unit)
    units = part_of(every, root)
    interest = await read_interest(session, cycle.id, [unit.id for unit in units])
    people = {unit.id: asked_to(unit, every, interest) for unit in units}
    meeting_units = {unit_id for unit_id, invited in people.items() if invited.required}
    if not meeting_units:
        raise NotFound(NOBODY)
    basis = Basis(
        cycle,
        units,
        people,
        asked.first_day or first_day_from(today),
        asked.days,
        asked.is_bottom_up,
        root=root,
        rules=rules_of(world.settings),
        rooms=await sharing.rooms(session),
        others=await read_others(session, cycle, meeting_units),
    )
    for unit in basis.meeting_units:
        check_order(unit, basis.limits(unit), basis.window)
    return basis


async def read_others(session: AsyncSession, cycle: Cycle, unit_ids: Collection[int]) -> Others:
    """The standing meetings of the share weeks that hold none of these units.

    :raises Conflict: a confirmed week holds some of them.
    """
    weeks = await sharing.living_weeks(session, cycle.id)
    for week in weeks:
        if week.state is WeekState.CONFIRMED and (held := held_units(week).intersection(unit_ids)):
            raise Conflict(_is_confirmed(week, held))
    return others_of(weeks, unit_ids)


def others_of(weeks: Iterable[ShareWeek], unit_ids: Collection[int]) -> Others:
    """The standing meetings of those weeks that hold none of these units."""
    apart = (week for week in weeks if held_units(week).isdisjoint(unit_ids))
    return Others(tuple(meeting for week in apart for meeting in standing(week)))


def _is_confirmed(week: ShareWeek, held: Collection[int]) -> str:
    names = [meeting.unit.name for meeting in week.meetings if meeting.unit_id in held]
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    what = told(week)
    return (
        f"{what[0].upper()}{what[1:]} is confirmed already and holds {', '.join(names[:MOST_NAMES])}{more}. "
        "Cancel it first to plan these anew, or plan a part that it does not hold."
    )
