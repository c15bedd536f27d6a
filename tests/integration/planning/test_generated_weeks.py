"""Weeks of invented companies out of the generator of planning problems, where it is at hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from teams_app.planning.check import bad_attendances, violations
from teams_app.planning.files import read_problem
from teams_app.planning.problem import Problem
from teams_app.planning.solver import solve

FOLDER = Path(__file__).parents[4] / "shared" / "planner"
WEEKS = ["plain", "spring-america", "spring-europe", "autumn-europe", "autumn-america"]

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="no generator of planning problems beside the repository"
)


def run(program: str, *options: str) -> None:
    subprocess.run([sys.executable, str(FOLDER / program), *options], check=True, capture_output=True)


def generated(folder: Path, people: int, seed: int, *options: str) -> Path:
    path = folder / "problem.json"
    run("generate.py", "--people", str(people), "--seed", str(seed), "--out", str(path), *options)
    return path


def checked(made: Problem, widest_gap: float = 0.02) -> int:
    """The plan's bad attendances, after everything has been checked."""
    plan = solve(made)
    assert violations(made, plan) == []
    assert plan.unplaced == ()
    assert plan.lower_bound <= plan.cost
    assert plan.gap < widest_gap
    assert bad_attendances(made, plan) == plan.bad_attendances
    return plan.bad_attendances


@pytest.mark.parametrize("week", WEEKS)
def test_no_rule_is_broken_in_any_week(tmp_path: Path, week: str) -> None:
    path = generated(tmp_path, 50, 3, "--week", week, "--rooms", "plenty")
    checked(read_problem(path))


@pytest.mark.parametrize("calendars", ["light", "normal", "heavy"])
def test_fewer_people_are_asked_to_a_bad_time_than_by_booking_one_after_the_other(
    tmp_path: Path, calendars: str
) -> None:
    path = generated(tmp_path, 500, 7, "--calendars", calendars)
    run("greedy.py", "--problem", str(path), "--out", str(tmp_path / "greedy.json"))
    booked = json.loads((tmp_path / "greedy.json").read_text("utf-8"))
    assert checked(read_problem(path)) <= booked["cost"]


@pytest.mark.parametrize("turned", ["from the top", "from the bottom", "with other parents"])
def test_whole_weeks_are_proven_the_best_there_are(tmp_path: Path, turned: str) -> None:
    made = read_problem(generated(tmp_path, 500, 4))
    if turned == "from the bottom":
        made = bottom_up(made)
    if turned == "with other parents":
        made = with_second_parents(made)
    checked(made, widest_gap=1e-9)


def bottom_up(made: Problem) -> Problem:
    """Each meeting after all that came after it."""
    behind = {
        meeting.id: tuple(other.id for other in made.meetings if meeting.id in other.after)
        for meeting in made.meetings
    }
    return replace(made, meetings=tuple(replace(one, after=behind[one.id]) for one in made.meetings))


def with_second_parents(made: Problem) -> Problem:
    """Every third team also comes after the next department, which is no tree any more."""
    departments = sorted(one.id for one in made.meetings if one.level == "department")
    teams = sorted(one.id for one in made.meetings if one.level == "team")
    second = {team: departments[n % len(departments)] for n, team in enumerate(teams) if n % 3 == 0}
    return replace(
        made,
        meetings=tuple(
            replace(one, after=tuple({*one.after, second[one.id]})) if one.id in second else one
            for one in made.meetings
        ),
    )


def test_scarce_rooms_and_coaches_in_all_team_meetings(tmp_path: Path) -> None:
    checked(read_problem(generated(tmp_path, 500, 1, "--rooms", "scarce", "--coach")), widest_gap=0.01)


def test_the_same_problem_gives_the_same_plan_in_any_process(tmp_path: Path) -> None:
    """Sets and dictionaries of strings have another order in each process."""
    path = generated(tmp_path, 500, 2, "--rooms", "scarce")
    plans = [planned(path, tmp_path / f"plan-{seed}.json", seed) for seed in ("1", "2")]
    assert plans[0] == plans[1]


def planned(problem: Path, to: Path, hash_seed: str) -> dict[str, object]:
    """The plan of a process of its own, without the time it took."""
    command = [
        sys.executable,
        "-m",
        "teams_app",
        "plan",
        "--json",
        "--problem",
        str(problem),
        "--out",
        str(to),
    ]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": hash_seed}, capture_output=True)
    plan: dict[str, object] = json.loads(to.read_text("utf-8"))
    del plan["seconds"]
    return plan
