"""Problems and plans as files: the only reading and writing that the planner does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from teams_app.planning.faults import ProblemFaults, faults_of, text
from teams_app.planning.parsing import parse_problem
from teams_app.planning.plan import Plan
from teams_app.planning.problem import Problem


def read_problem(path: Path) -> Problem:
    """A problem out of its JSON file.

    Raises ``ProblemFaults`` with one line for every fault, ``OSError`` if there is nothing to read.
    """
    faults: list[str] = []

    def without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """JSON readers keep the last of two equal names in silence."""
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                faults.append(f"{key}: the name is used twice in one object")
            found[key] = value
        return found

    try:
        raw = json.loads(path.read_text("utf-8"), object_pairs_hook=without_repeats)
    except UnicodeDecodeError as error:
        raise ProblemFaults([f"{path.name}: not UTF-8 text (byte {error.start})"]) from error
    except json.JSONDecodeError as error:
        where = f"{path.name}: line {error.lineno}, column {error.colno}"
        raise ProblemFaults([f"{where}: not JSON: {error.msg}"]) from error
    problem = parse_problem(raw, faults)
    if found := [*dict.fromkeys(faults or faults_of(problem))]:
        raise ProblemFaults(found)
    return problem


def write_plan(path: Path, plan: Plan) -> None:
    """The plan as JSON, with each meeting's bad attendances and the clashes of fixed ones."""
    path.write_text(json.dumps(plan_as_json(plan), indent=1, ensure_ascii=False) + "\n", "utf-8")


def plan_as_json(plan: Plan) -> dict[str, Any]:
    meetings = [
        {
            "id": placed.id,
            "start": text(placed.start),
            "end": text(placed.end),
            "room": placed.room,
            "bad": [{"person": trouble.person, "reason": trouble.reason} for trouble in placed.bad],
        }
        for placed in plan.meetings
    ]
    return {
        "meetings": meetings,
        "unplaced": [{"id": unplaced.id, "reason": unplaced.reason} for unplaced in plan.unplaced],
        "cost": plan.cost,
        "lower_bound": plan.lower_bound,
        "gap": plan.gap,
        "proven_optimal": plan.proven_optimal,
        "seconds": plan.seconds,
        "clashes": list(plan.clashes),
    }
