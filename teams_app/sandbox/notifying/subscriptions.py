"""Who wants to be told what: the subscriptions of the tenant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass
class Subscription:
    """A subscription to the events of one mailbox.

    :param owner: the mailbox's e-mail.
    :param path: the resource as it was given, such as ``users/<id>/events``.
    :param changes: which of created, updated and deleted.
    """

    id: str
    owner: str
    path: str
    changes: tuple[str, ...]
    notification_url: str
    lifecycle_url: str
    client_state: str
    expires: datetime


class Subscriptions:
    """All of them by id; what has expired is not there."""

    def __init__(self) -> None:
        self._by_id: dict[str, Subscription] = {}

    def add(self, subscription: Subscription) -> None:
        self._by_id[subscription.id] = subscription

    def get(self, subscription_id: str, now: datetime) -> Subscription | None:
        return next((one for one in self.living(now) if one.id == subscription_id), None)

    def remove(self, subscription_id: str) -> None:
        self._by_id.pop(subscription_id, None)

    def living(self, now: datetime) -> Iterator[Subscription]:
        """Those that have not expired, in the order in which they were made."""
        return (one for one in list(self._by_id.values()) if one.expires > now)

    def of(self, owner: str, now: datetime) -> list[Subscription]:
        return [one for one in self.living(now) if one.owner == owner]

    def dump(self) -> list[dict[str, Any]]:
        """Ready for JSON."""
        return [asdict(one) | {"expires": one.expires.isoformat()} for one in self._by_id.values()]

    def load(self, data: list[Mapping[str, Any]]) -> None:
        """Take what ``dump`` gave, in place of what is here."""
        self._by_id = {one.id: one for one in map(_read, data)}


def _read(data: Mapping[str, Any]) -> Subscription:
    changes, expires = tuple(data["changes"]), datetime.fromisoformat(data["expires"])
    values: dict[str, Any] = {**data, "changes": changes, "expires": expires}
    return Subscription(**values)
