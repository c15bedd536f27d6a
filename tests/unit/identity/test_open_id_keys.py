"""Keys are fetched once, rotate at once, and cannot be made to flood their issuer."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import ClientSession
from token_issuer import Issuer

from teams_app.errors import NotSignedIn, Unavailable
from teams_app.identity import OpenIdKeys
from teams_app.identity.open_id import BURST, MAX_AGE, REFILL_SECONDS
from tests.unit.hand_clock import HandClock


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def keys(issuer: Issuer, http: ClientSession, clock: HandClock) -> OpenIdKeys:
    return OpenIdKeys(issuer.url, http, clock=clock)


async def test_a_key_comes_with_its_endorsements(keys: OpenIdKeys, issuer: Issuer) -> None:
    found = await keys.key(issuer.keys.kid)
    assert found.endorsements == {"msteams"}


async def test_keys_are_fetched_once_for_all_who_wait(keys: OpenIdKeys, issuer: Issuer) -> None:
    await asyncio.gather(*(keys.key(issuer.keys.kid) for _ in range(50)))
    assert issuer.asked == 1


async def test_a_rotated_key_is_found_at_once(keys: OpenIdKeys, issuer: Issuer) -> None:
    await keys.key(issuer.keys.kid)
    await keys.key(issuer.keys.rotate(retire=True))
    assert issuer.asked == 2


async def test_a_flood_of_unknown_keys_does_not_reach_the_issuer(keys: OpenIdKeys, issuer: Issuer) -> None:
    for number in range(100):
        with pytest.raises(NotSignedIn):
            await keys.key(f"invented-{number}")
    assert issuer.asked == BURST


async def test_after_a_flood_a_rotation_is_noticed_again(
    keys: OpenIdKeys, issuer: Issuer, clock: HandClock
) -> None:
    for number in range(100):
        with pytest.raises(NotSignedIn):
            await keys.key(f"invented-{number}")
    rotated = issuer.keys.rotate()
    clock.now += REFILL_SECONDS
    await keys.key(rotated)


async def test_keys_are_fetched_anew_after_a_day(keys: OpenIdKeys, issuer: Issuer, clock: HandClock) -> None:
    await keys.key(issuer.keys.kid)
    clock.now += MAX_AGE + 1
    await keys.key(issuer.keys.kid)
    assert issuer.asked == 2


async def test_a_retired_key_is_forgotten_after_a_day(
    keys: OpenIdKeys, issuer: Issuer, clock: HandClock
) -> None:
    old = issuer.keys.kid
    await keys.key(old)
    issuer.keys.rotate(retire=True)
    clock.now += MAX_AGE + 1
    with pytest.raises(NotSignedIn):
        await keys.key(old)


async def test_known_keys_are_used_while_the_issuer_is_away(
    keys: OpenIdKeys, issuer: Issuer, clock: HandClock
) -> None:
    await keys.key(issuer.keys.kid)
    issuer.is_away = True
    clock.now += MAX_AGE + 1
    await keys.key(issuer.keys.kid)


async def test_without_any_keys_it_says_so(keys: OpenIdKeys, issuer: Issuer) -> None:
    issuer.is_away = True
    with pytest.raises(Unavailable):
        await keys.key(issuer.keys.kid)


async def test_waiting_for_keys_does_not_block_others(keys: OpenIdKeys, issuer: Issuer) -> None:
    issuer.answering.clear()
    waiting = asyncio.create_task(keys.key(issuer.keys.kid))
    await issuer.was_asked.wait()
    assert not waiting.done()
    issuer.answering.set()
    assert await waiting
