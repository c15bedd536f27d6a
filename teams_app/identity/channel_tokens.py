"""Tokens that the Bot Framework's channel service sends with each activity.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from teams_app.config import cloud_of
from teams_app.errors import NotSignedIn, SettingsFault
from teams_app.identity.bearer import verified_claims
from teams_app.identity.open_id import OpenIdKeys

PUBLIC_ISSUER = "https://api.botframework.com"
ISSUERS = {"US government": "https://api.botframework.us", "China": "https://api.botframework.azure.cn"}


def bot_framework_issuer(openid_url: str) -> str:
    """The Bot Framework of the cloud an OpenID document is in: issuer of its tokens, audience of ours."""
    return ISSUERS.get(cloud_of(openid_url) or "", PUBLIC_ISSUER)


@dataclass(frozen=True)
class ChannelClaims:
    """What a valid token says: for which bot, and from where."""

    app_id: str
    issuer: str
    service_url: str


class ChannelTokens:
    """Checks that an activity comes from the channel it names, through the service it names.

    :param clock: seconds since 1970.
    :raises SettingsFault: there is no app id to compare with.
    """

    def __init__(
        self, app_id: str, keys: OpenIdKeys, *, issuer: str, clock: Callable[[], float] = time.time
    ) -> None:
        if not app_id:
            raise SettingsFault("OKR_APP_ID is empty, so nobody's token could be checked.")
        self._app_id = app_id
        self._keys = keys
        self._issuer = issuer
        self._clock = clock

    async def check(self, authorization: str | None, service_url: str, channel_id: str) -> ChannelClaims:
        """The claims of the token that came with an activity.

        :raises NotSignedIn: it is missing, expired, forged, or for another bot, channel or service.
        :raises Unavailable: the keys could not be fetched.
        """
        claims, key = await verified_claims(
            authorization, self._keys, audiences=[self._app_id], issuers=[self._issuer], now=self._clock()
        )
        if channel_id not in key.endorsements:
            raise NotSignedIn("The token's key may not speak for this channel.")
        told = claims.get("serviceurl")
        if not isinstance(told, str) or told.rstrip("/") != service_url.rstrip("/"):
            raise NotSignedIn("The token is for another service URL.")
        return ChannelClaims(self._app_id, self._issuer, service_url)
