"""The embedded PostgreSQL keeps its data, asks for its password, and has one owner."""

from __future__ import annotations

import shutil
import stat
import tempfile
from collections.abc import Generator
from pathlib import Path

import psycopg
import pytest

from teams_app.errors import SettingsFault
from teams_app.storage.database import check_reachable, open_database, psycopg_url, sqlalchemy_url
from teams_app.storage.embedded import embedded_postgres


@pytest.fixture
def folder() -> Generator[Path]:
    made = Path(tempfile.mkdtemp(prefix="okr-test-"))
    yield made
    shutil.rmtree(made)


def execute(url: str, statement: str) -> object:
    with psycopg.connect(psycopg_url(url)) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchone() if cursor.description else None


def test_data_survives_a_restart(folder: Path) -> None:
    with embedded_postgres(folder) as url:
        execute(url, "CREATE TABLE kept AS SELECT 42 AS answer")
    with embedded_postgres(folder) as url:
        assert execute(url, "SELECT answer FROM kept") == (42,)


def test_a_second_process_connects_and_does_not_stop_it(folder: Path) -> None:
    with embedded_postgres(folder) as url:
        with embedded_postgres(folder) as same:
            assert same == url
        assert execute(url, "SELECT 1") == (1,)


def test_nobody_gets_in_without_the_password(folder: Path) -> None:
    with embedded_postgres(folder) as url:
        wrong = sqlalchemy_url(url).set(password="guess").render_as_string(hide_password=False)
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            execute(wrong, "SELECT 1")
        socket_folder = Path(str(sqlalchemy_url(url).query["host"]))
        assert stat.S_IMODE(socket_folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / "postgres.url").stat().st_mode) == 0o600


async def test_a_database_that_is_away_is_told_with_its_setting() -> None:
    database = open_database("postgresql://okr:secret@127.0.0.1:1/none")
    with pytest.raises(SettingsFault, match="OKR_DATABASE_URL") as told:
        await check_reachable(database)
    await database.close()
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("url", ["mysql://localhost/x", "nonsense"])
def test_another_kind_of_database_is_refused(url: str) -> None:
    with pytest.raises(SettingsFault, match="OKR_DATABASE_URL"):
        open_database(url)
