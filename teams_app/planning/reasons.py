"""Why a meeting has no time: the first rule that leaves it no start, and the people or rooms behind it."""

from __future__ import annotations

import numpy as np

from teams_app.planning.arrays import Flags
from teams_app.planning.bookings import NOBODY, Bookings
from teams_app.planning.bound import OUT
from teams_app.planning.obstacles import fixed_with_people_of, listed, overlaps
from teams_app.planning.problem import Meeting
from teams_app.planning.rules.limits import LIMITS


def why_unplaced(bookings: Bookings, number: int) -> str:
    """Rules are laid on one after the other; the one that takes the last start is the reason."""
    model, meeting = bookings.model, bookings.model.meetings[number]
    missing = [link.earlier for link in model.order.before[number] if bookings.starts[link.earlier] == OUT]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        return f"order: comes after {listed(model.meetings[n].id for n in missing)}, which {verb} not placed"
    left: Flags = np.ones(model.steps, dtype=bool)
    for limit in LIMITS:
        left &= limit(meeting, model.grid, model.grid.start_minutes)
    if not left.any():
        return f"limits: no start of {meeting.duration_minutes} minutes fits {limits_text(meeting)}"
    for narrow, tell in ((in_order, order_text), (fixed_free, fixed_text), (room_exists, no_room_text)):
        before = left.copy()
        left &= narrow(bookings, number)
        if not left.any():
            return tell(bookings, number, before)
    free = left & bookings.people_free(number)
    return rooms_text(bookings, number, free) if free.any() else people_text(bookings, number, left)


def limits_text(meeting: Meeting) -> str:
    earliest = f"from its earliest {meeting.earliest:%Y-%m-%d %H:%M %Z}" if meeting.earliest else ""
    latest = f"up to its latest {meeting.latest:%Y-%m-%d %H:%M %Z}" if meeting.latest else ""
    return " ".join(part for part in (earliest, latest) if part) or "into the window"


def in_order(bookings: Bookings, number: int) -> Flags:
    """The starts between the placed meetings that come before and after."""
    steps = np.arange(bookings.model.steps)
    first, behind = bookings.span(number)
    return (steps >= first) & (steps < behind)


def order_text(bookings: Bookings, number: int, _left: Flags) -> str:
    order, meetings = bookings.model.order, bookings.model.meetings
    earlier = [meetings[link.earlier].id for link in order.before[number]]
    later = [meetings[link.later].id for link in order.behind[number] if bookings.starts[link.later] != OUT]
    after = f"after {listed(earlier)}" if earlier else ""
    before = f"before {listed(later)}" if later else ""
    limits = limits_text(meetings[number])
    where = " and ".join(part for part in (after, before) if part)
    return f"order: no start is left {where} that also fits {limits}"


def fixed_free(bookings: Bookings, number: int) -> Flags:
    """The starts at which no fixed meeting holds its people."""
    left: Flags = np.ones(bookings.model.steps, dtype=bool)
    for other in fixed_with_people_of(bookings, number):
        left &= ~overlaps(bookings, number, other)
    return left


def fixed_text(bookings: Bookings, number: int, left: Flags) -> str:
    meetings = bookings.model.meetings
    fixed = [
        n for n in fixed_with_people_of(bookings, number) if (left & overlaps(bookings, number, n)).any()
    ]
    people = {name for n in fixed for name in meetings[n].required} & {*meetings[number].required}
    names = listed(meetings[n].id for n in fixed)
    return f"people: {listed(sorted(people))} cannot leave {names}, whose time is fixed, at any start left"


def room_exists(bookings: Bookings, number: int) -> Flags:
    """The starts at which a room that seats it is free by its own calendar."""
    free = bookings.model.rooms.free[number]
    left: Flags = np.ones(bookings.model.steps, dtype=bool)
    return left if free is None else np.logical_or.reduce(free, axis=0, out=left)


def no_room_text(bookings: Bookings, number: int, _left: Flags) -> str:
    rooms, people = bookings.model.rooms, len(bookings.model.meetings[number].required)
    fitting = rooms.ids[rooms.first[number] :]
    if fitting:
        return (
            f"rooms: {listed(fitting)} would seat {people} people, but none is free at any start that is left"
        )
    if rooms.ids:
        return (
            f"rooms: none seats {people} people, the largest is {rooms.ids[-1]} with {rooms.capacities[-1]}"
        )
    return f"rooms: there is none, and {people} people need one"


def people_text(bookings: Bookings, number: int, left: Flags) -> str:
    """Those who are in other meetings at the starts that are left."""
    model = bookings.model
    rows = model.shared[number]
    cells = np.flatnonzero(left)[:, None] + np.arange(int(model.cells[number]))[None, :]
    held = bookings.people[rows][:, np.unique(cells)]
    people = listed(
        model.shared_ids[row] for row, taken in zip(rows, held != NOBODY, strict=True) if taken.any()
    )
    others = listed(model.meetings[n].id for n in np.unique(held[held != NOBODY]))
    return f"people: at every start that is left somebody is in another share meeting: {people} in {others}"


def rooms_text(bookings: Bookings, number: int, left: Flags) -> str:
    """The rooms that other meetings hold at the starts that are left."""
    model = bookings.model
    first = model.rooms.first[number]
    cells = np.flatnonzero(left)[:, None] + np.arange(int(model.cells[number]))[None, :]
    held = bookings.room_use[first:][:, np.unique(cells)]
    others = listed(model.meetings[n].id for n in np.unique(held[held != NOBODY]))
    rooms = listed(model.rooms.ids[first:])
    return f"rooms: {rooms} would seat it, but are taken at every start that is left, by {others}"
