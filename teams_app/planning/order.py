"""Which meeting comes after which, on the steps of the grid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
    """All links; ``level`` is the longest way to a meeting from the start of the order."""

    before: tuple[tuple[Link, ...], ...]  # by the later meeting
    behind: tuple[tuple[Link, ...], ...]  # by the earlier meeting
    level: Numbers

    def descendants(self, meeting: int) -> set[int]:
        """All meetings that come after this one, near or far."""
        return reached(meeting, lambda n: (link.later for link in self.behind[n]))

    def ancestors(self, meeting: int) -> set[int]:
        """All meetings that come before this one, near or far."""
        return reached(meeting, lambda n: (link.earlier for link in self.before[n]))


def reached(meeting: int, step: Callable[[int], Iterable[int]]) -> set[int]:
    found: set[int] = set()
    waiting = [meeting]
    while waiting:
        new = {*step(waiting.pop())} - found
        found |= new
        waiting += new
    return found


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
    return Order(before, tuple(tuple(links) for links in behind), levels_of(before))


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
