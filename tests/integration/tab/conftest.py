"""The tab's API in front of a small company, with people of the stand-in tenant."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest
from tab_company import Tab, open_tab

from teams_app.sandbox.server import Sandbox
from teams_app.storage.database import Database
from tests.integration.watched import watched


@pytest.fixture(scope="session")
async def sandbox(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Sandbox]:
    async with watched(tmp_path_factory.mktemp("tab-sandbox")) as running:
        yield running


@pytest.fixture
async def tab(sandbox: Sandbox, database: Database) -> AsyncGenerator[Tab]:
    async with open_tab(sandbox, database) as opened:
        yield opened
