"""What meetings compete for: people who can be in one meeting at once, rooms of which there are so many.

Each group has rows of cells; in a cell no more of its meetings may take place than the capacity says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from teams_app.planning.arrays import Numbers
from teams_app.planning.order import Order
from teams_app.planning.rooms import Rooms

Members = frozenset[int]


@dataclass(frozen=True)
class Groups:
    """``capacity`` is group by cell. ``meetings`` and ``groups`` are the pairs of who is in which group,
    sorted by meeting."""

    meetings: Numbers
    groups: Numbers
    capacity: Numbers

    def members(self) -> list[Numbers]:
        """By group its meetings, in the order of their numbers."""
        order = np.argsort(self.groups, kind="stable")
        ends = np.cumsum(np.bincount(self.groups, minlength=len(self.capacity)))
        return np.split(self.meetings[order], ends[:-1]) if len(ends) else []


def groups_of(shared: Iterable[Numbers], order: Order, rooms: Rooms) -> Groups:
    """People first, then rooms by size; ``shared`` has by meeting the people whom others require too."""
    cells = rooms.in_cells.shape[1]
    people = people_groups(shared, order)
    sizes = room_groups(rooms)
    members = [*people, *(group for group, _ in sizes)]
    capacity = np.ones((len(members), cells), dtype=np.int64)
    for row, (_, capacities) in enumerate(sizes, start=len(people)):
        capacity[row] = capacities
    pairs = sorted((meeting, number) for number, group in enumerate(members) for meeting in group)
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return Groups(table[:, 0], table[:, 1], capacity)


def people_groups(shared: Iterable[Numbers], order: Order) -> list[Members]:
    """The sets of meetings that somebody is required in, without those that others contain."""
    by_person: dict[int, set[int]] = defaultdict(set)
    for meeting, people in enumerate(shared):
        for person in people.tolist():
            by_person[person].add(meeting)
    related = Related(order)
    found = {related.without_apart(meetings) for meetings in by_person.values()}
    return largest_only(group for group in found if len(group) > 1)


class Related:
    """Which meetings the order keeps apart anyway."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.known: dict[int, set[int]] = {}

    def of(self, meeting: int) -> set[int]:
        if meeting not in self.known:
            self.known[meeting] = self.order.ancestors(meeting) | self.order.descendants(meeting)
        return self.known[meeting]

    def without_apart(self, meetings: set[int]) -> Members:
        """Those that could be at once with one of the others."""
        return frozenset(n for n in meetings if not (meetings - {n}) <= self.of(n))


def largest_only(groups: Iterable[Members]) -> list[Members]:
    """Without groups that are part of another, in an order that no machine changes."""
    kept: list[Members] = []
    of_meeting: dict[int, list[Members]] = defaultdict(list)
    for group in sorted(groups, key=lambda one: (-len(one), sorted(one))):
        if not any(group <= other for other in of_meeting[min(group)]):
            kept.append(group)
            for meeting in group:
                of_meeting[meeting].append(group)
    return kept


def room_groups(rooms: Rooms) -> list[tuple[Members, Numbers]]:
    """By size of room: the meetings that need at least that, and how many such rooms each cell has."""
    wanting = [n for n, free in enumerate(rooms.free) if free is not None and rooms.first[n] < len(rooms.ids)]
    found: list[tuple[Members, Numbers]] = []
    for first in sorted({rooms.first[n] for n in wanting}):
        members = frozenset(n for n in wanting if rooms.first[n] >= first)
        capacity = rooms.in_cells[first:].sum(axis=0)
        if len(members) > int(capacity.min()):
            found.append((members, capacity))
    return found
