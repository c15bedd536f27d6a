"""The problem as numbers: meetings by steps, ready for the bound and the decoding.

Meetings are numbered in the order of their ids, people and rooms likewise (rooms by capacity first), so that
neither the order of the file nor the machine changes a plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from teams_app.planning.arrays import NEVER, Flags, Numbers
from teams_app.planning.costs import Pricing, cost_table
from teams_app.planning.forest import Forest, forest_of
from teams_app.planning.grid import Grid
from teams_app.planning.order import Order, order_of
from teams_app.planning.problem import Meeting, Problem, Span
from teams_app.planning.rooms import Rooms, rooms_of
from teams_app.planning.rules.attendance import Calendars, read_calendars
from teams_app.planning.rules.limits import LIMITS

NO_ROOM = -1


@dataclass(frozen=True)
class Seat:
    """Where a meeting is: its step and its room's number; ``NO_ROOM`` where it has none."""

    start: int
    room: int


@dataclass(frozen=True)
class Model:
    """One problem in numbers.

    ``wanted`` is meeting by start: what the soft rules ask. ``costs`` is the same, ``NEVER`` where a start is
    ruled out by the meeting's own limits, by what somebody declined, by fixed meetings, by the order, or
    because no room is free. ``out`` is what leaving a meeting out costs, ``NEVER`` for a fixed one. ``cells``
    is how many steps a meeting takes up. ``shared`` has for each meeting the numbers of its required people
    who are required elsewhere too; fixed meetings have none, since they are kept out of everybody's way in
    ``costs``. ``booked`` are the seats that meetings have now, where those are on the step.
    """

    grid: Grid
    calendars: Calendars
    meetings: tuple[Meeting, ...]
    order: Order
    forest: Forest
    wanted: Numbers
    costs: Numbers
    fixed: Flags
    cells: Numbers
    shared: tuple[Numbers, ...]
    shared_ids: tuple[str, ...]
    rooms: Rooms
    booked: dict[int, Seat]
    declined: dict[str, tuple[Span, ...]]
    out: Numbers

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
    fixed = np.array([meeting.fixed_start is not None for meeting in meetings], dtype=bool)
    order = order_of(meetings, grid)
    cells = np.array([cells_of(meeting, grid) for meeting in meetings], dtype=np.int64)
    rooms = rooms_of(problem, meetings, grid, grid.steps + int(cells.max(initial=0)))
    pricing = Pricing.of(problem, grid, calendars)
    wanted = cost_table(pricing, meetings)
    model = Model(
        grid=grid,
        calendars=calendars,
        meetings=meetings,
        order=order,
        forest=forest_of(order, fixed),
        wanted=wanted,
        costs=limited_costs(meetings, wanted, pricing),
        fixed=fixed,
        cells=cells,
        shared=shared,
        shared_ids=shared_ids,
        rooms=rooms,
        booked=dict(booked_seats(meetings, grid, rooms.ids)),
        declined={person.id: person.declined for person in problem.people if person.declined},
        out=np.where(fixed, NEVER, 0),
    )
    keep_clear_of_declined(model)
    keep_clear_of_fixed(model)
    keep_order_with_fixed(model)
    keep_to_rooms(model)
    keep_behind_earliest(model)
    out = np.where(fixed, NEVER, dearest(model.costs, problem.weights.unplaced))
    return replace(model, out=out)


def limited_costs(meetings: tuple[Meeting, ...], wanted: Numbers, pricing: Pricing) -> Numbers:
    """The soft costs at the starts that the meetings' own limits allow."""
    grid, costs = pricing.grid, wanted.copy()
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


def booked_seats(
    meetings: tuple[Meeting, ...], grid: Grid, rooms: tuple[str, ...]
) -> Iterator[tuple[int, Seat]]:
    for n, meeting in enumerate(meetings):
        if meeting.current and not meeting.fixed_start:
            minute = grid.minute(meeting.current)
            step, off = divmod(minute, grid.step_minutes)
            if 0 <= step < grid.steps and not off and grid.minute_up(meeting.current) == minute:
                yield (
                    n,
                    Seat(
                        step, rooms.index(meeting.current_room) if meeting.current_room in rooms else NO_ROOM
                    ),
                )


def keep_clear_of_declined(model: Model) -> None:
    """No meeting touches a time that somebody required has refused."""
    for row, meeting in enumerate(model.meetings):
        for name in meeting.required if model.declined and meeting.fixed_start is None else ():
            if spans := model.declined.get(name):
                model.costs[row, declined_starts(model.grid, meeting, spans)] = NEVER


def declined_starts(grid: Grid, meeting: Meeting, spans: Iterable[Span]) -> Flags:
    """The starts at which the meeting would touch one of the spans."""
    found: Flags = np.zeros(grid.steps, dtype=bool)
    for span in spans:
        begins = grid.start_minutes < grid.minute_up(span.end)
        found |= begins & (grid.start_minutes + meeting.duration_minutes > grid.minute(span.start))
    return found


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
        if free is not None:
            model.costs[row, ~free.any(axis=0)] = NEVER


def keep_behind_earliest(model: Model) -> None:
    """No meeting starts before the first start of what it comes after allows."""
    for n in np.argsort(model.order.level, kind="stable").tolist():
        for link in model.order.before[n]:
            if not model.fixed[[link.earlier, n]].any():
                possible = model.costs[link.earlier] < NEVER
                first = int(possible.argmax()) + link.lag if possible.any() else model.steps
                model.costs[n, :first] = NEVER


def dearest(costs: Numbers, least: int) -> int:
    """What leaving one meeting out costs: more than all meetings together can cost at any starts."""
    return max(least, 1 + int(np.where(costs < NEVER, costs, 0).max(axis=1, initial=0).sum()))
