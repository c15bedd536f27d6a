"""Lagrangian multipliers: a price for each group and cell, by which meetings stop competing of themselves.

For any prices, the cheapest week with all of them paid, less what the capacities would take in, is a lower
bound of every plan (weak duality; Fisher, "The Lagrangian relaxation method", Management Science 27, 1981).
All numbers are whole, so that the bound is exact and the same on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from teams_app.planning.arrays import NEVER, Numbers
from teams_app.planning.bound import OUT
from teams_app.planning.conflicts import Groups
from teams_app.planning.order import Link


@dataclass(frozen=True)
class Prices:
    """``cells`` is group by cell; ``links`` is link outside the forest by start. None is negative."""

    cells: Numbers
    links: Numbers

    @property
    def flat(self) -> Numbers:
        return np.concatenate([self.cells.ravel(), self.links.ravel()])


@dataclass(frozen=True)
class Market:
    """What is paid for: the capacities of the groups, and the order of the links outside the forest.

    ``lengths`` is how many cells each meeting takes up.
    """

    groups: Groups
    links: Sequence[Link]
    lengths: Numbers
    steps: int

    def nothing(self) -> Prices:
        return Prices(np.zeros_like(self.groups.capacity), np.zeros((len(self.links), self.steps), np.int64))

    def prices(self, flat: Numbers) -> Prices:
        """The prices that ``Prices.flat`` has in one row."""
        shape = self.groups.capacity.shape
        split = shape[0] * shape[1]
        return Prices(flat[:split].reshape(shape), flat[split:].reshape(len(self.links), self.steps))

    def charged(self, costs: Numbers, prices: Prices) -> Numbers:
        """The costs with what each meeting pays at each start."""
        charged = costs.copy()
        self._charge_groups(charged, prices.cells)
        for link, row in zip(self.links, prices.links, strict=True):
            paid = np.cumsum(row[::-1])[::-1]  # by start: what all later starts cost
            charged[link.earlier] -= paid
            charged[link.later, link.lag :] += paid[: self.steps - link.lag]
            charged[link.later, : link.lag] += paid[0]
        charged[costs >= NEVER] = NEVER
        return charged

    def taken_in(self, prices: Prices) -> int:
        """What the capacities would pay."""
        return int((prices.cells * self.groups.capacity).sum())

    def excess(self, starts: Numbers) -> Numbers:
        """How far these starts go beyond each capacity and link, in the order of ``Prices.flat``."""
        cells = self._use(starts) - self.groups.capacity
        links = np.zeros((len(self.links), self.steps), dtype=np.int64)
        for row, link in zip(links, self.links, strict=True):
            earlier, later = int(starts[link.earlier]), int(starts[link.later])
            if earlier != OUT:
                row[earlier:] -= 1
            if later != OUT:
                row[max(0, later - link.lag) :] += 1
        return np.concatenate([cells.ravel(), links.ravel()])

    def _use(self, starts: Numbers) -> Numbers:
        """Group by cell: how many of its meetings are in it."""
        meetings, groups = self.groups.meetings, self.groups.groups
        placed = starts[meetings] != OUT
        meetings, groups = meetings[placed], groups[placed]
        count, cells = self.groups.capacity.shape
        begin = groups * (cells + 1) + starts[meetings]
        size = count * (cells + 1)
        change = np.bincount(begin, minlength=size)
        change -= np.bincount(begin + self.lengths[meetings], minlength=size)
        return np.cumsum(change.reshape(count, cells + 1), axis=1)[:, :-1]

    def _charge_groups(self, charged: Numbers, prices: Numbers) -> None:
        active = np.logical_or.reduce(prices > 0, axis=1)
        chosen = active[self.groups.groups]
        meetings = self.groups.meetings[chosen]
        rows = (np.cumsum(active) - 1)[self.groups.groups[chosen]]
        sums = np.zeros((int(active.sum()), prices.shape[1] + 1), dtype=np.int64)
        np.cumsum(prices[active], axis=1, out=sums[:, 1:])
        for length in np.unique(self.lengths[meetings]).tolist():
            of_length = self.lengths[meetings] == length
            paid = sums[:, length : length + self.steps] - sums[:, : self.steps]
            mine = meetings[of_length]
            begins = np.flatnonzero(np.diff(mine, prepend=-1))
            charged[mine[begins]] += np.add.reduceat(paid[rows[of_length]], begins, axis=0)
