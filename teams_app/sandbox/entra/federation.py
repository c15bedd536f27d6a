"""Another identity's token instead of a credential: the platform that the app runs on vouches for it.

The stand-in is that platform as well. Its identity is trusted by the app registration from the start.
https://learn.microsoft.com/entra/workload-id/workload-identity-federation

GET /sandbox/platform/token   as App Service's identity endpoint: ?resource=&client_id=, X-IDENTITY-HEADER
                              https://learn.microsoft.com/azure/app-service/overview-managed-identity
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from teams_app.sandbox.company import derived_id
from teams_app.sandbox.entra import refusals
from teams_app.sandbox.keys import BadToken
from teams_app.sandbox.tenant import TENANT, Tenant

EXCHANGE = "api://AzureADTokenExchange"
LIFETIME = 3600  # seconds
SUBJECT = "okr-share"


def add_routes(app: web.Application) -> None:
    """The platform's endpoint, for the http application; it needs ``app[TENANT]``."""
    app.add_routes([web.get("/sandbox/platform/token", _token)])


def issuer(tenant: Tenant) -> str:
    return f"{tenant.base_url}/sandbox/platform"


def identity_of(tenant: Tenant) -> str:
    """The client id of the managed identity that the platform gave the app."""
    return derived_id("managed-identity", tenant.company.name)


def identity_header(tenant: Tenant) -> str:
    """What App Service puts into the environment variable IDENTITY_HEADER, so that only the app is served."""
    return derived_id("identity-header", tenant.app_secret)


def platform_token(tenant: Tenant, audience: str = EXCHANGE, subject: str = SUBJECT) -> str:
    """A token of the platform, such as it writes into the file of a federated credential."""
    now = int(tenant.clock().timestamp())
    claims = {"iss": issuer(tenant), "sub": subject, "aud": audience}
    return tenant.signing.sign({**claims, "iat": now, "nbf": now, "exp": now + LIFETIME})


def is_federated(claims: Mapping[str, Any], tenant: Tenant) -> bool:
    """Whether an assertion, not checked yet, says that somebody else than the app itself issued it."""
    return claims.get("iss") != tenant.app_id


def check_federated(tenant: Tenant, assertion: str) -> None:
    """:raises refusals.Refused: it is not the token of the identity that the app registration trusts."""
    try:
        claims = tenant.signing.verify(assertion, audiences=(EXCHANGE,), now=tenant.clock())
    except BadToken as error:
        if "expired" in str(error) or "not yet valid" in str(error):
            raise refusals.assertion_out_of_time() from error
        raise refusals.unknown_federation(str(error)) from error
    if (claims.get("iss"), claims.get("sub")) != (issuer(tenant), SUBJECT):
        raise refusals.unknown_federation(f"Issuer '{claims.get('iss')}', subject '{claims.get('sub')}'.")


async def _token(request: web.Request) -> web.Response:
    tenant, asked = request.app[TENANT], request.query
    given = request.headers.get("X-IDENTITY-HEADER", "")
    if not hmac.compare_digest(given.encode(), identity_header(tenant).encode()):
        return web.json_response({"statusCode": 401, "message": "Unauthorized."}, status=401)
    if asked.get("client_id") != identity_of(tenant):
        message = "No User Assigned or Delegated Managed Identity found for specified ClientId."
        return web.json_response({"statusCode": 400, "message": message}, status=400)
    token = platform_token(tenant, asked.get("resource", ""))
    return web.json_response(
        {
            "access_token": token,
            "client_id": asked["client_id"],
            "expires_on": str(int(time.time()) + LIFETIME),
            "resource": asked.get("resource"),
            "token_type": "Bearer",
        }
    )
