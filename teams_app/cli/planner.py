"""``plan``: the planner alone, on a problem in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from teams_app.cli.console import err, out, steps
from teams_app.errors import BadInput
from teams_app.planning import Plan, ProblemFaults, Progress, read_problem, solve, write_plan


def add_commands(app: typer.Typer) -> None:
    app.command()(plan)


def plan(
    problem: Annotated[Path, typer.Option(help="The problem, as JSON.")],
    to: Annotated[Path, typer.Option("--out", help="Gets the plan, as JSON.")],
    json: Annotated[bool, typer.Option(help="No table.")] = False,
) -> None:
    """Plan all meetings of a problem at once, with a proven bound."""
    try:
        asked = read_problem(problem)
        with steps() as shown:
            task = shown.add_task("Planning")

            def tell(progress: Progress) -> None:
                told = f"bound {progress.bound:,}  best {progress.best:,}  gap {progress.gap:.2%}"
                shown.update(task, description=told)

            found = solve(asked, tell)
    except ProblemFaults as error:
        raise BadInput("\n".join(error.faults)) from error
    except OSError as error:
        raise BadInput(f"{problem} cannot be read: {error.strerror}.") from error
    write_plan(to, found)
    if not json:
        print_plan(found)


def print_plan(found: Plan) -> None:
    table = Table(title=f"{len(found.meetings)} meetings, {found.bad_attendances} bad attendances")
    for column in ("Start", "Meeting", "Room", "At a bad time"):
        table.add_column(column)
    for placed in found.meetings:
        bad = ", ".join(f"{trouble.person} ({trouble.reason})" for trouble in placed.bad)
        table.add_row(f"{placed.start:%a %d %b %H:%M}", placed.id, placed.room or "", bad)
    out.print(table)
    for unplaced in found.unplaced:
        err.print(f"Not placed: {unplaced.id}, {unplaced.reason}", markup=False)
    proven = "proven optimal" if found.proven_optimal else f"gap {found.gap:.2%}"
    out.print(f"cost {found.cost:,}, bound {found.lower_bound:,}, {proven}, {found.seconds:.2f} s")
