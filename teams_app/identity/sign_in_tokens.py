"""Tokens that Teams gives the tab for the person who looks at it (single sign-on).

Their version is the app registration's: v1 (issuer sts.windows.net, audience api://…) or v2.
https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from teams_app.config import Settings, cloud_of
from teams_app.errors import NotAllowed, NotSignedIn
from teams_app.identity.bearer import Claims, verified_claims
from teams_app.identity.open_id import OpenIdKeys

SCOPE = "access_as_user"
V1_HOSTS = {"China": "sts.chinacloudapi.cn"}


@dataclass(frozen=True)
class SignIn:
    """Who is signed in, by object id, until when."""

    object_id: str
    expires_at: datetime


class SignInTokens:
    """Checks that a token was given to somebody of our tenant, for our app.

    :param clock: seconds since 1970.
    """

    def __init__(
        self, settings: Settings, keys: OpenIdKeys, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._keys = keys
        self._clock = clock
        self._tenant_id = settings.tenant_id.lower()
        self._audiences = audiences(settings)
        self._issuers = issuers(settings)

    async def check(self, authorization: str | None) -> SignIn:
        """Who sent a request.

        :raises NotSignedIn: the token is missing, expired, forged, or for another app.
        :raises NotAllowed: they are signed in, but to another tenant.
        :raises Unavailable: the keys could not be fetched.
        """
        claims, _ = await verified_claims(
            authorization,
            self._keys,
            audiences=self._audiences,
            issuers=self._issuers,
            now=self._clock(),
        )
        if claims.get("tid") != self._tenant_id:
            raise NotAllowed("This is for people of another organization.")
        return SignIn(_person(claims), datetime.fromtimestamp(claims["exp"], UTC))


def openid_url(settings: Settings) -> str:
    """The tenant's OpenID document; its keys sign tokens of both versions."""
    return f"{settings.authority}/v2.0/.well-known/openid-configuration"


def issuers(settings: Settings) -> list[str]:
    """Who signs for our tenant, in versions 1 and 2."""
    v1_host = V1_HOSTS.get(cloud_of(settings.login_url) or "", "sts.windows.net")
    tenant_id, login_url = settings.tenant_id.lower(), settings.login_url.rstrip("/")
    return [f"https://{v1_host}/{tenant_id}/", f"{login_url}/{tenant_id}/v2.0"]


def audiences(settings: Settings) -> list[str]:
    """All names under which the app registration may be asked for."""
    app_id, host = settings.app_id, urlsplit(settings.public_url).netloc
    return [app_id, f"api://{app_id}", f"api://{host}/{app_id}", f"api://{host}/botid-{app_id}"]


def _person(claims: Claims) -> str:
    """The object id of a person who let the tab act for them; an app's own token names nobody."""
    object_id, scopes = claims.get("oid"), claims.get("scp")
    if not isinstance(scopes, str) or SCOPE not in scopes.split() or claims.get("idtyp") == "app":
        raise NotSignedIn("The token does not speak for a person.")
    if not isinstance(object_id, str) or not object_id:
        raise NotSignedIn("The token does not say whose it is.")
    return object_id
