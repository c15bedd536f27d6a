"""A plan in the making: who and which room is taken when, and where a meeting can still go."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from teams_app.planning.arrays import NEVER, Flags, Numbers
from teams_app.planning.bound import OUT
from teams_app.planning.model import NO_ROOM, Model, Seat

NOBODY = -1


class Bookings:
    """``starts`` and ``rooms`` by meeting, ``OUT`` and ``NO_ROOM`` where there is none."""

    def __init__(self, model: Model) -> None:
        self.model = model
        count, cells = len(model.meetings), model.rooms.in_cells.shape[1]
        self.starts = np.full(count, OUT, dtype=np.int64)
        self.rooms = np.full(count, NO_ROOM, dtype=np.int64)
        self.people = np.full((len(model.shared_ids), cells), NOBODY, dtype=np.int32)
        self.room_use = np.full((len(model.rooms.ids), cells), NOBODY, dtype=np.int32)
        for meeting in np.flatnonzero(model.fixed):  # the tables of costs and rooms keep all others away
            step = int(np.argmin(model.costs[meeting]))
            self.starts[meeting], self.rooms[meeting] = step, model.rooms.of_fixed.get(int(meeting), NO_ROOM)

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
        return int(self.model.out[meeting] if start == OUT else self.model.costs[meeting, start])

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
        """The booked room if it can stay, else the smallest that is free from this start on.

        ``NO_ROOM`` where none is or none is needed.
        """
        if self.model.rooms.free[meeting] is None:
            return NO_ROOM
        first, free = self.model.rooms.first[meeting], self.rooms_free(meeting)[:, start]
        booked = self.model.booked.get(meeting)
        if booked and booked.start == start and booked.room >= first and free[booked.room - first]:
            return booked.room
        return first + int(np.argmax(free)) if free.any() else NO_ROOM

    def cheapest(self, meeting: int, values: Numbers) -> int:
        """The cheapest start that people, rooms and placed neighbours leave, the earliest of equals.

        ``values`` are by start; ``OUT`` if there is no start.
        """
        left = np.where(self.open_starts(meeting), values, NEVER)
        best = int(np.argmin(left))
        return best if left[best] < NEVER else OUT

    def open_starts(self, meeting: int) -> Flags:
        """The starts that the meeting's own rules, people, rooms and placed neighbours leave."""
        first, behind = self.span(meeting)
        found = (self.model.costs[meeting] < NEVER) & self.people_free(meeting)
        found[:first] = found[behind:] = False
        if self.model.rooms.free[meeting] is not None:
            found &= self.rooms_free(meeting).any(axis=0)
        return found

    def is_open(self, meeting: int, start: int) -> bool:
        return bool(self.open_starts(meeting)[start])

    def in_the_way(self, meeting: int, start: int) -> set[int]:
        """The meetings that hold required people while this one would be, from this start on, and those in
        the room that is the easiest to have."""
        cells = slice(start, start + int(self.model.cells[meeting]))
        people = self.people[self.model.shared[meeting], cells]
        return holders(people, meeting) | self._in_a_room(meeting, start, cells)

    def _in_a_room(self, meeting: int, start: int, cells: slice) -> set[int]:
        free = self.model.rooms.free[meeting]
        if free is None or self.room_for(meeting, start) != NO_ROOM:
            return set()
        first = self.model.rooms.first[meeting]
        rooms = (first + np.flatnonzero(free[:, start])).tolist()
        held = [holders(self.room_use[room, cells], meeting) for room in rooms]
        return min(held, key=lambda found: (len(found), sorted(found)), default=set())

    def _mark(self, meeting: int, seat: Seat, owner: int) -> None:
        cells = slice(seat.start, seat.start + int(self.model.cells[meeting]))
        self.people[self.model.shared[meeting], cells] = owner
        if seat.room != NO_ROOM:
            self.room_use[seat.room, cells] = owner


def holders(owners: NDArray[np.int32], meeting: int) -> set[int]:
    """Who is in these cells, other than the meeting itself."""
    return {int(other) for other in np.unique(owners) if other not in (NOBODY, meeting)}


def within(flags: Flags, length: int, starts: int) -> Flags:
    """By start, along the last axis: whether a flag is set in the ``length`` cells from there on."""
    sums = np.cumsum(flags, axis=-1, dtype=np.int32)
    sums = np.concatenate([np.zeros_like(sums[..., :1]), sums], axis=-1)
    return sums[..., length : length + starts] > sums[..., :starts]
