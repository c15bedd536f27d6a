"""Planning a whole share week against booking one meeting at a time: ``python -m tests.benchmarks planner``.

Seconds are of the clock, from the start of the process to the plan in its file. The problems and the baseline
come from a folder beside this repository. ``OKR_SOAK=1`` takes more seeds: a quarter of an hour instead of
about three minutes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from teams_app.planning import Plan, Problem, Progress, read_problem, solve, violations
from teams_app.planning.plan import Placed, Unplaced
from teams_app.planning.problem import Span
from tests.benchmarks.environments import NotAtHand
from tests.benchmarks.figures import Figure

TOOLS = Path(__file__).parents[3] / "shared" / "planner"
MEGABYTE = 1024  # kilobytes
MOST_MEGABYTES = 1024
FIRST_PLAN_SECONDS = 2.0
REPLAN_SECONDS = 1.0
DECLINES = 5


@dataclass(frozen=True)
class Case:
    """Weeks of one kind, and what they must reach: seconds and gap of each, and of all together the part of
    the baseline's bad attendances."""

    people: int
    seeds: tuple[int, ...]
    seconds: float
    gap: float
    bad: float
    options: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        kind = {"--calendars": "light calendars", "--rooms": "scarce rooms, a coach"}
        return ", ".join((f"{self.people:,} people", *(kind[one] for one in self.options[:1])))


SOAK = bool(os.environ.get("OKR_SOAK"))
SOME, MANY = ((1, 2, 7), tuple(range(1, 9))) if SOAK else ((1,), (1, 2, 3, 7))
LIGHT = ("--calendars", "light")
CASES = (
    Case(500, MANY, seconds=2, gap=0, bad=1),
    Case(2_000, MANY, seconds=4, gap=0, bad=0.95),
    Case(2_000, SOME, seconds=4, gap=0, bad=0.9, options=LIGHT),
    Case(10_000, SOME, seconds=20, gap=0.005, bad=0.95),
    Case(10_000, SOME, seconds=20, gap=0.005, bad=0.9, options=LIGHT),
    Case(10_000, SOME, seconds=20, gap=0.01, bad=1, options=("--rooms", "scarce", "--coach")),
)


@dataclass(frozen=True)
class Run:
    """One process: its plan, and what it took."""

    plan: dict[str, Any]
    seconds: float
    cpu: float
    megabytes: int


def run() -> list[Figure]:
    """What each kind of week reaches, then a large week from memory."""
    try:
        with tempfile.TemporaryDirectory(prefix="okr-plan-") as folder:
            figures = [figure for case in CASES for figure in _figures(case, Path(folder))]
            return [*figures, *_from_memory(Path(folder))]
    except NotAtHand as reason:
        return [Figure("planning", "", 0, note=str(reason))]


def _figures(case: Case, folder: Path) -> list[Figure]:
    problems = [_generated(case.people, seed, case.options, folder) for seed in case.seeds]
    ours = [_run(["-m", "teams_app", "plan", "--json"], problem) for problem in problems]
    greedy = [_run([_tool("greedy.py")], problem) for problem in problems]
    broken = [_broken(problem, one.plan) for problem, one in zip(problems, ours, strict=True)]
    what = f"{case.name}, {len(case.seeds)} weeks" if len(case.seeds) > 1 else case.name
    slowest = max(ours, key=lambda one: one.seconds)
    widest = max(one.plan["gap"] for one in ours)
    proven = sum(one.plan["proven_optimal"] for one in ours)
    bad = sum(len(meeting["bad"]) for one in ours for meeting in one.plan["meetings"])
    unplaced = sum(len(one.plan["unplaced"]) for one in ours)
    memory = max(one.megabytes for one in ours)
    alone = sum(one.seconds for one in greedy) / len(greedy)
    return [
        Figure(
            what,
            "s, the slowest",
            slowest.seconds,
            "wanted at most",
            case.seconds,
            target=1,
            note=f"{slowest.cpu:.1f} s of CPU; one at a time {alone:.1f} s",
        ),
        Figure(what, "MB", memory, "wanted at most", MOST_MEGABYTES, target=1),
        Figure(
            what,
            "% gap, the widest",
            widest * 100,
            "wanted at most",
            case.gap * 100,
            target=1,
            note=f"{proven} of {len(ours)} proven optimal",
        ),
        Figure(
            what,
            "at a bad time",
            bad,
            "one at a time",
            sum(one.plan["cost"] for one in greedy),
            target=case.bad,
            note=f"rules broken: {sum(broken)}; not placed: {unplaced}",
        ),
    ]


