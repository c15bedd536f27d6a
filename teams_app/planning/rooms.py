"""Rooms in numbers: which seat a meeting, and when they are free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from teams_app.planning.arrays import Flags, Numbers
from teams_app.planning.grid import Grid
from teams_app.planning.problem import Meeting, Problem

FREE, WORKING_ELSEWHERE = b"04"


@dataclass(frozen=True)
class Rooms:
    """``ids`` from the smallest to the largest, equals by name.

    ``first`` is for each meeting the number of the smallest room that seats its required people; ``free`` has
    for each meeting, from that room on, room by start: free throughout the meeting, by its own calendar and
    beside fixed meetings. None: needs no room, or is fixed. ``of_fixed`` are the rooms of fixed meetings, by
    meeting. ``in_cells`` is room by cell: whether some meeting could be in it then.
    """

    ids: tuple[str, ...]
    capacities: tuple[int, ...]
    first: tuple[int, ...]
    free: tuple[Flags | None, ...]
    of_fixed: dict[int, int]
    in_cells: Flags


def rooms_of(problem: Problem, meetings: Sequence[Meeting], grid: Grid, cells: int) -> Rooms:
    """Fixed meetings get their rooms first: the one that they have, or the smallest, in the order of ids."""
    rooms = sorted(problem.rooms, key=lambda room: (room.capacity, room.id))
    ids, capacities = tuple(room.id for room in rooms), tuple(room.capacity for room in rooms)
    first = tuple(int(np.searchsorted(capacities, len(meeting.required))) for meeting in meetings)
    calendars = taken_before(problem, [room.availability for room in rooms])
    fixed = {n: m for n, m in enumerate(meetings) if m.needs_room and m.fixed_start is not None}
    of_fixed = rooms_of_fixed(fixed, first, ids, calendars, grid)
    movable = {n: m for n, m in enumerate(meetings) if m.needs_room and m.fixed_start is None}
    tables: dict[int, Flags] = {}
    in_cells = np.zeros((len(rooms), cells), dtype=bool)
    for minutes in sorted({meeting.duration_minutes for meeting in movable.values()}):
        table = tables[minutes] = free_throughout(calendars, grid, grid.start_minutes, minutes)
        for n, room in of_fixed.items():
            begin = start_of(fixed[n], grid)
            apart = grid.start_minutes + minutes <= begin
            table[room] &= apart | (grid.start_minutes >= begin + fixed[n].duration_minutes)
        for cell in range(grid.cells(minutes)):
            in_cells[:, cell : cell + grid.steps] |= table
    free = tuple(
        tables[m.duration_minutes][first[n] :] if n in movable else None for n, m in enumerate(meetings)
    )
    return Rooms(ids, capacities, first, free, of_fixed, in_cells)


def rooms_of_fixed(
    fixed: dict[int, Meeting], first: tuple[int, ...], ids: tuple[str, ...], calendars: Numbers, grid: Grid
) -> dict[int, int]:
    """Who finds no room has none; the clash is told with the plan."""
    found: dict[int, int] = {}
    for n, meeting in fixed.items():
        begin = start_of(meeting, grid)
        free = free_throughout(calendars, grid, np.array([begin]), meeting.duration_minutes)[:, 0]
        for other, room in found.items():
            there = start_of(fixed[other], grid)
            if begin < there + fixed[other].duration_minutes and there < begin + meeting.duration_minutes:
                free[room] = False
        rooms = [room for room in range(first[n], len(ids)) if free[room]]
        if rooms:
            found[n] = min(rooms, key=lambda room: (ids[room] != meeting.current_room, room))
    return found


def start_of(meeting: Meeting, grid: Grid) -> int:
    """A fixed meeting's start, in minutes of the window."""
    return grid.minute(meeting.fixed_start) if meeting.fixed_start else 0


def taken_before(problem: Problem, calendars: Sequence[str]) -> Numbers:
    """Room by slot, and one more: how many slots before it are taken."""
    digits = np.frombuffer("".join(calendars).encode("ascii"), np.uint8)
    taken = ~np.isin(digits.reshape(len(calendars), problem.window.slots), (FREE, WORKING_ELSEWHERE))
    return np.concatenate([np.zeros((len(calendars), 1), np.int64), taken.cumsum(axis=1)], axis=1)


def free_throughout(taken: Numbers, grid: Grid, starts: Numbers, minutes: int) -> Flags:
    """Room by start: no slot of the meeting is taken."""
    begin, behind = grid.slots_touched(starts, minutes)
    return taken[:, behind] == taken[:, begin]
