"""Subscriptions to the events of mailboxes.

https://learn.microsoft.com/graph/api/subscription-post-subscriptions
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from teams_app.sandbox.graph.pages import entity, page
from teams_app.sandbox.graph.wire import Answer, Call, GraphError, JsonObject
from teams_app.sandbox.graph.zones import instant_json, read_instant
from teams_app.sandbox.notifying.subscriptions import Subscription

# https://learn.microsoft.com/graph/change-notifications-overview#subscription-lifetime
LONGEST = timedelta(minutes=4_230)
SHORTEST = timedelta(minutes=45)  # what is asked to be shorter lasts as long as this
LONGEST_STATE = 128  # characters
LONGEST_URL = 255
RESOURCE = re.compile(r"/?users/(?P<user>[^/]+)/(?:calendar/)?events/?", re.IGNORECASE)
CHANGES = ("created", "updated", "deleted")
LOOPBACK = ("127.0.0.1", "::1", "localhost")
TAKEN = frozenset(
    (
        "changeType",
        "clientState",
        "expirationDateTime",
        "latestSupportedTlsVersion",
        "lifecycleNotificationUrl",
        "notificationUrl",
        "resource",
    )
)
NOT_VALIDATED = (
    "Subscription validation request failed. Notification endpoint must respond with 200 OK to validation "
    "request."
)

IsOurs = Callable[[str], Awaitable[bool]]


async def create_subscription(call: Call, is_ours: IsOurs) -> Answer:
    """The endpoints are asked first whether they want it.

    :param is_ours: asks one.
    """
    try:
        subscription = _drafted(call, call.json())
        await _validate(subscription, is_ours)
    except GraphError as error:
        return call.refused(error)
    call.tenant.subscriptions.add(subscription)
    call.tenant.changed()
    shown = _json(call, subscription) | {"clientState": subscription.client_state or None}
    return entity(call, "subscriptions/$entity", shown, status=201)


async def _validate(subscription: Subscription, is_ours: IsOurs) -> None:
    """:raises GraphError: one of its addresses does not echo the token."""
    for url in filter(None, (subscription.notification_url, subscription.lifecycle_url)):
        if not await is_ours(url):
            raise GraphError(400, "ValidationError", NOT_VALIDATED)


def refuse_in_batch(_: Call) -> Answer:
    raise GraphError(400, "InvalidRequest", "This stand-in makes no subscriptions within a batch.")


def list_subscriptions(call: Call) -> Answer:
    living = call.tenant.subscriptions.living(call.tenant.clock())
    return page(call, "subscriptions", (_json(call, one) for one in living))


def get_subscription(call: Call) -> Answer:
    return entity(call, "subscriptions/$entity", _json(call, _named(call)))


def renew_subscription(call: Call) -> Answer:
    """Only how long it lasts can be changed here; a lifecycle address is taken at creation alone."""
    subscription, given = _named(call), call.json()
    if other := sorted(name for name in given if name != "expirationDateTime" and "@" not in name):
        raise _invalid(f"{', '.join(other)} cannot be changed.")
    subscription.expires = _expires(call, given.get("expirationDateTime"))
    call.tenant.changed()
    return entity(call, "subscriptions/$entity", _json(call, subscription))


def delete_subscription(call: Call) -> Answer:
    call.tenant.subscriptions.remove(_named(call).id)
    call.tenant.changed()
    return Answer(204)


def reauthorize_subscription(call: Call) -> Answer:
    _named(call)
    return Answer(202)


def _drafted(call: Call, given: JsonObject) -> Subscription:
    """:raises GraphError: something in it cannot be used; says what."""
    if unknown := sorted(name for name in given if name not in TAKEN and "@" not in name):
        raise _invalid(f"{', '.join(unknown)} cannot be given here.")
    changes = tuple(part.strip() for part in str(given.get("changeType") or "").split(","))
    if not changes or not set(changes) <= set(CHANGES):
        raise _invalid("changeType must be created, updated or deleted, or several of them.")
    state = str(given.get("clientState") or "")
    if len(state) > LONGEST_STATE:
        raise _invalid(f"The clientState must not be longer than {LONGEST_STATE} characters.")
    path = str(given.get("resource") or "")
    return Subscription(
        id=str(uuid.uuid4()),
        owner=_owner(call, path),
        path=path,
        changes=changes,
        notification_url=_url(given, "notificationUrl", is_needed=True),
        lifecycle_url=_url(given, "lifecycleNotificationUrl", is_needed=False),
        client_state=state,
        expires=_expires(call, given.get("expirationDateTime")),
    )


def _owner(call: Call, path: str) -> str:
    named = RESOURCE.fullmatch(path)
    if named is None:
        raise _invalid(f"The resource '{path}' is not supported by this stand-in.")
    account = call.tenant.accounts.get(unquote(named["user"]).lower())
    if account is None or account.email not in call.tenant.mailboxes.owners:
        raise GraphError(404, "ResourceNotFound", f"The mailbox of '{path}' was not found.")
    return account.email


def _url(given: JsonObject, name: str, *, is_needed: bool) -> str:
    """https, except for this machine."""
    url = str(given.get(name) or "")
    if not url and not is_needed:
        return ""
    parts = urlsplit(url)
    is_secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not is_secure or len(url) > LONGEST_URL:
        raise _invalid(f"{name} must be an https address of at most {LONGEST_URL} characters.")
    return url


def _expires(call: Call, given: Any) -> datetime:
    now = call.tenant.clock()
    if not isinstance(given, str):
        raise _invalid("expirationDateTime is missing.")
    moment = read_instant(given, "expirationDateTime")
    if moment <= now:
        raise _invalid("expirationDateTime must be in the future.")
    if moment - now > LONGEST + timedelta(minutes=1):
        minutes = LONGEST // timedelta(minutes=1)
        raise _invalid(f"Subscription expiration can only be {minutes} minutes in the future.")
    return max(moment, now + SHORTEST)


def _named(call: Call) -> Subscription:
    found = call.tenant.subscriptions.get(call.keys["subscription"], call.tenant.clock())
    if found is None:
        raise GraphError(404, "ResourceNotFound", "The object was not found.")
    return found


def _json(call: Call, subscription: Subscription) -> JsonObject:
    """Whoever reads it later is not told its client state."""
    return {
        "id": subscription.id,
        "resource": subscription.path,
        "applicationId": call.tenant.app_id,
        "changeType": ",".join(subscription.changes),
        "clientState": None,
        "notificationUrl": subscription.notification_url,
        "notificationQueryOptions": None,
        "lifecycleNotificationUrl": subscription.lifecycle_url or None,
        "expirationDateTime": instant_json(subscription.expires),
        "creatorId": call.tenant.app_id,
        "includeResourceData": None,
        "latestSupportedTlsVersion": "v1_2",
        "encryptionCertificate": None,
        "encryptionCertificateId": None,
        "notificationUrlAppId": None,
    }


def _invalid(message: str) -> GraphError:
    return GraphError(400, "InvalidRequest", message)
