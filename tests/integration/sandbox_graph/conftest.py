"""One stand-in tenant with the sample company for all of these tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import pytest

from teams_app.sandbox.server import Sandbox
from tests.integration.sandbox_graph.graph_http import GraphHttp
from tests.integration.sandbox_graph.signing_in import acquire

if TYPE_CHECKING:
    from graph_contract import GraphContract

weeks = count()
# What the stand-in can answer as well, and OKR Share does not ask for.
NOT_OURS = ("Place.Read.All", "Team.ReadBasic.All", "TeamMember.Read.All")


@pytest.fixture(scope="session", autouse=True)
def _own_certificates() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]  # pytest uses it
    """A bundle named in the environment would override the one that MSAL is given."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("REQUESTS_CA_BUNDLE", raising=False)
        patch.delenv("CURL_CA_BUNDLE", raising=False)
        yield


@pytest.fixture(scope="session")
def contract() -> GraphContract | None:
    """Microsoft's contract, where it lies beside the repository."""
    try:
        from graph_contract import GraphContract as Contract  # noqa: PLC0415
    except ImportError:
        return None
    return Contract.load()


@pytest.fixture(scope="session")
def journal_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sandbox") / "journal.jsonl"


@pytest.fixture(scope="session")
async def sandbox(journal_file: Path, _own_certificates: None) -> AsyncIterator[Sandbox]:
    async with Sandbox(port=0, data_dir=journal_file.parent, journal_file=journal_file) as running:
        running.tenant.access.give(NOT_OURS)
        yield running


@pytest.fixture(scope="session")
async def graph(sandbox: Sandbox, contract: GraphContract | None) -> AsyncIterator[GraphHttp]:
    token = (await acquire(sandbox))["access_token"]
    async with aiohttp.ClientSession() as session:
        yield GraphHttp(sandbox, session, token, contract)


@pytest.fixture
def week() -> date:
    """A Monday that no other test uses."""
    return date(2027, 1, 4) + timedelta(weeks=next(weeks))
