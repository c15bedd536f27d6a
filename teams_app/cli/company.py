"""``import``: people, units, OKRs and rooms from files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from teams_app.cli.console import err, out, steps
from teams_app.cli.running import with_world
from teams_app.errors import BadInput, Unavailable
from teams_app.sample import TIDEWELL
from teams_app.services.directory.matching import Matched, match_directory
from teams_app.services.importing import Company, Counts, known_keys, read_company, write_company
from teams_app.services.world import World

SAMPLE_FILES = tuple(TIDEWELL / name for name in ("people.csv", "units.csv", "okrs.csv", "rooms.csv"))
FILES = "people.csv, units.csv, okrs.csv, rooms.csv"
SHOWN = 20


def add_commands(app: typer.Typer) -> None:
    app.command(name="import")(import_files)


def import_files(
    files: Annotated[list[Path] | None, typer.Argument(help=FILES)] = None,
    sample: Annotated[bool, typer.Option(help="Import the sample company.")] = False,
    skip_bad: Annotated[bool, typer.Option(help="Leave bad rows out instead of refusing all.")] = False,
) -> None:
    """Import people, units, OKRs and rooms: all rows or none; importing again changes nothing."""
    paths = [*(files or []), *(SAMPLE_FILES if sample else ())]
    if not paths:
        raise BadInput("Name at least one CSV file, or --sample.")

    async def act(world: World) -> None:
        with steps() as shown:
            task = shown.add_task("Reading files")
            company, counts = await run_import(world, paths, skip_bad=skip_bad)
            shown.update(task, description="Looking people and channels up in the directory")
            tell_counts(company, counts)
            try:
                tell_matched(await match_directory(world))
            except Unavailable as error:
                err.print(str(error), style="yellow", markup=False)

    with_world(act)


async def run_import(world: World, paths: list[Path], *, skip_bad: bool = False) -> tuple[Company, Counts]:
    """Read, check and write in one transaction.

    :raises ImportFaults: with every fault, and nothing was written.
    """
    async with world.database.transaction() as session:
        company = read_company(paths, await known_keys(session), skip_bad=skip_bad)
        return company, await write_company(session, company)


def tell_counts(company: Company, counts: Counts) -> None:
    for fault in company.left_out:
        err.print(f"left out: {fault}", markup=False, highlight=False)
    if counts.is_nothing:
        out.print("Everything was there already; nothing was changed.")
        return
    for name in ("people", "units", "cycles", "objectives", "key_results", "rooms"):
        created, changed = counts.created.get(name, 0), counts.changed.get(name, 0)
        out.print(f"{name.replace('_', ' '):<12} {created:>6} new {changed:>6} changed", highlight=False)


def tell_matched(matched: Matched) -> None:
    out.print(
        f"In the directory: {matched.people} people, {matched.channels} channels, "
        f"{matched.organizers} organizers.",
        highlight=False,
    )
    for what, missing in (("people", matched.missing_people), ("channels", matched.missing_channels)):
        if missing:
            more = f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
            err.print(f"Not found, {what}: {', '.join(missing[:SHOWN])}{more}", markup=False)
