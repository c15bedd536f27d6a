"""Limits hold over all workers, as their state is in the database."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.storage.database import Database
from teams_app.storage.rate_limits import THREAD_LIMITS, Draw, Limit, forget, hold, take

TWO_A_MINUTE = Limit("test", 2, 60)


async def test_within_the_limit_nobody_waits(session: AsyncSession) -> None:
    assert [await take(session, [Draw(TWO_A_MINUTE, "a")]) for _ in range(2)] == [0, 0]


async def test_over_the_limit_the_wait_is_one_interval(session: AsyncSession) -> None:
    for _ in range(2):
        await take(session, [Draw(TWO_A_MINUTE, "a")])
    assert 25 < await take(session, [Draw(TWO_A_MINUTE, "a")]) <= 30


async def test_each_subject_has_a_limit_of_its_own(session: AsyncSession) -> None:
    for _ in range(2):
        await take(session, [Draw(TWO_A_MINUTE, "a")])
    assert await take(session, [Draw(TWO_A_MINUTE, "b")]) == 0


async def test_what_one_limit_refuses_is_not_taken_from_the_other(session: AsyncSession) -> None:
    other = Limit("other", 1, 60)
    for _ in range(2):
        await take(session, [Draw(TWO_A_MINUTE, "a")])
    assert await take(session, [Draw(TWO_A_MINUTE, "a"), Draw(other, "a")]) > 0
    assert await take(session, [Draw(other, "a")]) == 0


async def test_teams_takes_seven_in_a_second(session: AsyncSession) -> None:
    limits = [Draw(limit, "19:x@thread.tacv2") for limit in THREAD_LIMITS]
    taken = [await take(session, limits) for _ in range(8)]
    assert taken[:7] == [0] * 7
    assert taken[7] > 0


async def test_the_limit_outlives_the_process(database: Database) -> None:
    async with database.transaction() as session:
        for _ in range(2):
            await take(session, [Draw(TWO_A_MINUTE, "a")])
    async with database.transaction() as session:
        await session.execute(text("SELECT 1"))
        assert await take(session, [Draw(TWO_A_MINUTE, "a")]) > 0


async def test_what_weighs_more_takes_more(session: AsyncSession) -> None:
    assert await take(session, [Draw(TWO_A_MINUTE, "a", 2)]) == 0
    assert 25 < await take(session, [Draw(TWO_A_MINUTE, "a")]) <= 30


async def test_more_than_the_whole_bucket_is_had_when_it_is_full(session: AsyncSession) -> None:
    assert await take(session, [Draw(TWO_A_MINUTE, "a", 100)]) == 0
    assert 55 < await take(session, [Draw(TWO_A_MINUTE, "a", 100)]) <= 60


async def test_a_limit_that_is_held_lets_nobody_through_for_so_long(session: AsyncSession) -> None:
    await take(session, [Draw(TWO_A_MINUTE, "a")])
    await hold(session, Draw(TWO_A_MINUTE, "a"), 300)
    assert 295 < await take(session, [Draw(TWO_A_MINUTE, "a")]) <= 300


async def test_a_shorter_hold_does_not_shorten_a_longer_one(session: AsyncSession) -> None:
    await take(session, [Draw(TWO_A_MINUTE, "a")])
    for seconds in (300, 10):
        await hold(session, Draw(TWO_A_MINUTE, "a"), seconds)
    assert 295 < await take(session, [Draw(TWO_A_MINUTE, "a")]) <= 300


async def test_limits_that_nobody_comes_near_are_forgotten(session: AsyncSession) -> None:
    for subject, moved in (("old", "- interval '2 hours'"), ("new", "")):
        await take(session, [Draw(TWO_A_MINUTE, subject)])
        await session.execute(
            text(f"UPDATE rate_limit SET full_until = now() {moved} WHERE key = 'test:{subject}'")
        )
    await forget(session)
    left = (await session.execute(text("SELECT key FROM rate_limit"))).scalars().all()
    assert left == ["test:new"]
