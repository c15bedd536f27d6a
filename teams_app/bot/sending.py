"""How the bot speaks without being spoken to, put together from the settings; needs no Bot Framework."""

from __future__ import annotations

from aiohttp import ClientSession

from teams_app.bot.connector import Connector, TokenSource
from teams_app.bot.delivery import Patience
from teams_app.bot.messenger import BotMessenger
from teams_app.bot.service_urls import ServiceUrls
from teams_app.config import Settings
from teams_app.errors import SettingsFault
from teams_app.identity.channel_tokens import bot_framework_issuer


def make_connector(
    settings: Settings, http: ClientSession, tokens: TokenSource | None, patience: Patience | None = None
) -> Connector:
    """Calls to the Bot connector of the settings' cloud.

    :raises SettingsFault: there is nobody to ask for tokens.
    """
    if tokens is None and not settings.insecure_local:
        raise SettingsFault("The bot has no credential: set OKR_APP_CERTIFICATE or OKR_APP_SECRET.")
    scope = f"{bot_framework_issuer(settings.bot_openid_url)}/.default"
    return Connector(http, tokens, ServiceUrls(settings.service_urls), scope=scope, patience=patience)


def make_messenger(settings: Settings, connector: Connector) -> BotMessenger:
    return BotMessenger(connector, app_id=settings.app_id, tenant_id=settings.tenant_id)
