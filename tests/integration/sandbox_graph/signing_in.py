"""Tokens by the real MSAL."""

from __future__ import annotations

import asyncio
from typing import Any

from msal import ConfidentialClientApplication

from teams_app.sandbox.server import Sandbox

GRAPH_SCOPE = "https://graph.microsoft.com/.default"


async def acquire(
    sandbox: Sandbox,
    credential: Any = None,
    *,
    scope: str = GRAPH_SCOPE,
    app_id: str = "",
    tenant_id: str = "",
) -> dict[str, Any]:
    """What MSAL answers; with the registered secret unless another credential is given."""

    def blocking() -> dict[str, Any]:
        tenant = sandbox.tenant
        application = ConfidentialClientApplication(
            app_id or tenant.app_id,
            authority=f"{tenant.login_url}/{tenant_id or tenant.tenant_id}",
            client_credential=credential or tenant.app_secret,
            instance_discovery=False,
            verify=str(sandbox.ca_file),  # pyright: ignore[reportArgumentType]  # handed on to requests
        )
        return dict(application.acquire_token_for_client([scope]) or {})

    return await asyncio.to_thread(blocking)
