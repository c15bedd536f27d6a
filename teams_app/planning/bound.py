"""The cheapest week if people and rooms could be in two meetings at once: a lower bound, and a look-ahead.

Along a forest of the order a dynamic programme over (meeting, start) finds it: a meeting's value at a start
is its own cost plus, for each meeting that hangs on it, the least value among the starts that the order
leaves (suffix minima after it, prefix minima before it), or the cost of leaving meetings out. Rules that the
forest does not hold make a plan dearer at most, so the bound holds for any order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from teams_app.planning.arrays import NEVER, Numbers
from teams_app.planning.forest import Forest

OUT = -1  # instead of a start: the meeting is left out


@dataclass(frozen=True)
class LookAhead:
    """What meetings cost together with all that hangs on them.

    ``value`` is meeting by start, ``out`` by meeting, for leaving it out. ``reach`` and ``out_reach`` are the
    same as the parent sees it: by the parent's start, and with the parent left out. ``bound`` is the whole
    week's.
    """

    forest: Forest
    value: Numbers
    out: Numbers
    reach: Numbers
    out_reach: Numbers
    bound: int


def look_ahead(forest: Forest, costs: Numbers, out: Numbers) -> LookAhead:
    """Exact for these costs without double-booking.

    ``costs`` is meeting by start, ``NEVER`` where it may not be; ``out`` by meeting, ``NEVER`` where it may
    not be left out. Both are not changed.
    """
    value, out = costs.copy(), out.copy()
    reach, out_reach = np.zeros_like(value), np.zeros_like(out)
    bound = 0
    for rows in reversed(forest.levels):
        value[rows] = np.minimum(value[rows], NEVER)
        out[rows] = np.minimum(out[rows], NEVER)
        parents = forest.parent[rows]
        if (parents < 0).all():
            bound = int(np.minimum(value[rows].min(axis=1), out[rows]).sum())
            break
        later = forest.is_later[rows]
        for side, fold in ((rows[later], after_parent), (rows[~later], before_parent)):
            if len(side):
                reach[side], out_reach[side] = fold(value[side], out[side], forest.lag[side])
        begins = np.flatnonzero(np.diff(parents, prepend=-1))  # children of one parent stand together
        value[parents[begins]] += np.add.reduceat(reach[rows], begins, axis=0)
        out[parents[begins]] += np.add.reduceat(out_reach[rows], begins)
    return LookAhead(forest, value, out, reach, out_reach, bound)


def after_parent(value: Numbers, out: Numbers, lags: Numbers) -> tuple[Numbers, Numbers]:
    """Children that come after their parent: they are left out with it."""
    least = np.minimum.accumulate(value[:, ::-1], axis=1)[:, ::-1]
    return np.minimum(shifted(least, lags), out[:, None]), out


def before_parent(value: Numbers, out: Numbers, lags: Numbers) -> tuple[Numbers, Numbers]:
    """Children that come before their parent: it cannot be without them."""
    least = np.minimum.accumulate(value, axis=1)
    return shifted(least, -lags), np.minimum(least[:, -1], out)


def shifted(table: Numbers, by: Numbers) -> Numbers:
    """``table[row, start + by[row]]`` for every start, ``NEVER`` beyond the ends."""
    steps = table.shape[1]
    index = np.arange(steps)[None, :] + by[:, None]
    found = np.take_along_axis(table, np.clip(index, 0, steps - 1), axis=1)
    found[(index < 0) | (index >= steps)] = NEVER
    return found


def best_starts(ahead: LookAhead) -> Numbers:
    """By meeting the start that the bound takes, ``OUT`` where it leaves the meeting out."""
    forest, (count, steps) = ahead.forest, ahead.value.shape
    starts = np.full(count, OUT, dtype=np.int64)
    every = np.arange(steps)
    for rows in forest.levels:
        parents = forest.parent[rows]
        above = np.where(parents >= 0, starts[parents], 0)
        first, behind = np.zeros(len(rows), dtype=np.int64), np.full(len(rows), steps)
        later, has_parent = forest.is_later[rows], parents >= 0
        limited = has_parent & (above != OUT)
        first = np.where(limited & later, above + forest.lag[rows], 0)
        behind = np.where(limited & ~later, above - forest.lag[rows] + 1, steps)
        values = ahead.value[rows]
        values[(every < first[:, None]) | (every >= behind[:, None])] = NEVER
        best = values.argmin(axis=1)
        least = values[np.arange(len(rows)), best]
        left_out = (ahead.out[rows] < least) | (has_parent & later & (above == OUT))
        starts[rows] = np.where(left_out | (least >= NEVER), OUT, best)
    return starts


def least_with(ahead: LookAhead) -> tuple[Numbers, Numbers]:
    """The bound of the whole week for each meeting at each start, and for each meeting left out.

    A start whose bound is above a known plan's cost is in no better plan.
    """
    forest = ahead.forest
    rest, rest_out = np.zeros_like(ahead.value), np.zeros_like(ahead.out)
    best = np.minimum(ahead.value.min(axis=1), ahead.out)
    root = np.arange(len(best))
    for rows in forest.levels[1:]:
        parents = forest.parent[rows]
        root[rows] = root[parents]
        around = ahead.value[parents] + rest[parents]
        beside = np.where(around >= NEVER, NEVER, around - ahead.reach[rows])
        out = ahead.out[parents] + rest_out[parents]
        beside_out = np.where(out >= NEVER, NEVER, out - ahead.out_reach[rows])
        later, lags = forest.is_later[rows], forest.lag[rows]
        to_past = shifted(np.minimum.accumulate(beside, axis=1), -lags)
        to_future = shifted(np.minimum.accumulate(beside[:, ::-1], axis=1)[:, ::-1], lags)
        rest[rows] = np.where(later[:, None], to_past, np.minimum(to_future, beside_out[:, None]))
        with_parent = np.minimum(beside.min(axis=1), beside_out)
        rest_out[rows] = np.where(later, with_parent, beside_out)
    others = ahead.bound - best[root]  # the other trees, each at its best
    return ahead.value + rest + others[:, None], ahead.out + rest_out + others
