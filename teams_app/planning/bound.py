"""The cheapest week if people and rooms could be in two meetings at once: a lower bound, and a look-ahead.

The order is a tree, so a dynamic programme over (meeting, start) finds it: a meeting's value at a start
is its own cost plus, for each meeting behind it, the least value among the starts that the order leaves
(suffix minima), or the cost of leaving that one out together with all that comes after it. With several
predecessors a meeting keeps one of them here; fewer rules make it cheaper at most, so the bound holds for
any order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from teams_app.planning.arrays import NEVER, Numbers
from teams_app.planning.model import Model


@dataclass(frozen=True)
class LookAhead:
    """``value`` is meeting by start, with all that comes behind; ``out`` what leaving a meeting out costs."""

    value: Numbers
    out: Numbers
    bound: int


def look_ahead(model: Model, costs: Numbers) -> LookAhead:
    """Exact for these costs without double-booking. ``costs`` has the shape of ``model.costs``."""
    order, steps = model.order, model.steps
    value = costs.copy()
    out = np.where(model.fixed, 0, model.out_cost)
    bound = 0
    for rows in reversed(order.levels):
        value[rows] = np.minimum(value[rows], NEVER)
        least = np.minimum.accumulate(value[rows, ::-1], axis=1)[:, ::-1]
        out[rows] = np.where(model.fixed[rows], least[:, 0], out[rows])
        choice = np.where(model.fixed[rows], NEVER, out[rows])  # a fixed meeting is never left out
        parents = order.parent[rows]
        roots, inner = parents < 0, parents >= 0
        bound += int(np.minimum(least[roots, 0], choice[roots]).sum())
        if inner.any():
            reach = after_lag(least[inner], order.lag[rows[inner]], steps)
            add_to_parents(value, parents[inner], np.minimum(reach, choice[inner, None]))
            np.add.at(out, parents[inner], out[rows[inner]])
    return LookAhead(value, out, bound)


def after_lag(least: Numbers, lags: Numbers, steps: int) -> Numbers:
    """By the parent's start: the least value among the starts that its lag leaves to the child."""
    padded = np.concatenate([least, np.full((len(least), 1), NEVER, dtype=np.int64)], axis=1)
    index = np.clip(np.arange(steps)[None, :] + lags[:, None], 0, steps)
    return np.take_along_axis(padded, index, axis=1)


def add_to_parents(value: Numbers, parents: Numbers, reach: Numbers) -> None:
    """Children of one parent stand together, so their rows are added up in runs."""
    begins = np.flatnonzero(np.diff(parents, prepend=-1))
    value[parents[begins]] += np.add.reduceat(reach, begins, axis=0)


def guidance(model: Model) -> LookAhead:
    """The look-ahead for decoding: as the bound's, but it also shuns starts that leave no time for a meeting
    that follows over a link outside the tree."""
    costs = model.costs
    if not model.order.is_tree:
        costs = costs.copy()
        last = model.steps - 1 - np.argmax(costs[:, ::-1] < NEVER, axis=1)
        for link in (link for links in model.order.before for link in links):
            if model.order.parent[link.later] != link.earlier and not model.fixed[link.later]:
                costs[link.earlier, max(0, int(last[link.later]) - link.lag + 1) :] += model.out_cost
    return look_ahead(model, costs)
