"""A plan in the making: who and which room is taken when, and where a meeting can still go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from teams_app.planning.arrays import NEVER, Flags, Numbers
from teams_app.planning.model import Model

NOBODY = -1
OUT = -1
NO_ROOM = -1


@dataclass(frozen=True)
class Seat:
    """Where a meeting is: its step and its room's number; ``NO_ROOM`` where it has none."""

    start: int
    room: int


class Bookings:
    """``starts`` and ``rooms`` by meeting, ``OUT`` and ``NO_ROOM`` where there is none."""

    def __init__(self, model: Model) -> None:
        self.model = model
        count, cells = len(model.meetings), model.steps + int(model.cells.max(initial=0))
        self.starts = np.full(count, OUT, dtype=np.int64)
        self.rooms = np.full(count, NO_ROOM, dtype=np.int64)
        self.people = np.full((len(model.shared_ids), cells), NOBODY, dtype=np.int32)
        self.room_use = np.full((len(model.rooms.ids), cells), NOBODY, dtype=np.int32)
        for meeting in np.flatnonzero(model.fixed):
            step = int(np.argmin(model.costs[meeting]))
            self.place(int(meeting), Seat(step, self.room_for(int(meeting), step)))

    def place(self, meeting: int, seat: Seat) -> None:
        self.starts[meeting], self.rooms[meeting] = seat.start, seat.room
        self._mark(meeting, seat, meeting)

    def remove(self, meeting: int) -> Seat:
        """Take the meeting out; where it was."""
        seat = self.seat(meeting)
        if seat.start != OUT:
            self._mark(meeting, seat, NOBODY)
        self.starts[meeting], self.rooms[meeting] = OUT, NO_ROOM
        return seat

    def seat(self, meeting: int) -> Seat:
        return Seat(int(self.starts[meeting]), int(self.rooms[meeting]))

    def restore(self, seats: dict[int, Seat]) -> None:
        """Put meetings back to where they were, wherever they are now."""
        for meeting in seats:
            self.remove(meeting)
        for meeting, seat in seats.items():
            if seat.start != OUT:
                self.place(meeting, seat)

    def cost(self) -> int:
        """What the plan costs so far, all that is not placed counted as left out."""
        return sum(self.cost_of(meeting) for meeting in range(len(self.starts)))

    def cost_of(self, meeting: int) -> int:
        start = int(self.starts[meeting])
        return self.model.out_cost if start == OUT else int(self.model.costs[meeting, start])

    def misses_predecessor(self, meeting: int) -> bool:
        return any(self.starts[link.earlier] == OUT for link in self.model.order.before[meeting])

    def first_start(self, meeting: int) -> int:
        """The first start after all placed predecessors."""
        placed = (link for link in self.model.order.before[meeting] if self.starts[link.earlier] != OUT)
        return max([0, *(int(self.starts[link.earlier]) + link.lag for link in placed)])

    def span(self, meeting: int) -> tuple[int, int]:
        """The first start and the one behind the last that the placed neighbours in the order leave."""
        order, starts = self.model.order, self.starts
        last = [
            int(starts[link.later]) - link.lag for link in order.behind[meeting] if starts[link.later] != OUT
        ]
        return self.first_start(meeting), max(0, min([self.model.steps - 1, *last]) + 1)

    def people_free(self, meeting: int) -> Flags:
        """By start: nobody required is in another meeting."""
        rows = self.model.shared[meeting]
        if not len(rows):
            return np.ones(self.model.steps, dtype=bool)
        taken = (self.people[rows] != NOBODY).any(axis=0)
        return ~within(taken, int(self.model.cells[meeting]), self.model.steps)

    def rooms_free(self, meeting: int) -> Flags:
        """Room by start, from the smallest room that seats the meeting on: free and in no other meeting."""
        free = self.model.rooms.free[meeting]
        if free is None:
            return np.ones((1, self.model.steps), dtype=bool)
        taken = self.room_use[self.model.rooms.first[meeting] :] != NOBODY
        return free & ~within(taken, int(self.model.cells[meeting]), self.model.steps)

    def room_for(self, meeting: int, start: int) -> int:
        """The smallest room that is free from this start on; ``NO_ROOM`` where none is or none is needed."""
        if self.model.rooms.free[meeting] is None:
            return NO_ROOM
        free = self.rooms_free(meeting)[:, start]
        return self.model.rooms.first[meeting] + int(np.argmax(free)) if free.any() else NO_ROOM

    def cheapest(self, meeting: int, values: Numbers) -> int:
        """The cheapest start that people, rooms and placed neighbours leave, the earliest of equals.

        ``values`` are by start; ``OUT`` if there is no start, or a predecessor is not placed.
        """
        if self.misses_predecessor(meeting):
            return OUT
        first, behind = self.span(meeting)
        open_starts = (self.model.costs[meeting] < NEVER) & self.people_free(meeting)
        if self.model.rooms.free[meeting] is not None:
            open_starts &= self.rooms_free(meeting).any(axis=0)
        left = np.where(open_starts, values, NEVER)[first:behind]
        if not len(left):
            return OUT
        best = int(np.argmin(left))
        return first + best if left[best] < NEVER else OUT

    def in_the_way(self, meeting: int, start: int) -> set[int]:
        """The meetings that hold required people while this one would be, from this start on."""
        rows = self.model.shared[meeting]
        held = self.people[rows, start : start + int(self.model.cells[meeting])]
        return {int(other) for other in np.unique(held) if other not in (NOBODY, meeting)}

    def _mark(self, meeting: int, seat: Seat, owner: int) -> None:
        cells = slice(seat.start, seat.start + int(self.model.cells[meeting]))
        self.people[self.model.shared[meeting], cells] = owner
        if seat.room != NO_ROOM:
            self.room_use[seat.room, cells] = owner


def within(flags: Flags, length: int, starts: int) -> Flags:
    """By start, along the last axis: whether a flag is set in the ``length`` cells from there on."""
    sums = np.cumsum(flags, axis=-1, dtype=np.int32)
    sums = np.concatenate([np.zeros_like(sums[..., :1]), sums], axis=-1)
    return sums[..., length : length + starts] > sums[..., :starts]
