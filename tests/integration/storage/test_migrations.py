"""The migrated schema is the one that the mapped classes describe."""

from __future__ import annotations

from sqlalchemy import NullPool, create_engine

from teams_app.storage.database import sqlalchemy_url
from teams_app.storage.migrate import check_migrated, differences, migrate


def test_migrations_lead_to_the_mapped_classes(database_url: str) -> None:
    with create_engine(sqlalchemy_url(database_url), poolclass=NullPool).connect() as connection:
        assert differences(connection) == []
        check_migrated(connection)


def test_migrating_again_changes_nothing(database_url: str) -> None:
    migrate(database_url)
    migrate(database_url)
