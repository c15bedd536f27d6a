"""Limits hold over all workers, as their state is in the database."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.storage.database import Database
from teams_app.storage.rate_limits import THREAD_LIMITS, Limit, take

TWO_A_MINUTE = Limit("test", 2, 60)


async def test_within_the_limit_nobody_waits(session: AsyncSession) -> None:
    assert [await take(session, [(TWO_A_MINUTE, "a")]) for _ in range(2)] == [0, 0]


async def test_over_the_limit_the_wait_is_one_interval(session: AsyncSession) -> None:
    for _ in range(2):
        await take(session, [(TWO_A_MINUTE, "a")])
    assert 25 < await take(session, [(TWO_A_MINUTE, "a")]) <= 30


async def test_each_subject_has_a_limit_of_its_own(session: AsyncSession) -> None:
    for _ in range(2):
        await take(session, [(TWO_A_MINUTE, "a")])
    assert await take(session, [(TWO_A_MINUTE, "b")]) == 0


async def test_what_one_limit_refuses_is_not_taken_from_the_other(session: AsyncSession) -> None:
    other = Limit("other", 1, 60)
    for _ in range(2):
        await take(session, [(TWO_A_MINUTE, "a")])
    assert await take(session, [(TWO_A_MINUTE, "a"), (other, "a")]) > 0
    assert await take(session, [(other, "a")]) == 0


async def test_teams_takes_seven_in_a_second(session: AsyncSession) -> None:
    limits = [(limit, "19:x@thread.tacv2") for limit in THREAD_LIMITS]
    taken = [await take(session, limits) for _ in range(8)]
    assert taken[:7] == [0] * 7
    assert taken[7] > 0


async def test_the_limit_outlives_the_process(database: Database) -> None:
    async with database.transaction() as session:
        for _ in range(2):
            await take(session, [(TWO_A_MINUTE, "a")])
    async with database.transaction() as session:
        await session.execute(text("SELECT 1"))
        assert await take(session, [(TWO_A_MINUTE, "a")]) > 0
