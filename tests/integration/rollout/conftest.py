"""The sample company in its tenant, with the app nowhere, and no waiting for Teams' rates."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace

import pytest
from aiohttp import ClientSession

from graph.apps import GraphApps
from graph.auth import TokenSource
from graph.client import GraphClient
from graph.credentials import Secret
from teams_app.sandbox.server import Sandbox
from tests.integration.week.conftest import Tidewell, sandbox, settings, solver, tidewell

__all__ = ["company", "sandbox", "settings", "solver", "tidewell"]


@pytest.fixture
async def company(tidewell: Tidewell) -> AsyncGenerator[Tidewell]:
    tenant = tidewell.sandbox.tenant
    tenant.messages.without_app |= {one.email for one in tenant.company.people}
    tenant.messages.without_app |= {one.group_id for one in tenant.company.teams}
    async with ClientSession() as session:
        apps = GraphApps(new_client(tidewell.sandbox, session), speed=1000)
        yield replace(tidewell, world=replace(tidewell.world, apps=apps))


def new_client(tenant_of: Sandbox, session: ClientSession) -> GraphClient:
    """With a token of its own."""
    tenant = tenant_of.tenant
    authority = f"{tenant.login_url}/{tenant.tenant_id}"
    tokens = TokenSource(authority, tenant.app_id, Secret(tenant.app_secret), ca_file=tenant_of.ca_file)
    return GraphClient(tenant.base_url, tokens, session)
