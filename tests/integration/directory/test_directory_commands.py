"""``okr-share directory`` as an administrator sees it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Generator

import pytest
import structlog
from typer.testing import CliRunner

from teams_app.cli import app
from tests.integration.directory.conftest import SAMPLE_MAP, Office

FELIX = "felix.maurer@tidewell.example"


@pytest.fixture
def environment(office: Office, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """The settings of the command; its logs go to a stream that is closed when it ends."""
    for name, value in office.sandbox.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OKR_DATABASE_URL", database_url)
    monkeypatch.setenv("OKR_DIRECTORY_MAP", str(SAMPLE_MAP))
    monkeypatch.setenv("COLUMNS", "200")
    handlers = logging.root.handlers[:]
    yield
    logging.root.handlers[:] = handlers
    structlog.reset_defaults()


async def run(*arguments: str) -> tuple[int, str]:
    """In a thread, since a command has a loop of its own."""
    ended = await asyncio.to_thread(CliRunner().invoke, app, ["directory", *arguments])
    return ended.exit_code, ended.output


@pytest.mark.usefixtures("environment")
async def test_an_administrator_reads_it_and_looks_at_it_again(office: Office) -> None:
    assert "has not been read yet" in (await run("show"))[1]
    status, told = await run("sync")
    assert (status, "New units: 19" in told, "… and 69 more (--all)" in told) == (0, True, True)
    office.act("change", email=FELIX, name="Felix Bauer")
    assert "Felix Maurer → Felix Bauer" in (await run("sync"))[1]
    told = (await run("show"))[1]
    assert "Read by its changes" in told
    assert "Felix Maurer → Felix Bauer" in told
    assert "Read in full" not in told
    listed = (await run("runs"))[1]
    assert listed.index("renamed 1") < listed.index("joined 89")
    assert "Read in full" in (await run("sync", "--full") and await run("show"))[1]


@pytest.mark.usefixtures("environment")
async def test_a_run_that_failed_is_shown_until_one_succeeds(office: Office) -> None:
    await run("sync")
    office.sandbox.tenant.faults.add([{"match": "GET /v1.0/users/delta()", "status": 403}])
    status, _ = await run("sync")
    assert status == 1
    told = (await run("show"))[1]
    assert "Nothing was changed; people and OKRs are kept." in told
    assert "Nothing was changed" in (await run("runs"))[1]
    await run("sync")
    assert "cannot be read" not in (await run("show"))[1]
