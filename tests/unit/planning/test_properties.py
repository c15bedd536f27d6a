"""What holds for every week: hard rules, a bound below the cost, the best plan where all can be tried."""

from __future__ import annotations

import os

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from teams_app.planning.arrays import NEVER
from teams_app.planning.bound import OUT, best_starts, least_with, look_ahead
from teams_app.planning.check import violations
from teams_app.planning.conflicts import groups_of
from teams_app.planning.model import Model, model_of
from teams_app.planning.prices import Market
from teams_app.planning.problem import Problem
from teams_app.planning.solver import solve

from .brute_force import Trial
from .strategies import tiny_weeks

SOAK = bool(os.environ.get("OKR_SOAK"))
EVERY = settings(max_examples=2_000 if SOAK else 60, derandomize=not SOAK, deadline=None, database=None)


def optimum(week: Problem) -> int:
    left_out, points = Trial(week).best()
    return left_out * int(model_of(week).out.min(initial=NEVER)) + points


@EVERY
@given(tiny_weeks())
def test_a_plan_keeps_every_rule_and_costs_what_the_best_one_costs(week: Problem) -> None:
    plan = solve(week)
    assert violations(week, plan) == []
    assert plan.lower_bound == optimum(week) == plan.cost
    assert plan.proven_optimal


@EVERY
@given(tiny_weeks(), st.integers(0, 1 << 30))
def test_no_prices_lift_the_bound_above_the_best_plan(week: Problem, seed: int) -> None:
    model = model_of(week)
    market = market_of(model)
    rng = np.random.default_rng(seed)
    size = len(market.nothing().flat)
    prices = market.prices(rng.integers(0, 3000, size) * rng.integers(0, 2, size))
    ahead = look_ahead(model.forest, market.charged(model.costs, prices), model.out)
    assert ahead.bound - market.taken_in(prices) <= optimum(week)


@EVERY
@given(tiny_weeks())
def test_the_bound_with_a_start_is_that_of_a_week_that_has_no_other(week: Problem) -> None:
    model = model_of(week)
    values, out = least_with(look_ahead(model.forest, model.costs, model.out))
    for meeting in np.flatnonzero(~model.fixed):
        for start in np.flatnonzero(model.costs[meeting] < NEVER):
            costs = model.costs.copy()
            costs[meeting, np.arange(model.steps) != start] = NEVER
            never_out = model.out.copy()
            never_out[meeting] = NEVER
            assert values[meeting, start] == look_ahead(model.forest, costs, never_out).bound or (
                values[meeting, start] >= NEVER
            )
        nowhere = model.costs.copy()
        nowhere[meeting] = NEVER
        assert out[meeting] == look_ahead(model.forest, nowhere, model.out).bound


@EVERY
@given(tiny_weeks())
def test_the_starts_that_the_bound_takes_cost_the_bound(week: Problem) -> None:
    model = model_of(week)
    ahead = look_ahead(model.forest, model.costs, model.out)
    starts = best_starts(ahead)
    paid = [
        model.out[n] if start == OUT else model.costs[n, start] for n, start in enumerate(starts.tolist())
    ]
    assert sum(paid) == ahead.bound


def market_of(model: Model) -> Market:
    groups = groups_of(model.shared, model.order, model.rooms)
    return Market(groups, model.forest.outside, model.cells, model.steps)
