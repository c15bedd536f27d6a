"""``rollout``: the app in Teams teams, chats and people's Teams."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from teams_app.cli.columns import in_columns
from teams_app.cli.console import FAILED, bars, err, out
from teams_app.cli.running import with_world
from teams_app.errors import BadInput
from teams_app.services import rollout as services
from teams_app.services.rollout import Action, Line, Plan, Result, Wanted
from teams_app.services.world import World

SHOWN = 30
TROUBLE = (Result.MISSING, Result.BLOCKED, Result.FAILED)
DOING = {
    Action.INSTALL: "to install",
    Action.UPGRADE: "to bring up to date",
    Action.REINSTALL: "to install anew",
    Action.REMOVE: "to remove",
    Action.NOTHING: "to leave as they are",
}


def add_commands(app: typer.Typer) -> None:
    app.command()(rollout)


def rollout(
    unit: Annotated[
        str | None, typer.Option(help="Key or name of a unit: the part at and below it; else all.")
    ] = None,
    teams: Annotated[bool, typer.Option(help="The Teams teams in which units show their OKRs.")] = True,
    people: Annotated[bool, typer.Option(help="The people of these units.")] = True,
    chat: Annotated[list[str] | None, typer.Option(help="Id of a chat; may be given several times.")] = None,
    check: Annotated[bool, typer.Option(help="Only look where it is missing, old or blocked.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Only say what would be done.")] = False,
    remove: Annotated[bool, typer.Option(help="Remove the app instead.")] = False,
    reinstall: Annotated[
        bool, typer.Option(help="Install people's old versions anew, instead of leaving it to Teams.")
    ] = False,
    report: Annotated[Path | None, typer.Option(help="Gets everything as JSON.")] = None,
) -> None:
    """Install, bring up to date, check or remove the app in Teams; doing it again does what is left."""
    if check and (remove or reinstall):
        raise BadInput("--check only looks: leave --remove and --reinstall out.")
    wanted = Wanted(unit, teams, people, tuple(chat or ()), remove=remove, reinstall=reinstall)

    async def act(world: World) -> list[Line]:
        plan = await _looked(world, wanted)
        if check or dry_run:
            tell_plan(plan, is_check=check)
            return list(plan.lines)
        tell_plan(plan, is_check=False)
        return await _done(world, plan)

    lines = with_world(act)
    if not dry_run:
        tell(lines)
    if report is not None:
        write_report(report, lines)
    if not dry_run and any(line.result in TROUBLE for line in lines) and not remove:
        raise typer.Exit(FAILED)


async def _looked(world: World, wanted: Wanted) -> Plan:
    app = await services.app_of(world)
    async with world.database.transaction() as session:
        homes = await services.homes_of(session, wanted)
    if not homes:
        raise BadInput("There is nothing to look at: import people and units first, or name --chat.")
    with bars() as shown:
        task = shown.add_task("Looking", total=len(homes))
        return await services.look(world, app, homes, wanted, lambda count: shown.advance(task, count))


async def _done(world: World, plan: Plan) -> list[Line]:
    todo = len(plan.lines) - plan.count(Action.NOTHING)
    with bars() as shown:
        task = shown.add_task("Doing", total=todo, visible=todo > 0)
        return await services.carry_out(world, plan, lambda count: shown.advance(task, count))


def tell_plan(plan: Plan, *, is_check: bool) -> None:
    out.print(f"{plan.app.name} {plan.app.version} is in the catalogue.", highlight=False, markup=False)
    if not is_check:
        parts = [f"{count:,} {words}" for action, words in DOING.items() if (count := plan.count(action))]
        out.print(f"{len(plan.lines):,} homes: {', '.join(parts)}.", highlight=False, markup=False)


def tell(lines: Sequence[Line]) -> None:
    """Counts by kind of home, then each that needs somebody."""
    counts = Counter((line.home.home.scope.value, line.result) for line in lines)
    rows = [(scope, result.value, f"{count:,}") for (scope, result), count in sorted(counts.items())]
    for text in in_columns(("where", "how it stands", "homes"), rows):
        out.print(text, markup=False, highlight=False, soft_wrap=True)
    odd = [line for line in lines if line.result in (*TROUBLE, Result.OLD)]
    if not odd:
        return
    out.print()
    told = [(line.home.name, line.result.value, line.reason) for line in odd[:SHOWN]]
    for text in in_columns(("who or where", "how it stands", "why, and what to do"), told):
        out.print(text, markup=False, highlight=False, soft_wrap=True)
    if len(odd) > SHOWN:
        err.print(f"and {len(odd) - SHOWN:,} more: --report FILE has them all.")


def write_report(path: Path, lines: Sequence[Line]) -> None:
    """:raises BadInput: the file cannot be written."""
    entries = [
        {
            "kind": line.home.home.scope.value,
            "id": line.home.home.id,
            "name": line.home.name,
            "result": line.result.value,
            "action": line.action.value,
            "version": line.version,
            "reason": line.reason,
        }
        for line in lines
    ]
    counts = Counter(line.result.value for line in lines)
    content = json.dumps({"counts": counts, "homes": entries}, ensure_ascii=False, indent=2)
    try:
        path.write_text(content + "\n", "utf-8")
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}.") from error
