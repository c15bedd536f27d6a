"""Entra's endpoints: OpenID documents, keys, and tokens for the application (client credentials).

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from teams_app.sandbox.entra import refusals
from teams_app.sandbox.entra.assertions import check_credential
from teams_app.sandbox.entra.tokens import BOT_CONNECTOR, GRAPH, LIFETIME, app_token, v1_issuer, v2_issuer
from teams_app.sandbox.tenant import TENANT, Tenant

Handler = Callable[[web.Request], Awaitable[web.Response]]


def add_routes(app: web.Application) -> None:
    """Entra's routes, for the https application; it needs ``app[TENANT]``."""
    app.add_routes(
        [
            web.get("/{tenant}/v2.0/.well-known/openid-configuration", _refusing(_openid_v2)),
            web.get("/{tenant}/.well-known/openid-configuration", _refusing(_openid_v1)),
            web.get("/{tenant}/discovery/v2.0/keys", _refusing(_keys)),
            web.get("/{tenant}/discovery/keys", _refusing(_keys)),
            web.post("/{tenant}/oauth2/v2.0/token", _refusing(_token)),
        ]
    )


def _refusing(handler: Handler) -> Handler:
    """Check the tenant of the address, and word refusals as Entra does."""

    async def handle(request: web.Request) -> web.Response:
        tenant = request.app[TENANT]
        try:
            if request.match_info["tenant"].lower() != tenant.tenant_id:
                raise refusals.unknown_tenant(request.match_info["tenant"])
            return await handler(request)
        except refusals.Refused as refused:
            correlation = request.headers.get("client-request-id")
            body = refused.body(tenant.clock(), correlation, tenant.login_url)
            return web.json_response(body, status=refused.status)

    return handle


async def _openid_v2(request: web.Request) -> web.Response:
    tenant = request.app[TENANT]
    return web.json_response(_document(tenant, v2_issuer(tenant), "/discovery/v2.0/keys"))


async def _openid_v1(request: web.Request) -> web.Response:
    tenant = request.app[TENANT]
    return web.json_response(_document(tenant, v1_issuer(tenant), "/discovery/keys"))


async def _keys(request: web.Request) -> web.Response:
    return web.json_response(request.app[TENANT].signing.jwks())


async def _token(request: web.Request) -> web.Response:
    tenant = request.app[TENANT]
    form = {name: str(value) for name, value in (await request.post()).items()}
    grant = _parameter(form, "grant_type")
    if grant != "client_credentials":
        raise refusals.unsupported_grant(grant)
    app_id = _parameter(form, "client_id")
    if app_id != tenant.app_id:
        raise refusals.unknown_app(app_id, tenant.company.name)
    check_credential(tenant, form, _token_url(tenant))
    token = app_token(tenant, _audience(tenant, _parameter(form, "scope")))
    return web.json_response(
        {
            "token_type": "Bearer",
            "expires_in": LIFETIME - 1,
            "ext_expires_in": LIFETIME - 1,
            "access_token": token,
        },
        headers={"Cache-Control": "no-store, no-cache"},
    )


def _parameter(form: Mapping[str, str], name: str) -> str:
    if not form.get(name):
        raise refusals.missing_parameter(name)
    return form[name]


def _audience(tenant: Tenant, scope: str) -> str:
    """The resource that a scope asks for; Graph has its real name and that of the stand-in."""
    resource, suffix, rest = scope.strip().partition("/.default")
    if not suffix or rest:
        raise refusals.bad_scope(scope)
    resources = {GRAPH: GRAPH, tenant.base_url: GRAPH, BOT_CONNECTOR: BOT_CONNECTOR}
    if resource.rstrip("/") not in resources:
        raise refusals.unknown_resource(resource, tenant.company.name)
    return resources[resource.rstrip("/")]


def _token_url(tenant: Tenant) -> str:
    return f"{tenant.login_url}/{tenant.tenant_id}/oauth2/v2.0/token"


def _document(tenant: Tenant, issuer: str, keys: str) -> dict[str, object]:
    base = f"{tenant.login_url}/{tenant.tenant_id}"
    return {
        "issuer": issuer,
        "token_endpoint": _token_url(tenant),
        "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
        "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
        "end_session_endpoint": f"{base}/oauth2/v2.0/logout",
        "jwks_uri": f"{base}{keys}",
        "token_endpoint_auth_methods_supported": [
            "client_secret_post",
            "private_key_jwt",
            "client_secret_basic",
        ],
        "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "tenant_region_scope": "EU",
        "cloud_instance_name": "microsoftonline.com",
        "msgraph_host": "graph.microsoft.com",
    }
