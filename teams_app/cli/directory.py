"""``directory``: people, units, channels and rooms from the tenant's directory."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.progress import Progress, TaskID
from rich.table import Table

from teams_app.cli.console import bars, err, out
from teams_app.cli.running import with_database, with_world
from teams_app.okr import DirectoryRun
from teams_app.services.directory.report import STANDING, TITLES, Report, Topic
from teams_app.services.directory.sync import Asked, last_runs, newest_runs, sync_directory
from teams_app.services.world import World
from teams_app.storage.database import Database

app = typer.Typer(no_args_is_help=True, help="Bring people, units and channels to what the directory says.")
All = Annotated[bool, typer.Option("--all", help="List everything, however much it is.")]
SHOWN = 20
RUNS = 14
COUNTS = ("people", "units", "members", "channels", "organizers", "rooms")


class Steps:
    """A bar for each step; one that begins ends the one before."""

    def __init__(self, shown: Progress) -> None:
        self._shown, self._now = shown, ("", TaskID(0))

    def tell(self, what: str, done: int, total: int) -> None:
        if what != self._now[0]:
            self.finish()
            self._now = (what, self._shown.add_task(what, total=None))
        self._shown.update(self._now[1], completed=done, total=total or None)

    def finish(self) -> None:
        if self._now[0]:
            total = self._shown.tasks[self._now[1]].total or 1
            self._shown.update(self._now[1], completed=total, total=total)


@app.command()
def sync(
    full: Annotated[bool, typer.Option(help="Read everything, not only what changed.")] = False,
    let_leave: Annotated[bool, typer.Option(help="Even if a large part of the people left.")] = False,
    everything: All = False,
) -> None:
    """Read the tenant's directory now: what changed since the last time, or all of it."""
    asked = Asked(is_full=full, may_leave=let_leave)

    async def act(world: World) -> Report:
        with bars() as shown:
            steps = Steps(shown)
            report = await sync_directory(world, asked, steps.tell)
            steps.finish()
            return report

    print_report(with_world(act), SHOWN if not everything else None)


@app.command()
def runs() -> None:
    """The last readings of the directory, newest first, and what each of them changed."""

    async def act(database: Database) -> list[DirectoryRun]:
        async with database.transaction() as session:
            return await newest_runs(session, RUNS)

    table = Table("Began (UTC)", "Read", "What it changed")
    for run in with_database(act):
        report = Report.of_json(run.report)
        found = ((topic, len(report.of(topic))) for topic in Topic if topic not in STANDING)
        told = ", ".join(f"{topic.value.replace('_', ' ')} {count:,}" for topic, count in found if count)
        kind = "in full" if run.is_full else "changes"
        table.add_row(f"{run.began_at:%Y-%m-%d %H:%M}", kind, run.problem or told or "nothing")
    out.print(table)


@app.command()
def show(everything: All = False) -> None:
    """What the last reading of the directory changed, and what is to be looked at."""

    async def act(database: Database) -> tuple[DirectoryRun | None, DirectoryRun | None]:
        async with database.transaction() as session:
            return await last_runs(session)

    good, failed = with_database(act)
    if failed is not None:
        err.print(f"{failed.began_at:%Y-%m-%d %H:%M} UTC: {failed.problem}", style="yellow", markup=False)
    if good is None:
        out.print("The directory has not been read yet: okr-share directory sync")
        return
    kind = "in full" if good.is_full else "by its changes"
    seconds = (good.ended_at - good.began_at).total_seconds()
    out.print(f"Read {kind} at {good.began_at:%Y-%m-%d %H:%M} UTC, in {seconds:.0f} s.", highlight=False)
    print_report(Report.of_json(good.report), SHOWN if not everything else None)


def print_report(report: Report, at_most: int | None) -> None:
    """Counts, then what changed, then what is to be looked at."""
    table = Table(show_header=False)
    for name in COUNTS:
        if name in report.counts:
            table.add_row(name, f"{report.counts[name]:,}")
    out.print(table)
    if not report.has_changes:
        out.print("Nothing changed.")
    for topic in (*(one for one in Topic if one not in STANDING), *STANDING):
        _print_topic(topic, report.of(topic), at_most)


def _print_topic(topic: Topic, lines: list[str], at_most: int | None) -> None:
    if not lines:
        return
    out.print(f"{TITLES[topic]}: {len(lines):,}", style="bold", markup=False, highlight=False)
    for line in lines[:at_most]:
        out.print(f"  {line}", markup=False, highlight=False, soft_wrap=True)
    if at_most is not None and len(lines) > at_most:
        out.print(f"  … and {len(lines) - at_most:,} more (--all)", markup=False, highlight=False)
