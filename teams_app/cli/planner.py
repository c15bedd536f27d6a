"""``plan``: the planner alone, on a problem in a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from teams_app.cli.plan_told import explained, plan_told, replanned_told
from teams_app.cli.plan_wishes import bookings_of, check_names, with_wishes
from teams_app.errors import BadInput
from teams_app.planning import Plan, Problem, ProblemFaults, Progress, read_problem, solve, write_plan
from teams_app.planning.moves import moves, with_booked


def add_commands(app: typer.Typer) -> None:
    app.command()(plan)


def plan(
    problem: Annotated[Path, typer.Option(help="The problem, as JSON.")],
    to: Annotated[Path, typer.Option("--out", help="Gets the plan, as JSON.")],
    json: Annotated[bool, typer.Option("--json", help="No table.")] = False,
    booked: Annotated[
        Path | None, typer.Option(help="The plan that is booked: as little as can be moves. Shows the moves.")
    ] = None,
    declined: Annotated[
        list[str] | None,
        typer.Option(metavar="PERSON@MEETING", help="Refuses the time that it is booked at. Repeatable."),
    ] = None,
    fix: Annotated[
        list[str] | None,
        typer.Option(metavar="MEETING=TIME", help="Starts then: 2026-12-07T09:00:00Z. Repeatable."),
    ] = None,
    why: Annotated[
        list[str] | None, typer.Option(metavar="MEETING", help="Why it is when it is. Repeatable.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Why each is when it is.")] = False,
) -> None:
    """Plan all meetings of a problem at once, with a proven bound."""
    asked = _read(problem)
    bookings = None if booked is None else bookings_of(asked, booked)
    asked = with_wishes(with_booked(asked, bookings or {}), declined or [], fix or [])
    asked_why = [one.id for one in asked.meetings] if explain else check_names(asked, why or [])
    _check_folder(to)
    found = _solve(asked)
    moved = None if bookings is None else moves(bookings, found)
    try:
        write_plan(to, found, moved)
    except OSError as error:
        raise BadInput(f"{to} cannot be written: {error.strerror}.") from error
    if not json:
        typer.echo(plan_told(found) if moved is None else replanned_told(asked, found, moved))
    for name in asked_why:
        typer.echo(explained(found, name))


def _read(problem: Path) -> Problem:
    """:raises BadInput: with a line for every fault of the file."""
    try:
        return read_problem(problem)
    except ProblemFaults as error:
        raise BadInput("\n".join(error.faults)) from error
    except OSError as error:
        raise BadInput(f"{problem} cannot be read: {error.strerror}.") from error


def _check_folder(to: Path) -> None:
    """Told before the planning, which takes a while."""
    if to.is_dir() or not to.absolute().parent.is_dir():
        raise BadInput(f"{to} cannot be written: it is not a file in a folder that is there.")


def _solve(asked: Problem) -> Plan:
    try:
        with _progress() as tell:
            return solve(asked, tell)
    except ProblemFaults as error:
        raise BadInput("\n".join(error.faults)) from error


@contextmanager
def _progress() -> Generator[Callable[[Progress], None] | None]:
    """A line with bound, best and gap; on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    from teams_app.cli.console import steps  # noqa: PLC0415 - rich takes as long as a small plan

    with steps() as shown:
        task = shown.add_task("Planning")

        def tell(progress: Progress) -> None:
            told = f"bound {progress.bound:,}  best {progress.best:,}  gap {progress.gap:.2%}"
            shown.update(task, description=told)

        yield tell
