"""What botbuilder wants to know of identities, answered by our own token check and connector."""

from __future__ import annotations

from botbuilder.schema import Activity
from botframework.connector.auth import (
    AuthenticateRequestResult,
    AuthenticationConstants,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
)

from teams_app.bot.connector import Connector
from teams_app.bot.connector_client import TurnConnectorFactory
from teams_app.errors import NotSignedIn
from teams_app.identity import ChannelClaims, ChannelTokens


class ChannelAuthentication(BotFrameworkAuthentication):
    """Checks tokens of the channel; people never sign in to the bot, so there is no user-token client.

    :param tokens: None for a local emulator, which sends none.
    :param audience: of our own tokens, the Bot Framework of our cloud.
    """

    def __init__(self, tokens: ChannelTokens | None, connector: Connector, *, audience: str) -> None:
        self._tokens = tokens
        self._factory = TurnConnectorFactory(connector)
        self._audience = audience

    async def check(
        self, authorization: str | None, service_url: str, channel_id: str
    ) -> ChannelClaims | None:
        """The claims of a token; None where none is asked for.

        :raises NotSignedIn, Unavailable: see ``ChannelTokens.check``.
        """
        if self._tokens is None:
            return None
        return await self._tokens.check(authorization, service_url, channel_id)

    async def authenticate_request(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:
        claims = await self.check(auth_header, activity.service_url or "", activity.channel_id or "")
        return self.authenticated(claims)

    def authenticated(self, claims: ChannelClaims | None) -> AuthenticateRequestResult:
        """What a turn is begun with, once the token was checked."""
        result = AuthenticateRequestResult()
        result.claims_identity = _identity(claims)
        result.audience = self._audience
        result.connector_factory = self._factory
        return result

    async def authenticate_streaming_request(
        self,
        auth_header: str,  # noqa: ARG002  # the vendor's signature
        channel_id_header: str,  # noqa: ARG002  # the vendor's signature
    ) -> AuthenticateRequestResult:
        raise NotSignedIn("Streaming connections are not offered.")

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:  # noqa: ARG002  # one factory for all
        return self._factory

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:  # noqa: ARG002  # pyright: ignore[reportIncompatibleMethodOverride]  # nobody signs in to the bot
        return None


def _identity(claims: ChannelClaims | None) -> ClaimsIdentity:
    if claims is None:
        return ClaimsIdentity({}, True, AuthenticationConstants.ANONYMOUS_AUTH_TYPE)
    told = {
        AuthenticationConstants.AUDIENCE_CLAIM: claims.app_id,
        AuthenticationConstants.ISSUER_CLAIM: claims.issuer,
        AuthenticationConstants.SERVICE_URL_CLAIM: claims.service_url,
    }
    return ClaimsIdentity(told, True)
