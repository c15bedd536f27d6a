"""Connections to PostgreSQL and the session, which is the unit of work."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from teams_app.errors import SettingsFault, Unavailable

CONNECT_SECONDS = 5


@dataclass(frozen=True)
class Database:
    """An engine and the sessions on it."""

    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncSession]:
        """A session whose work is committed at the end, or rolled back on an error.

        :raises Unavailable: the database is away; nothing was stored.
        """
        try:
            async with self.sessions.begin() as session:
                yield session
        except DBAPIError as error:
            if not is_away(error):
                raise
            raise Unavailable("The database is away. Nothing was stored; please try again soon.") from error

    async def close(self) -> None:
        await self.engine.dispose()


def open_database(url: str, *, pool_size: int = 10) -> Database:
    """The database at a PostgreSQL URL; connects on first use.

    :raises SettingsFault: the URL is not one of PostgreSQL.
    """
    engine = create_async_engine(
        sqlalchemy_url(url),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_SECONDS},
    )
    return Database(engine, async_sessionmaker(engine, expire_on_commit=False))


def sqlalchemy_url(url: str) -> URL:
    """The URL with psycopg 3 as driver.

    :raises SettingsFault: the URL is not one of PostgreSQL.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise SettingsFault("OKR_DATABASE_URL is not a URL: write postgresql://user@host/name.") from error
    if parsed.get_backend_name() not in ("postgresql", "postgres"):
        raise SettingsFault("OKR_DATABASE_URL must begin with postgresql://; no other database is supported.")
    return parsed.set(drivername="postgresql+psycopg")


def psycopg_url(url: str) -> str:
    """The URL as libpq reads it."""
    return sqlalchemy_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


async def check_reachable(database: Database) -> None:
    """Ask the database one question.

    :raises SettingsFault: it does not answer; the sentence says what to do.
    """
    try:
        async with database.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
    except (DBAPIError, OSError) as error:
        shown = database.engine.url.render_as_string(hide_password=True)
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise SettingsFault(
            f"No database at OKR_DATABASE_URL ({shown}): {reason}. "
            "Start PostgreSQL there, or correct OKR_DATABASE_URL."
        ) from error


def is_away(error: DBAPIError) -> bool:
    """Whether the connection failed, as opposed to the statement."""
    state = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or state is None or state[:2] in ("08", "57", "53")
