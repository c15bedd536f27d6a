"""The door for Microsoft Graph: change notifications and what it says of its subscriptions.

Graph wants an answer within three seconds, and sends again for hours what was not taken with a 2xx. So
nothing is done here but looking up whose mailbox is meant; a worker reads it. What cannot be ours is dropped
with a line in the log, as Graph would only send it again.
https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
"""

from __future__ import annotations

import asyncio
import json
from html import escape

import structlog
from aiohttp import web

from graph.notifications import distinct, read_notifications
from teams_app.errors import OkrError, Unavailable
from teams_app.services import notices
from teams_app.services.world import World

NOTIFICATIONS, LIFECYCLE = "/api/graph/notifications", "/api/graph/lifecycle"
LARGEST_BODY = 16 * 1024 * 1024  # bytes: about 20,000 notifications
LONGEST_TOKEN = 4_096  # characters
READ_SECONDS = 10.0
MOST_FAULTS_TOLD = 5
HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}

log = structlog.get_logger(__name__)


def add_routes(app: web.Application, world: World) -> None:
    """Both addresses take both kinds; which one is meant is in the body."""
    door = NotificationsDoor(world)
    for path in (NOTIFICATIONS, LIFECYCLE):
        app.router.add_post(path, door.handle)


class NotificationsDoor:
    """Answers every request with a status and no more: whoever asks need not know why."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def handle(self, request: web.Request) -> web.Response:
        token = request.query.get("validationToken")
        if token is not None:
            return _echo(token)
        body = await _read(request)
        if body is None:
            return web.Response(status=413, headers=HEADERS)
        try:
            payload: object = json.loads(body)
        except (ValueError, RecursionError):
            log.warning("notifications_refused", reason="not JSON")
            return web.Response(status=400, headers=HEADERS)
        return await self._take(payload)

    async def _take(self, payload: object) -> web.Response:
        found, faults = read_notifications(payload)
        if faults:
            log.warning("notifications_malformed", count=len(faults), first=faults[:MOST_FAULTS_TOLD])
        if faults and not found:
            return web.Response(status=400, headers=HEADERS)
        try:
            async with self._world.database.transaction() as session:
                taken = await notices.take(session, self._world.jobs, distinct(found))
        except Unavailable:
            log.warning("notifications_not_taken", reason="the database is away", count=len(found))
            return web.Response(status=503, headers={**HEADERS, "Retry-After": "30"})
        except OkrError as error:
            log.warning("notifications_not_taken", reason=str(error), count=len(found))
            return web.Response(status=500, headers=HEADERS)
        if taken.unknown or taken.unproven:
            log.warning("notifications_dropped", unknown=taken.unknown, wrong_client_state=taken.unproven)
        return web.Response(status=202, headers=HEADERS)


def _echo(token: str) -> web.Response:
    """Proof that the address is ours; as plain text, and without markup, so that no browser runs it."""
    if len(token) > LONGEST_TOKEN:
        return web.Response(status=400, headers=HEADERS)
    return web.Response(text=escape(token, quote=False), content_type="text/plain", headers=HEADERS)


async def _read(request: web.Request) -> bytes | None:
    """None where it is larger than anything that Graph sends, or does not arrive."""
    if (request.content_length or 0) > LARGEST_BODY:
        return None
    raw = bytearray()
    try:
        async with asyncio.timeout(READ_SECONDS):
            async for chunk in request.content.iter_any():
                raw += chunk
                if len(raw) > LARGEST_BODY:
                    return None
    except TimeoutError:
        return None
    return bytes(raw)
