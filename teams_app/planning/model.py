"""The problem as numbers: meetings by steps, ready for the bound and the decoding.

Meetings are numbered in the order of their ids, people and rooms likewise (rooms by capacity first), so that
neither the order of the file nor the machine changes a plan.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from teams_app.planning.arrays import NEVER, Flags, Numbers
from teams_app.planning.costs import Pricing, cost_table
from teams_app.planning.grid import Grid
from teams_app.planning.order import Order, order_of
from teams_app.planning.problem import Meeting, Problem
from teams_app.planning.rooms import Rooms, rooms_of
from teams_app.planning.rules.attendance import Calendars, read_calendars
from teams_app.planning.rules.limits import LIMITS


@dataclass(frozen=True)
class Model:
    """One problem in numbers.

    ``costs`` is meeting by start, ``NEVER`` where a start is ruled out by the meeting's own limits, by fixed
    meetings, or because no room is free. ``cells`` is how many steps a meeting takes up. ``shared`` has for
    each meeting the numbers of its required people who are required elsewhere too; fixed meetings have none,
    since they are kept out of everybody's way in ``costs``.
    """

    grid: Grid
    calendars: Calendars
    meetings: tuple[Meeting, ...]
    order: Order
    costs: Numbers
    fixed: Flags
    cells: Numbers
    shared: tuple[Numbers, ...]
    shared_ids: tuple[str, ...]
    rooms: Rooms
    out_cost: int

    @property
    def steps(self) -> int:
        return self.grid.steps

    def start_minute(self, meeting: int, step: int) -> int:
        """Minutes from the start of the window; a fixed start may lie between the steps."""
        fixed = self.meetings[meeting].fixed_start
        return self.grid.minute(fixed) if fixed else step * self.grid.step_minutes


def model_of(problem: Problem) -> Model:
    """The numbers of a sound problem."""
    grid = Grid.of(problem)
    meetings = tuple(sorted(problem.meetings, key=lambda meeting: meeting.id))
    calendars = read_calendars(problem, grid)
    shared, shared_ids = shared_people(meetings)
    model = Model(
        grid=grid,
        calendars=calendars,
        meetings=meetings,
        order=order_of(meetings, grid),
        costs=limited_costs(meetings, Pricing.of(problem, grid, calendars)),
        fixed=np.array([meeting.fixed_start is not None for meeting in meetings], dtype=bool),
        cells=np.array([cells_of(meeting, grid) for meeting in meetings], dtype=np.int64),
        shared=shared,
        shared_ids=shared_ids,
        rooms=rooms_of(problem, meetings, grid),
        out_cost=0,
    )
    keep_clear_of_fixed(model)
    keep_order_with_fixed(model)
    keep_to_rooms(model)
    return replace(model, out_cost=dearest(model.costs, problem.weights.unplaced))


def limited_costs(meetings: tuple[Meeting, ...], pricing: Pricing) -> Numbers:
    """The soft costs at the starts that the meetings' own limits allow."""
    grid = pricing.grid
    costs = cost_table(pricing, meetings) if meetings else np.zeros((0, grid.steps), dtype=np.int64)
    for row, meeting in enumerate(meetings):
        if meeting.fixed_start:
            minute = grid.minute(meeting.fixed_start)
            costs[row] = NEVER
            costs[row, minute // grid.step_minutes] = pricing.price([meeting], np.array([minute]))[0, 0]
            continue
        for limit in LIMITS:
            costs[row, ~limit(meeting, grid, grid.start_minutes)] = NEVER
    return costs


def cells_of(meeting: Meeting, grid: Grid) -> int:
    """The steps that the meeting touches."""
    off = grid.minute(meeting.fixed_start) % grid.step_minutes if meeting.fixed_start else 0
    return grid.cells(off + meeting.duration_minutes)


def shared_people(meetings: tuple[Meeting, ...]) -> tuple[tuple[Numbers, ...], tuple[str, ...]]:
    """Those whom two meetings that can still move both require, numbered by name."""
    rosters = [() if meeting.fixed_start else meeting.required for meeting in meetings]
    counts = Counter(name for roster in rosters for name in roster)
    ids = tuple(sorted(name for name, times in counts.items() if times > 1))
    number = {name: n for n, name in enumerate(ids)}
    rows = (sorted(number[name] for name in roster if name in number) for roster in rosters)
    return tuple(np.array(row, dtype=np.int64) for row in rows), ids


def keep_clear_of_fixed(model: Model) -> None:
    """Nobody required is in a fixed meeting and in one that can move at once."""
    grid = model.grid
    for number in np.flatnonzero(model.fixed).tolist():
        fixed, begin = model.meetings[number], model.start_minute(number, 0)
        people = set(fixed.required)
        for row, meeting in enumerate(model.meetings):
            if meeting.fixed_start is None and not people.isdisjoint(meeting.required):
                overlaps = grid.start_minutes < begin + fixed.duration_minutes
                overlaps &= grid.start_minutes + meeting.duration_minutes > begin
                model.costs[row, overlaps] = NEVER


def keep_order_with_fixed(model: Model) -> None:
    """What comes before or after a fixed meeting has its own last or first start."""
    for link in (link for links in model.order.before for link in links):
        if model.fixed[link.later] and not model.fixed[link.earlier]:
            last = int(np.argmin(model.costs[link.later])) - link.lag
            model.costs[link.earlier, max(0, last + 1) :] = NEVER
        if model.fixed[link.earlier] and not model.fixed[link.later]:
            first = int(np.argmin(model.costs[link.earlier])) + link.lag
            model.costs[link.later, : max(0, first)] = NEVER


def keep_to_rooms(model: Model) -> None:
    """A meeting that needs a room starts when at least one that seats it is free."""
    for row, free in enumerate(model.rooms.free):
        if free is not None and not model.fixed[row]:
            model.costs[row, ~free.any(axis=0)] = NEVER


def dearest(costs: Numbers, least: int) -> int:
    """What leaving one meeting out costs: more than all meetings together can cost at any starts."""
    return max(least, 1 + int(np.where(costs < NEVER, costs, 0).max(axis=1, initial=0).sum()))
