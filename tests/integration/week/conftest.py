"""A whole world: the sample company in PostgreSQL, its stand-in tenant, and a worker on demand."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from procrastinate import App
from sqlalchemy import select, text

from teams_app.app import open_world
from teams_app.config import Settings, load_settings
from teams_app.jobs.context import WORLD
from teams_app.okr import Person
from teams_app.sample import TIDEWELL
from teams_app.sandbox.server import Sandbox
from teams_app.services.directory.matching import match_directory
from teams_app.services.importing import known_keys, read_company, write_company
from teams_app.services.world import World
from teams_app.solving import Solver
from tests.integration.watched import watched

FILES = [TIDEWELL / name for name in ("people.csv", "units.csv", "okrs.csv", "rooms.csv")]


@dataclass(frozen=True)
class Tidewell:
    """The sample company, imported and found in its tenant."""

    world: World
    queue: App
    sandbox: Sandbox

    async def work(self) -> None:
        """Let a worker do all that waits; it ends early where jobs wait for each other, so ask again."""
        while await self.jobs_waiting():
            await self.queue.run_worker_async(
                wait=False,
                concurrency=8,
                install_signal_handlers=False,
                listen_notify=False,
                additional_context={WORLD: self.world},
            )

    async def jobs_waiting(self) -> int:
        """Jobs of ours that could run now; those that run by the clock are left out."""
        asked = text(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' "
            "AND task_name NOT LIKE 'housekeeping:%' AND coalesce(scheduled_at, now()) <= now()"
        )
        async with self.world.database.transaction() as session:
            return int(await session.scalar(asked) or 0)

    async def person(self, email: str) -> Person:
        async with self.world.database.transaction() as session:
            return (await session.scalars(select(Person).where(Person.email == email))).one()


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncGenerator[Sandbox]:
    async with watched(tmp_path / "tenant") as running:
        yield running


@pytest.fixture
def settings(sandbox: Sandbox) -> Settings:
    return load_settings(**{name.removeprefix("OKR_").lower(): value for name, value in sandbox.env.items()})


@pytest.fixture(scope="session")
def solver() -> Generator[Solver]:
    """One process that plans, for all tests."""
    solver = Solver()
    yield solver
    solver.close()


@pytest.fixture
async def tidewell(
    settings: Settings, sandbox: Sandbox, database_url: str, solver: Solver
) -> AsyncGenerator[Tidewell]:
    async with open_world(settings, database_url) as (opened, queue):
        world = replace(opened, solve=solver)
        async with world.database.transaction() as session:
            await write_company(session, read_company(FILES, await known_keys(session)))
        await match_directory(world)
        async with queue.open_async():
            yield Tidewell(world, queue, sandbox)
