"""Access tokens: of the application for Graph and the Bot connector, and of people for the tab.

Claims as in https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
"""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

from teams_app.sandbox.company import Person, derived_id
from teams_app.sandbox.keys import Claims
from teams_app.sandbox.tenant import Tenant

LIFETIME = 3600  # seconds
TEAMS_CLIENT = "1fec8e78-bce4-4aaf-ab1b-5451cc387264"  # Teams' desktop and mobile clients
GRAPH = "https://graph.microsoft.com"
BOT_CONNECTOR = "https://api.botframework.com"


def v1_issuer(tenant: Tenant) -> str:
    return f"https://sts.windows.net/{tenant.tenant_id}/"


def v2_issuer(tenant: Tenant) -> str:
    return f"{tenant.login_url}/{tenant.tenant_id}/v2.0"


def app_token(tenant: Tenant, audience: str) -> str:
    """A token of the application itself; both resources take tokens of version 1."""
    service_principal = derived_id("service-principal", tenant.app_id)
    claims: Claims = {
        **_common(tenant),
        "aud": audience,
        "iss": v1_issuer(tenant),
        "appid": tenant.app_id,
        "appidacr": "1",
        "idp": v1_issuer(tenant),
        "idtyp": "app",
        "oid": service_principal,
        "sub": service_principal,
        "ver": "1.0",
    }
    if audience == GRAPH:
        claims["roles"] = tenant.access.roles
    return tenant.signing.sign(claims)


def person_token(tenant: Tenant, person: Person, version: str) -> str:
    """What Teams hands a tab for single sign-on; its shape depends on the app registration's version.

    :param version: "v1" (audience is the application ID URI) or "v2" (audience is the application id).
    """
    claims = {
        **_common(tenant),
        "oid": person.object_id,
        "sub": derived_id("subject", f"{tenant.app_id}/{person.email}"),
        "name": person.name,
        "scp": "access_as_user",
        **(_v1_claims(tenant, person) if version == "v1" else _v2_claims(tenant, person)),
    }
    return tenant.signing.sign(claims)


def _v1_claims(tenant: Tenant, person: Person) -> Claims:
    return {
        "aud": f"api://{urlsplit(tenant.bot_url).netloc}/{tenant.app_id}",
        "iss": v1_issuer(tenant),
        "appid": TEAMS_CLIENT,
        "appidacr": "0",
        "preferred_username": person.email,
        "unique_name": person.email,
        "upn": person.email,
        "ver": "1.0",
    }


def _v2_claims(tenant: Tenant, person: Person) -> Claims:
    return {
        "aud": tenant.app_id,
        "iss": v2_issuer(tenant),
        "azp": TEAMS_CLIENT,
        "azpacr": "0",
        "preferred_username": person.email,
        "ver": "2.0",
    }


def _common(tenant: Tenant) -> Claims:
    now = int(tenant.clock().timestamp())
    return {
        "iat": now,
        "nbf": now,
        "exp": now + LIFETIME,
        "tid": tenant.tenant_id,
        "uti": uuid.uuid4().hex[:22],
    }
