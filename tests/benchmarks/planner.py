"""Planning a whole share week against booking one meeting at a time: ``python -m tests.benchmarks planner``.

Seconds are of the clock, from the start of the process to the plan in its file. The problems and the baseline
come from a folder beside this repository.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.benchmarks.environments import NotAtHand
from tests.benchmarks.figures import Figure

TOOLS = Path(__file__).parents[3] / "shared" / "planner"
SEED = 7
SIZES = (500, 2_000, 10_000)  # people
PLAN_SECONDS = 600


@dataclass(frozen=True)
class Planned:
    """A plan and how long it took, in seconds."""

    plan: dict[str, Any]
    seconds: float


def run() -> list[Figure]:
    """Two figures for each size: time, and how many attendances are at a bad time."""
    try:
        with tempfile.TemporaryDirectory(prefix="okr-plan-") as folder:
            return [figure for people in SIZES for figure in _figures(people, Path(folder))]
    except NotAtHand as reason:
        return [Figure("planning", "", 0, note=str(reason))]


def _figures(people: int, folder: Path) -> list[Figure]:
    problem = folder / f"{people}.json"
    _run([_tool("generate.py"), "--people", str(people), "--seed", str(SEED), "--out", str(problem)])
    ours = _planned(["-m", "teams_app", "plan", "--json", "--problem", str(problem)], folder / "ours.json")
    greedy = _planned([_tool("greedy.py"), "--problem", str(problem)], folder / "greedy.json")
    bad = sum(len(meeting["bad"]) for meeting in ours.plan["meetings"])
    what = f"{people:,} people, {len(ours.plan['meetings']):,} meetings"
    gap = "proven optimal" if ours.plan["proven_optimal"] else f"gap {ours.plan['gap']:.2%}"
    told = f"{gap}, {ours.plan['seconds']:.1f} s of it solving, {len(ours.plan['unplaced'])} not placed"
    return [
        Figure(what, "s of the clock", ours.seconds, "one at a time", greedy.seconds, note=told),
        Figure(
            what,
            "at a bad time",
            bad,
            "one at a time",
            greedy.plan["cost"],
            target=1,
            note="twice at once: "
            f"{_double_booked(problem, ours.plan)}, baseline {_double_booked(problem, greedy.plan)}",
        ),
    ]


def _planned(command: list[str], to: Path) -> Planned:
    begun = perf_counter()
    _run([*command, "--out", str(to)])
    seconds = perf_counter() - begun
    return Planned(json.loads(to.read_text("utf-8")), seconds)


def _double_booked(problem: Path, plan: dict[str, Any]) -> int:
    """Pairs of a person and a meeting that begins before an earlier one of theirs has ended."""
    required = {one["id"]: one["required"] for one in json.loads(problem.read_text("utf-8"))["meetings"]}
    ends: dict[str, str] = {}
    found = 0
    for meeting in sorted(plan["meetings"], key=lambda one: one["start"]):
        for person in required[meeting["id"]]:
            found += ends.get(person, "") > meeting["start"]
            ends[person] = max(ends.get(person, ""), meeting["end"])
    return found


def _tool(name: str) -> str:
    """:raises NotAtHand: the folder is not beside this repository."""
    if not (TOOLS / name).exists():
        raise NotAtHand(f"../shared/planner/{name} is not there")
    return str(TOOLS / name)


def _run(arguments: list[str]) -> None:
    subprocess.run([sys.executable, *arguments], check=True, timeout=PLAN_SECONDS, stdout=subprocess.DEVNULL)
