"""The sample company's tenant and an empty database, with a world between them."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from teams_app.app import open_world
from teams_app.config import load_settings
from teams_app.okr import Membership, Person, Room, Unit
from teams_app.sample import TIDEWELL
from teams_app.sandbox.server import Sandbox
from teams_app.services.directory.matching import match_directory
from teams_app.services.directory.report import Report
from teams_app.services.directory.sync import Asked, sync_directory
from teams_app.services.importing import known_keys, read_company, write_company
from teams_app.services.world import World
from tests.integration.graph.exchanges import Journal

SAMPLE_MAP = TIDEWELL / "directory.toml"


@dataclass
class Office:
    """What an administrator sees and does."""

    world: World
    sandbox: Sandbox
    journal: Journal

    async def sync(self, **asked: bool) -> Report:
        return await sync_directory(self.world, Asked(**asked))

    async def import_files(self, *names: str) -> None:
        paths = [TIDEWELL / name for name in names or ("people.csv", "units.csv", "okrs.csv", "rooms.csv")]
        async with self.world.database.transaction() as session:
            await write_company(session, read_company(paths, await known_keys(session)))
        await match_directory(self.world)

    def use_map(self, path: Path | None) -> None:
        self.world = replace(
            self.world, settings=self.world.settings.model_copy(update={"directory_map": path})
        )

    def act(self, act: str, **values: Any) -> None:
        """Something happens in the tenant."""
        self.sandbox.tenant.act({"act": act, **values})

    async def person(self, email: str) -> Person:
        async with self.world.database.transaction() as session:
            asked = select(Person).where(Person.email == email).options(selectinload(Person.manager))
            return (await session.scalars(asked)).one()

    async def people(self) -> dict[str, Person]:
        async with self.world.database.transaction() as session:
            return {person.email: person for person in await session.scalars(select(Person))}

    async def rooms(self) -> dict[str, Room]:
        async with self.world.database.transaction() as session:
            return {room.email: room for room in await session.scalars(select(Room))}

    async def units(self) -> dict[str, Unit]:
        """By key, with leader, parent, channel and members."""
        async with self.world.database.transaction() as session:
            asked = select(Unit).options(
                selectinload(Unit.leader),
                selectinload(Unit.parent),
                selectinload(Unit.channel),
                selectinload(Unit.memberships).selectinload(Membership.person),
            )
            return {unit.key: unit for unit in await session.scalars(asked)}

    async def members(self, key: str) -> set[str]:
        return members_of((await self.units())[key])


def members_of(unit: Unit) -> set[str]:
    return {membership.person.email for membership in unit.memberships}


@pytest.fixture
async def office(tmp_path: Path, database_url: str) -> AsyncGenerator[Office]:
    """Nothing is imported yet."""
    journal = tmp_path / "journal.jsonl"
    async with Sandbox(port=0, data_dir=tmp_path / "tenant", journal_file=journal) as sandbox:
        values = {name.removeprefix("OKR_").lower(): value for name, value in sandbox.env.items()}
        async with open_world(load_settings(**values), database_url) as (world, _):
            yield Office(world, sandbox, Journal(journal))
