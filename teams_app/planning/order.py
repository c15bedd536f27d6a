"""Which meeting comes after which, on the steps of the grid, and the tree that the bound is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

import numpy as np

from teams_app.planning.arrays import Numbers
from teams_app.planning.grid import Grid
from teams_app.planning.problem import Meeting


@dataclass(frozen=True)
class Link:
    """``later`` may not start before the step of ``earlier`` plus ``lag``; both are meeting numbers."""

    earlier: int
    later: int
    lag: int


@dataclass(frozen=True)
class Order:
    """All links, and of each meeting the one link that the tree keeps.

    ``levels`` has the meetings by their distance from the start of the order: every link leads from a lower
    level to a higher one. Within a level, children of one parent stand together.
    """

    before: tuple[tuple[Link, ...], ...]  # by the later meeting
    behind: tuple[tuple[Link, ...], ...]  # by the earlier meeting
    parent: Numbers  # -1 for a root
    lag: Numbers  # of the link from the parent
    level: Numbers
    levels: tuple[Numbers, ...]

    @property
    def is_tree(self) -> bool:
        return all(len(links) <= 1 for links in self.before)

    def descendants(self, meeting: int) -> list[int]:
        """All meetings that come after this one, near or far, in the order of their numbers."""
        found: set[int] = set()
        waiting = [meeting]
        while waiting:
            later = {link.later for link in self.behind[waiting.pop()]} - found
            found |= later
            waiting += sorted(later)
        return sorted(found)


def order_of(meetings: Sequence[Meeting], grid: Grid) -> Order:
    """The order of meetings that are numbered as given."""
    number = {meeting.id: n for n, meeting in enumerate(meetings)}
    before = tuple(
        tuple(
            Link(number[name], n, lag(meetings[number[name]], meeting, grid))
            for name in sorted({*meeting.after})
        )
        for n, meeting in enumerate(meetings)
    )
    behind: list[list[Link]] = [[] for _ in meetings]
    for link in (link for links in before for link in links):
        behind[link.earlier].append(link)
    level = levels_of(before)
    # the deepest predecessor binds most; names break ties because meetings are numbered by name
    kept = [
        max(links, key=lambda link: (level[link.earlier], -link.earlier), default=None) for links in before
    ]
    parent = np.array([link.earlier if link else -1 for link in kept], dtype=np.int64)
    lags = np.array([link.lag if link else 0 for link in kept], dtype=np.int64)
    by_level = [np.flatnonzero(level == depth) for depth in range(int(level.max(initial=-1)) + 1)]
    levels = tuple(rows[np.argsort(parent[rows], kind="stable")] for rows in by_level)
    return Order(before, tuple(tuple(links) for links in behind), parent, lags, level, levels)


def lag(earlier: Meeting, later: Meeting, grid: Grid) -> int:
    """The steps from one start to the other, exact to the minute also where a fixed start lies off the step.

    A fixed meeting stands at the step that its start lies in. Between two fixed ones nothing is left to keep.
    """
    step, minutes = grid.step_minutes, earlier.duration_minutes + later.gap_minutes
    if earlier.fixed_start and later.fixed_start:
        return -grid.steps
    if earlier.fixed_start:
        start = grid.minute(earlier.fixed_start)
        return -(-(start + minutes) // step) - start // step
    if later.fixed_start:
        start = grid.minute(later.fixed_start)
        return start // step - (start - minutes) // step
    return grid.cells(minutes)


def levels_of(before: Sequence[Sequence[Link]]) -> Numbers:
    """The longest way to each meeting from the start of the order."""
    level = np.zeros(len(before), dtype=np.int64)
    sorter = TopologicalSorter({n: [link.earlier for link in links] for n, links in enumerate(before)})
    for n in sorter.static_order():
        level[n] = max((level[link.earlier] + 1 for link in before[n]), default=0)
    return level
