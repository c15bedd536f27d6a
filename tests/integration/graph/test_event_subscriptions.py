"""Subscriptions to calendars: made, found again, renewed and ended; and what is told by them."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientSession

from graph.calendars import GraphCalendars
from graph.client import GraphClient
from graph.errors import BadRequest, NotFound
from graph.subscriptions import LONGEST_OF_EVENTS, Endpoint, GraphSubscriptions
from graph.values import NewEvent
from teams_app.sandbox.server import Sandbox
from tests.integration.graph.listening import Listener, listening

AMINA, FELIX = "amina.diallo@tidewell.example", "felix.maurer@tidewell.example"
EVENING = datetime(2029, 1, 8, 21, tzinfo=UTC)
STATE = "a random secret"


@pytest.fixture
async def listener() -> AsyncGenerator[Listener]:
    async with listening() as running:
        yield running


@pytest.fixture
async def subscriptions(
    client: GraphClient, listener: Listener, sandbox: Sandbox
) -> AsyncGenerator[GraphSubscriptions]:
    yield GraphSubscriptions(client, Endpoint(f"{listener.url}/notifications", f"{listener.url}/lifecycle"))
    await order(sandbox, "notifications", duplicates=False, reorder=False, lost=False, delay=0, retry_after=1)
    for one in list(sandbox.tenant.subscriptions.living(now())):
        sandbox.tenant.subscriptions.remove(one.id)


def now() -> datetime:
    return datetime.now(UTC)


async def order(sandbox: Sandbox, what: str, **body: object) -> None:
    url = f"{sandbox.tenant.base_url}/sandbox/api/{what}"
    async with ClientSession() as session, session.post(url, json=body) as answer:
        assert answer.status == 200, await answer.text()


async def booked(calendars: GraphCalendars, key: str) -> str:
    event = NewEvent(key, key, "Share meeting", "", EVENING, EVENING + timedelta(hours=1), ())
    return (await calendars.create_event(AMINA, event)).id


async def test_a_subscription_lasts_as_long_as_graph_allows(subscriptions: GraphSubscriptions) -> None:
    made = await subscriptions.watch_events(AMINA, STATE, now())
    assert abs(made.expires_at - now() - LONGEST_OF_EVENTS) < timedelta(minutes=1)
    assert [one.id for one in await subscriptions.of_events(AMINA)] == [made.id]
    assert await subscriptions.of_events(FELIX) == []


async def test_what_happens_in_the_calendar_is_told(
    subscriptions: GraphSubscriptions, calendars: GraphCalendars, listener: Listener
) -> None:
    event_id = await booked(calendars, "told")
    made = await subscriptions.watch_events(AMINA, STATE, now())
    await calendars.cancel_event(AMINA, event_id, "")
    [told] = await listener.until(1)
    assert (told["subscriptionId"], told["clientState"]) == (made.id, STATE)
    assert (told["changeType"], told["resourceData"]["id"]) == ("deleted", event_id)


async def test_an_endpoint_that_does_not_echo_gets_no_subscription(
    subscriptions: GraphSubscriptions, listener: Listener
) -> None:
    listener.echo = False
    with pytest.raises(BadRequest, match="validation request failed"):
        await subscriptions.watch_events(AMINA, STATE, now())
    assert await subscriptions.of_events(AMINA) == []


async def test_it_is_renewed_for_a_whole_lifetime_and_reauthorized(subscriptions: GraphSubscriptions) -> None:
    made = await subscriptions.watch_events(AMINA, STATE, now() - timedelta(days=2))
    renewed = await subscriptions.renew(made.id, now())
    assert (renewed.id, renewed.expires_at > made.expires_at + timedelta(days=1)) == (made.id, True)
    await subscriptions.reauthorize(made.id)


async def test_one_that_has_expired_is_not_found_and_ending_it_does_no_harm(
    subscriptions: GraphSubscriptions, sandbox: Sandbox
) -> None:
    made = await subscriptions.watch_events(AMINA, STATE, now())
    await order(sandbox, f"subscriptions/{made.id}", do="expire")
    with pytest.raises(NotFound):
        await subscriptions.renew(made.id, now())
    await subscriptions.end(made.id)


async def test_a_lifetime_beyond_the_limit_and_a_long_state_are_refused(
    client: GraphClient, subscriptions: GraphSubscriptions, listener: Listener
) -> None:
    eternal = GraphSubscriptions(
        client, Endpoint(f"{listener.url}/n", f"{listener.url}/l"), lifetime=timedelta(days=30)
    )
    with pytest.raises(BadRequest, match="4230 minutes"):
        await eternal.watch_events(AMINA, STATE, now())
    with pytest.raises(BadRequest, match="128 characters"):
        await subscriptions.watch_events(AMINA, "x" * 129, now())


@pytest.mark.parametrize(
    ("deed", "event"),
    [
        ("remove", "subscriptionRemoved"),
        ("challenge", "reauthorizationRequired"),
        ("miss", "missed"),
    ],
)
async def test_what_graph_says_of_the_subscription_itself_is_told(
    subscriptions: GraphSubscriptions, sandbox: Sandbox, listener: Listener, deed: str, event: str
) -> None:
    made = await subscriptions.watch_events(AMINA, STATE, now())
    await order(sandbox, f"subscriptions/{made.id}", do=deed)
    [told] = await listener.until(1)
    assert (told["lifecycleEvent"], told["subscriptionId"]) == (event, made.id)


async def test_what_is_not_taken_is_sent_again(
    subscriptions: GraphSubscriptions, calendars: GraphCalendars, sandbox: Sandbox, listener: Listener
) -> None:
    await order(sandbox, "notifications", retry_after=0.05)
    event_id = await booked(calendars, "again")
    await subscriptions.watch_events(AMINA, STATE, now())
    listener.refusals = 3
    await calendars.cancel_event(AMINA, event_id, "")
    assert len(await listener.until(1)) == 1


async def test_notifications_are_doubled_and_reordered_and_lost_on_demand(
    subscriptions: GraphSubscriptions, calendars: GraphCalendars, sandbox: Sandbox, listener: Listener
) -> None:
    first, second, third = [await booked(calendars, f"order-{n}") for n in range(3)]
    await subscriptions.watch_events(AMINA, STATE, now())
    await order(sandbox, "notifications", duplicates=True, reorder=True)
    await calendars.cancel_event(AMINA, first, "")
    await calendars.cancel_event(AMINA, second, "")
    told = [one["resourceData"]["id"] for one in await listener.until(4)]
    assert told == [second, second, first, first]
    await order(sandbox, "notifications", lost=True)
    await calendars.cancel_event(AMINA, third, "")
    assert sandbox.tenant.mailboxes.log.number > 0
    assert len(listener.told) == 4
