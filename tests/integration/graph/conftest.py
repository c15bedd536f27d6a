"""The stand-in tenant, our classes on it by real HTTP with real tokens, and a check of every exchange."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator

import pytest
from aiohttp import ClientSession

from graph.auth import TokenSource
from graph.calendars import GraphCalendars
from graph.client import GraphClient
from graph.credentials import Secret
from graph.directory import GraphDirectory
from graph.messages import GraphChannelHistory
from teams_app.sandbox.server import Sandbox
from tests.integration.graph.exchanges import Journal


@pytest.fixture(scope="session")
async def sandbox(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Sandbox]:
    """The sample company's tenant; its journal is beside its state."""
    folder = tmp_path_factory.mktemp("tenant")
    async with Sandbox(port=0, data_dir=folder, journal_file=folder / "journal.jsonl") as running:
        yield running


@pytest.fixture(scope="session")
def whole_journal(sandbox: Sandbox) -> Journal:
    return Journal(sandbox.ca_file.parent / "journal.jsonl")


@pytest.fixture
def journal(whole_journal: Journal, sandbox: Sandbox) -> Generator[Journal]:
    """What this test says to Graph; at its end all of it must have the shape that Microsoft published."""
    whole_journal.start_page()
    yield whole_journal
    sandbox.tenant.faults.clear()
    assert whole_journal.violations() == []


@pytest.fixture(scope="session")
def tokens(sandbox: Sandbox) -> TokenSource:
    """Tokens by client secret from the stand-in's https."""
    tenant = sandbox.tenant
    authority = f"{tenant.login_url}/{tenant.tenant_id}"
    return TokenSource(authority, tenant.app_id, Secret(tenant.app_secret), ca_file=sandbox.ca_file)


@pytest.fixture(scope="session")
async def session() -> AsyncGenerator[ClientSession]:
    async with ClientSession() as opened:
        yield opened


@pytest.fixture
def client(sandbox: Sandbox, tokens: TokenSource, session: ClientSession, journal: Journal) -> GraphClient:
    assert journal.exchanges() == []
    return GraphClient(sandbox.tenant.base_url, tokens, session)


@pytest.fixture
def calendars(client: GraphClient) -> GraphCalendars:
    return GraphCalendars(client)


@pytest.fixture
def directory(client: GraphClient) -> GraphDirectory:
    return GraphDirectory(client)


@pytest.fixture
def history(client: GraphClient) -> GraphChannelHistory:
    return GraphChannelHistory(client)
