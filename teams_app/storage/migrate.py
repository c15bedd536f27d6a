"""Bring the database to the newest schema, whichever it has."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError

from teams_app.errors import SettingsFault, Unavailable
from teams_app.okr import Base
from teams_app.storage.database import sqlalchemy_url

SCRIPTS = Path(__file__).parent / "migrations"
LOCK = 7_261_124  # any number: who holds this advisory lock migrates


def migrate(url: str) -> None:
    """Run what is missing; several processes may call it at once.

    :raises Unavailable: the database does not answer, or somebody holds a lock for too long.
    """
    engine = create_engine(sqlalchemy_url(url), connect_args={"connect_timeout": 5})
    try:
        with engine.connect() as connection, connection.begin():
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            command.upgrade(_config(connection), "head")
    except OperationalError as error:
        raise Unavailable(
            f"The database could not be migrated: {error.orig}. Nothing was changed; try again."
        ) from error
    finally:
        engine.dispose()


def check_migrated(connection: Connection) -> None:
    """Refuse to work on a schema of another version.

    :raises SettingsFault: it is not at the newest one.
    """
    found = MigrationContext.configure(connection).get_current_heads()
    wanted = ScriptDirectory.from_config(_config(connection)).get_heads()
    if set(found) != set(wanted):
        raise SettingsFault("The database has another schema than this version: run `okr-share migrate`.")


def differences(connection: Connection) -> list[object]:
    """What the migrated schema lacks against the mapped classes; for a test."""
    context = MigrationContext.configure(
        connection,
        opts={
            "compare_type": True,
            "include_name": _is_ours,
        },
    )
    return list(compare_metadata(context, Base.metadata))


def _is_ours(name: str | None, kind: str, _: object) -> bool:
    return kind != "table" or not str(name).startswith("procrastinate_")


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    return config
