"""Problems and plans as files: the only reading and writing that the planner does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from teams_app.planning.faults import ProblemFaults, faults_of, text
from teams_app.planning.json_text import in_json, in_lines, read_json
from teams_app.planning.moves import Booking, Move
from teams_app.planning.parsing import parse_bookings, parse_problem
from teams_app.planning.plan import Placed, Plan
from teams_app.planning.problem import Problem


def read_problem(path: Path) -> Problem:
    """A problem out of its JSON file.

    Raises ``ProblemFaults`` with one line for every fault, ``OSError`` if there is nothing to read.
    """
    faults: list[str] = []
    problem = parse_problem(read_json(path, faults), faults)
    if found := [*dict.fromkeys(faults or faults_of(problem))]:
        raise ProblemFaults(found)
    return problem


def read_bookings(path: Path) -> dict[str, Booking]:
    """Where the meetings of a written plan are, by id.

    Raises ``ProblemFaults`` with one line for every fault, ``OSError`` if there is nothing to read.
    """
    faults: list[str] = []
    bookings = parse_bookings(read_json(path, faults), faults)
    if faults:
        raise ProblemFaults([*dict.fromkeys(faults)])
    return bookings


def write_plan(path: Path, plan: Plan, moves: Sequence[Move] | None = None) -> None:
    """The plan as JSON, a meeting in a line; with ``moves`` it says what moves by it."""
    told = plan_as_json(plan) | ({} if moves is None else {"moves": [move_as_json(move) for move in moves]})
    lines = ",\n".join(f"{in_json(key)}: {in_lines(value)}" for key, value in told.items())
    path.write_text(f"{{\n{lines}\n}}\n", "utf-8")


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """With each meeting's bad attendances and other starts, and the clashes of fixed ones."""
    return {
        "meetings": [placed_as_json(placed) for placed in plan.meetings],
        "unplaced": [
            {"id": unplaced.id, "reason": unplaced.reason, "relaxations": list(unplaced.relaxations)}
            for unplaced in plan.unplaced
        ],
        "cost": plan.cost,
        "lower_bound": plan.lower_bound,
        "gap": plan.gap,
        "proven_optimal": plan.proven_optimal,
        "seconds": plan.seconds,
        "clashes": list(plan.clashes),
    }


def placed_as_json(placed: Placed) -> dict[str, Any]:
    return {
        "id": placed.id,
        "start": text(placed.start),
        "end": text(placed.end),
        "room": placed.room,
        "bad": [{"person": trouble.person, "reason": trouble.reason} for trouble in placed.bad],
        "alternatives": [
            {"start": text(other.start), "cost": other.cost, "why_not": other.why_not}
            for other in placed.alternatives
        ],
    }


def move_as_json(move: Move) -> dict[str, Any]:
    planned = move.planned
    return {
        "id": move.id,
        "from": text(move.booked.start),
        "to": planned and text(planned.start),
        "from_room": move.booked.room,
        "to_room": planned and planned.room,
    }
