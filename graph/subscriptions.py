"""Subscriptions: Graph tells our address what changes in a resource.

https://learn.microsoft.com/graph/api/resources/subscription
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from msgraph.generated.models.subscription import Subscription as SubscriptionEntity

from graph.answers import Json
from graph.client import GraphClient
from graph.errors import NotFound
from graph.events import immutable_ids
from graph.moments import read_timestamp
from graph.values import Subscription

# https://learn.microsoft.com/graph/change-notifications-overview#subscription-lifetime
LONGEST_OF_EVENTS = timedelta(minutes=4_230)
CHANGES = "updated,deleted"  # ours are created by ourselves


@dataclass(frozen=True)
class Endpoint:
    """Where Graph is to post notifications, and those about the subscription itself."""

    notifications: str
    lifecycle: str


class GraphSubscriptions:
    """Subscriptions of this application; every method raises ``graph.errors.GraphError``.

    :param lifetime: how long they are asked for; Graph refuses more than its limit for the resource.
    """

    def __init__(
        self, client: GraphClient, endpoint: Endpoint, *, lifetime: timedelta = LONGEST_OF_EVENTS
    ) -> None:
        self._client, self._endpoint, self._lifetime = client, endpoint, lifetime

    async def watch_events(self, mailbox: str, client_state: str, now: datetime) -> Subscription:
        """Be told of what changes in somebody's calendar; Graph asks our address first whether it is ours.

        :param mailbox: object id or e-mail.
        :param client_state: comes back with each notification; at most 128 characters.
        """
        entity = SubscriptionEntity(
            change_type=CHANGES,
            notification_url=self._endpoint.notifications,
            lifecycle_notification_url=self._endpoint.lifecycle,
            resource=events_of(mailbox),
            client_state=client_state,
            expiration_date_time=now + self._lifetime,
        )
        config: Any = immutable_ids()
        request = self._client.build.subscriptions.to_post_request_information(entity, config)
        return _read(await self._client.send(request))

    async def of_events(self, mailbox: str) -> list[Subscription]:
        """Our subscriptions to a calendar that tell this address, the one that lasts longest first."""
        request = self._client.build.subscriptions.to_get_request_information()
        found = [_read(entity) for entity in await self._client.collect(request)]
        wanted = events_of(mailbox).casefold()
        mine = [
            one
            for one in found
            if one.resource.strip("/").casefold() == wanted
            and one.notification_url == self._endpoint.notifications
        ]
        return sorted(mine, key=lambda one: one.expires_at, reverse=True)

    async def renew(self, subscription_id: str, now: datetime) -> Subscription:
        """Let it last for a whole lifetime from now.

        :raises NotFound: it has expired or was removed.
        """
        item = self._client.build.subscriptions.by_subscription_id(subscription_id)
        entity = SubscriptionEntity(expiration_date_time=now + self._lifetime)
        return _read(await self._client.send(item.to_patch_request_information(entity)))

    async def reauthorize(self, subscription_id: str) -> None:
        """Show that we may still read what we are told of, after Graph has asked for it.

        :raises NotFound: it has expired or was removed.
        """
        item = self._client.build.subscriptions.by_subscription_id(subscription_id)
        await self._client.send(item.reauthorize.to_post_request_information(), is_repeatable=True)

    async def end(self, subscription_id: str) -> None:
        """Be told no more; nothing happens where it is gone already."""
        item = self._client.build.subscriptions.by_subscription_id(subscription_id)
        try:
            await self._client.send(item.to_delete_request_information())
        except NotFound:
            return


def events_of(mailbox: str) -> str:
    """The resource that somebody's calendar is."""
    return f"users/{mailbox}/events"


def _read(entity: Json) -> Subscription:
    expires = read_timestamp(str(entity["expirationDateTime"]))
    assert expires is not None  # noqa: S101 - the text is not empty
    return Subscription(
        id=str(entity["id"]),
        resource=str(entity.get("resource") or ""),
        notification_url=str(entity.get("notificationUrl") or ""),
        expires_at=expires,
    )
