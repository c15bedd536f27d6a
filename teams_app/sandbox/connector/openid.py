"""What a bot reads to check that a request comes from the channel service.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""

from __future__ import annotations

from aiohttp import web

from teams_app.sandbox.connector.delivery import ISSUER
from teams_app.sandbox.tenant import TENANT

ROOT = "/botframework/v1/.well-known"


async def configuration(request: web.Request) -> web.Response:
    """The OpenID document."""
    document = {
        "issuer": ISSUER,
        "authorization_endpoint": "https://invalid.botframework.com",
        "jwks_uri": f"{request.app[TENANT].base_url}{ROOT}/keys",
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
    }
    return web.json_response(document)


async def keys(request: web.Request) -> web.Response:
    """The public keys, each with the channels it may speak for."""
    return web.json_response(request.app[TENANT].channel_signing.jwks())
