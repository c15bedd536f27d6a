"""A real PostgreSQL for the whole run; a fresh database for each test that asks for one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncGenerator, Generator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.storage.database import Database, open_database, psycopg_url, sqlalchemy_url
from teams_app.storage.embedded import embedded_postgres
from teams_app.storage.migrate import migrate

TEMPLATE = "okr_share"
numbers = count(1)


@pytest.fixture(scope="session")
def postgres_url() -> Generator[str]:
    """A running PostgreSQL with a migrated database that the others are copied from.

    Its folder is not pytest's: that makes its folders private anew each time it starts, and the database
    server, which is not root, would lose its way to them.
    """
    folder = Path(tempfile.mkdtemp(prefix="okr-test-"))
    try:
        with embedded_postgres(folder, durable=False) as url:
            migrate(url)
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database_url(postgres_url: str) -> Generator[str]:
    """A fresh, migrated database."""
    name = f"test_{next(numbers)}"
    admin = psycopg_url(sqlalchemy_url(postgres_url).set(database="postgres").render_as_string(False))
    with psycopg.connect(admin, autocommit=True) as connection:
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(create.format(sql.Identifier(name), sql.Identifier(TEMPLATE)))
        yield sqlalchemy_url(postgres_url).set(database=name).render_as_string(False)
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
async def database(database_url: str) -> AsyncGenerator[Database]:
    """Sessions on a fresh database."""
    opened = open_database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def session(database: Database) -> AsyncGenerator[AsyncSession]:
    """A session that is rolled back at the end."""
    async with database.sessions() as opened:
        yield opened
        await opened.rollback()
