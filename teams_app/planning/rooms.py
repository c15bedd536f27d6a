"""Rooms in numbers: which seat a meeting, and when they are free by their own calendars."""

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
    for each meeting, from that room on, room by start: free throughout the meeting. None: needs no room.
    """

    ids: tuple[str, ...]
    capacities: tuple[int, ...]
    first: tuple[int, ...]
    free: tuple[Flags | None, ...]


def rooms_of(problem: Problem, meetings: Sequence[Meeting], grid: Grid) -> Rooms:
    rooms = sorted(problem.rooms, key=lambda room: (room.capacity, room.id))
    digits = np.frombuffer("".join(room.availability for room in rooms).encode("ascii"), np.uint8)
    taken = ~np.isin(digits.reshape(len(rooms), grid.window.slots), (FREE, WORKING_ELSEWHERE))
    sums = np.concatenate([np.zeros((len(rooms), 1), np.int64), taken.cumsum(axis=1)], axis=1)
    capacities = tuple(room.capacity for room in rooms)
    first = tuple(int(np.searchsorted(capacities, len(meeting.required))) for meeting in meetings)
    by_duration: dict[int, Flags] = {}
    free: list[Flags | None] = []
    for n, meeting in enumerate(meetings):
        if not meeting.needs_room:
            free.append(None)
        elif meeting.fixed_start:
            minute = np.array([grid.minute(meeting.fixed_start)])
            at = free_throughout(sums, grid, minute, meeting.duration_minutes)
            free.append(np.repeat(at[first[n] :], grid.steps, axis=1))  # the one start that it has
        else:
            if meeting.duration_minutes not in by_duration:
                starts = grid.start_minutes
                table = free_throughout(sums, grid, starts, meeting.duration_minutes)
                by_duration[meeting.duration_minutes] = table
            free.append(by_duration[meeting.duration_minutes][first[n] :])
    return Rooms(tuple(room.id for room in rooms), capacities, first, tuple(free))


def free_throughout(sums: Numbers, grid: Grid, starts: Numbers, duration: int) -> Flags:
    """Room by start: no slot of the meeting is taken; ``sums`` counts the taken slots before each slot."""
    begin, behind = grid.slots_touched(starts, duration)
    return sums[:, behind] == sums[:, begin]
