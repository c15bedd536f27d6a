"""The bot's adapter, put together from the settings; for the composition root and for tests."""

from __future__ import annotations

from aiohttp import ClientSession

from teams_app.bot.adapter import CloudAdapter, Handler
from teams_app.bot.auth import ChannelAuthentication
from teams_app.bot.connector import Connector
from teams_app.config import Settings
from teams_app.identity import ChannelTokens, OpenIdKeys
from teams_app.identity.channel_tokens import bot_framework_issuer


def make_adapter(
    settings: Settings, http: ClientSession, connector: Connector, handler: Handler
) -> CloudAdapter:
    """Runs turns of the handler for activities whose token is good.

    :raises SettingsFault: the app id is empty, and nobody said that this is meant.
    """
    issuer = bot_framework_issuer(settings.bot_openid_url)
    tokens = None
    if not settings.insecure_local:
        keys = OpenIdKeys(settings.bot_openid_url, http)
        tokens = ChannelTokens(settings.app_id, keys, issuer=issuer)
    return CloudAdapter(ChannelAuthentication(tokens, connector, audience=issuer), handler)
