"""``doctor``: a tenant's set-up, step by step, and what to do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape

from teams_app.cli.console import FAILED, out, steps
from teams_app.cli.doctor.values import Check, Mark, Verdict, bad
from teams_app.config import load_settings
from teams_app.errors import SettingsFault
from teams_app.logs import configure_logs

SIGNS = {Mark.GOOD: "[green]✓[/]", Mark.BAD: "[red]✗[/]", Mark.NOTED: "[yellow]–[/]"}
Verdicts = list[tuple[str, Verdict]]


def add_commands(app: typer.Typer) -> None:
    app.command()(doctor)


def doctor(
    mailbox: Annotated[
        str, typer.Option(help="Whose free/busy is asked for; else the first organizer's.")
    ] = "",
    try_mailbox: Annotated[
        str, typer.Option("--try", help="Make a test event in this mailbox, for nobody else, and remove it.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead.")] = False,
) -> None:
    """Check a tenant's set-up step by step, and say what to do.

    Status 1 when something is wrong; nothing is changed unless a mailbox is named to try an event in.
    """
    configure_logs("ERROR")
    verdicts = _examined(mailbox, try_mailbox, is_told=not as_json)
    if as_json:
        out.print_json(json.dumps(_as_json(verdicts), ensure_ascii=False))
    elif not _failed(verdicts):
        out.print("\nNothing is wrong.")
    else:
        out.print(f"\n{_failed(verdicts)} of {len(verdicts)} checks failed.")
    if _failed(verdicts):
        raise typer.Exit(FAILED)


def _examined(mailbox: str, try_mailbox: str, *, is_told: bool) -> Verdicts:
    # Importing the SDKs takes a second, which `--help` does without.
    from teams_app.cli.doctor.examination import examine  # noqa: PLC0415
    from teams_app.cli.doctor.patient import admitted  # noqa: PLC0415

    verdicts: Verdicts = []

    async def run() -> None:
        async with admitted(load_settings(), mailbox=mailbox, try_mailbox=try_mailbox) as patient:
            with steps() as shown:
                task = shown.add_task("Looking at the settings")
                async for check, verdict in examine(patient):
                    shown.update(task, description=f"After {check.name}")
                    _take(verdicts, check, verdict, is_told=is_told)

    try:
        asyncio.run(run())
    except SettingsFault as fault:  # so bad that nothing else can be asked
        verdict = bad(" ".join(str(fault).split()))
        verdicts.append(("settings", verdict))
        if is_told:
            _tell("settings", verdict)
    return verdicts


def _take(verdicts: Verdicts, check: Check, verdict: Verdict, *, is_told: bool) -> None:
    verdicts.append((check.name, verdict))
    if is_told:
        _tell(check.name, verdict)


def _tell(name: str, verdict: Verdict) -> None:
    out.print(f"{SIGNS[verdict.mark]} [bold]{escape(name)}[/]: {escape(verdict.told)}", highlight=False)


def _failed(verdicts: Sequence[tuple[str, Verdict]]) -> int:
    return sum(verdict.mark is Mark.BAD for _, verdict in verdicts)


def _as_json(verdicts: Sequence[tuple[str, Verdict]]) -> dict[str, object]:
    checks = [{"check": name, "mark": verdict.mark.value, "told": verdict.told} for name, verdict in verdicts]
    return {"is_good": not _failed(verdicts), "checks": checks}
