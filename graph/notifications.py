"""The body of a change notification, read into values; imports no SDK.

https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from graph.values import Lifecycle, Notification

LONGEST_ID = 128  # characters; a subscription's id is a GUID
LONGEST_STATE = 128  # characters of clientState, as Graph limits it


def read_notifications(payload: object) -> tuple[list[Notification], list[str]]:
    """The notifications of a body that was parsed, and a sentence about each part that is none.

    The sentences quote nothing that was sent: it may be somebody's secret.
    """
    listed = cast("dict[str, Any]", payload).get("value") if isinstance(payload, dict) else None
    if not isinstance(listed, list):
        return [], ["The body holds no list of notifications."]
    found: list[Notification] = []
    faults: list[str] = []
    for number, part in enumerate(cast("list[object]", listed)):
        read = _read(part)
        if isinstance(read, str):
            faults.append(f"Notification {number} {read}.")
        else:
            found.append(read)
    return found, faults


def distinct(notifications: Iterable[Notification]) -> list[Notification]:
    """Each once: what is said a thousand times in one body is said."""
    return list(dict.fromkeys(notifications))


def _read(part: object) -> Notification | str:
    """The notification, or what is wrong with it."""
    if not isinstance(part, dict):
        return "is no object"
    given = cast("dict[str, Any]", part)
    subscription, state = given.get("subscriptionId"), given.get("clientState")
    if not isinstance(subscription, str) or not 0 < len(subscription) <= LONGEST_ID:
        return "names no subscription"
    if not isinstance(state, str) or not 0 < len(state) <= LONGEST_STATE:
        return "has no clientState"
    said = given.get("lifecycleEvent")
    if said is None:
        return Notification(subscription, state)
    if said not in tuple(Lifecycle):
        return "tells an event of its subscription that is not known"
    return Notification(subscription, state, Lifecycle(said))
