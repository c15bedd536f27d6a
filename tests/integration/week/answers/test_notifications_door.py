"""The door for Graph's notifications: what is taken, what is dropped, and that nothing waits for long."""

from __future__ import annotations

import asyncio
import json
import os
from io import BytesIO
from time import perf_counter
from typing import Any

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from teams_app.okr import WatchedMailbox
from teams_app.webhooks import LARGEST_BODY, LIFECYCLE, NOTIFICATIONS
from tests.integration.week.answers.outlook import Outlook

SECRET = "nobody-must-read-this"
DROPPED_AFTER = 10.0  # seconds: a slower endpoint is dropped by Graph
MANY = 10_000 if os.environ.get("OKR_SOAK") else 1_000


def notice(watched: WatchedMailbox, **changed: Any) -> dict[str, Any]:
    """As Graph writes it; its ids are as long as real ones."""
    resource = f"Users/{'a' * 36}/Events/{'A' * 152}"
    return {
        "subscriptionId": watched.subscription_id,
        "subscriptionExpirationDateTime": "2026-11-28T08:00:00Z",
        "changeType": "updated",
        "resource": resource,
        "resourceData": {"@odata.type": "#Microsoft.Graph.Event", "@odata.id": resource, "id": "A" * 152},
        "clientState": watched.client_state,
        "tenantId": "b" * 36,
        **changed,
    }


async def post(outlook: Outlook, body: Any, path: str = NOTIFICATIONS) -> int:
    """The status of the answer."""
    url = outlook.tidewell.world.settings.public_url + path
    data = BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
    async with outlook.http.post(url, data=data, headers={"Content-Type": "application/json"}) as answer:
        return answer.status


async def waiting(outlook: Outlook, task: str = "answers:read_mailbox") -> int:
    asked = text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND task_name = :task")
    async with outlook.tidewell.world.database.transaction() as session:
        return int(await session.scalar(asked, {"task": task}) or 0)


@pytest.fixture
async def watched(outlook: Outlook) -> list[WatchedMailbox]:
    """Mailboxes with subscriptions; nothing else is about them."""
    return await outlook.only_watched(12)


@pytest.mark.parametrize("path", [NOTIFICATIONS, LIFECYCLE])
async def test_the_address_proves_that_it_is_ours(outlook: Outlook, path: str) -> None:
    url = outlook.tidewell.world.settings.public_url + path
    token = "Validation: Testing client application reachability Request-Id: 1&2 <script>"
    async with outlook.http.post(url, params={"validationToken": token}) as answer:
        assert (answer.status, answer.content_type) == (200, "text/plain")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "<script>" not in await answer.text()
    async with outlook.http.post(url, params={"validationToken": "x" * 5_000}) as answer:
        assert answer.status == 400


async def test_a_notification_lets_its_mailbox_be_read_once(
    outlook: Outlook, watched: list[WatchedMailbox]
) -> None:
    body = {"value": [notice(watched[0]), notice(watched[0], resource="Users/somebody/Events/else")]}
    assert await post(outlook, body) == 202
    assert await post(outlook, body) == 202
    assert await waiting(outlook) == 1


async def test_what_cannot_be_graphs_is_dropped_without_a_word_of_it_in_the_log(
    outlook: Outlook, watched: list[WatchedMailbox]
) -> None:
    forged = [
        notice(watched[0], clientState=SECRET),
        notice(watched[0], clientState=watched[1].client_state),
        notice(watched[0], subscriptionId="11111111-2222-3333-4444-555555555555"),
        notice(watched[0], clientState=None),
        notice(watched[0], clientState="ü" * 64),
        {"subscriptionId": SECRET},
        SECRET,
    ]
    with capture_logs() as logs:
        assert await post(outlook, {"value": forged}) == 202
    assert await waiting(outlook) == 0
    assert "notifications_dropped" in str(logs)
    told = str(logs)
    assert not [one for one in (SECRET, *(w.client_state for w in watched)) if one in told]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[" * 100_000, b"null", b"{}", b'{"value": 7}', b'{"value": [1]}']
)
async def test_what_is_no_notification_is_refused(outlook: Outlook, body: bytes) -> None:
    assert await post(outlook, body) == 400


async def test_one_that_is_malformed_keeps_no_other_from_being_taken(
    outlook: Outlook, watched: list[WatchedMailbox]
) -> None:
    assert await post(outlook, {"value": [7, notice(watched[0]), {"subscriptionId": 5}]}) == 202
    assert await waiting(outlook) == 1


async def test_more_than_graph_sends_is_not_read(outlook: Outlook) -> None:
    assert await post(outlook, b" " * (LARGEST_BODY + 1)) == 413


async def test_when_the_database_is_away_graph_is_to_send_again(
    outlook: Outlook, watched: list[WatchedMailbox]
) -> None:
    body = {"value": [notice(watched[0])]}
    async with outlook.database_away():
        assert await post(outlook, body) == 503
    assert await post(outlook, body) == 202
    assert await waiting(outlook) == 1


async def test_ten_thousand_in_one_body_are_taken_in_time(
    outlook: Outlook, watched: list[WatchedMailbox]
) -> None:
    body = {"value": [notice(watched[number % len(watched)]) for number in range(10_000)]}
    before = perf_counter()
    assert await post(outlook, body) == 202
    assert perf_counter() - before < DROPPED_AFTER
    assert await waiting(outlook) == len(watched)


async def test_of_many_at_once_none_is_lost_and_none_waits(
    outlook: Outlook, watched: list[WatchedMailbox]
) -> None:
    """Each in a request of its own, fifty at a time."""
    seconds, statuses = await flood(outlook, watched, MANY)
    assert set(statuses) == {202}
    assert sorted(seconds)[len(seconds) * 95 // 100] < DROPPED_AFTER
    assert await waiting(outlook) == len(watched)


async def flood(
    outlook: Outlook, watched: list[WatchedMailbox], count: int, at_once: int = 50
) -> tuple[list[float], list[int]]:
    """Seconds and status of each of so many requests."""
    free, seconds, statuses = asyncio.Semaphore(at_once), list[float](), list[int]()

    async def one(number: int) -> None:
        async with free:
            before = perf_counter()
            statuses.append(await post(outlook, {"value": [notice(watched[number % len(watched)])]}))
            seconds.append(perf_counter() - before)

    await asyncio.gather(*map(one, range(count)))
    return seconds, statuses