def _from_memory(folder: Path) -> list[Figure]:
    """How soon there is a complete plan of 10,000 people, and what it takes when one of them declines."""
    problem = read_problem(_generated(10_000, 1, (), folder))
    begun = perf_counter()
    first: list[float] = []

    def note(_: Progress) -> None:
        if not first:
            first.append(perf_counter() - begun)

    plan = solve(problem, note)
    seconds, moves = _declines(problem, plan)
    return [
        Figure("10,000 people, first plan", "s", first[0], "wanted at most", FIRST_PLAN_SECONDS, target=1),
        Figure(
            f"10,000 people, a decline, {DECLINES} of them",
            "s, the slowest",
            max(seconds),
            "wanted at most",
            REPLAN_SECONDS,
            target=1,
            note=f"meetings moved: {', '.join(map(str, moves))}",
        ),
    ]


def _declines(problem: Problem, plan: Plan) -> tuple[list[float], list[int]]:
    """Seconds and moves of some re-plans, each after somebody declined another meeting."""
    seats = {placed.id: placed for placed in plan.meetings}
    booked = replace(
        problem,
        meetings=tuple(
            replace(one, current=seats[one.id].start, current_room=seats[one.id].room)
            for one in problem.meetings
        ),
    )
    seconds: list[float] = []
    moves: list[int] = []
    for meeting in booked.meetings[:: len(booked.meetings) // DECLINES][:DECLINES]:
        seat, who = seats[meeting.id], meeting.required[-1]
        span = Span(seat.start, seat.end)
        people = (replace(one, declined=(span,)) if one.id == who else one for one in booked.people)
        declined = replace(booked, people=tuple(people))
        begun = perf_counter()
        mended = solve(declined)
        seconds.append(perf_counter() - begun)
        moves.append(sum(one.start != seats[one.id].start for one in mended.meetings))
    return seconds, moves


def _generated(people: int, seed: int, options: tuple[str, ...], folder: Path) -> Path:
    path = folder / f"{people}-{seed}{''.join(options)}.json"
    if not path.exists():
        command = [_tool("generate.py"), "--people", str(people), "--seed", str(seed), *options]
        subprocess.run([sys.executable, *command, "--out", str(path)], check=True, stdout=subprocess.DEVNULL)
    return path


def _run(command: list[str], problem: Path) -> Run:
    """A planner as a process of its own.

    :raises CalledProcessError: it did not end well.
    """
    to = problem.with_suffix(".plan")
    arguments = [sys.executable, *command, "--problem", str(problem), "--out", str(to)]
    begun = perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    cpu = usage.ru_utime + usage.ru_stime
    return Run(json.loads(to.read_text("utf-8")), seconds, cpu, usage.ru_maxrss // MEGABYTE)


def _broken(path: Path, plan: dict[str, Any]) -> int:
    """How many hard rules a plan breaks, double-bookings and the order among them."""
    problem = read_problem(path)
    placed = (
        Placed(
            one["id"], datetime.fromisoformat(one["start"]), datetime.fromisoformat(one["end"]), one["room"]
        )
        for one in plan["meetings"]
    )
    told = Plan(
        meetings=tuple(placed),
        unplaced=tuple(Unplaced(one["id"], one["reason"]) for one in plan["unplaced"]),
        cost=plan["cost"],
        lower_bound=plan["lower_bound"],
        gap=plan["gap"],
        proven_optimal=plan["proven_optimal"],
        seconds=plan["seconds"],
    )
    return len(violations(problem, told))


def _tool(name: str) -> str:
    """:raises NotAtHand: the folder is not beside this repository."""
    if not (TOOLS / name).exists():
        raise NotAtHand(f"../shared/planner/{name} is not there")
    return str(TOOLS / name)
