"""A small company on a fresh database."""

from __future__ import annotations

import pytest
from small_company import SmallCompany, found_company

from teams_app.storage.database import Database


@pytest.fixture
async def company(database: Database) -> SmallCompany:
    return await found_company(database)
