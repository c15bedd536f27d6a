"""Posts notifications to whoever subscribed, as Graph does.

An endpoint is asked whether it wants them before a subscription is made; a notification that is not answered
with 2xx is tried again for four hours. What waits is gone when the stand-in stops.
https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import aiohttp
import structlog
from aiohttp import web

from teams_app.sandbox.couriers import Couriers
from teams_app.sandbox.graph.calendar_log import Change
from teams_app.sandbox.graph.zones import instant_json
from teams_app.sandbox.notifying.subscriptions import Subscription
from teams_app.sandbox.notifying.switches import NoticeSwitches
from teams_app.sandbox.tenant import TENANT, Tenant

Json = dict[str, Any]
ANSWER_SECONDS = 10.0
GIVE_UP_SECONDS = 4 * 3_600.0
TOGETHER_SECONDS = 0.05  # changes that happen together are told together
REORDER_SECONDS = 0.3
MOST_IN_A_BODY = 1_000

log = structlog.get_logger(__name__)


@dataclass
class Notifier:
    """Tells subscribers what happens in calendars; ``sent`` and ``failed`` count notifications."""

    tenant: Tenant
    switches: NoticeSwitches = field(default_factory=NoticeSwitches)
    sent: int = 0
    failed: int = 0
    _waiting: dict[str, list[Json]] = field(default_factory=dict[str, list[Json]])
    _on_their_way: int = 0
    _left_out: dict[str, float] = field(default_factory=dict[str, float])  # until when, by the loop's clock
    _couriers: Couriers = field(default_factory=Couriers)

    def changed(self, owner: str, entry_id: str, change: Change) -> None:
        """Something happened to an entry of a mailbox."""
        if self.switches.lost:
            return
        for subscription in self.tenant.subscriptions.of(owner, self.tenant.clock()):
            if change in subscription.changes:
                self._enqueue(subscription.notification_url, self._of_event(subscription, entry_id, change))

    def tell_lifecycle(self, subscription: Subscription, event: str) -> None:
        """What Graph says of a subscription itself."""
        if subscription.lifecycle_url:
            about = self._about(subscription) | {"lifecycleEvent": event}
            self._enqueue(subscription.lifecycle_url, about)

    def forget(self, subscription: Subscription) -> None:
        """What waits for a subscription is never sent."""
        url = subscription.notification_url
        if url in self._waiting:
            waiting = self._waiting[url]
            self._waiting[url] = [one for one in waiting if one["subscriptionId"] != subscription.id]

    async def is_ours(self, url: str) -> bool:
        """Whether an endpoint echoes a token, within ten seconds, as plain text."""
        token = f"Validation: Testing client application reachability {secrets.token_hex(8)}"
        try:
            async with self._couriers.http.post(
                url, params={"validationToken": token}, timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS)
            ) as answer:
                echoed = await answer.text()
                is_plain = answer.content_type == "text/plain"
                return answer.status == HTTPStatus.OK and is_plain and echoed == token
        except (aiohttp.ClientError, TimeoutError, UnicodeDecodeError):
            return False

    @property
    def pending(self) -> int:
        return sum(map(len, self._waiting.values())) + self._on_their_way

    async def idle(self, seconds: float) -> bool:
        """Wait until nothing is pending; False when it took too long."""
        return await self._couriers.idle(seconds)

    async def close(self) -> None:
        await self._couriers.close()

    def _of_event(self, subscription: Subscription, entry_id: str, change: Change) -> Json:
        resource = f"Users/{self.tenant.accounts[subscription.owner].object_id}/Events/{entry_id}"
        return self._about(subscription) | {
            "changeType": change,
            "resource": resource,
            "resourceData": {
                "@odata.type": "#Microsoft.Graph.Event",
                "@odata.id": resource,
                "@odata.etag": f'W/"{secrets.token_hex(8)}"',
                "id": entry_id,
            },
        }

    def _about(self, subscription: Subscription) -> Json:
        return {
            "subscriptionId": subscription.id,
            "subscriptionExpirationDateTime": instant_json(subscription.expires),
            "clientState": subscription.client_state,
            "tenantId": self.tenant.tenant_id,
        }

    def _enqueue(self, url: str, notice: Json) -> None:
        if self._is_left_out(url):
            self.failed += 1
            return
        is_idle = url not in self._waiting
        self._waiting.setdefault(url, []).append(notice)
        if is_idle:
            self._couriers.send(self._work(url))

    async def _work(self, url: str) -> None:
        while self._waiting[url]:
            await asyncio.sleep(self.switches.delay + self._patience)
            waiting = self._waiting[url]
            batch, self._waiting[url] = waiting[:MOST_IN_A_BODY], waiting[MOST_IN_A_BODY:]
            self._on_their_way += len(batch)
            for body in self._bodies(batch):
                await self._bring(url, body)
            self._on_their_way -= len(batch)
        del self._waiting[url]

    @property
    def _patience(self) -> float:
        return REORDER_SECONDS if self.switches.reorder else TOGETHER_SECONDS

    def _bodies(self, batch: list[Json]) -> list[list[Json]]:
        if not batch:
            return []
        bodies = [[one] for one in reversed(batch)] if self.switches.reorder else [batch]
        return [body for body in bodies for _ in range(2 if self.switches.duplicates else 1)]

    async def _bring(self, url: str, body: list[Json]) -> None:
        pause = self.switches.retry_after
        waited = 0.0
        while not await self._post(url, body):
            if waited + pause > GIVE_UP_SECONDS or self._is_left_out(url):
                self.failed += len(body)
                return
            await asyncio.sleep(pause)
            waited, pause = waited + pause, pause * 2
        self.sent += len(body)

    async def _post(self, url: str, body: list[Json]) -> bool:
        try:
            async with self._couriers.http.post(
                url, json={"value": body}, timeout=aiohttp.ClientTimeout(total=self.switches.patience)
            ) as answer:
                return HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES
        except TimeoutError:
            log.warning("endpoint_left_out", seconds=self.switches.left_out)
            self._left_out[url] = asyncio.get_running_loop().time() + self.switches.left_out
            return False
        except aiohttp.ClientError as error:
            log.warning("notification_not_taken", reason=type(error).__name__)
            return False

    def _is_left_out(self, url: str) -> bool:
        """Whether it was too slow lately."""
        return asyncio.get_running_loop().time() < self._left_out.get(url, 0.0)


NOTIFIER: web.AppKey[Notifier] = web.AppKey("notifier", Notifier)


async def notifying(app: web.Application) -> AsyncIterator[None]:
    """For ``cleanup_ctx``: a notifier for as long as the application runs."""
    notifier = app[NOTIFIER]
    app[TENANT].mailboxes.log.listeners.append(notifier.changed)
    yield
    app[TENANT].mailboxes.log.listeners.remove(notifier.changed)
    await notifier.close()
