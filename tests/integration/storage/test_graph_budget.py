"""The budget for Graph: one for all processes, here two with a database pool of their own each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import pytest

from graph.limits import Charge
from teams_app.storage.database import Database, open_database
from teams_app.storage.graph_budget import LIMITS, SharedBudget, limits_of
from teams_app.storage.mailbox_turns import forget_turns, take_turn
from teams_app.storage.rate_limits import Limit

FEW = limits_of({"mailbox": (3, 60)})
FOUR = 4
MINE = [Charge("mailbox", "ana"), Charge("tenant")]


@pytest.fixture
async def budgets(database: Database, database_url: str) -> AsyncGenerator[tuple[SharedBudget, SharedBudget]]:
    other = open_database(database_url)
    yield SharedBudget(database, "t", FEW), SharedBudget(other, "t", FEW)
    await other.close()


async def test_two_processes_spend_from_one_budget(budgets: tuple[SharedBudget, SharedBudget]) -> None:
    one, two = budgets
    spent = [await each.spend(MINE, within=0) for each in (one, two, one, two)]
    assert spent[:3] == [0, 0, 0]
    assert 15 < spent[3] <= 20


async def test_what_one_process_was_refused_holds_the_other(
    budgets: tuple[SharedBudget, SharedBudget],
) -> None:
    one, two = budgets
    await one.spend(MINE, within=0)
    await one.hold(MINE[0], 30)
    assert 25 < await two.spend(MINE, within=0) <= 30
    assert await two.spend([Charge("mailbox", "ben")], within=0) == 0


async def test_a_short_wait_is_waited_for(database: Database) -> None:
    budget = SharedBudget(database, "t", limits_of({"mailbox": (20, 1)}))
    assert [await budget.spend(MINE, within=5) for _ in range(25)] == [0] * 25


async def test_tenants_do_not_spend_each_others(database: Database) -> None:
    for tenant in ("a", "b"):
        assert await SharedBudget(database, tenant, FEW).spend(MINE * 3, within=0) == 0


async def test_a_mailbox_gets_four_calls_at_a_time(budgets: tuple[SharedBudget, SharedBudget]) -> None:
    running = most = 0
    four_run = asyncio.Event()

    async def call(budget: SharedBudget) -> None:
        nonlocal running, most
        async with budget.turn("ana", within=30) as is_ours:
            assert is_ours
            running += 1
            most = max(most, running)
            if running == FOUR:
                four_run.set()
            await four_run.wait()
            running -= 1

    await asyncio.gather(*(call(budgets[number % 2]) for number in range(24)))
    assert most == FOUR


async def test_who_gets_no_turn_in_time_is_told(budgets: tuple[SharedBudget, SharedBudget]) -> None:
    one, two = budgets
    async with one.turn("a", within=0), one.turn("a", within=0), one.turn("a", within=0):
        async with two.turn("a", within=0) as fourth, two.turn("a", within=0) as fifth:
            assert (fourth, fifth) == (True, False)
        async with two.turn("a", within=0) as again:
            assert again


async def test_the_turn_of_a_killed_process_comes_free(database: Database) -> None:
    async with database.transaction() as session:
        assert [await take_turn(session, "t/a", at_once=1, seconds=s) for s in (0.05, 0.05)] == [1, None]
    budget = SharedBudget(database, "t")
    async with budget.turn("a", within=5) as is_ours:
        assert is_ours
    async with database.transaction() as session:
        await forget_turns(session)


def test_settings_change_the_limits_that_they_name() -> None:
    changed = limits_of({"identity": (8000, 10)})
    assert changed["identity"] == Limit("graph-identity", 8000, 10)
    assert changed["tenant"] == LIMITS["tenant"]
