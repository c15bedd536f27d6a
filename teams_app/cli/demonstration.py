"""``demo``: one command that shows all of it on this machine."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import TaskID
from rich.table import Table

from teams_app.cli.console import FAILED, bars, err, out
from teams_app.config import Settings
from teams_app.demo.report import Report
from teams_app.demo.run import Ports, Stage, set_stage, write_report
from teams_app.logs import configure_logs


def add_commands(app: typer.Typer) -> None:
    app.command()(demo)


def demo(
    once: Annotated[bool, typer.Option(help="Stop when the share week has run.")] = False,
    report: Annotated[Path | None, typer.Option(help="Gets what happened, as JSON.")] = None,
    port: Annotated[int, typer.Option(help="Of the stand-in tenant; it takes the next one, too.")] = 9300,
    bot_port: Annotated[int, typer.Option(help="Of the bot and the tab.")] = 3978,
) -> None:
    """Run a whole share week of the sample company against a stand-in tenant, then stay until Ctrl-C."""
    configure_logs("WARNING")
    folder = Path(os.environ.get("OKR_DATA_DIR") or Settings.model_fields["data_dir"].default).resolve()
    if not asyncio.run(_demo(folder, Ports(port, bot_port), once=once, report=report)):
        sys.exit(FAILED)


async def _demo(folder: Path, ports: Ports, *, once: bool, report: Path | None) -> bool:
    """Ctrl-C cancels: while it runs the demo ends, while it stays it is over; both in good order."""
    playing = asyncio.ensure_future(_play(folder, ports, once=once, report=report))
    if sys.platform != "win32":
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, playing.cancel)
    with suppress(asyncio.CancelledError):
        return await playing
    return False


async def _play(folder: Path, ports: Ports, *, once: bool, report: Path | None) -> bool:
    with bars() as shown:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = shown.add_task(what)
            shown.update(tasks[what], completed=done, total=total or 1)

        async with set_stage(folder, ports, tell) as stage:
            found = await stage.play(tell)
            shown.stop()
            _show(stage, ports, found, folder)
            if report is not None:
                write_report(report, found)
            if not once:
                out.print("Everything stays as it is until you press Ctrl-C.")
                with suppress(asyncio.CancelledError):
                    await asyncio.Event().wait()
    return found.is_good


def _show(stage: Stage, ports: Ports, found: Report, folder: Path) -> None:
    table = Table(
        title="One share week, counted from calendars, channels and the database", show_header=False
    )
    for name, value in asdict(found).items():
        shown = "not checked: no contracts at hand" if value is None else f"{value:,}"
        table.add_row(name.replace("_", " "), shown)
    out.print(table)
    if not found.is_good:
        err.print("Not all of it happened as it should: see the table, and the logs.", style="red")
    out.print(f"Stand-in tenant   http://127.0.0.1:{ports.tenant}/", highlight=False)
    out.print(f"Bot and tab       {stage.settings.public_url}", highlight=False)
    out.print(f"Data and logs     {folder}", highlight=False, soft_wrap=True)
