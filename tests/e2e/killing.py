"""A stage whose processes can be killed, and what stands at the far side afterwards."""

from __future__ import annotations

import asyncio
import csv
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

from sqlalchemy import func, select

from teams_app.demo import contracts
from teams_app.demo.processes import Started
from teams_app.demo.run import Ports, Stage, set_stage
from teams_app.demo.scenario import Scenario
from teams_app.demo.stand_in import okr_of
from teams_app.okr import Card
from teams_app.services.importing.rows import COLUMNS
from tests.e2e.free_ports import free_ports

UNIT, OWNER = "onboarding", "amina.diallo@tidewell.example"


@asynccontextmanager
async def stage(folder: Path) -> AsyncGenerator[Stage]:
    tenant, bot = free_ports()
    async with set_stage(folder, Ports(tenant, bot), silent) as opened:
        yield opened
        assert not await contracts.violations(opened.journal, opened.stand_in)


async def import_more_okrs(opened: Stage, folder: Path, count: int) -> None:
    """So many more objectives, all in one channel, so that order matters."""
    columns = COLUMNS["okrs"]
    path = folder / "okrs.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, columns)
        rows.writeheader()
        for number in range(count):
            row = {"key": f"MORE-{number}", "type": "objective", "title": f"Objective {number}"}
            rows.writerow(row | {"owner": OWNER, "unit": UNIT, "cycle": "2027-Q1"})
    importing = opened.processes.start("import", ["import", str(path)], opened.values)
    await opened.processes.until_it_ends(importing)


async def confirm_week(opened: Stage) -> None:
    scenario = Scenario(opened.stand_in, opened.database, silent, lambda: None)
    await scenario.plan_and_confirm()


async def cards_posted(opened: Stage) -> int:
    async with opened.database.transaction() as session:
        return int(await session.scalar(select(func.count()).where(Card.activity_id.is_not(None))) or 0)


async def cards_in_channels(opened: Stage) -> Counter[str]:
    """How many cards each OKR has in all channels, as people see them."""
    found: Counter[str] = Counter()
    for place in (await opened.stand_in.get("conversations"))["conversations"]:
        if place["kind"] == "channel":
            for message in await opened.stand_in.messages(place["id"]):
                found.update(filter(None, map(okr_of, message["cards"])))
    return found


async def until(check: Callable[[], Awaitable[bool]], seconds: float, what: str) -> None:
    """Ask again and again; nobody else tells when a killed process has recovered."""
    deadline = monotonic() + seconds
    while not await check():
        assert monotonic() < deadline, f"waited {seconds} s for {what} in vain"
        await asyncio.sleep(0.1)


def restart(opened: Stage, killed: Started) -> Started:
    """Kill a process, and start it again with the same settings."""
    opened.processes.kill(killed)
    return opened.processes.start(killed.name, [killed.name], opened.values)


def silent(what: str, done: int, total: int) -> None:
    """Nobody watches."""
