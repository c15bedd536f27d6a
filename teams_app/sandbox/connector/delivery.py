"""Bringing activities to the bot: at once for invokes, through a queue for everything else.

Each conversation has a queue of its own, which keeps the order. What waits there is not part of the
tenant's state: it is gone when the stand-in stops, as it would be after Teams had given up.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog

from teams_app.sandbox.connector.action_log import ActionLog, What
from teams_app.sandbox.connector.switches import Switches
from teams_app.sandbox.couriers import Couriers
from teams_app.sandbox.message_values import Json
from teams_app.sandbox.tenant import Tenant

ISSUER = "https://api.botframework.com"
TOKEN_SECONDS = 3600
REORDER_SECONDS = 0.3  # how long a first activity waits for a second one to be overtaken by

# What an activity is to a person, by its name or type; {} is who did it.
DONE = {
    "adaptiveCard/action": "Answered a button of {}",
    "task/fetch": "Opened a dialog for {}",
    "task/submit": "Took the dialog of {}",
    "message": "Received a message of {}",
    "messageUpdate": "Received a changed message of {}",
    "messageDelete": "Heard that {} deleted a message",
    "messageReaction": "Received a reaction of {}",
    "conversationUpdate": "Heard that members changed",
    "installationUpdate": "Heard that it was installed or removed",
    "application/vnd.microsoft.meetingStart": "Heard that a meeting began",
    "application/vnd.microsoft.meetingEnd": "Heard that a meeting ended",
    "application/vnd.microsoft.meetingParticipantJoin": "Heard who joined a meeting",
    "application/vnd.microsoft.meetingParticipantLeave": "Heard who left a meeting",
}

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Patience:
    """How long Teams waits for a bot, and when it tries again.

    :param answer: seconds until an answer must be there.
    :param retries: seconds of pause before each further attempt.
    """

    answer: float = 15.0
    retries: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 16.0)


@dataclass
class Deliveries:
    """Sends activities to the bot of the tenant."""

    tenant: Tenant
    switches: Switches
    actions: ActionLog
    patience: Patience = field(default_factory=Patience)
    wall_clock: Callable[[], float] = time.time  # the bot checks tokens by real time
    delivered: int = 0
    failed: int = 0
    _waiting: dict[str, deque[Json]] = field(default_factory=dict[str, deque[Json]])
    _couriers: Couriers = field(default_factory=Couriers)

    async def deliver(self, activity: Json) -> tuple[int, Any]:
        """Post an activity once.

        :return: the HTTP status (0: no answer in time) and the JSON body, if there is one.
        """
        headers = {"Authorization": f"Bearer {self.token(activity['serviceUrl'])}"}
        timeout = aiohttp.ClientTimeout(total=self.patience.answer)
        url = self.tenant.bot_url
        try:
            async with self._couriers.http.post(
                url, json=activity, headers=headers, timeout=timeout
            ) as answer:
                return answer.status, await _json(answer)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning(
                "bot_did_not_answer", type=activity["type"], host=urlsplit(url).netloc, error=str(error)
            )
            return 0, None

    async def invoke(self, activity: Json) -> tuple[int, Any]:
        """Post an invoke, and give the bot's answer; it is never repeated."""
        status, body = await self.deliver(activity)
        self._note("invoke", _done(activity["name"], activity), status, activity)
        return status, body

    def enqueue(self, activity: Json) -> None:
        """Have an activity delivered after those that wait in its conversation."""
        key = activity["conversation"]["id"]
        waiting = self._waiting.setdefault(key, deque())
        waiting.append(activity)
        if len(waiting) == 1:
            self._couriers.send(self._work(key))

    @property
    def pending(self) -> int:
        """How many activities have not been brought to an end."""
        return sum(len(waiting) for waiting in self._waiting.values())

    async def idle(self, seconds: float) -> bool:
        """Wait until nothing is pending; False when it took too long."""
        return await self._couriers.idle(seconds)

    async def close(self) -> None:
        """Stop delivering; what waits is dropped."""
        await self._couriers.close()

    def token(self, service_url: str) -> str:
        """A token by which the bot knows that the channel service speaks.

        https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
        """
        now = int(self.wall_clock())
        claims = {"iss": ISSUER, "aud": self.tenant.app_id, "serviceurl": service_url}
        times = {"nbf": now - 300, "exp": now + TOKEN_SECONDS}
        return self.tenant.channel_signing.sign({**claims, **times})

    async def _work(self, key: str) -> None:
        waiting = self._waiting[key]
        while waiting:
            if self.switches.reorder:
                await self._overtake(waiting)
            await self._bring(waiting[0])
            waiting.popleft()
        del self._waiting[key]

    async def _overtake(self, waiting: deque[Json]) -> None:
        await asyncio.sleep(REORDER_SECONDS)
        if len(waiting) > 1:
            waiting[0], waiting[1] = waiting[1], waiting[0]

    async def _bring(self, activity: Json) -> None:
        status, _ = await self.deliver(activity)
        for pause in self.patience.retries:
            if not _try_again(status):
                break
            await asyncio.sleep(pause)
            activity = self._again(activity)
            status, _ = await self.deliver(activity)
        succeeded = HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
        self.delivered, self.failed = self.delivered + succeeded, self.failed + (not succeeded)
        self._note("delivery", _done(activity.get("name") or activity["type"], activity), status, activity)
        if self.switches.duplicates != "off":
            await self.deliver(self._again(activity))

    def _again(self, activity: Json) -> Json:
        new_id = self.switches.duplicates == "new_id"
        return {**activity, "id": self.tenant.messages.new_id()} if new_id else activity

    def _note(self, what: What, sentence: str, status: int, activity: Json) -> None:
        place = activity["conversation"]["id"]
        self.actions.add(what, sentence, status=status, conversation=place, message=activity["id"])


def _done(kind: str, activity: Json) -> str:
    return DONE.get(kind, f"Received {kind} of {{}}").format(activity["from"]["name"])


def _try_again(status: int) -> bool:
    return status == 0 or status >= HTTPStatus.INTERNAL_SERVER_ERROR


async def _json(answer: aiohttp.ClientResponse) -> Any:
    try:
        return await answer.json(content_type=None)
    except ValueError:
        return None
