"""The channel service as one object: what it sends, what it allows, and what it remembers of the bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from aiohttp import web

from teams_app.sandbox.connector.action_log import ActionLog
from teams_app.sandbox.connector.delivery import Deliveries
from teams_app.sandbox.connector.envelope import Envelope
from teams_app.sandbox.connector.rates import PlaceRates
from teams_app.sandbox.connector.switches import Switches
from teams_app.sandbox.message_values import Author, Conversation
from teams_app.sandbox.tenant import TENANT, Tenant


@dataclass(frozen=True)
class BotChannel:
    """Everything about the bot that is no part of the tenant's state."""

    tenant: Tenant
    switches: Switches
    actions: ActionLog
    rates: PlaceRates
    deliveries: Deliveries

    def envelope(
        self,
        place: Conversation,
        sender: Author,
        root_id: str | None = None,
        *,
        at: datetime | None = None,
    ) -> Envelope:
        """Around what somebody did in a place."""
        return Envelope(self.tenant, self.switches, place, sender, root_id, at)


CHANNEL: web.AppKey[BotChannel] = web.AppKey("bot_channel", BotChannel)


def provide_channel(app: web.Application) -> None:
    """Put the channel service into the application, once."""
    if CHANNEL in app:
        return
    tenant, switches = app[TENANT], Switches()
    actions = ActionLog(tenant.clock, tenant.changes.tell)
    tenant.noted = partial(_note_event, actions)
    deliveries = Deliveries(tenant, switches, actions)
    app[CHANNEL] = BotChannel(tenant, switches, actions, PlaceRates(), deliveries)
    app.cleanup_ctx.append(_closing)


def _note_event(actions: ActionLog, sentence: str, conversation: str) -> None:
    actions.add("event", sentence, status=200, conversation=conversation)


async def _closing(app: web.Application) -> AsyncIterator[None]:
    yield
    await app[CHANNEL].deliveries.close()
