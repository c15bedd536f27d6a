"""Whole plans: against brute force where that is possible, and what holds for every plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from teams_app.planning.arrays import NEVER
from teams_app.planning.check import bad_attendances, violations
from teams_app.planning.faults import ProblemFaults
from teams_app.planning.model import model_of
from teams_app.planning.plan import Plan, Progress, Trouble
from teams_app.planning.problem import Problem
from teams_app.planning.solver import solve

from .brute_force import Trial
from .weeks import at, meeting, person, problem, random_problem

TINY = range(60)


def best_cost(made: Problem) -> int:
    left_out, points = Trial(made).best()
    return left_out * int(model_of(made).out.min(initial=NEVER)) + points


@pytest.mark.parametrize("seed", TINY)
def test_tiny_weeks_are_solved_to_the_optimum(seed: int) -> None:
    made = random_problem(seed)
    plan = solve(made)
    assert violations(made, plan) == []
    assert plan.lower_bound == best_cost(made) == plan.cost
    assert plan.proven_optimal


def test_a_meeting_gives_way_to_one_that_has_no_other_time() -> None:
    people = [person("ann"), person("bob", {"10:00-17:00": "2"})]
    plan = solve(problem(people, [meeting("a", "ann"), meeting("b", "ann", "bob")]))
    assert [(one.id, one.start) for one in plan.meetings] == [("b", at("09:00")), ("a", at("10:00"))]


@pytest.mark.parametrize("seed", range(20))
def test_the_order_in_the_file_does_not_matter(seed: int) -> None:
    made = random_problem(seed)
    turned = replace(made, meetings=made.meetings[::-1], people=made.people[::-1], rooms=made.rooms[::-1])
    assert timeless(solve(made)) == timeless(solve(turned)) == timeless(solve(made))


def timeless(plan: Plan) -> Plan:
    return replace(plan, seconds=0.0)


def test_bad_attendances_are_named_with_their_reason() -> None:
    people = [person("ann", {"00:00-24:00": "2"}), person("bob"), person("cleo", {"00:00-24:00": "1"})]
    people += [person("dora", {"00:00-24:00": "3"}), person("eve", zone="Asia/Tokyo")]
    made = problem(people, [meeting("m", *(one.id for one in people))])
    plan = solve(made)
    assert plan.meetings[0].bad == (
        Trouble("ann", "busy"),
        Trouble("cleo", "tentative"),
        Trouble("dora", "out_of_office"),
        Trouble("eve", "outside_working_hours"),
    )
    assert plan.bad_attendances == bad_attendances(made, plan) == 4


def test_progress_tells_of_better_plans_and_a_bound_below_them() -> None:
    told: list[Progress] = []
    plan = solve(random_problem(3), told.append)
    assert [one.best for one in told] == sorted((one.best for one in told), reverse=True)
    assert all(one.bound <= one.best for one in told)
    assert told[-1].best == plan.cost
    assert told[-1].gap == plan.gap


def test_a_week_without_meetings_is_an_empty_plan() -> None:
    plan = solve(problem([person("ann")], []))
    assert (plan.meetings, plan.unplaced, plan.cost, plan.proven_optimal) == ((), (), 0, True)


def test_a_malformed_problem_is_refused() -> None:
    with pytest.raises(ProblemFaults, match="required person nobody is unknown"):
        solve(problem([person("ann")], [meeting("m", "nobody")]))
